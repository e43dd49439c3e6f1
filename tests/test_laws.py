"""Laws of the arithmetic, whatever the figures."""

from __future__ import annotations

from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.adjustments import SHARES, Name
from socialvalue.money import EXACT, total
from socialvalue.published.banks import Bank
from socialvalue.published.discounting import discount_factor
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import Reference
from socialvalue.published.prices import PriceBase, load_index
from socialvalue.valuing.calculate import calculate
from socialvalue.valuing.uncertainty.assess import assess
from socialvalue.valuing.uncertainty.assumptions import assumptions_of as assumptions
from socialvalue.valuing.uncertainty.terms import evaluate
from socialvalue.valuing.uncertainty.terms import terms_of as terms

BANK = sv.load_bank("hact-svb-2020")
WELLBY = sv.load_bank("hmt-wellby-2021")
OUTCOMES = [value.outcome for value in BANK]

shares = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)
multipliers = st.integers(1, 3000).map(lambda n: Decimal(n) / 1000)
years = st.integers(1, 120).map(lambda n: Decimal(n) / 10)
quantities = st.integers(0, 10_000).map(Decimal)
discounts = st.sampled_from(["none", "green-book", "green-book-health", "0.035", "0.1"])


@st.composite
def ranged(draw: st.DrawFn, name: Name, outcome: str | None = None) -> Setting:
    """A setting with a range."""
    figures = multipliers if name in ("multiplier", "fte") else years if name == "years" else shares
    if name == "fte":
        figures = st.integers(1, 1000).map(lambda n: Decimal(n) / 1000)
    low, value, high = sorted(draw(st.tuples(figures, figures, figures)))
    return Setting(name=name, value=value, low=low, high=high, outcome=outcome)


@st.composite
def methods(draw: st.DrawFn) -> sv.Method:
    """A method with any settings, general ones and ones for an outcome."""
    names = draw(st.lists(st.sampled_from([*SHARES, "multiplier", "fte", "years"]), unique=True))
    general = [draw(ranged(name)) for name in names]
    special = [draw(ranged(name, OUTCOMES[0])) for name in names[:2]]
    method = sv.Method(id="any", title="Any", summary="Any", settings=(*general, *special), discount=draw(discounts))
    return evolve(method, base_year=draw(st.sampled_from([None, 2015])))


@st.composite
def lines(draw: st.DrawFn) -> sv.Line:
    """A line, at times with factors of its own."""
    own = {name: draw(st.none() | shares) for name in ("deadweight", "attribution", "displacement")}
    month = draw(st.sampled_from(["2016-01", "2018-06", "2020-10"]))
    return sv.Line("Acme Homes", month, draw(st.sampled_from(OUTCOMES)), draw(quantities), **own)


def told_apart(found: list[sv.Line]) -> sv.Return:
    """The lines, each of a project of its own: two of one kind with different figures would be an error."""
    return sv.Return([evolve(line, project=f"Project {number}") for number, line in enumerate(found)])


returns = st.lists(lines(), min_size=1, max_size=6).map(told_apart)


def to_20_places(amount: Decimal | int) -> Decimal:
    """What the laws speak of, not the last digits of 50."""
    return Decimal(amount).quantize(Decimal("1e-20"), context=EXACT)


def net(entered: sv.Return, method: sv.Method, bank: Bank = BANK) -> Decimal:
    head = calculate(entered, bank, method).headline
    assert head is not None
    assert head.net is not None
    return to_20_places(head.net)


def gross(entered: sv.Return, method: sv.Method) -> Decimal:
    head = calculate(entered, BANK, method).headline
    assert head is not None
    assert head.gross is not None
    return to_20_places(head.gross)


@pytest.mark.slow
@given(returns, methods())
def test_the_steps_of_each_line_multiplied_back_together_meet_its_amount_exactly(
    entered: sv.Return, method: sv.Method
) -> None:
    result = calculate(entered, BANK, evolve(method, prices=PriceBase.of("2024-25")))
    assert result.lines or not entered.lines
    with localcontext(EXACT):
        for line in result.lines:
            amount = line.steps[0].amount
            assert amount == line.line.quantity
            for before, step in pairwise(line.steps):
                if step.less is not None and step.factor is not None:  # the factor is what taking it off comes to
                    assert to_20_places(amount * step.factor) == to_20_places(amount - step.less)
                amount = amount * (step.factor or 0) if step.less is None else amount - step.less
                assert (amount, before.amount) == (step.amount, before.amount)
            assert amount == line.net


@pytest.mark.slow
@given(returns, methods())
def test_the_years_of_a_line_add_up_to_its_net_value(entered: sv.Return, method: sv.Method) -> None:
    for line in calculate(entered, BANK, method).lines:
        if line.years:
            assert to_20_places(total(y.present_value for y in line.years)) == to_20_places(line.net)


@pytest.mark.slow
@given(returns, returns, methods())
def test_additive_over_lines(one: sv.Return, other: sv.Return, method: sv.Method) -> None:
    other = sv.Return([evolve(line, organisation="Brook Housing") for line in other.lines])
    method = evolve(method, base_year=2015)  # with none given, year 0 is the earliest of all that is reported together
    both = sv.Return([*one.lines, *other.lines])
    assert net(both, method) == pytest.approx(net(one, method) + net(other, method), abs=Decimal("1e-15"))


@pytest.mark.slow
@given(lines(), st.integers(0, 50), methods())
def test_linear_in_quantity(line: sv.Line, times: int, method: sv.Method) -> None:
    many = evolve(line, quantity=(line.quantity or 0) * times)
    single = net(sv.Return([line]), method)
    assert net(sv.Return([many]), method) == pytest.approx(single * times, abs=Decimal("1e-15"))


@pytest.mark.slow
@given(returns.flatmap(lambda found: st.tuples(st.just(found.lines), st.permutations(found.lines))), methods())
def test_the_order_of_lines_does_not_matter(orders: tuple[list[sv.Line], list[sv.Line]], method: sv.Method) -> None:
    one, other = orders
    assert net(sv.Return(one), method) == net(sv.Return(other), method)


@pytest.mark.slow
@given(methods().flatmap(lambda m: st.tuples(st.just(m), st.permutations(m.settings))), returns)
def test_the_order_of_factors_does_not_matter(
    method_and_order: tuple[sv.Method, list[Setting]], entered: sv.Return
) -> None:
    method, order = method_and_order
    assert net(entered, method) == net(entered, evolve(method, settings=tuple(order)))


@pytest.mark.slow
@given(returns, methods(), shares, shares)
def test_two_shares_may_change_places(entered: sv.Return, method: sv.Method, one: Decimal, other: Decimal) -> None:
    plain = sv.Return([evolve(line, deadweight=None, attribution=None, displacement=None) for line in entered.lines])
    assert net(plain, method.override(deadweight=one, leakage=other)) == net(
        plain, method.override(deadweight=other, leakage=one)
    )


@pytest.mark.slow
@given(returns, methods())
def test_net_is_at_most_gross_when_every_factor_is_a_share(entered: sv.Return, method: sv.Method) -> None:
    only_shares = evolve(method, settings=tuple(s for s in method.settings if s.name != "multiplier"))
    assert 0 <= net(entered, only_shares) <= gross(entered, only_shares)


@pytest.mark.slow
@given(returns, methods(), discounts)
def test_discounting_a_single_year_is_the_identity(entered: sv.Return, method: sv.Method, discount: str) -> None:
    one_year = evolve(method.override(years=1), base_year=2100)  # all of it in year 0
    assert net(entered, evolve(one_year, discount=discount)) == net(entered, evolve(one_year, discount="none"))


@given(discounts.filter(lambda name: name != "none"), st.integers(0, 400))
def test_a_later_year_is_worth_less(discount: str, year: int) -> None:
    assert discount_factor(discount, 0) == 1
    assert 0 < discount_factor(discount, year + 1) < discount_factor(discount, year)


BASES = [PriceBase.of(text) for text in ("2012", "2015", "2019", "2023", "2012-13", "2019-20", "2023-24")]


@given(
    st.sampled_from(["gdp-deflator", "cpi", "cpih"]),
    st.sampled_from(BASES),
    st.sampled_from(BASES),
    st.decimals("0.01", "1e9", places=2),
)
def test_rebasing_there_and_back_returns_the_amount_to_20_digits(
    name: str, start: PriceBase, to: PriceBase, amount: Decimal
) -> None:
    index = load_index(name)
    there = EXACT.multiply(amount, index.factor(start, to).value)
    back = EXACT.multiply(there, index.factor(to, start).value)
    with localcontext(prec=20):
        assert +back == amount


# uncertainty


@pytest.mark.slow
@given(returns, methods())
def test_the_terms_meet_the_calculation_at_the_central_figures(entered: sv.Return, method: sv.Method) -> None:
    result = assess(calculate(entered, BANK, method))
    [found] = result.uncertainty
    assert result.headline is not None
    assert result.headline.net is not None
    assert to_20_places(found.central) == to_20_places(result.headline.net)


@pytest.mark.slow
@given(returns, methods(), st.data())
def test_the_terms_meet_the_calculation_at_any_other_figures(
    entered: sv.Return, method: sv.Method, data: st.DataObject
) -> None:
    case = Reference(outcome=OUTCOMES[1], quantity=5, leakage="0.1")
    method = evolve(method, reference=data.draw(st.sampled_from([(), (case,)])))
    moved = [evolve(s, value=data.draw(st.sampled_from([s.low, s.high]))) for s in method.settings]
    result = calculate(entered, BANK, method)
    with localcontext(EXACT):
        found = terms(result.lines, method.discount, assumptions(result.lines))
        values = {key: entry.value for key, entry in assumptions(result.lines).items()}
        values |= {(s.name, s.scope): s.value for s in moved if (s.name, s.scope) in values}
        there = evaluate(found, values)
    assert to_20_places(Decimal(there)) == net(entered, evolve(method, settings=tuple(moved)))


@pytest.mark.slow
@given(returns, methods())
def test_low_is_at_most_central_and_central_at_most_high(entered: sv.Return, method: sv.Method) -> None:
    [found] = assess(calculate(entered, BANK, method)).uncertainty
    assert found.low <= found.central <= found.high
    for one in found.sensitivities:
        assert to_20_places(found.low) <= to_20_places(min(one.at_low, one.at_high))
        assert to_20_places(max(one.at_low, one.at_high)) <= to_20_places(found.high)


@pytest.mark.slow
@given(lines(), methods(), st.integers(1, 10**7))
def test_at_its_break_even_figure_a_factor_brings_the_net_value_to_the_cost(
    line: sv.Line, method: sv.Method, cost: int
) -> None:
    [found] = assess(calculate(sv.Return([line]), BANK, method, cost=cost)).uncertainty
    for one in found.sensitivities:
        entry = one.assumption
        if one.break_even is not None and entry.name != "unit value":
            figure = one.break_even
            moved = evolve(
                method,
                settings=tuple(
                    evolve(s, value=figure, low=None, high=None)
                    if (s.name, s.scope) == (entry.name, entry.scope)
                    else s
                    for s in method.settings
                ),
            )
            assert net(sv.Return([line]), moved) == pytest.approx(Decimal(cost), rel=Decimal("1e-12"))


@settings(max_examples=25)
@given(returns, methods(), st.integers(0, 10**6))
def test_every_run_lies_within_the_range(entered: sv.Return, method: sv.Method, seed: int) -> None:
    [found] = assess(calculate(entered, BANK, method), runs=50, seed=seed).uncertainty
    run = found.simulation
    assert run is not None
    slack = Decimal("1e-6") * (1 + abs(found.high))
    assert found.low - slack <= run.lower <= run.median <= run.upper <= found.high + slack
    assert found.low - slack <= run.mean <= found.high + slack

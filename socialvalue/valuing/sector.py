"""The sector: what the associations that reported say of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

from attrs import evolve

from socialvalue.money import EXACT, total
from socialvalue.problems import Place, Problem, note, warning
from socialvalue.records.coverage import Coverage, NoCoverage
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.valuing.measures import Figures, as_of, counted, latest, monthly_figures

#: No range is given where fewer organisations reported: what so few say of the others cannot be told.
LEAST = 10

#: Nor where it would reach from a tenth of the estimate to ten times as much.
WIDEST = Decimal(10)

#: The normal quantile of 98.75%: ranges are called 95% and made for 97.5%, because organisations differ so much that
#: those made for 95% would hold the truth less often (`tests/benchmarks/coverage.py`, docs/sector.md).
_Z = Decimal("2.241402727604947")


def with_sector(result: Result, coverage: Coverage) -> Result:
    """The result with the sector's estimate beside each measure; what could not be estimated is among its problems."""
    if not isinstance(coverage, Coverage):
        msg = f"a Coverage is needed, such as Coverage.flat('0.8'), not {coverage!r}"
        raise TypeError(msg)
    lines = counted(result)
    figures = monthly_figures(lines)
    responded = _responded(result.entered.lines)
    found: list[Measure] = []
    doubts: list[Problem] = []
    without: list[str] = []
    with localcontext(EXACT):
        for measure in result.measures:
            label = result.vocabulary[measure.measure].label
            try:
                estimated = _estimated(measure, figures[measure.measure], responded, coverage)
            except NoCoverage as err:
                found.append(measure)
                message = f"{label}: no estimate for the sector, for {err}."
                remedy = "Give a share with --coverage, or every organisation's homes in a column headed “homes”."
                doubts.append(warning("no-coverage", Place(key=measure.measure), message, remedy))
                continue
            found.append(estimated)
            if estimated.low is None and estimated.total:
                without.append(label)
    if without:
        message = (
            f"No range is given for {len(without)} of the sector's estimates: fewer than {LEAST} organisations "
            "reported the measure, or they differ too much."
        )
        doubts.append(note("no-range", Place(), message))
    return evolve(result, measures=tuple(found), problems=(*result.problems, *doubts), coverage=coverage)


def _months(period: Period) -> frozenset[int]:
    """The months of a period, each by its number."""
    first = period.start.year * 12 + period.start.month
    return frozenset(range(first, period.end.year * 12 + period.end.month + 1))


def _responded(lines: Iterable[Line]) -> dict[str, frozenset[int]]:
    """The months for which each organisation sent anything, blank or not."""
    found: dict[tuple[str, Period], None] = {}
    for line in lines:
        found[line.organisation, line.period] = None
    months: dict[str, frozenset[int]] = {}
    for name, period in found:
        months[name] = months.get(name, frozenset()) | _months(period)
    return months


def _clusters(periods: Iterable[Period]) -> Iterator[tuple[list[Period], frozenset[int]]]:
    """Periods that overlap, together: a quarter and its months are one time; and the months they cover."""
    cluster: list[Period] = []
    months: frozenset[int] = frozenset()
    for period in sorted(periods, key=lambda period: (period.start, period.end)):
        mine = _months(period)
        if cluster and not mine & months:
            yield cluster, months
            cluster, months = [], frozenset()
        cluster.append(period)
        months |= mine
    if cluster:
        yield cluster, months


def _estimated(
    measure: Measure, figures: Figures, responded: Mapping[str, frozenset[int]], coverage: Coverage
) -> Measure:
    """The measure with its estimate: the total of each time over the share that reported it; a stock as one time.

    Raises:
        NoCoverage: when a share cannot be told.
    """
    if measure.flow == "flow":
        times = list(_clusters({period for months in figures.values() for period in months}))
    else:
        last = max((period for months in figures.values() for period in months), key=as_of)
        times = [([last], _months(last))]
    sector, shares = Decimal(0), set()
    for periods, months in times:
        mine = {name: reported for name, reported in figures.items() if reported.keys() & set(periods)}
        if measure.flow == "stock":
            mine = dict(figures)
        amount, share = _part(measure, mine, periods, months, responded, coverage)
        sector += amount
        shares.add(share)
    one = shares.pop() if len(shares) == 1 else None
    overall = one or (measure.total / sector if sector else None)
    low, high, without_low, without_high = _ranges(measure, sector, figures, coverage, overall)
    return evolve(
        measure,
        sector=sector,
        coverage=overall,
        estimated=sector - measure.total,
        low=low,
        high=high,
        without_low=without_low,
        without_high=without_high,
    )


def _part(
    measure: Measure,
    figures: Figures,
    periods: list[Period],
    months: frozenset[int],
    responded: Mapping[str, frozenset[int]],
    coverage: Coverage,
) -> tuple[Decimal, Decimal]:
    """The sector's estimate for one time, and the share of the sector that it was made from.

    By homes, an organisation counts for the months of the time that it reported. Where one share is given for all
    measures, those who responded but left this measure blank are taken out of it.
    """
    flow = measure.flow == "flow"
    within = {name: [period for period in reported if period in periods] for name, reported in figures.items()}
    covered = {
        name: len(frozenset().union(*map(_months, mine)) & months) if flow else len(months)
        for name, mine in within.items()
    }
    amount = measure.total
    if flow:
        amount = total(figures[name][period] for name, mine in within.items() for period in mine)
    if coverage.sector_homes is not None:
        share = coverage.by_homes({name: Decimal(number) / len(months) for name, number in covered.items()})
        return amount / share, share
    kept = Decimal(1)
    if not coverage.names(measure.measure):
        of = sum(len(theirs & months) for theirs in responded.values())
        if sum(covered.values()) < of:
            kept = Decimal(sum(covered.values())) / of
    shares = {period: coverage.share(measure.measure, period, ()) * kept for period in periods}
    if len(set(shares.values())) == 1:
        share = shares[periods[0]]
        return amount / share, share
    part = total(
        total(figures[name][period] for name, mine in within.items() if period in mine) / shares[period]
        for period in periods
    )
    return part, amount / part if part else min(shares.values())


def _ranges(
    measure: Measure, sector: Decimal, figures: Figures, coverage: Coverage, share: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]:
    """Two ranges of an estimate: one called 95%, and that of leaving out each organisation once.

    The first is that of a ratio of totals (of quantities to homes, or to organisations where there are no homes),
    with the spread that leaving out one organisation at a time shows (the jackknife: Cochran, Sampling Techniques,
    1977, section 6.17), less as more of the sector has reported (the finite population correction), on a logarithmic
    scale, for a few large organisations make the spread lopsided. It is nothing where all have reported, and None
    where fewer than `LEAST` have or it would be wider than `WIDEST`. Neither goes below what was observed.
    """
    if share is not None and share >= 1:
        return sector, sector, sector, sector
    names = sorted(figures)
    if len(names) < 2 or not measure.total:
        return None, None, None, None
    flow = measure.flow == "flow"
    quantities = [total(figures[name].values()) if flow else latest(figures[name]) for name in names]
    months = [len(frozenset().union(*map(_months, figures[name]))) if flow else 1 for name in names]
    weights = [coverage.weight(name) * number for name, number in zip(names, months, strict=True)]
    all_quantities, all_weights = total(quantities), sum(weights)

    def scaled(row: int) -> Decimal:
        """The estimate without one organisation."""
        left, weight = all_quantities - quantities[row], all_weights - weights[row]
        return sector * left * all_weights / (all_quantities * weight)

    rows = range(len(names))
    left = [scaled(row) for row in rows]
    ends = max(measure.total, min(left)), max(measure.total, max(left))
    number = len(names)
    if number < LEAST or share is None:
        return None, None, *ends
    middle = total(left) / number
    variance = total((one - middle) ** 2 for one in left) * (number - 1) / number
    half = _student(number - 1) * (variance * (1 - share)).sqrt() / sector
    if half > WIDEST.ln():
        return None, None, *ends
    return max(measure.total, sector * (-half).exp()), sector * half.exp(), *ends


def _student(freedom: int) -> Decimal:
    """The 98.75% quantile of Student's t, by its expansion (Abramowitz and Stegun, 1964, 26.7.5); close from 9 on."""
    z, n = _Z, Decimal(freedom)
    first = (z**3 + z) / (4 * n)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    return z + first + second + third

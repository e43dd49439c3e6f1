"""Verifying a result: it carries what it was made from, so it is made again, and every figure compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen

from socialvalue.money import decimal
from socialvalue.problems import BadData, Place, Problem, error, has_errors, note
from socialvalue.published.bank_files import bank_files, load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import Choice
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.records.cutoff import between
from socialvalue.records.groups import Beside, Progress
from socialvalue.records.lines import Line
from socialvalue.records.periods import Period
from socialvalue.records.ranges import Distribution
from socialvalue.records.results import Record, Result
from socialvalue.records.returns import Cost, Return, Target
from socialvalue.showing.data.json.beside import beside_as_dict
from socialvalue.showing.data.json.result import as_dict, content_fingerprint
from socialvalue.valuing.calculate import valued
from socialvalue.valuing.costs import costs_of
from socialvalue.valuing.measures import awaited, counted
from socialvalue.valuing.rollup.roll_up import roll_up
from socialvalue.valuing.sector import with_sector
from socialvalue.valuing.targets import progress
from socialvalue.valuing.uncertainty.assess import MOST_RUNS, assess
from socialvalue.valuing.uncertainty.distributions import DISTRIBUTIONS
from socialvalue.verifying.carried import Carried, carried, damaged
from socialvalue.verifying.differences import LATER_CODES, PROBLEM_NAMES, Comparison, difference_problem, entry_name

#: Quantities and pounds beyond this many digits are no figures of a return.
_MOST_DIGITS = 30


@frozen
class Verification:
    """What verifying a result found.

    Attributes:
        problems: every difference, named; none of them an error where the result is what it should be.
        figures: how many figures were compared.
        result: the result as it comes out now.
    """

    problems: tuple[Problem, ...]
    figures: int
    result: Result

    @property
    def ok(self) -> bool:
        """Whether every figure is what it should be."""
        return not has_errors(self.problems)


def _lines(found: Carried, file: str, vocabulary: Vocabulary) -> list[Line]:
    """The lines that were reported; raises BadData with what cannot be."""
    lines: list[Line] = []
    faults = []
    for number, reported in enumerate(found.reported.lines):
        try:
            line = reported.line()
        except (ValueError, TypeError) as err:
            faults.append((number, f"The line cannot be: {err}."))
            continue
        lines.append(line)
        if line.outcome not in vocabulary:
            faults.append((number, f"There is no outcome “{line.outcome}”."))
        if not all(amount is None or _believable(amount) for amount in (line.quantity, line.cost)):
            faults.append((number, "A figure is too large to be believed."))
    if faults:
        raise damaged([(Place(file=file, key=f"reported.lines[{number}]"), message) for number, message in faults])
    return lines


def _believable(number: Decimal) -> bool:
    return abs(number.adjusted()) < _MOST_DIGITS and len(number.as_tuple().digits) < 2 * _MOST_DIGITS


def bank_of(found: Carried) -> Bank:
    """The bank that a result names, by its id.

    Raises:
        BadData: when it is not among the banks of the package or the user's own.
    """
    name = found.provenance.bank
    if name not in bank_files():  # never a path: the name comes from a file that anyone may have written
        message = f"There is no bank “{name}” here, with which the result was made."
        raise BadData([error("unknown-bank", Place(), message, "Give its file with --bank my-bank.toml.")])
    return load_bank(name)


def verify(
    document: Any,
    *,
    file: str = "",
    bank: Bank | None = None,
    inputs: Return | None = None,
    vocabulary: Vocabulary | None = None,
) -> Verification:
    """Make a result again from what it carries, and compare every figure.

    Args:
        document: the plain data of a result, as `socialvalue.showing.data.json.result.as_dict` gives them.
        file: the file's name, for the place of a difference.
        bank: the bank it was made with; the one it names when None.
        inputs: the return read again from the files it was made from; then these are compared too.
        vocabulary: the outcomes; those of the package when None.

    Raises:
        BadData: when the data are not those of a result, or its bank is not known.
    """
    made = again(document, file=file, bank=bank, inputs=inputs, vocabulary=vocabulary)
    stated, new = dict(document), as_dict(made, remade(document, made, file))
    first = is_first(stated)
    if first:
        new["problems"] = [problem for problem in new["problems"] if problem["code"] not in LATER_CODES]
    if not made.bank.licence.restricted and stated.get("notices") == []:
        new["notices"] = []  # before, a result had the notices of restricted banks alone
    if inputs is None:
        new["problems"] = _with_those_of_reading(stated.get("problems"), new["problems"])
    differences = Comparison(first=first)
    differences.compare(stated, new)
    problems = [
        difference_problem(difference, file) for difference in differences.found if difference.what != "unstated"
    ]
    later = sorted({difference.pattern for difference in differences.found if difference.what == "unstated"})
    if later:
        message = f"Results did not state this yet when this one was made: {', '.join(later)}."
        problems.append(note("not-stated", Place(file=file), message))
    if not first and not has_errors(problems):
        problems += _changed(stated, file)
    return Verification(tuple(problems), differences.figures, made)


def is_first(document: Mapping[str, Any]) -> bool:
    """Whether a document is one of the first results, which had none of the keys that came later."""
    parts = [document.get(name) for name in ("provenance", "headline", "assumptions")]
    later = {"result_fingerprint", "outcomes", "year_0", "costs", "uncertainty"}
    stated = any(later & part.keys() for part in parts if isinstance(part, dict))
    return not stated and not {"costs", "flows"} & document.keys()


def _changed(stated: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """What was changed where the calculation cannot tell, such as a warning of reading that was taken out."""
    said = stated["provenance"].get("result_fingerprint")
    place = Place(file=file, key="provenance.result_fingerprint")
    remedy = "Give the files it was made from with --inputs, to see what; or calculate again."
    if said is None:
        yield error("result-changed", place, "The fingerprint of the whole result was taken out.", remedy)
    elif said != content_fingerprint(stated):
        message = "Something in the file was changed after it was made: its content is not what its fingerprint says."
        yield error("result-changed", place, message, remedy)


def again(
    document: Any,
    *,
    file: str = "",
    bank: Bank | None = None,
    inputs: Return | None = None,
    vocabulary: Vocabulary | None = None,
) -> Result:
    """The result made again from what its document carries.

    The arguments and what is raised are those of `verify`.
    """
    found = carried(document, file)
    bank = bank or bank_of(found)
    words = (vocabulary or load_vocabulary()).extended(bank.outcomes)
    lines = _lines(found, file, words)
    entered = inputs or Return(
        lines=lines,
        inputs=found.provenance.inputs,
        costs=found.reported.all_costs(),
    )
    try:
        made = _made(found, _asked(document), entered, bank, words, states_costs=not is_first(document))
        return evolve(made, record=Record(**document.get("record", {})))
    except (ArithmeticError, TypeError, ValueError, AttributeError, RecursionError) as err:
        message = f"What it carries cannot be calculated with: {err or type(err).__name__}."
        raise BadData([error("not-a-result", Place(file=file), message, "Fetch the file again.")]) from None


def _made(
    found: Carried, uncertainty: Any, entered: Return, bank: Bank, vocabulary: Vocabulary, *, states_costs: bool
) -> Result:
    """The result, and beside it whatever the stated one has: the sector's estimate, how sure the totals are."""
    assumed = found.assumptions
    given = assumed.given()
    chosen = Choice(bank, found.provenance.bank_chosen)
    if given is None and not states_costs:  # the first results knew no years and no prices of costs
        undated = [Cost(cost.amount, cost.project) for cost in costs_of(entered.costs, entered.lines)]
        made = valued(entered, chosen, assumed.method, vocabulary, tuple(undated) if undated else None)
        made = evolve(made, costs_given=None)
    else:
        dates = between(*assumed.dates) if assumed.dates else None
        made = valued(entered, chosen, assumed.method, vocabulary, given, dates)
    if assumed.coverage is not None:
        made = with_sector(made, assumed.coverage.coverage())
    if uncertainty is not None:
        runs, seed, distribution = _simulation(uncertainty)
        made = assess(made, runs=runs, seed=seed, distribution=distribution)
    return made


def _asked(document: Mapping[str, Any]) -> Any:
    """What was asked of how sure the totals are: as the assumptions say, or the first results show."""
    assumed = document.get("assumptions")
    if isinstance(assumed, dict) and "uncertainty" in assumed:
        return assumed["uncertainty"]
    return document.get("uncertainty")


def _simulation(uncertainty: Any) -> tuple[int, int, Distribution]:
    """How many runs were drawn, and from which seed; none where none are stated."""
    try:
        stated = uncertainty if "runs" in uncertainty else uncertainty["totals"][0]["simulation"]
        stated = stated or {"runs": 0, "seed": 1}
        runs, seed = stated["runs"], stated["seed"]
        told = stated.get("distribution", DISTRIBUTIONS["triangular"])
    except (AttributeError, KeyError, IndexError, TypeError):
        return 0, 1, "triangular"
    distribution = next((name for name, words in DISTRIBUTIONS.items() if told in (name, words)), None)
    if distribution is None:
        msg = f"there is no distribution “{told}”"
        raise ValueError(msg)
    if type(runs) is not int or type(seed) is not int or not 0 <= runs <= MOST_RUNS:
        msg = f"{runs} runs from the seed {seed} cannot be drawn"
        raise ValueError(msg)
    return runs, seed, distribution


def _with_those_of_reading(stated: Any, made: list[Any]) -> list[Any]:
    """The problems the calculation finds, among those that only reading the inputs could find again."""
    if not isinstance(stated, list):
        return made
    names = [entry_name(problem, PROBLEM_NAMES) for problem in made]
    others = [problem for problem in stated if entry_name(problem, PROBLEM_NAMES) not in names]
    return [*others, *made]


# telling


def beside_of(document: Mapping[str, Any], result: Result, file: str) -> Beside:
    """What a document states beside the result, worked out again for the result; indicators left out.

    Raises:
        BadData: when the document's keys do not say what was asked for.
    """
    try:
        asked = document.get("roll_up")
        rolled = roll_up(result, asked["by"], league=asked["league"]) if asked else None
        late = tuple(awaited(counted(result))) if rolled else ()
        return Beside(rolled, _targets(document, result), (), late)
    except (AttributeError, KeyError, TypeError, ValueError):
        message = "The tables beside the result are damaged."
        raise BadData([error("not-a-result", Place(file=file), message, "Fetch the file again.")]) from None


def _targets(document: Mapping[str, Any], result: Result) -> tuple[Progress, ...]:
    stated = [
        Target(e["organisation"], Period.of(e["period"]), e["outcome"], decimal(e["target"]), e["project"])
        for e in document.get("targets") or ()
    ]
    return progress(result, stated)


def remade(document: Mapping[str, Any], result: Result, file: str) -> dict[str, Any]:
    """What `as_dict` gave for a result's document, worked out again for the result; indicators are kept.

    Raises:
        BadData: when the document's keys do not say what was asked for.
    """
    beside = beside_as_dict(beside_of(document, result, file))
    try:
        indicators = document.get("indicators")
        return beside | ({"indicators": list(indicators)} if indicators else {})
    except TypeError:
        message = "The tables beside the result are damaged."
        raise BadData([error("not-a-result", Place(file=file), message, "Fetch the file again.")]) from None

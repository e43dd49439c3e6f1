"""Verifying a result: it carries what it was made from, so it is made again, and every figure compared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from difflib import SequenceMatcher
from typing import Any, Literal

from attrs import field, frozen

from socialvalue.coverage import Coverage
from socialvalue.money import EXACT, optional_decimal
from socialvalue.problems import BadData, Place, Problem, error, has_errors, note, warning
from socialvalue.published import toml
from socialvalue.published.banks import AgeBand, Area, Bank, bank_files, load_bank
from socialvalue.published.methods import Method
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.results import Result
from socialvalue.returns import Input, Line, Period, Return
from socialvalue.showing.data.result import SCHEMA, as_dict
from socialvalue.showing.terminal.rollup import remade
from socialvalue.valuing.calculate import calculate
from socialvalue.valuing.measures import with_sector
from socialvalue.valuing.uncertainty import assess

_MOST_RUNS = 1_000_000

#: Quantities and pounds beyond this many digits are no figures of a return.
_MOST_DIGITS = 30


@frozen
class Difference:
    """One key at which a result does not say what the calculation gives.

    Attributes:
        key: where, such as ``lines[3].gross``, counted from 0.
        stated: what the result says; None where the entry is not there.
        made: what the calculation gives; None where there is no such entry.
        what: ``figure``, ``wording`` (words, which carry no pounds), ``missing``, ``added``, or ``unstated`` (a key
            that results did not have when this one was made).
        entry: the entry in words, such as ``Acme Homes, 2020-10, apprenticeship``.
    """

    key: str
    stated: Any
    made: Any
    what: Literal["figure", "wording", "missing", "added", "unstated"] = "figure"
    entry: str = ""


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


@frozen(kw_only=True)
class _Reported:
    """A line as a result carries it; see `socialvalue.returns.Line`."""

    organisation: str
    period: str
    outcome: str
    quantity: Decimal | None = field(converter=optional_decimal)
    age: AgeBand
    area: Area
    project: str
    person: int | None
    sustained: bool | None
    evidence: bool
    deadweight: Decimal | None = field(converter=optional_decimal)
    attribution: Decimal | None = field(converter=optional_decimal)
    displacement: Decimal | None = field(converter=optional_decimal)
    cost: Decimal | None = field(converter=optional_decimal)
    start: dt.date | None
    end: dt.date | None
    register: bool
    rows: int
    tags: dict[str, str] = field(factory=dict)
    place: str

    def line(self) -> Line:
        """The line; its place is the text of the place it was first read at."""
        return Line(
            self.organisation,
            self.period,
            self.outcome,
            self.quantity,
            age=self.age,
            area=self.area,
            project=self.project,
            person="" if self.person is None else str(self.person),
            sustained=self.sustained,
            evidence="given" if self.evidence else "",
            deadweight=self.deadweight,
            attribution=self.attribution,
            displacement=self.displacement,
            cost=self.cost,
            start=self.start,
            end=self.end,
            register=self.register,
            rows=self.rows,
            tags=self.tags,
            place=Place(file=self.place),
        )


@frozen(kw_only=True)
class _Inputs:
    lines: tuple[_Reported, ...]
    costs: dict[str, Decimal]


@frozen(kw_only=True)
class _Share:
    measure: str
    period: str | None
    share: Decimal


@frozen(kw_only=True)
class _Coverage:
    shares: tuple[_Share, ...]
    sector_homes: int | None
    homes: dict[str, int]

    def coverage(self) -> Coverage:
        """The share of the sector that responded."""
        shares = {(e.measure, None if e.period is None else Period.of(e.period)): e.share for e in self.shares}
        return Coverage(shares, self.sector_homes, self.homes)


@frozen(kw_only=True)
class _Assumptions:
    method: Method
    cost: Decimal | None = field(converter=optional_decimal)
    coverage: _Coverage | None = None


@frozen(kw_only=True)
class _Provenance:
    package: str
    bank: str
    bank_fingerprint: str
    method: str
    method_fingerprint: str
    reported_fingerprint: str = ""
    beside_fingerprint: str | None = None
    inputs: tuple[Input, ...]


@frozen(kw_only=True)
class Carried:
    """What a result carries for making it again.

    Attributes:
        provenance: what it says it was made with.
        assumptions: the method in full, and the cost given.
        reported: the lines and costs.
    """

    provenance: _Provenance
    assumptions: _Assumptions
    reported: _Inputs


def carried(document: Any, file: str) -> Carried:
    """What the plain data of a result carry.

    Raises:
        BadData: when the data are not those of a result, or are damaged.
    """
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        message = f"The file is not a result of the form {SCHEMA}."
        remedy = "Give a file written by “sv calc … --out result.json” or “--out result.xlsx”."
        raise BadData([error("not-a-result", Place(file=file), message, remedy)])
    if "headline" in document and document["headline"] is None:
        message = "The file holds no result: the data it was made from had errors."
        raise BadData([error("not-a-result", Place(file=file), message, "Mend the return and calculate again.")])
    try:
        parts = {name: document.get(name) for name in ("provenance", "assumptions", "reported")}
        return toml.structure(parts, Carried, file, dates_as_text=True)
    except BadData as err:
        remedy = "Fetch the file again from whoever made it."
        raise BadData(error("not-a-result", p.place, p.message, remedy) for p in err.problems) from None


def _check(found: Carried, file: str, vocabulary: Vocabulary) -> None:
    problems = [
        error("not-a-result", Place(file=file, key=f"reported.lines[{number}]"), message, "Fetch the file again.")
        for number, line in enumerate(found.reported.lines)
        for message in _faults(line, vocabulary)
    ]
    if problems:
        raise BadData(problems)


def _faults(line: _Reported, vocabulary: Vocabulary) -> Iterator[str]:
    if line.outcome not in vocabulary:
        yield f"There is no outcome “{line.outcome}”."
    try:
        line.line()
    except (ValueError, TypeError) as err:
        yield f"The line cannot be: {err}."
    for number in (line.quantity, line.cost):
        if number is not None and not _believable(number):
            yield "A figure is too large to be believed."


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
        document: the plain data of a result, as `socialvalue.showing.data.result.as_dict` gives them.
        file: the file's name, for the place of a difference.
        bank: the bank it was made with; the one it names when None.
        inputs: the return read again from the files it was made from; then these are compared too.
        vocabulary: the outcomes; those of the package when None.

    Raises:
        BadData: when the data are not those of a result, or its bank is not known.
    """
    made, words = again(document, file=file, bank=bank, inputs=inputs, vocabulary=vocabulary)
    stated, new = dict(document), as_dict(made, remade(document, made, words, file))
    if inputs is None:
        new["problems"] = _with_those_of_reading(stated.get("problems"), new["problems"])
    differences = Comparison()
    differences.compare(stated, new, "")
    problems = [_problem(difference, file) for difference in differences.found if difference.what != "unstated"]
    later = sorted({_pattern(difference.key) for difference in differences.found if difference.what == "unstated"})
    if later:
        message = f"Results did not state this yet when this one was made: {', '.join(later)}."
        problems.append(note("not-stated", Place(file=file), message))
    return Verification(tuple(problems), differences.figures, made)


def again(
    document: Any,
    *,
    file: str = "",
    bank: Bank | None = None,
    inputs: Return | None = None,
    vocabulary: Vocabulary | None = None,
) -> tuple[Result, Vocabulary]:
    """The result made again from what its document carries, and the outcomes with those of its bank.

    The arguments and what is raised are those of `verify`.
    """
    found = carried(document, file)
    bank = bank or bank_of(found)
    words = (vocabulary or load_vocabulary()).extended(bank.outcomes)
    _check(found, file, words)
    entered = inputs or Return(
        lines=[line.line() for line in found.reported.lines],
        inputs=found.provenance.inputs,
        costs=found.reported.costs,
    )
    try:
        return _made(found, document.get("uncertainty"), entered, bank, words), words
    except (ArithmeticError, ValueError, RecursionError) as err:
        message = f"What it carries cannot be calculated with: {err or type(err).__name__}."
        raise BadData([error("not-a-result", Place(file=file), message, "Fetch the file again.")]) from None


def _made(found: Carried, uncertainty: Any, entered: Return, bank: Bank, vocabulary: Vocabulary) -> Result:
    """The result, and beside it whatever the stated one has: the sector's estimate, how sure the totals are."""
    assumed = found.assumptions
    made = calculate(entered, bank, assumed.method, vocabulary=vocabulary, cost=assumed.cost)
    if assumed.coverage is not None:
        made = with_sector(made, assumed.coverage.coverage(), vocabulary)
    if uncertainty is not None:
        runs, seed = _simulation(uncertainty)
        made = assess(made, runs=runs, seed=seed)
    return made


def _simulation(uncertainty: Any) -> tuple[int, int]:
    """How many runs were drawn, and from which seed; none where none are stated."""
    try:
        stated = uncertainty["totals"][0]["simulation"] or {"runs": 0, "seed": 1}
        runs, seed = stated["runs"], stated["seed"]
    except (KeyError, IndexError, TypeError):
        return 0, 1
    if type(runs) is not int or type(seed) is not int or not 0 <= runs <= _MOST_RUNS:
        msg = f"{runs} runs from the seed {seed} cannot be drawn"
        raise ValueError(msg)
    return runs, seed


def _with_those_of_reading(stated: Any, made: list[Any]) -> list[Any]:
    """The problems the calculation finds, among those that only reading the inputs could find again."""
    if not isinstance(stated, list):
        return made
    names = [_name(problem, _PROBLEM) for problem in made]
    others = [problem for problem in stated if _name(problem, _PROBLEM) not in names]
    return [*others, *made]


# comparing

#: What tells the entries of a list apart, in every list that has them.
_NAMES = ("organisation", "period", "outcome", "kind", "measure", "file", "place", "year", "name")
_PROBLEM = ("code", "place")

#: Keys that hold words, not figures.
_WORDS = frozenset({"step", "source", "reason", "message", "remedy", "title", "summary", "notices", "label"})

#: Keys that the first results did not have, or lists that they left empty; such a one cannot state them.
_LATER = frozenset(
    {
        "assumptions.coverage",
        "by_project",
        "headline.by_kind[].net_benefit",
        "measures[]",
        "provenance.beside_fingerprint",
        "reported.lines[].tags",
        "provenance.reported_fingerprint",
        "unchecked",
        "uncertainty",
    }
)

_NOT_COMPARED = frozenset({"provenance.package"})

#: Beyond this many entries that do not pair up, they are paired by their order alone.
_MOST_UNPAIRED = 2_000

#: What the last of fifty digits may be off by.
_SMALLEST = Decimal("1e-40")

_ABSENT = object()


class Comparison:
    """Two trees of plain data compared, key by key.

    Attributes:
        found: the differences so far.
        figures: how many values were compared.
    """

    def __init__(self) -> None:
        self.found: list[Difference] = []
        self.figures = 0

    def compare(self, stated: Any, made: Any, key: str, entry: str = "") -> None:
        """Compare what is stated at a key with what was made."""
        if _pattern(key) in _NOT_COMPARED:
            return
        if isinstance(stated, dict) and isinstance(made, dict):
            for name in [*made, *(name for name in stated if name not in made)]:
                inner = f"{key}.{name}".lstrip(".")
                self._member(stated.get(name, _ABSENT), made.get(name, _ABSENT), inner, entry)
        elif isinstance(stated, list) and isinstance(made, list):
            self._lists(stated, made, key, entry)
        else:
            self.figures += 1
            if not _same(stated, made):
                what: Literal["figure", "wording"] = "wording" if _is_wording(key) else "figure"
                self.found.append(Difference(key, stated, made, what, entry))

    def _member(self, stated: Any, made: Any, key: str, entry: str) -> None:
        if stated is _ABSENT:
            what: Literal["unstated", "missing"] = "unstated" if _pattern(key) in _LATER else "missing"
            self.found.append(Difference(key, None, made, what, entry))
        elif made is _ABSENT:
            self.found.append(Difference(key, stated, None, "added", entry))
        else:
            self.compare(stated, made, key, entry)

    def _lists(self, stated: list[Any], made: list[Any], key: str, entry: str) -> None:
        if made and not stated and f"{_pattern(key)}[]" in _LATER:
            self.found.append(Difference(key, None, None, "unstated", entry))
            return
        names = _PROBLEM if key == "problems" else _NAMES
        if _pattern(key) == "lines[].steps":
            stated = _told_alike(stated, made)
        for first, second in _paired([_name(e, names) for e in stated], [_name(e, names) for e in made]):
            if first is None and second is not None:
                whole = made[second]
                self.found.append(Difference(f"{key}[{second}]", None, whole, "missing", _words(whole) or entry))
            elif first is not None and second is None:
                whole = stated[first]
                self.found.append(Difference(f"{key}[{first}]", whole, None, "added", _words(whole) or entry))
            elif first is not None and second is not None:
                whole = made[second]
                self.compare(stated[first], whole, f"{key}[{first}]", _words(whole) or entry)


def _told_alike(stated: list[Any], made: list[Any]) -> list[Any]:
    """The steps as stated, each told as the one made where it does the same: by a factor, or by what is taken off.

    A version may tell a step by its factor that another tells by what is less; both lead to the amount after it.
    """
    told = list(stated)
    for number in range(1, min(len(stated), len(made))):
        try:
            before, step, other = stated[number - 1], stated[number], made[number]
            ways = [_led(before, step), _led(before, other)]
            if (step.get("less") is None) != (other["less"] is None) and all(ways):
                told[number] = step | {"factor": other["factor"], "less": other["less"]}
        except (KeyError, TypeError, ArithmeticError):
            continue
    return told


def _led(before: Any, step: Any) -> bool:
    """Whether a step leads from the amount before it to its own."""
    amount, start = Decimal(step["amount"]), Decimal(before["amount"])
    less = step.get("less")
    with localcontext(EXACT):
        reached = start - Decimal(less) if less is not None else start * Decimal(step["factor"])
        return abs(reached - amount) <= abs(amount) * _SMALLEST


def _paired(stated: Sequence[Any], made: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """The positions that belong together, one of them None where an entry has no partner."""
    start = 0
    while start < min(len(stated), len(made)) and stated[start] == made[start]:
        yield start, start
        start += 1
    left, right = stated[start:], made[start:]
    if max(len(left), len(right)) > _MOST_UNPAIRED:
        blocks: Iterable[tuple[str, int, int, int, int]] = [("replace", 0, len(left), 0, len(right))]
    else:
        blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for _, i1, i2, j1, j2 in blocks:
        for offset in range(max(i2 - i1, j2 - j1)):
            first = start + i1 + offset if offset < i2 - i1 else None
            second = start + j1 + offset if offset < j2 - j1 else None
            yield first, second


def _name(entry: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(entry, dict):
        return tuple(str(entry[name]) for name in names if name in entry)
    return () if isinstance(entry, list) else (str(entry),)


def _words(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    return ", ".join(str(entry[name]) for name in ("organisation", "period", "outcome", "kind") if name in entry)


def _same(stated: Any, made: Any) -> bool:
    return type(stated) is type(made) and bool(stated == made)


def _pattern(key: str) -> str:
    return re.sub(r"\[\d+\]", "[]", key)


def _is_wording(key: str) -> bool:
    return re.sub(r"\[\d+\]$", "", key).rpartition(".")[2] in _WORDS


# telling


def _problem(difference: Difference, file: str) -> Problem:
    place = Place(file=file, key=difference.key)
    about = f"{difference.entry}: " if difference.entry else ""
    stated, made = _shown(difference.stated), _shown(difference.made)
    if difference.key == "provenance.bank_fingerprint":
        message = f"The result was made with values whose fingerprint is {stated}; the bank here has {made}."
        return error("bank-differs", place, message, "Find the edition it was made with, or calculate again with this.")
    if difference.key == "provenance.method_fingerprint":
        message = f"The result names a method whose fingerprint is {stated}; the assumptions it carries have {made}."
        return error("figure-differs", place, message, "An assumption was changed after the result was made.")
    if difference.key == "provenance.beside_fingerprint" and difference.stated is not None:
        message = f"The tables beside the result had the fingerprint {stated}; those in the file have {made}."
        return error("figure-differs", place, message, "One of them was changed after the result was made.")
    if difference.key == "provenance.reported_fingerprint" and difference.stated is not None:
        message = f"The lines and costs reported had the fingerprint {stated}; those in the file have {made}."
        return error("figure-differs", place, message, "What was reported was changed after the result was made.")
    if difference.key.startswith("provenance.inputs["):
        message = f"{about}The result was made from {stated}; the file given is {made}."
        return error("input-differs", place, message, "Find the file as it was when the result was made.")
    if difference.what == "missing":
        message = f"{about}The calculation gives {made}, which the file does not state."
        return error("figure-differs", place, message, "An entry was taken out after the result was made.")
    if difference.what == "added":
        message = f"{about}The file states {stated}, which the calculation does not give."
        return error("figure-differs", place, message, "An entry was added after the result was made.")
    message = f"{about}The file says {stated}; calculated again it is {made}."
    if difference.what == "wording":
        return warning("wording-differs", place, message, "No figure depends on it.")
    return error("figure-differs", place, message, "Do not rely on the file: calculate again, or ask who changed it.")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        known = ", ".join(f"{name} {value[name]}" for name in (*_NAMES, "quantity", "net") if name in value)
        return known or "an entry"
    text = str(value)
    return f"“{text}”" if len(text) <= 80 else f"“{text[:79]}…”"

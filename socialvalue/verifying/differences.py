"""How a result file differs from the result made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from attrs import frozen

from socialvalue.money import EXACT
from socialvalue.problems import Place, Problem, error, warning
from socialvalue.records.lines import COLUMNS
from socialvalue.verifying.carried import FIRST_COLUMNS

What: TypeAlias = Literal["figure", "wording", "missing", "added", "unstated"]


@frozen
class Difference:
    """One key at which a result does not say what the calculation gives.

    Attributes:
        key: where, such as ``lines[3].gross``, counted from 0.
        pattern: the key without positions, such as ``lines[].gross``.
        stated: what the result says; None where the entry is not there.
        made: what the calculation gives; None where there is no such entry.
        what: ``figure``, ``wording`` (words, which carry no pounds), ``missing``, ``added``, or ``unstated`` (a key
            that results did not have when this one was made).
        entry: the entry in words, such as ``Acme Homes, 2020-10, apprenticeship``.
    """

    key: str
    pattern: str
    stated: Any
    made: Any
    what: What
    entry: str


#: What tells the entries of a list apart, in every list that has them.
_NAMES = ("organisation", "period", "outcome", "kind", "measure", "file", "place", "year", "name")


PROBLEM_NAMES = ("code", "place")


#: Keys that hold words, not figures.
_WORDS = frozenset({"step", "source", "reason", "message", "remedy", "title", "summary", "label"})


#: Keys that the first results did not have, or lists that they left empty; such a one cannot state them.
_LATER = frozenset(
    {
        *(f"reported.lines[].{name}" for name in COLUMNS if name not in FIRST_COLUMNS),
        "assumptions.costs",
        "assumptions.coverage",
        "assumptions.uncertainty",
        "uncertainty.totals[].cost",
        "uncertainty.totals[].net_benefit",
        "uncertainty.totals[].ratio",
        "uncertainty.totals[].simulation.above_1",
        "uncertainty.totals[].simulation.above_2",
        "uncertainty.totals[].simulation.net_benefit",
        "uncertainty.totals[].simulation.ratio",
        "by_outcome[].price_factor",
        "by_project",
        "costs",
        "flows",
        "headline.cost_present_value",
        "headline.cost_per_outcome",
        "headline.cost_per_wellby",
        "headline.keyed",
        "headline.wellbys",
        "headline.outcomes",
        "headline.year_0",
        "headline.by_kind[].net_benefit",
        "measures[]",
        "provenance.bank_chosen",
        "provenance.beside_fingerprint",
        "reported.lines[].tags",
        "provenance.reported_fingerprint",
        "savers",
        "unchecked",
        "uncertainty",
    }
)


#: Keys that came since, which results of any age may lack.
_SINCE = frozenset({"provenance.index", "provenance.index_fingerprint", "provenance.outcomes_fingerprint"})


#: Codes of problems that were not told when the first results were made.
LATER_CODES = frozenset(
    {
        "cost-prices-differ",
        "cost-prices-unknown",
        "cost-undated",
        "differs-from-shipped",
        "low-evidence",
        "part-year",
        "prices-far-off",
        "rate-changes",
        "several-years",
        "value-replaced",
    }
)


_NOT_COMPARED = frozenset({"provenance.package", "provenance.result_fingerprint"})


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
        first: whether the result is one of the first, which did not state all keys.
    """

    def __init__(self, *, first: bool = True) -> None:
        self.found: list[Difference] = []
        self.figures: int = 0
        self.first = first

    def compare(self, stated: Any, made: Any, key: str = "", pattern: str = "", entry: str = "") -> None:
        """Compare what is stated at a key with what was made; the pattern is the key without positions in lists."""
        if isinstance(stated, dict) and isinstance(made, dict):
            for name in [*made, *(name for name in stated if name not in made)]:
                inner, known = (f"{key}.{name}", f"{pattern}.{name}") if key else (name, name)
                self._member(stated.get(name, _ABSENT), made.get(name, _ABSENT), inner, known, entry)
        elif isinstance(stated, list) and isinstance(made, list):
            self._lists(stated, made, key, pattern, entry)
        else:
            self.figures += 1
            if not _same(stated, made):
                what: What = "wording" if _is_wording(pattern) else "figure"
                self.found.append(Difference(key, pattern, stated, made, what, entry))

    def _member(self, stated: Any, made: Any, key: str, pattern: str, entry: str) -> None:
        if pattern in _NOT_COMPARED:
            return
        if stated is _ABSENT:
            later = pattern in _SINCE or (self.first and pattern in _LATER)
            self.found.append(Difference(key, pattern, None, made, "unstated" if later else "missing", entry))
        elif made is _ABSENT:
            self.found.append(Difference(key, pattern, stated, None, "added", entry))
        else:
            self.compare(stated, made, key, pattern, entry)

    def _lists(self, stated: list[Any], made: list[Any], key: str, pattern: str, entry: str) -> None:
        inner = f"{pattern}[]"
        if self.first and made and not stated and inner in _LATER:
            self.found.append(Difference(key, pattern, None, None, "unstated", entry))
            return
        names = PROBLEM_NAMES if pattern == "problems" else _NAMES
        if pattern == "lines[].steps":
            stated = _told_alike(stated, made)
        for first, second in _paired([entry_name(e, names) for e in stated], [entry_name(e, names) for e in made]):
            if first is None and second is not None:
                whole = made[second]
                words = _words(whole) or entry
                self.found.append(Difference(f"{key}[{second}]", inner, None, whole, "missing", words))
            elif first is not None and second is None:
                whole = stated[first]
                self.found.append(Difference(f"{key}[{first}]", inner, whole, None, "added", _words(whole) or entry))
            elif first is not None and second is not None:
                self._pair(stated[first], made[second], f"{key}[{first}]", inner, entry)

    def _pair(self, stated: Any, made: Any, key: str, pattern: str, entry: str) -> None:
        if isinstance(made, dict) and repr(stated) == repr(made):  # as most are: then they are only counted
            self.figures += _leaves(made)
        else:
            self.compare(stated, made, key, pattern, _words(made) or entry)


def _leaves(data: Any) -> int:
    """How many values plain data hold."""
    if isinstance(data, dict):
        return sum(map(_leaves, data.values()))
    return sum(map(_leaves, data)) if isinstance(data, list) else 1


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
        except (KeyError, TypeError, ValueError, ArithmeticError):
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
    if not (left or right):
        return
    if max(len(left), len(right)) > _MOST_UNPAIRED:
        blocks: Iterable[tuple[str, int, int, int, int]] = [("replace", 0, len(left), 0, len(right))]
    else:
        blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for _, i1, i2, j1, j2 in blocks:
        for offset in range(max(i2 - i1, j2 - j1)):
            first = start + i1 + offset if offset < i2 - i1 else None
            second = start + j1 + offset if offset < j2 - j1 else None
            yield first, second


def entry_name(entry: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """What an entry of a list is told by: the named keys that it has."""
    if isinstance(entry, dict):
        return tuple(str(entry[name]) for name in names if name in entry)
    return () if isinstance(entry, list) else (str(entry),)


def _words(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    return ", ".join(str(entry[name]) for name in ("organisation", "period", "outcome", "kind") if name in entry)


def _same(stated: Any, made: Any) -> bool:
    return type(stated) is type(made) and bool(stated == made)


def _is_wording(pattern: str) -> bool:
    return pattern.removesuffix("[]").rpartition(".")[2] in _WORDS


def difference_problem(difference: Difference, file: str) -> Problem:
    """A difference as a problem of the file."""
    place = Place(file=file, key=difference.key)
    about = f"{difference.entry}: " if difference.entry else ""
    stated, made = _shown(difference.stated), _shown(difference.made)
    if difference.key == "provenance.bank_fingerprint":
        message = f"The result was made with values whose fingerprint is {stated}; the bank here has {made}."
        return error("bank-differs", place, message, "Find the edition it was made with, or calculate again.")
    if difference.key == "provenance.index_fingerprint" and None not in (difference.stated, difference.made):
        message = f"The result was made with a price index whose fingerprint is {stated}; the one here has {made}."
        return error(
            "index-differs", place, message, "Find the edition it was made with, or calculate again with this."
        )
    if difference.key == "provenance.outcomes_fingerprint":
        message = f"The result was made with outcomes whose fingerprint is {stated}; those here have {made}."
        return warning("outcomes-differ", place, message, "Every figure was compared as the outcomes here have it.")
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
        known = ", ".join(
            f"{name} {value[name]}" for name in (*_NAMES, "quantity", "net") if value.get(name) is not None
        )
        return known or "an entry"
    text = str(value)
    return f"“{text}”" if len(text) <= 80 else f"“{text[:79]}…”"

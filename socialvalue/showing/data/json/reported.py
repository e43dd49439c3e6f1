"""What was reported as a result's JSON carries it, so that the result can be made again: lines, costs, coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from socialvalue.money import plain
from socialvalue.records.coverage import Coverage
from socialvalue.records.lines import COLUMNS, Kind, usual
from socialvalue.records.results import Result
from socialvalue.records.returns import Cost
from socialvalue.showing.data.json.costs import costs_as_dicts
from socialvalue.showing.data.json.figures import exact


def reported(
    result: Result,
    tags: Iterable[str] = (),
    entries: Callable[[Callable[[], Iterable[Any]]], Any] = lambda make: list(make()),
) -> dict[str, Any]:
    """What the calculation was given, by the contract: its lines, and the costs that belong to no line.

    Args:
        result: whose return it is.
        tags: the tags of lines that are there: those by which the result is grouped.
        entries: in what lines are held.
    """
    costs = {project: plain(cost) for project, cost in result.entered.costs_by_project.items()}
    carried = tuple(tags)
    reported_whole: dict[str, Any] = {"lines": entries(lambda: lines_as_dicts(result, carried)), "costs": costs}
    if any(cost != Cost(cost.amount, cost.project) for cost in result.entered.costs):
        reported_whole["spent"] = costs_as_dicts(result.entered.costs)
    return reported_whole


def coverage_as_dict(coverage: Coverage | None) -> dict[str, Any] | None:
    """The shares of the sector that were given, with how many homes there are."""
    if coverage is None:
        return None
    shares = [
        {"measure": measure, "period": period.written if period else None, "share": plain(share)}
        for (measure, period), share in coverage.shares.items()
    ]
    return {"shares": shares, "sector_homes": coverage.sector_homes, "homes": dict(sorted(coverage.homes.items()))}


#: How a field is carried, by what it holds; of evidence only that there is some, for its text may be personal.
_CARRIED: dict[Kind, Callable[[Any], Any]] = {
    "period": lambda period: period.written,
    "quantity": exact,
    "share": exact,
    "pounds": exact,
    "day": lambda day: str(day) if day else None,
    "evidence": bool,
}

_FIELDS = [(name, _CARRIED.get(column.kind, lambda value: value)) for name, column in COLUMNS.items()]

#: What is carried for a line of which nothing more is said, where that is anything.
USUAL: dict[str, Any] = {
    name: carried(usual(name))
    for name, carried in _FIELDS
    if name not in ("organisation", "period", "outcome", "quantity", "person") and carried(usual(name)) is not None
} | {"register": False, "rows": 1, "tags": {}, "place": ""}

#: Fields that are exact decimals.
FIGURES = tuple(name for name, column in COLUMNS.items() if column.kind in ("quantity", "share", "pounds"))

#: Fields that are true or false.
YES_NO = ("register", *(name for name, column in COLUMNS.items() if column.kind in ("yes-no", "evidence")))


def lines_as_dicts(result: Result, tags: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """What each line brings to the calculation; people are told apart by a number that means nothing elsewhere.

    Args:
        result: whose return it is.
        tags: the tags that are carried, by which the result is grouped; the text of others may be personal.
    """
    people: dict[str, int] = {}
    for line in result.entered.lines:
        reported_line = {name: carried(getattr(line, name)) for name, carried in _FIELDS}
        reported_line["person"] = people.setdefault(line.person, len(people) + 1) if line.person else None
        yield reported_line | {
            "register": line.register,
            "rows": line.rows,
            "tags": {tag: line.tags[tag] for tag in tags if tag in line.tags},
            "place": str(line.place),
        }

"""What lines can be grouped by, and the lines in each group: fields and tags, periods of time, themes and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from attrs import field, frozen

from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.lines import COLUMNS
from socialvalue.records.periods import Period
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line

#: What a result can be grouped by, beside the tags of its lines.
TIMES = ("period", "quarter", "financial-year")

_TEXTS = tuple(name for name, column in COLUMNS.items() if column.kind == "text")

FIELDS = ("organisation", *TIMES, *_TEXTS, "outcome", "theme", "kind")

_OTHER_NAMES = {
    "month": "period",
    "financial year": "financial-year",
    "association": "organisation",
    "organization": "organisation",
    "landlord": "organisation",
    "programme": "project",
    "location": "area",
    "region": "area",
}

#: Words in the name of a column that make it a place to group by.
_PLACES = ("area", "region", "authority", "borough", "county", "district", "ics", "ward", "lep")


def place_tags(result: Result) -> tuple[str, ...]:
    """The tags of the result's lines that name a place; other columns may name a person."""
    tags = {tag for entry in result.lines for tag in entry.line.tags}
    return tuple(sorted(tag for tag in tags if any(word in tag.casefold() for word in _PLACES)))


class UnknownGrouping(ValueError):
    """Something no line can be grouped by."""


@frozen(slots=False)
class GroupKey:
    """One of the things lines are grouped by: what a line says of it, and how its values are ordered."""

    name: str
    vocabulary: Vocabulary
    tag: str = ""
    spans: dict[str, Period] = field(factory=dict, init=False)

    @classmethod
    def named(cls, asked: str, tags: Mapping[str, str], vocabulary: Vocabulary) -> GroupKey:
        """The key that was asked for by a name; `UnknownGrouping` where there is none of it."""
        if not isinstance(asked, str):
            msg = f"a group is asked for by its name, such as organisation, not {asked!r}"
            raise TypeError(msg)
        name = " ".join(asked.casefold().replace("_", " ").split())
        name = name if name in tags else _OTHER_NAMES.get(name, name)
        if name in FIELDS:
            return cls(name, vocabulary)
        if name in tags:
            return cls(tags[name], vocabulary, tags[name])
        every = ", ".join((*FIELDS, *tags.values()))
        msg = f"nothing here is called “{asked}”; there is {every}"
        raise UnknownGrouping(msg)

    def of(self, member: Member) -> Sequence[str]:
        """What a line says of it; a line has several themes."""
        line = member.line
        if self.tag:
            return (line.tags.get(self.tag, ""),)
        if self.name in TIMES:
            span = _quarter_or_year(line.period, self.name)
            self.spans[str(span)] = span
            return (str(span),)
        if self.name == "theme":
            return self.vocabulary[line.outcome].themes
        if self.name == "kind":
            return (member.kind,)
        return (str(getattr(line, self.name)),)

    def order(self, text: str) -> tuple[object, ...]:
        """By what its values are put in order."""
        if self.name in TIMES:
            return self.spans[text].start, self.spans[text].end
        if self.name == "outcome":
            return (self._places[text],)
        return text == "", text.casefold(), text

    @cached_property
    def _places(self) -> dict[str, int]:
        return {outcome.id: number for number, outcome in enumerate(self.vocabulary)}


@cache
def _quarter_or_year(period: Period, time: str) -> Period:
    """The quarter or financial year a period lies in; a period that does not fit into one stays itself."""
    if time == "period":
        return period
    year = period.financial_year
    span = Period.of(period.quarter if time == "quarter" else f"{year[:4]}/{year[5:]}")
    return span if period.end <= span.end else period


@frozen
class Member:
    """A line in a group, with its results; where groups are by kind, those of one kind."""

    line: Line
    values: list[ResultLine]
    kind: str = ""


def members_of(line: Line, values: list[ResultLine], *, apart: bool) -> Iterator[Member]:
    """A line as a member of groups: once, or once for each kind of value where groups are by kind (`apart`)."""
    if not apart:
        yield Member(line, values)
    for kind in sorted({value.kind for value in values}) if apart else ():
        yield Member(line, [value for value in values if value.kind == kind], kind)

"""The lines in a group, each with its results."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from socialvalue.records.result_lines import ResultLine
from socialvalue.records.returns import Line


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

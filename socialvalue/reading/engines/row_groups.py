"""Groups of rows that an engine has made: rows that hold the same in every column that matters, as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from attrs import frozen

from socialvalue.formats.sheets import Cell
from socialvalue.memory import nothing_collected
from socialvalue.problems import Place
from socialvalue.reading import cells
from socialvalue.reading.long_form.read_register import ANYONE, RegisterColumns
from socialvalue.reading.person_keys import mark_of
from socialvalue.records.lines import COLUMNS
from socialvalue.records.registers import Lines, of_several
from socialvalue.records.returns import Line

if TYPE_CHECKING:
    from socialvalue.reading.long_form.header import Header
    from socialvalue.reading.long_form.row_parser import RowParser, Values
    from socialvalue.reading.long_form.row_problems import Fault


#: Rows, by the first of which it is seen whether most of a register differ in more than the person.
FIRST_ROWS = 20_000

#: What rows have in common that differ in nothing but their figures.
_IN_COMMON = ("said", *(name for name, column in COLUMNS.items() if column.apart != "none"))
_of_values, _of_line = itemgetter(*_IN_COMMON), attrgetter(*_IN_COMMON)
_MERGED = "each of these people is in one row"  # in the place of a person


def in_common(values: Values, person: str | None = None) -> tuple[object, ...]:
    """What rows have in common that are added up, as `socialvalue.reading.long_form.row_parser.RowParser` reads them.

    Args:
        values: one of them.
        person: the number of its person; None where that person is in no other row.
    """
    if person is None:
        person = _MERGED if values["person"] else ""
    figures = values["quantity"] is None, values["cost"] is None
    return (*_of_values(values), person, bool(values["evidence"]), *figures, *values["tags"].items())


def in_common_of_line(line: Line) -> tuple[object, ...]:
    """The same for a line of a register."""
    person = _MERGED if of_several(line.person) else line.person
    figures = line.quantity is None, line.cost is None
    return (*_of_line(line), person, bool(line.evidence), *figures, *line.tags.items())


@frozen
class Group:
    """Rows that hold the same in every column that matters.

    Attributes:
        cells: what they hold, a cell for each column of the header.
        rows: how many there are.
        apart: whether they are of one person, who has other rows too.
        first: the number of the first of them, counted from 1, where the engine knows it.
        quantity: what their quantities add up to, where the engine has added them: whole numbers of which each is as
            good as any other, but 0. Their cell is that of a row that counts none, one, or more than one.
    """

    cells: tuple[Cell, ...]
    rows: int
    apart: bool = False
    first: int | None = None
    quantity: int | None = None


def lines_of_groups(
    groups: Iterable[Group],
    header: Header,
    parse: RowParser,
    place: Callable[[int], Place],
    bad: Callable[[Group, Sequence[Fault]], object],
) -> Lines:
    """The lines of groups; in a register those that come to the same as one.

    Args:
        groups: what was found.
        header, parse: what their columns hold, and how they are read.
        place: gives the place of a row by its number, 0 where that is not known.
        bad: called with a group that cannot be read, and what is wrong with it.
    """
    found = RegisterColumns(header, parse)
    apart: dict[int, str] = {}
    lines: list[Line] = []
    with nothing_collected():
        for group in groups:
            if parse.aside(group.cells) or all(map(cells.blank, group.cells)):
                continue
            values, faults = parse.values(group.cells)
            if faults:
                bad(group, faults)
            if values is None:
                continue
            number = 0 if group.first is None else group.first + 1
            if parse.register:
                mark = mark_of(values["person"]) if group.apart else ANYONE if values["person"] else 0
                if group.apart and mark:
                    apart[mark] = values["person"]
                found.add(values, number, mark, group.rows, group.quantity)
            else:  # a line that is repeated is told once, however often it is
                lines += [Line(**values, place=place(number)) for _ in range(min(group.rows, 2))]
        if not parse.register:
            return Lines(lines)
        return Lines((), [found.register(place).telling_apart(apart).ordered()])

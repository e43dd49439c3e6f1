"""What it takes to read sheets: the outcomes and their names, the day, who is in which register; and what was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property

from attrs import field, frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.long_form.row_parser import Sense
from socialvalue.reading.person_keys import People
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Cost, Target


@frozen(slots=False)
class ReadingContext:
    """What it takes to read a sheet.

    Attributes:
        vocabulary, names: the outcomes, and what each may be called.
        today: the day after which a period is in the future.
        people: who is in which register; None to give each row a line.
        unnamed: called with each problem that is only counted.
    """

    vocabulary: Vocabulary
    names: Names
    today: dt.date
    people: People | None = None
    unnamed: Callable[[Problem], object] | None = None

    @cached_property
    def stocks(self) -> frozenset[str]:
        """The outcomes that are counted at a date."""
        return frozenset(outcome.id for outcome in self.vocabulary if outcome.flow == "stock")


@frozen
class SheetsRead:
    """What was read from sheets.

    Attributes:
        parts: the lines of each table.
        problems, costs, targets: as in a return.
        hidden: sheets that were read although nobody sees them.
        tables: how many tables were read.
    """

    parts: list[Lines] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    costs: list[Cost] = field(factory=list)
    targets: list[Target] = field(factory=list)
    hidden: list[Sheet] = field(factory=list)
    tables: int = 0

    @property
    def lines(self) -> Lines:
        """The lines of all tables."""
        return sum(self.parts, Lines())


def find_outcome(word: str, sense: Sense, names: Names) -> str | None:
    """The outcome a word means: as the map says, else by its name or as a listed phrase."""
    said = sense.mapping.word(word) if sense.mapping else None
    return said.meaning if said and said.meaning else names.read(word)

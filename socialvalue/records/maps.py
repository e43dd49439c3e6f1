"""A map: what the headers, sheets and words of a kind of file mean, said once and kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import Any, Literal, TypeVar

from attrs import evolve, field, frozen, validators

from socialvalue.problems import NOWHERE, Place, printable
from socialvalue.records.lines import COLUMNS

#: What a column may be taken for, beside the fields of a line.
SECOND = "second part of the outcome"
FIGURES = "figures"
OF_PROJECT = "figures of a project"
OF_ORGANISATION = "figures of an organisation"
KIND = "actual or target"
DATES = "dates"
TICKS = "ticks"
TARGET = "target"
TOTAL = "total"
KEEP = "keep, to group by"
LEAVE_OUT = "leave out"
#: What a word may be taken for, beside an outcome.
NOT_YET = "not yet"
#: What a sheet may be taken for: a table, whose name may say something too.
TABLE = "table"

#: The fields of a line that a column may hold, in the order in which they are offered.
FIELDS = (*COLUMNS, "unit")

#: Each meaning a column may have, and what it says.
COLUMN_MEANINGS: dict[str, str] = {
    **dict.fromkeys(FIELDS, ""),
    "organisation": "whose figures they are",
    "period": "when: a date, a month, a quarter or a year",
    "outcome": "what was achieved, in your own words",
    SECOND: "a word that makes one outcome together with the first (Employment, Full-time)",
    "quantity": "how many",
    "person": "who, so that nobody counts twice; kept as a salted hash",
    FIGURES: "counts under a heading that names a month, an outcome or both",
    OF_PROJECT: "counts under a heading that names a project",
    OF_ORGANISATION: "counts under a heading that names an organisation",
    KIND: "says which rows are actual figures; rows of targets and the like are never counted",
    DATES: "when the outcome in the heading was reached; each date counts one",
    TICKS: "yes, x or 1 where the outcome in the heading was reached",
    TARGET: "what was aimed for, never counted",
    TOTAL: "a sum of other columns: checked, never counted",
    KEEP: "a column of your own, for --by",
    LEAVE_OUT: "not read",
}

SHEET_MEANINGS: dict[str, str] = {
    TABLE: "read; its name says nothing",
    "project": "read; its name is a project",
    "area": "read; its name is an area",
    "organisation": "read; its name is an organisation",
    "period": "read; its name is the month, quarter or year",
    LEAVE_OUT: "not read",
}


#: What tells a map in TOML from other files.
MARK = "socialvalue/map/1"

#: The constants of a map, as they are named in its workbook.
CONSTANTS = {
    "organisation": "Organisation",
    "project": "Project",
    "area": "Area",
    "year": "Year of months without one",
    "if_blank": "Where a date is blank, take",
    "estimates": "Read estimates (“c. 40”)",
}

#: The headings of a map's sheets.
COLUMNS_HEAD = ("What", "Name", "On sheet", "Example", "Taken for", "How sure")
WORDS_HEAD = ("Word", "About", "Times", "Taken for", "How sure")


@frozen
class Column:
    """What a header is taken for.

    Attributes:
        header: as it is written; of two header rows, both, joined by “ / ”.
        meaning: one of `COLUMN_MEANINGS`; empty where nobody has decided.
        sheet: the sheet it is on; empty for every sheet.
        example: what is below it.
        sure: how the meaning was come by: ``listed`` (a name known here), ``likely`` (a guess), ``decided`` (by a
            person), or empty.
        place: where the map says so.
    """

    header: str = field(converter=printable)
    meaning: str = field(default="", validator=validators.in_(("", *COLUMN_MEANINGS)))
    sheet: str = field(default="", converter=printable)
    example: str = field(default="", converter=printable, eq=False)
    sure: str = field(default="", eq=False)
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Word:
    """What a word in a file is taken for.

    Attributes:
        word: as people write it.
        meaning: an outcome's id, `LEAVE_OUT`, `NOT_YET`, or for an organisation its name; empty where nobody has
            decided.
        about: the field it is in.
        times: how often it was met.
        sure: as for a column.
        place: where the map says so.
    """

    word: str = field(converter=printable)
    meaning: str = ""
    about: Literal["outcome", "organisation"] = "outcome"
    times: int = field(default=0, eq=False)
    sure: str = field(default="", eq=False)
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class SheetName:
    """What a sheet is taken for: one of `SHEET_MEANINGS`, empty where nobody has decided."""

    name: str = field(converter=printable)
    meaning: str = field(default="", validator=validators.in_(("", *SHEET_MEANINGS)))
    place: Place = field(default=NOWHERE, eq=False)


def _tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(values)


@frozen(slots=False)
class Mapping:
    """What the headers, sheets and words of a kind of file mean.

    Attributes:
        columns, sheets, words: each with what it is taken for.
        organisation, project, area: what holds for every row that does not say otherwise.
        year: the financial year of months without a year, such as ``2024-25``; a calendar year is ``2024``.
        if_blank: what is taken for a blank period: another header, or a period; empty to have it told as an
            error.
        estimates: whether “c. 40” is read, as an estimate.
        file: the name of the file it was read from, and the sha256 of its bytes.
    """

    columns: tuple[Column, ...] = field(default=(), converter=_tuple)
    sheets: tuple[SheetName, ...] = field(default=(), converter=_tuple)
    words: tuple[Word, ...] = field(default=(), converter=_tuple)
    organisation: str = ""
    project: str = ""
    area: str = ""
    year: str = ""
    if_blank: str = ""
    estimates: bool = False
    file: str = field(default="", eq=False)
    sha256: str = field(default="", eq=False)
    places: dict[str, Place] = field(factory=dict, eq=False, repr=False)

    def word(self, written: str, about: str = "outcome") -> Word | None:
        """What a word is taken for, however it is spaced or cased."""
        return self._words.get((about, same(written)))

    @cached_property
    def _words(self) -> dict[tuple[str, ...], Word]:
        return {_key(word): word for word in reversed(self.words)}  # of two that are the same, the first

    def column(self, header: str, sheet: str = "") -> Column | None:
        """What a header is taken for: on its sheet, else on every sheet."""
        name = same(header)
        return self._columns.get((same(sheet), name)) or self._columns.get(("", name))

    @cached_property
    def _columns(self) -> dict[tuple[str, ...], Column]:
        return {_key(column): column for column in reversed(self.columns)}

    def sheet(self, name: str) -> SheetName | None:
        """What a sheet is taken for."""
        return next((sheet for sheet in self.sheets if same(sheet.name) == same(name)), None)

    def by(self, said: Column | Word | SheetName | None = None) -> str:
        """Where something is said: the map's own cell, or its file."""
        return (str(said.place) if said is not None else "") or self.file or "the map"

    @property
    def named(self) -> str:
        """Its file and the beginning of its sha256, as outputs name it."""
        return f"{self.file} (sha256 {self.sha256[:12]}…)" if self.file else "a map made in this program"

    @property
    def undecided(self) -> tuple[Column | Word | SheetName, ...]:
        """What a person has still to say."""
        every: list[Column | Word | SheetName] = [*self.columns, *self.sheets, *self.words]
        return tuple(entry for entry in every if not entry.meaning)

    def to_toml(self) -> str:
        """The map as text that `read_mapping` reads back; its examples are cells of the file it was suggested for."""
        text: str = import_module("socialvalue.showing.data.map_toml").map_to_toml(self)
        return text

    def to_workbook(self) -> bytes:
        """The map as a workbook (.xlsx) for a person to decide in, which `read_mapping` reads back."""
        vocabulary = import_module("socialvalue.published.vocabulary").load_vocabulary()
        content: bytes = import_module("socialvalue.showing.workbook.map").map_workbook(self, vocabulary)
        return content

    def decide(self, written: str, meaning: str, about: str = "outcome") -> Mapping:
        """The same, with a word taken for an outcome (by id), `LEAVE_OUT` or `NOT_YET`.

        Raises:
            KeyError: where the word is not in the map.
        """
        if self.word(written, about) is None:
            raise KeyError(written)
        return evolve(
            self,
            words=[
                evolve(word, meaning=meaning, sure="decided")
                if word.about == about and same(word.word) == same(written)
                else word
                for word in self.words
            ],
        )

    def decide_column(self, header: str, meaning: str, sheet: str = "") -> Mapping:
        """The same, with a header taken for one of `COLUMN_MEANINGS`.

        Raises:
            KeyError: where the header is not in the map.
            ValueError: for a meaning that is none.
        """
        chosen = self.column(header, sheet)
        if chosen is None:
            raise KeyError(header)
        decided = evolve(chosen, meaning=meaning, sure="decided")
        return evolve(self, columns=[decided if column is chosen else column for column in self.columns])

    def decide_sheet(self, name: str, meaning: str) -> Mapping:
        """The same, with a sheet taken for one of `SHEET_MEANINGS`; raises as `decide_column` does."""
        chosen = self.sheet(name)
        if chosen is None:
            raise KeyError(name)
        return evolve(self, sheets=[evolve(s, meaning=meaning) if s is chosen else s for s in self.sheets])

    def kept(self, before: Mapping) -> Mapping:
        """The same, where what an earlier map decided stays, with what that alone knows, and what is new is added."""
        columns = {_key(column): column for column in before.columns}
        sheets = {_key(sheet): sheet for sheet in before.sheets}
        words = {_key(word): word for word in before.words}
        return evolve(
            self,
            columns=[
                *(evolve(_kept(column, columns), example=column.example) for column in self.columns),
                *_alone(columns, self.columns),
            ],
            sheets=[*(_kept(sheet, sheets) for sheet in self.sheets), *_alone(sheets, self.sheets)],
            words=[
                *(evolve(_kept(word, words), times=word.times) for word in self.words),
                *(evolve(word, times=0) for word in _alone(words, self.words)),
            ],
            organisation=before.organisation or self.organisation,
            project=before.project or self.project,
            area=before.area or self.area,
            year=before.year or self.year,
            if_blank=before.if_blank or self.if_blank,
            estimates=before.estimates or self.estimates,
        )


T = TypeVar("T", Column, SheetName, Word)


def _kept(new: T, before: dict[tuple[str, ...], T]) -> T:
    """An entry as an earlier map has decided it, where it has."""
    old = before.get(_key(new))
    return old if old is not None and old.meaning else new


def _alone(before: dict[tuple[str, ...], T], new: Iterable[T]) -> list[T]:
    """What only the earlier map knows."""
    met = {_key(entry) for entry in new}
    return [entry for key, entry in before.items() if key not in met]


def _key(entry: Column | SheetName | Word) -> tuple[str, ...]:
    if isinstance(entry, Column):
        return same(entry.sheet), same(entry.header)
    return (same(entry.name),) if isinstance(entry, SheetName) else (entry.about, same(entry.word))


def same(written: str) -> str:
    """A header, word or sheet's name as they are compared: neither case nor spacing matters."""
    return re.sub(r"[\s_\u00a0]+", " ", written).strip(" *:").casefold()

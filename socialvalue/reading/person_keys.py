"""Person keys: telling people apart without keeping who they are."""

from __future__ import annotations

import hashlib
import secrets
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from socialvalue.formats import sheets
from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated
from socialvalue.reading import cells

_SALT = secrets.token_bytes(16)


#: What is in the place of a key where nobody knows one, a blank too; but nothing that may be somebody's initials.
NO_KEYS = frozenset(
    {*(cells.NOT_RECORDED - {"na", "nk"}), "none", "tbc", "tba", "to be confirmed", "anonymous", "anon"}
)


def key_of(cell: Cell) -> str:
    """A person's key as keys are compared: case and spacing do not matter; empty for a blank, or a word for none.

    A sigma at the end of a word is like any other, for its capital is.

    Raises:
        CellFault: for an error or a formula never calculated.
    """
    written = cells.text(cell).lower().replace("ς", "σ")
    return "" if written in NO_KEYS else written


def hashed_key(cell: Cell) -> str:
    """A person's key as a salted hash: enough to tell people apart in this run, and of no use after it."""
    written = key_of(cell)
    return hashlib.blake2b(written.encode(), key=_SALT, digest_size=8).hexdigest() if written else ""


def person_mark(key: str) -> int:
    """A number for a person's key, from the same salted hash."""
    return mark_of(hashed_key(key))


def mark_of(person: str) -> int:
    """The number for the person of a line."""
    return int.from_bytes(bytes.fromhex(person[:16]), signed=True)


def person_of(mark: int) -> str:
    """The person of a line by their number."""
    return mark.to_bytes(8, signed=True).hex()


FAULTY_KEY: Final = -1


class People:
    """The people who are in more than one row, each known by a number that means nothing outside this run."""

    def __init__(self, mark: Callable[[str], int]) -> None:
        self._mark = mark
        self._tables: list[_MarksOfPeople] = []

    def marks(self, keys: Iterable[Cell]) -> list[int]:
        """A number for each person's key: 0 for a blank, -1 for a cell that cannot be read."""
        keys = list(keys)
        try:
            together = "".join(keys)  # type: ignore[arg-type] # what is not text raises
        except TypeError:  # not all of them are text
            together = "#"
        if together.isascii() and together.isprintable() and " " not in together and "#" not in together:
            lower: list[str] = keys if together == together.lower() else [key.lower() for key in keys]  # type: ignore[assignment, union-attr] # all are text
            if NO_KEYS.isdisjoint(lower):
                return [*map(self._mark, lower)]
            return [0 if key in NO_KEYS else self._mark(key) for key in lower]
        return [self._of(key) for key in keys]

    def _of(self, key: Cell) -> int:
        if isinstance(key, ErrorCell | NotCalculated) or (isinstance(key, str) and key.strip() in sheets.ERRORS):
            return FAULTY_KEY
        written = key_of(key)
        return self._mark(written) if written else 0

    def table(self) -> _MarksOfPeople:
        """Where to keep the people of one more table."""
        self._tables.append(_MarksOfPeople())
        return self._tables[-1]

    def shared(self) -> frozenset[int]:
        """Those who are in several tables."""
        if len(self._tables) < 2:
            return frozenset()
        together = _MarksOfPeople()
        for table in self._tables:
            together.add(table.distinct())
        return frozenset(together.repeated())


class _MarksOfPeople:
    """The numbers of many people, eight bytes each; in parts, so that looking for repeats takes little memory."""

    def __init__(self) -> None:
        self._parts = [array("q") for _ in range(64)]

    def add(self, marks: Iterable[int]) -> None:
        adds = [part.append for part in self._parts]
        for mark in marks:
            adds[mark & 63](mark)

    def distinct(self) -> Iterator[int]:
        return chain.from_iterable(map(set, self._parts))

    def repeated(self) -> set[int]:
        found: set[int] = set()
        for part in self._parts:
            if len(set(part)) < len(part):
                found |= {mark for mark, times in Counter(part).items() if times > 1}
        return found - {0, FAULTY_KEY}

"""Sources and licences, which every published figure has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from attrs import field, frozen

from socialvalue.validators import address, filled, one_of

#: How well a figure is known: quoted from the source named, read in a secondary source that cites it,
#: consistent with a published total that tests several figures together, or derived by our own arithmetic.
Grade = Literal["quoted", "secondary", "consistent", "derived"]

#: The words beside every value whose grade is ``consistent``.
CONSISTENT = (
    "consistent with a published total, not determined by it: the total tests the values together, not each alone"
)

#: Grades from the best known to the least.
BY_STRENGTH: tuple[Grade, ...] = ("quoted", "derived", "secondary", "consistent")


def grade_of(word: str) -> str:
    """A grade as it is written now: what was called reconciled is only consistent with a total."""
    return "consistent" if word == "reconciled" else word


def weakest(grades: Iterable[Grade]) -> Grade:
    """The least well known of some grades; derived where there is none."""
    return max(grades, key=BY_STRENGTH.index, default="derived")


@frozen(kw_only=True)
class Source:
    """Where a figure can be read.

    Attributes:
        title: of the document or page.
        publisher: who published it.
        year: of publication.
        locator: the page, table, section or cell.
        url: where it was found; empty for a document known only through another.
        retrieved: the day it was read; None where it was not.
    """

    title: str = field(validator=filled)
    publisher: str = field(validator=filled)
    year: int
    locator: str = field(validator=filled)
    url: str = field(default="", validator=address)
    retrieved: dt.date | None = None

    @property
    def found_at(self) -> str:
        """The address and the day it was read; empty where the document was not read."""
        return " ".join(filter(None, (self.url, f"(read {self.retrieved})" if self.retrieved else "")))

    @property
    def cited(self) -> str:
        """Publisher, year, title and place in it."""
        return f"{self.publisher} ({self.year}). {self.title}, {self.locator}."

    def __str__(self) -> str:
        return f"{self.cited} {self.found_at}".strip()


@frozen(kw_only=True)
class Licence:
    """What may be done with a bank's figures.

    Attributes:
        name: of the licence.
        url: of its text.
        redistribution: ``open``, or ``restricted``: then every output made with the figures prints the notice.
        notice: what an output says about it.
        source: where the terms were read.
    """

    name: str = field(validator=filled)
    url: str = field(validator=address)
    redistribution: Literal["open", "restricted"] = field(validator=one_of(("open", "restricted")))
    notice: str = ""
    source: Source | None = None

    def __attrs_post_init__(self) -> None:
        if self.restricted and not self.notice.strip():
            msg = "a restricted licence needs the notice that outputs are to carry"
            raise ValueError(msg)

    @property
    def restricted(self) -> bool:
        """Whether the figures may not be passed on freely."""
        return self.redistribution == "restricted"

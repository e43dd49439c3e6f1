"""Sources and licences, which every published figure has."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import field, frozen

from socialvalue.fields import filled, one_of

#: How well a figure is known: quoted from the source named, read in a secondary source that cites it,
#: reconciled with published totals, or derived by our own arithmetic.
Grade = Literal["quoted", "secondary", "reconciled", "derived"]


@frozen(kw_only=True)
class Source:
    """Where a figure can be read.

    Attributes:
        title: of the document or page.
        publisher: who published it.
        year: of publication.
        locator: the page, table, section or cell.
        url: where it was found.
        retrieved: the day it was read.
    """

    title: str = field(validator=filled)
    publisher: str = field(validator=filled)
    year: int
    locator: str = field(validator=filled)
    url: str = field(validator=filled)
    retrieved: dt.date

    def __str__(self) -> str:
        return f"{self.publisher} ({self.year}). {self.title}, {self.locator}. {self.url} (read {self.retrieved})"


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
    url: str = field(validator=filled)
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

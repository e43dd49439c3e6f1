"""One line of a return, and the columns of a table that it is read from: each is said here, once.

A new column is one more field of `Line`, with what its cells hold. It is then read from files and frames, tells lines
apart, may be given in a map, and is carried by results. Only the template's sheets list their columns themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args

from attrs import field, fields, frozen

from socialvalue.money import optional_decimal
from socialvalue.problems import NOWHERE, Place, printable
from socialvalue.published.valuations import AgeBand, Area
from socialvalue.records.periods import Period, period
from socialvalue.validators import (
    FieldError,
    Fixed,
    a,
    fixed,
    not_negative,
    one_of,
    or_none,
    positive,
    text,
    texts,
    whole_characters,
)

#: What the cells of a column hold: how they are read, and how a result carries them.
Kind = Literal[
    "organisation",
    "period",
    "outcome",
    "quantity",
    "age",
    "area",
    "text",
    "person",
    "yes-no",
    "evidence",
    "share",
    "pounds",
    "day",
]


@frozen
class Column:
    """A column that a table of lines may have.

    Attributes:
        kind: what its cells hold.
        headers: what it may be headed, beside the name of the field.
        apart: which lines are not the same when they differ in it: ``all``; only ``rows`` of a register; or ``none``,
            for what is added up or only has to be there.
    """

    kind: Kind
    headers: tuple[str, ...] = ()
    apart: Literal["all", "rows", "none"] = "rows"


def _column(kind: Kind, *headers: str, apart: Literal["all", "rows", "none"] = "rows") -> dict[str, Column]:
    return {"column": Column(kind, headers, apart)}


def _share(_: object, attribute: Any, value: Decimal | None) -> None:
    if value is not None and not 0 <= value <= 1:
        msg = f"{attribute.name} must lie between 0 and 1 (0% and 100%), not {value}"
        raise FieldError(msg, attribute.name)


@frozen
class Line:
    """One organisation's quantity of one outcome in one period.

    Attributes:
        organisation: its name.
        period: when; text and dates are read as `Period.of` reads them.
        outcome: the outcome's id.
        quantity: how many, in the outcome's unit; None where it was not recorded, which is not zero.
        age, area: whom and where, for values that depend on it.
        project: the project it belongs to.
        person: a salted hash that tells people apart within one run; never shown.
        sustained: whether the outcome lasted; None when not said.
        evidence: what shows that it happened.
        deadweight, attribution, displacement: the line's own factors, 0 to 1, which go before the method's.
        cost: pounds spent on it.
        start, end: the days it lasted from and to.
        tags: any other columns, to group by.
        said: the word for its outcome as it was written, where that is not the outcome's own name.
        place: where it was read.
        register: whether it comes from a register, where many rows may be alike and each counts.
        rows: how many rows of a register were added up to this line.
    """

    organisation: str = field(
        converter=whole_characters,
        validator=text,
        metadata=_column(
            "organisation",
            "organization",
            "housing association",
            "organisation name",
            "organization name",
            "name of organisation",
            "association",
            "landlord",
            "provider",
            apart="all",
        ),
    )
    period: Period = field(
        converter=period,
        metadata=_column("period", "month", "reporting period", "reporting month", apart="all"),
    )
    outcome: str = field(
        converter=whole_characters,
        validator=text,
        metadata=_column("outcome", "measure", "outcome code", "outcome id", apart="all"),
    )
    quantity: Decimal | None = field(
        converter=optional_decimal,
        validator=not_negative,
        default=None,
        metadata=_column(
            "quantity",
            "number",
            "people",
            "count",
            "residents",
            "number of people",
            "number of residents",
            "quantity (people)",
            "quantity (residents)",
            "quantity (number)",
            apart="none",
        ),
    )
    age: AgeBand = field(
        default="all",
        kw_only=True,
        validator=one_of(get_args(AgeBand)),
        metadata=_column("age", "age band", "age group", apart="all"),
    )
    area: Area = field(
        default="all",
        kw_only=True,
        validator=one_of(get_args(Area)),
        metadata=_column("area", "location", "region", apart="all"),
    )
    project: str = field(
        default="",
        kw_only=True,
        converter=whole_characters,
        validator=text,
        metadata=_column("text", "programme", "scheme", apart="all"),
    )
    person: str = field(
        default="",
        kw_only=True,
        repr=False,
        converter=whole_characters,
        validator=text,
        metadata=_column("person", "person id", "person key", "resident id", "participant", apart="none"),
    )
    sustained: bool | None = field(
        default=None, kw_only=True, validator=or_none(a(bool)), metadata=_column("yes-no", "sustained?")
    )
    evidence: str = field(
        default="",
        kw_only=True,
        converter=whole_characters,
        validator=text,
        metadata=_column("evidence", apart="none"),
    )
    deadweight: Decimal | None = field(
        default=None, kw_only=True, converter=optional_decimal, validator=_share, metadata=_column("share")
    )
    attribution: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=optional_decimal,
        validator=_share,
        metadata=_column("share", "attribution to others"),
    )
    displacement: Decimal | None = field(
        default=None, kw_only=True, converter=optional_decimal, validator=_share, metadata=_column("share")
    )
    cost: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=optional_decimal,
        validator=not_negative,
        metadata=_column("pounds", "costs", "cost £", "cost (£)", apart="none"),
    )
    start: dt.date | None = field(
        default=None, kw_only=True, validator=or_none(a(dt.date)), metadata=_column("day", "start date", "started")
    )
    end: dt.date | None = field(
        default=None, kw_only=True, validator=or_none(a(dt.date)), metadata=_column("day", "end date", "ended")
    )
    tags: Mapping[str, str] = field(factory=Fixed, kw_only=True, converter=fixed, validator=texts)
    said: str = field(default="", kw_only=True, converter=printable)
    place: Place = field(default=NOWHERE, kw_only=True, validator=a(Place))
    register: bool = field(default=False, kw_only=True, validator=a(bool))
    rows: int = field(default=1, kw_only=True, validator=[a(int), positive])


#: The columns of the long form, in the order in which a result carries them.
COLUMNS: dict[str, Column] = {
    entry.name: entry.metadata["column"] for entry in fields(Line) if "column" in entry.metadata
}


def usual(name: str) -> Any:
    """What a field of a line holds where nothing is said of it."""
    return getattr(fields(Line), name).default


def line_order(line: Line) -> tuple[object, ...]:
    """The order of lines: by organisation, period and outcome, and as they follow in their file."""
    when, place = line.period, line.place
    what = (line.organisation, when.start, when.end, line.outcome)
    where = (place.file, place.sheet, len(place.cell), place.cell)
    return (*what, *where, line.project, line.age, line.area, str(line.quantity), str(sorted(line.tags.items())))

"""What a result file carries: enough to make the result again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, field, frozen, make_class

from socialvalue.money import optional_decimal
from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.methods import Method
from socialvalue.published.prices import PriceBase
from socialvalue.published.valuations import AgeBand, Area
from socialvalue.records.coverage import Coverage
from socialvalue.records.lines import COLUMNS, Kind, Line
from socialvalue.records.periods import Period
from socialvalue.records.returns import Cost, Input
from socialvalue.showing.data.json.reported import USUAL
from socialvalue.showing.data.json.result import SCHEMA

#: The columns of a return that every result states; later ones are taken as unsaid where they are not stated.
FIRST_COLUMNS = frozenset(
    {
        *("organisation", "period", "outcome", "quantity", "age", "area", "project", "person", "sustained", "evidence"),
        *("deadweight", "attribution", "displacement", "cost", "start", "end"),
    }
)

#: Faults of a damaged result that are named.
_NAMED = 20

#: What a result carries of a field, by what the field holds.
_TYPES: dict[Kind, Any] = {
    "organisation": str,
    "period": str,
    "outcome": str,
    "quantity": Decimal | None,
    "age": AgeBand,
    "area": Area,
    "text": str,
    "person": int | None,
    "yes-no": bool | None,
    "evidence": bool,
    "share": Decimal | None,
    "pounds": Decimal | None,
    "day": dt.date | None,
}


@frozen(kw_only=True)
class Reported:
    """A line as a result carries it: beside what is said here, the fields of `socialvalue.records.lines.COLUMNS`."""

    register: bool
    rows: int
    tags: dict[str, str] = field(factory=dict)
    place: str

    def line(self) -> Line:
        """The line; its place is the text of the place it was first read at."""
        told: dict[str, Any] = {}
        for name, column in COLUMNS.items():
            value = getattr(self, name)
            if column.kind == "person":
                value = "" if value is None else str(value)
            elif column.kind == "evidence":
                value = "given" if value else ""
            told[name] = value
        place = Place(file=self.place)
        return Line(**told, register=self.register, rows=self.rows, tags=self.tags, place=place)


def _absent(name: str) -> Any:
    """What a field is taken for where a result does not state it: those of a version before the column was known."""
    return NOTHING if name in FIRST_COLUMNS else USUAL.get(name)


if TYPE_CHECKING:
    _Reported = Reported
else:
    _Reported = make_class(
        "_Reported",
        {name: field(type=_TYPES[column.kind], default=_absent(name)) for name, column in COLUMNS.items()},
        bases=(Reported,),
        frozen=True,
        kw_only=True,
    )


@frozen(kw_only=True)
class _Cost:
    """A cost as a result carries it; see `socialvalue.records.returns.Cost`."""

    project: str
    year: PriceBase | None
    prices: PriceBase | None
    payer: str
    amount: Decimal
    low: Decimal | None = field(converter=optional_decimal)
    high: Decimal | None = field(converter=optional_decimal)
    place: str

    def cost(self) -> Cost:
        """The cost; its place is the text of the place it was first read at."""
        place = Place(file=self.place)
        return Cost(self.amount, self.project, self.year, self.prices, self.payer, self.low, self.high, place)


@frozen(kw_only=True)
class _Inputs:
    lines: tuple[_Reported, ...]
    costs: dict[str, Decimal]
    spent: tuple[_Cost, ...] = ()

    def all_costs(self) -> tuple[Cost, ...]:
        """What was spent."""
        if self.spent:
            return tuple(cost.cost() for cost in self.spent)
        return tuple(Cost(amount, project) for project, amount in self.costs.items())


@frozen(kw_only=True)
class _Share:
    measure: str
    period: str | None
    share: Decimal


@frozen(kw_only=True)
class _Coverage:
    shares: tuple[_Share, ...]
    sector_homes: int | None
    homes: dict[str, int]

    def coverage(self) -> Coverage:
        """The share of the sector that responded."""
        shares = {(e.measure, None if e.period is None else Period.of(e.period)): e.share for e in self.shares}
        return Coverage(shares, self.sector_homes, self.homes)


@frozen(kw_only=True)
class _Assumptions:
    method: Method
    cost: Decimal | None = field(converter=optional_decimal)
    costs: tuple[_Cost, ...] | None = None
    uncertainty: dict[str, Any] | None = None
    coverage: _Coverage | None = None
    dates: tuple[str, str] | None = None

    def given(self) -> tuple[Cost, ...] | None:
        """The costs that took the place of those reported."""
        if self.costs is not None:
            return tuple(cost.cost() for cost in self.costs)
        return None if self.cost is None else (Cost(self.cost),)


@frozen(kw_only=True)
class _Provenance:
    package: str
    bank: str
    bank_fingerprint: str
    method: str
    method_fingerprint: str
    bank_chosen: str = ""
    outcomes_fingerprint: str = ""
    index: str | None = None
    index_fingerprint: str | None = None
    reported_fingerprint: str = ""
    beside_fingerprint: str | None = None
    result_fingerprint: str = ""
    inputs: tuple[Input, ...]


@frozen(kw_only=True)
class Carried:
    """What a result carries for making it again.

    Attributes:
        provenance: what it says it was made with.
        assumptions: the method in full, and the cost given.
        reported: the lines and costs.
    """

    provenance: _Provenance
    assumptions: _Assumptions
    reported: _Inputs


def carried(document: Any, file: str) -> Carried:
    """What the plain data of a result carry.

    Raises:
        BadData: when the data are not those of a result, or are damaged.
    """
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        message = f"The file is not a result of the form {SCHEMA}."
        remedy = "Give a file written by “sv calc … --out result.json” or “--out result.xlsx”."
        raise BadData([error("not-a-result", Place(file=file), message, remedy)])
    if "headline" in document and document["headline"] is None:
        message = "The file holds no result: the data it was made from had errors."
        raise BadData([error("not-a-result", Place(file=file), message, "Mend the return and calculate again.")])
    try:
        names = ("provenance", "assumptions", "reported")
        parts = {name: document[name] for name in names if document.get(name) is not None}
        return toml.structure(parts, Carried, file, dates_as_text=True)
    except BadData as err:
        raise damaged([(p.place, p.message) for p in err.problems]) from None


def damaged(faults: Sequence[tuple[Place, str]]) -> BadData:
    """The problems of a result that cannot be made again: the first faults, and whether there are more."""
    remedy = "Fetch the file again from whoever made it."
    told = [error("not-a-result", place, message, remedy) for place, message in faults[:_NAMED]]
    if len(faults) > _NAMED:
        place = Place(file=faults[0][0].file)
        told.append(error("not-a-result", place, "There are more faults like these.", remedy))
    return BadData(told)

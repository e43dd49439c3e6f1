"""What an association reports: periods, lines and returns. Nothing here knows money or spreadsheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import Any
from unicodedata import normalize

from attrs import field, frozen

from socialvalue.money import optional_pounds, pounds_in
from socialvalue.problems import NOWHERE, Place, Problem, in_order, printable
from socialvalue.published.prices import PriceBase, optional_base
from socialvalue.records.lines import Line as Line  # a return is made of them: they are found here too
from socialvalue.records.maps import Mapping as Map
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.validators import a, or_none, text, whole_characters


@frozen
class Organisation:
    """A housing association.

    Attributes:
        name: as written on the return.
        homes: homes in management, where the return says.
        contact: whom to ask about the return.
    """

    name: str = field(validator=text)
    homes: int | None = field(default=None, validator=or_none(a(int)))
    contact: str = field(default="", validator=text)


@frozen
class Target:
    """What was aimed for.

    Attributes:
        organisation: whose; ``all`` for everybody's together.
        period: by when, or in which time.
        outcome: its id.
        quantity: in the outcome's unit.
        project: for one project alone, where given.
    """

    organisation: str
    period: Period
    outcome: str
    quantity: Decimal
    project: str = ""


def _as_lines(lines: Iterable[Line]) -> Sequence[Line]:
    """The lines; those of registers are made when they are looked at one by one."""
    found = lines if isinstance(lines, Lines) else Lines.of(_as_tuple(lines))
    return found if found.registers else tuple(found.made)


def _as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        msg = f"several are needed, such as a list of them, not {values!r}"
        raise TypeError(msg)
    return tuple(values)


@frozen
class Input:
    """A file that was read.

    Attributes:
        file: its name, without its folder.
        sha256: of its bytes.
    """

    file: str = field(converter=printable)
    sha256: str = field(converter=printable)


@frozen
class Cost:
    """Pounds spent.

    Attributes:
        amount: pounds, as paid.
        project: what for; ``""`` for the whole.
        year: the year they were spent in, financial or calendar; None where it is not said.
        prices: the year whose prices they are in; None where it is not said. Money spent in a known year is in the
            prices of that year unless it says otherwise.
        payer: who paid.
        low, high: the range, where one is given.
        place: where it was read.
    """

    amount: Decimal = field(converter=pounds_in)
    project: str = field(default="", converter=whole_characters, validator=text)
    year: PriceBase | None = field(default=None, converter=optional_base)
    prices: PriceBase | None = field(default=None, converter=optional_base)
    payer: str = field(default="", converter=whole_characters, validator=text)
    low: Decimal | None = field(default=None, converter=optional_pounds)
    high: Decimal | None = field(default=None, converter=optional_pounds)
    place: Place = NOWHERE

    def __attrs_post_init__(self) -> None:
        if (self.low is not None and self.low > self.amount) or (self.high is not None and self.high < self.amount):
            msg = f"the range {self.low} to {self.high} of a cost does not hold {self.amount}"
            raise ValueError(msg)

    @property
    def price_base(self) -> PriceBase | None:
        """The year said whose prices it is in, else the year it was spent in."""
        return self.prices or self.year


def _as_costs(costs: Mapping[str, Decimal | int | str] | Iterable[Cost]) -> tuple[Cost, ...]:
    if isinstance(costs, Mapping):
        return tuple(Cost(amount, project) for project, amount in costs.items())
    return _as_tuple(costs)


@frozen
class Return:
    """What was reported, and what was found wrong with it.

    Attributes:
        lines: the figures.
        problems: everything found while reading; a result needs a return without errors.
        inputs: the files it was read from.
        organisations: what the files say about the organisations themselves.
        costs: pounds spent, where a file says so apart from its lines; pounds by project (``""`` for the whole) are
            taken for costs of which no more is known.
        targets: what was aimed for, where a file says so beside its figures.
        mapping: the map that said what words and columns mean, where one did.
        bank: the id of the bank that the template was made for; empty where none, or several, are named.
    """

    lines: Sequence[Line] = field(converter=_as_lines)
    problems: tuple[Problem, ...] = field(default=(), converter=_as_tuple)
    inputs: tuple[Input, ...] = field(default=(), converter=_as_tuple)
    organisations: tuple[Organisation, ...] = field(default=(), converter=_as_tuple)
    costs: tuple[Cost, ...] = field(default=(), converter=_as_costs)
    targets: tuple[Target, ...] = field(default=(), converter=_as_tuple)
    mapping: Map | None = None
    bank: str = ""
    checked_as: tuple[Any, ...] | None = field(default=None, eq=False, repr=False)  # see `socialvalue.records.checks`

    def __attrs_post_init__(self) -> None:
        strange = [entry for entry in Lines.of(self.lines).made if not isinstance(entry, Line)]
        if strange:
            msg = f"the lines are of Line, not {strange[0]!r}: files are read with socialvalue.read"
            raise TypeError(msg)
        for kind, entries in ((Problem, self.problems), (Cost, self.costs), (Input, self.inputs)):
            odd = [entry for entry in entries if not isinstance(entry, kind)]
            if odd:
                msg = f"a {kind.__name__} is needed, not {odd[0]!r}"
                raise TypeError(msg)

    @classmethod
    def from_frame(cls, frame: Any, **options: Any) -> Return:
        """What a dataframe reports, exactly as a file with its columns would be read.

        Args:
            frame: of pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask or PySpark.
            options: as `socialvalue.frames.read_frame` takes them.
        """
        found: Return = import_module("socialvalue.frames").read_frame(frame, **options)
        return found

    @property
    def costs_by_project(self) -> dict[str, Decimal]:
        """Pounds spent by project."""
        found: dict[str, Decimal] = {}
        for cost in self.costs:
            found[cost.project] = found.get(cost.project, Decimal(0)) + cost.amount
        return dict(sorted(found.items()))

    @property
    def holds_people(self) -> bool:
        """Whether any line comes from a register of people."""
        lines = Lines.of(self.lines)
        return bool(lines.registers) or any(line.register for line in lines.made)


#: More of anything in one month is a slip.
LARGEST = 10_000_000

_ALIKE = str.maketrans(dict.fromkeys("’‘`´", "'") | dict.fromkeys("–—‐‑−", "-"))


@lru_cache(maxsize=4096)  # a register says the same names over and over
def folded(name: str) -> str:
    """A name as names are compared: case and spacing do not matter, nor how apostrophes, dashes and accents are set."""
    return " ".join(normalize("NFKC", name).casefold().translate(_ALIKE).split())


def combine(returns: Return | Iterable[Return]) -> Return:
    """Several returns as one, in an order that does not depend on the order they came in.

    Raises:
        TypeError: for anything but returns.
    """
    if isinstance(returns, Return):
        return returns
    parts = list(returns) if isinstance(returns, Iterable) and not isinstance(returns, str | bytes) else [returns]
    strange = [part for part in parts if not isinstance(part, Return)]
    if strange:
        msg = f"a Return, or several, is needed, not {strange[0]!r}: socialvalue.read reads files, Return takes lines"
        raise TypeError(msg)
    named = {part.bank for part in parts if part.bank}
    return Return(
        lines=Lines.joined(part.lines for part in parts),
        problems=in_order(problem for part in parts for problem in part.problems),
        inputs=sorted({entry for part in parts for entry in part.inputs}, key=lambda entry: (entry.file, entry.sha256)),
        organisations=_organisations(parts),
        costs=sorted((cost for part in parts for cost in part.costs), key=_cost_order),
        targets=sorted({entry for part in parts for entry in part.targets}, key=repr),
        mapping=next((part.mapping for part in parts if part.mapping is not None), None),
        bank=named.pop() if len(named) == 1 else "",
    )


def _organisations(parts: Iterable[Return]) -> list[Organisation]:
    """What the returns say of organisations, in the order of the time they report: the latest last."""
    until: dict[Organisation, dt.date] = {}
    for part in parts:
        lines = Lines.of(part.lines).alike("organisation", "period") if part.organisations else ()
        for entry in part.organisations:
            mine = (line.period.end for line in lines if folded(line.organisation) == folded(entry.name))
            until[entry] = max([*mine, until.get(entry, dt.date.min)])
    return sorted(until, key=lambda entry: (until[entry], repr(entry)))


def _cost_order(cost: Cost) -> tuple[object, ...]:
    place = cost.place
    what = (cost.project, str(cost.year or ""), str(cost.prices or ""), cost.payer, cost.amount)
    return (*what, place.file, place.sheet, len(place.cell), place.cell)

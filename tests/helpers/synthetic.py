"""Synthetic returns: as many associations and months as wanted, with the mess people make, and totals known beforehand.

The figures are random and stand for nothing; only their sums are of use. The same seed gives the same files.
Run to write them: ``python tests/synthetic.py FOLDER --associations 200 --months 24 --seed 1``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

#: What is reported, the label people write, and the largest figure of a month. Stocks move a little every month.
FLOWS = {
    "full-time-employment": ("Full-time employment", 12),
    "part-time-employment": ("Part-time employment", 10),
    "apprenticeship": ("Apprenticeships", 4),
    "employment-training": ("Employment training", 60),
    "regular-volunteering": ("Volunteering", 30),
    "welfare-calls": ("Number of welfare calls", 4000),
    "advice-and-guidance": ("Advice and guidance", 900),
    "advice-money-and-debt": ("Money and debt", 300),
    "direct-financial-support": ("Direct financial support to residents", 20000),
    "food-interventions": ("Food interventions", 700),
}
STOCKS = {
    "residents-on-universal-credit": ("Residents on Universal Credit", 5000),
    "residents-in-arrears": ("Residents in arrears", 3000),
}
REGIONS = ("London", "North East", "North West", "South East", "Wales")

Key = tuple[str, str, str]


@dataclass
class Known:
    """What was written: the quantity of each organisation, month and outcome (None: not recorded), and the homes."""

    quantities: dict[Key, Decimal | None] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)

    def flow(self, outcome: str) -> Decimal:
        """The total of a flow."""
        return sum((q for (_, _, o), q in self.quantities.items() if o == outcome and q is not None), Decimal(0))

    def stock(self, outcome: str) -> Decimal:
        """The total of a stock: the latest month each organisation recorded."""
        latest: dict[str, tuple[str, Decimal]] = {}
        for (organisation, month, o), q in self.quantities.items():
            if o == outcome and q is not None:
                latest[organisation] = max(latest.get(organisation, ("", q)), (month, q))
        return sum((quantity for _, quantity in latest.values()), Decimal(0))

    def totals(self) -> dict[str, Decimal]:
        """The total of each outcome."""
        outcomes = {outcome for _, _, outcome in self.quantities}
        return {outcome: self.stock(outcome) if outcome in STOCKS else self.flow(outcome) for outcome in outcomes}


def first_of_month(number: int) -> dt.date:
    """The first day of a month, counted from April 2020."""
    return dt.date(2020 + (3 + number) // 12, (3 + number) % 12 + 1, 1)


def write(folder: Path, associations: int, months: int, seed: int = 1) -> Known:
    """Write one workbook for each association and month, from April 2020 on, and say what is in them."""
    draw = random.Random(seed)  # noqa: S311 - made-up figures, the same for the same seed
    known = Known()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(associations):
        name = f"Association {number + 1:03d}"
        known.homes[name] = draw.randrange(500, 40000)
        region = draw.choice(REGIONS)
        stocks = {outcome: draw.randrange(most) for outcome, (_, most) in STOCKS.items()}
        for month in range(months):
            first = first_of_month(month)
            rows = []
            for outcome, (label, most) in FLOWS.items():
                quantity = None if draw.random() < 0.05 else Decimal(draw.randrange(most + 1))
                known.quantities[name, f"{first:%Y-%m}", outcome] = quantity
                rows.append((label, quantity))
            for outcome, (label, _) in STOCKS.items():
                stocks[outcome] = max(0, stocks[outcome] + draw.randrange(-50, 51))
                quantity = Decimal(stocks[outcome])
                known.quantities[name, f"{first:%Y-%m}", outcome] = quantity
                rows.append((label, quantity))
            path = folder / f"{first:%Y-%m} {name}.xlsx"
            workbook(path, _sheet(name, region, known.homes[name], first, rows, draw))
    return known


def _sheet(
    name: str, region: str, homes: int, month: dt.date, rows: list[tuple[str, Decimal | None]], draw: random.Random
) -> Iterator[list[Any]]:
    """The rows of a sheet as somebody might have typed them: columns in any order, titles, blanks, totals."""
    heads = {
        "organisation": draw.choice(["Organisation", "Housing Association", "organisation ", "LANDLORD"]),
        "period": draw.choice(["Period", "Month", "Reporting month"]),
        "outcome": draw.choice(["Outcome", "Measure", "outcome"]),
        "quantity": draw.choice(["Quantity", "Number", "Number of residents"]),
        "Area": "Region name",
        "homes": "Homes",
    }
    order = list(heads)
    draw.shuffle(order)
    if draw.random() < 0.3:
        yield ["Monthly return to the centre"]
        yield []
    yield [heads[column] for column in order]
    for label, quantity in draw.sample(rows, len(rows)):
        cell = {
            "organisation": name if draw.random() < 0.9 else f" {name} ",
            "period": _month(month, draw),
            "outcome": label if draw.random() < 0.8 else label.upper(),
            "quantity": _quantity(quantity, draw),
            "Area": region,
            "homes": homes,
        }
        yield [cell[column] for column in order]
        if draw.random() < 0.05:
            yield []
    if draw.random() < 0.2:  # a sum somebody left below the table
        total = sum((quantity for _, quantity in rows if quantity is not None), Decimal(0))
        sums = {"organisation": "Total", "quantity": int(total)}
        yield [sums.get(column) for column in order]


def _month(month: dt.date, draw: random.Random) -> Any:
    written = ["%Y-%m", "%b %Y", "%B %Y", "%d/%m/%Y", None, None]
    form = draw.choice(written)
    return month if form is None else month.strftime(form)


def _quantity(quantity: Decimal | None, draw: random.Random) -> Any:
    if quantity is None:
        return draw.choice([None, "n/a", "-", "not recorded"])
    if draw.random() < 0.1:
        return f"{quantity:,}"
    return int(quantity)


def workbook(path: Path, rows: Iterable[list[Any]], name: str = "Return", days: str = "mmm yyyy") -> None:
    """Write a workbook of one sheet; `days` is how it shows a date."""
    book = xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2022, 1, 1)})  # noqa: DTZ001 - a fixed date, so that files are the same
    day = book.add_format({"num_format": days})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write synthetic returns.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--associations", type=int, default=200)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.folder, asked.associations, asked.months, asked.seed)

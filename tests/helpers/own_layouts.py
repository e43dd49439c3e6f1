"""Synthetic returns in landlords' own layouts, with their own headings and words, and the one map that reads them all.

Of every three associations one sends a workbook a quarter with months across, one a workbook a quarter with months down
and outcomes across, and one a workbook a month with a row for each resident. The figures are random and stand for
nothing; only their sums are of use. The same seed gives the same files.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import reduce
from itertools import count
from pathlib import Path
from typing import Any

from attrs import evolve

import socialvalue as sv
from helpers.synthetic import Known, first_of_month, workbook
from socialvalue.records.maps import LEAVE_OUT, Mapping

#: What is counted, the words for it in a tracker and in a heading, and the largest figure of a month.
PEOPLE = {
    "full-time-employment": ("Into work FT", "Residents into FT work", 8),
    "part-time-employment": ("P/T job", "Residents into PT work", 6),
    "apprenticeship": ("apprentice", "Apprenticeship starts", 3),
    "employment-training": ("ESOL course", "No. attending employability training", 15),
    "regular-volunteering": ("Volunteering (2 hrs pw)", "Regular volunteers", 8),
}
COUNTS = {
    "welfare-calls": ("Welfare calls made", 4000),
    "food-interventions": ("Food parcels & vouchers", 700),
    "advice-and-guidance": ("Advice given", 900),
}
#: The words that mean nothing to the package: a person says what they are.
DECIDED = {
    "ESOL course": "employment-training",
    "Food parcels & vouchers": "food-interventions",
    "Advice given": "advice-and-guidance",
    "Signposted": LEAVE_OUT,
}
PROJECTS = ("Kickstart", "Works Well", "Digital Hub")

Row = list[Any]


def write(folder: Path, associations: int, months: int, seed: int = 1) -> Known:
    """Write the workbooks of associations from April 2020 on, for whole quarters, and say what is in them."""
    draw = random.Random(seed)  # noqa: S311 - made-up figures, the same for the same seed
    known = Known()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(associations):
        name = f"Association {number + 1:03d}"
        sheet, rows, months_each = _LAYOUTS[number % len(_LAYOUTS)]
        people, targets = count(1), {outcome: draw.randrange(1, 100) for outcome in _HEADINGS}
        for start in range(0, months, months_each):
            days = [first_of_month(month) for month in range(start, start + months_each)]
            figures = {day: _figures(draw, counts=months_each > 1) for day in days}
            for day, reported in figures.items():
                known.quantities |= {(name, f"{day:%Y-%m}", outcome): of for outcome, of in reported.items()}
            path = folder / f"{days[0]:%Y-%m} {name}.xlsx"
            year = days[0].year - (days[0].month < 4)
            above: list[Row] = [[f"{name}: community investment {year}/{(year + 1) % 100}"]]
            above += [[f"Housing association: {name}"], []]
            workbook(path, [*above, *rows(figures, draw, people, targets)], sheet, "dd/mm/yyyy")
    return known


def decided_map(folder: Path) -> Mapping:
    """The map that a person makes of the first workbooks of each layout, and decides, before the others come."""
    first = sorted(folder.glob("2020-04 *.xlsx"))
    maps = [_of_one_layout(first[number :: len(_LAYOUTS)][:10]) for number in range(len(_LAYOUTS))]
    return reduce(lambda before, after: after.kept(before), maps)


def _of_one_layout(paths: Sequence[Path]) -> Mapping:
    found = sv.suggest_mapping(*paths)
    for entry in found.undecided:
        found = found.decide(entry.word, DECIDED[entry.word])  # type: ignore[union-attr]
    sheet = found.sheets[0].name  # its headings are those of this sheet, and no sheet of another layout has them
    return evolve(found, organisation="", columns=[evolve(column, sheet=sheet) for column in found.columns])


def _figures(draw: random.Random, *, counts: bool) -> dict[str, Decimal | None]:
    most = {outcome: largest for outcome, (_, _, largest) in PEOPLE.items()}
    if counts:
        most |= {outcome: largest for outcome, (_, largest) in COUNTS.items()}
    return {
        outcome: None if counts and draw.random() < 0.05 else Decimal(draw.randrange(largest + 1))
        for outcome, largest in most.items()
    }


_Figures = dict[dt.date, dict[str, Decimal | None]]
_Targets = dict[str, int]
_HEADINGS = {outcome: heading for outcome, (_, heading, _) in PEOPLE.items()}
_HEADINGS |= {outcome: heading for outcome, (heading, _) in COUNTS.items()}


def _across(figures: _Figures, draw: random.Random, _: Iterator[int], targets: _Targets) -> Iterator[Row]:
    """A dashboard: a row for each measure, months across, the quarter, a target, and remarks."""
    quarter = f"Q{(next(iter(figures)).month - 4) // 3 % 4 + 1}"
    as_text = draw.random() < 0.5
    yield ["KPI", "Target", *(f"{day:%b %Y}" if as_text else day for day in figures), quarter, "Comments"]
    for outcome in draw.sample(list(_HEADINGS), len(_HEADINGS)):
        row = [reported[outcome] for reported in figures.values()]
        written = [_cell(figure, draw) for figure in row]
        yield [_HEADINGS[outcome], targets[outcome], *written, _sum(row), "as planned"]
    yield ["% satisfied with service", 90, *(f"{draw.randrange(80, 100)}%" for _ in figures), None, ""]


def _down(figures: _Figures, draw: random.Random, *_: object) -> Iterator[Row]:
    """A row for each month, and the measures across."""
    yield ["Reporting month", *_HEADINGS.values(), "Comments"]
    for day, reported in figures.items():
        written = day if draw.random() < 0.5 else f"{day:%B %Y}"
        yield [written, *(_cell(reported[outcome], draw) for outcome in _HEADINGS), ""]
    yield ["Total", *(_sum([reported[outcome] for reported in figures.values()]) for outcome in _HEADINGS)]


def _tracker(figures: _Figures, draw: random.Random, people: Iterator[int], _: _Targets) -> Iterator[Row]:
    """A row for each resident."""
    yield ["Client ref", "Scheme / Project", "Support officer", "Outcome", "Outcome date", "Evidence on file?"]
    for day, reported in figures.items():
        words = [PEOPLE[outcome][0] for outcome, figure in reported.items() for _ in range(int(figure or 0))]
        words += ["Signposted"] * draw.randrange(1, 4)
        for word in draw.sample(words, len(words)):
            when: Any = day.replace(day=draw.randrange(1, 29))
            when = when if draw.random() < 0.7 else f"{when:%d/%m/%Y}"
            yield [f"CI{next(people):05}", draw.choice(PROJECTS), "Sam", word, when, draw.choice(["Y", "N", None])]


def _sum(figures: Sequence[Decimal | None]) -> int:
    return int(sum((figure for figure in figures if figure is not None), Decimal(0)))


def _cell(figure: Decimal | None, draw: random.Random) -> Any:
    if figure is None:
        return draw.choice([None, "n/a", "-", "not recorded"])
    return f"{figure:,}" if draw.random() < 0.1 else int(figure)


#: The sheet, its rows, and the months of a workbook.
_LAYOUTS: tuple[tuple[str, Callable[[_Figures, random.Random, Iterator[int], _Targets], Iterator[Row]], int], ...] = (
    ("KPI dashboard", _across, 3),
    ("By month", _down, 3),
    ("CI tracker", _tracker, 1),
)

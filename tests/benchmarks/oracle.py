"""The calculation against an independent one: random cases in fractions, and workbooks that LibreOffice calculates.

The oracle shares no code with the package: it reads the indices and discount rates from their files, and does its sums
in fractions. Run it as a script: ``python tests/benchmarks/oracle.py [cases] [workbooks]``.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from attrs import evolve
from helpers import libreoffice
from helpers.one_value import SOURCE
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.showing.workbook.result import workbook

ROOT = Path(__file__).parents[2]
OUTCOMES = ("full-time-employment", "apprenticeship", "regular-volunteering")
EARLY = ("deadweight", "displacement", "leakage", "substitution")
LATE = ("attribution", "optimism-bias")


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "valuations" / path).read_text(encoding="utf-8"))


SERIES = {series["years"]: series["points"] for series in toml("indices/gdp-deflator.toml")["index"]["series"]}
BANDS = toml("rates/green-book.toml")["rates"]["band"]


class Case:
    """One random case, in exact fractions."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)  # noqa: S311 - the same cases each time
        self.prices = draw.choice((None, "2019-20", "2023-24"))
        self.value_prices = draw.choice(("2015-16", "2019-20")) if self.prices else "2019-20"
        self.values = {outcome: draw.randint(100, 2_000_000) for outcome in OUTCOMES}  # in pence
        self.settings = {
            name: Fraction(draw.randint(0, 95), 100) for name in (*EARLY, *LATE, "drop-off") if draw.random() < 0.4
        }
        if draw.random() < 0.3:
            self.settings["multiplier"] = Fraction(draw.randint(50, 200), 100)
        if draw.random() < 0.6:
            self.settings["years"] = Fraction(draw.randint(1, 24), 4)
        if draw.random() < 0.2:
            self.settings["fte"] = Fraction(draw.randint(10, 100), 100)
        self.discount = draw.choice(("none", "0.035", "green-book"))
        self.base_year = draw.choice((None, None, 2018, 2021))
        self.lines = [
            (draw.choice(OUTCOMES), draw.randint(2018, 2022), draw.randint(1, 12), draw.randint(0, 300))
            for _ in range(draw.randint(1, 6))
        ]
        self.reference = {"apprenticeship": draw.randint(0, 20)} if draw.random() < 0.3 else {}
        self.costs = [
            (draw.randint(0, 50_000_000), draw.choice((None, 2018, 2019, 2021)), self.value_prices)
            for _ in range(draw.randint(0, 3))
        ]

    # the oracle

    def rate(self, year: int) -> Fraction:
        if self.discount == "none":
            return Fraction(0)
        if self.discount != "green-book":
            return Fraction(self.discount)
        band = next(one for one in BANDS if one["year_from"] <= year <= one.get("year_to", 10**6))
        return Fraction(band["standard"])

    def worth(self, year: int) -> Fraction:
        worth = Fraction(1)
        for passed in range(1, year + 1):
            worth /= 1 + self.rate(passed)
        return worth

    def to_prices(self, start: str) -> Fraction:
        if self.prices is None or self.prices == start:
            return Fraction(1)
        points = SERIES["financial"]
        return Fraction(str(points[self.prices])) / Fraction(str(points[start]))

    def expected(self) -> dict[str, Fraction | None]:
        starts = [year - (month < 4) for _, year, month, _ in self.lines]
        paid = [year for _, year, _ in self.costs if year is not None]
        zero = min([*starts, *paid]) if self.base_year is None else self.base_year
        whole = {outcome: sum(n for o, _, _, n in self.lines if o == outcome) for outcome in OUTCOMES}
        flows: dict[int, list[Fraction]] = {}
        gross = net = Fraction(0)
        years = self.settings.get("years", Fraction(1))
        for (outcome, _, _, number), start in zip(self.lines, starts, strict=True):
            first = max(0, start - zero)
            a_year = Fraction(number * self.values[outcome], 100) * self.to_prices(self.value_prices)
            a_year *= self.settings.get("fte", Fraction(1))
            gross += a_year * years
            kept = Fraction(1)
            for name in EARLY:
                if not (name == "deadweight" and outcome in self.reference):
                    kept *= 1 - self.settings.get(name, Fraction(0))
            kept *= self.settings.get("multiplier", Fraction(1))
            if outcome in self.reference and whole[outcome]:
                kept -= Fraction(self.reference[outcome], whole[outcome])
            for name in LATE:
                kept *= 1 - self.settings.get(name, Fraction(0))
            left, faded, number_of = years, Fraction(1), 0
            while left > 0:
                amount = a_year * kept * faded * min(left, Fraction(1))
                flow = flows.setdefault(first + number_of, [Fraction(0), Fraction(0)])
                flow[0] += amount
                net += amount * self.worth(first + number_of)
                faded *= 1 - self.settings.get("drop-off", Fraction(0))
                left -= 1
                number_of += 1
        present = Fraction(0)
        for pence, year, prices in self.costs:
            after = 0 if year is None else max(0, year - zero)
            amount = Fraction(pence, 100) * self.to_prices(prices)
            flows.setdefault(after, [Fraction(0), Fraction(0)])[1] += amount
            present += amount * self.worth(after)
        return {
            "gross": gross,
            "net": net,
            "cost": present if self.costs else None,
            "benefit": net - present if self.costs else None,
            "ratio": net / present if present else None,
            "payback": self.met(flows),
        }

    @staticmethod
    def met(flows: dict[int, list[Fraction]]) -> Fraction | None:
        if not flows:
            return None
        first, last = min(flows), max(flows)
        so_far, met = Fraction(0), None
        for year in range(first, last + 1):
            value, cost = flows.get(year, [Fraction(0), Fraction(0)])
            start = so_far - cost
            so_far = start + value
            if start < 0 <= so_far:
                met = 12 * (year - first) + 12 * -start / value
        return met if so_far >= 0 else None

    # the package

    def result(self) -> sv.Result:
        values = [
            sv.Valuation(
                code=outcome,
                title=outcome,
                outcome=outcome,
                amount=Decimal(pence).scaleb(-2),
                unit="GBP / person / year",
                prices=self.value_prices,
                kind="fiscal",
                grade="quoted",
                source=SOURCE,
            )
            for outcome, pence in self.values.items()
        ]
        bank = evolve(sv.load_bank("hact-svb-2020"), valuations=values, claiming=sv.Claiming())
        method = evolve(
            sv.load_method().override(**{name: exactly(figure) for name, figure in self.settings.items()}),
            prices=self.prices,
            discount=self.discount,
            base_year=self.base_year,
            reference=tuple(sv.Reference(outcome=outcome, quantity=n) for outcome, n in self.reference.items()),
        )
        # A project for each line, so that none is the same as another.
        lines = [
            sv.Line("A", f"{year}-{month:02d}", outcome, number, project=f"P{place}")
            for place, (outcome, year, month, number) in enumerate(self.lines)
        ]
        costs = [
            sv.Cost(Decimal(pence).scaleb(-2), year=None if year is None else f"{year}-{year % 100 + 1}", prices=prices)
            for pence, year, prices in self.costs
        ]
        return sv.calculate(sv.Return(lines), bank, method, cost=costs or None, today=dt.date(2026, 1, 1))


def exactly(figure: Fraction) -> Decimal:
    return Decimal(figure.numerator) / Decimal(figure.denominator)


def differences(case: Case) -> list[str]:
    """What the package gives otherwise than the oracle, by more than one part in 10^30."""
    head = case.result().headline
    if head is None:
        return ["no result"]
    made = {
        "gross": head.gross,
        "net": head.net,
        "cost": head.present_cost,
        "benefit": head.net_benefit,
        "ratio": head.ratio,
        "payback": head.payback_months,
    }
    found = []
    for name, expected in case.expected().items():
        got = made[name]
        if (got is None) != (expected is None):
            found.append(f"{name}: {got} for {expected}")
        elif got is not None and expected is not None:
            off = abs(Fraction(got) - expected)
            if off > max(abs(expected), 1) / Fraction(10) ** 30:
                found.append(f"{name}: {got} for {float(expected)}")
    return found


def calculated(case: Case, folder: Path) -> list[str]:
    """Where LibreOffice, from formulas alone, comes to other than the cells say, by a hundredth of a penny or more."""
    made, bare, saved = folder / "made.xlsx", folder / "bare.xlsx", folder / "saved.xlsx"
    made.write_bytes(workbook(case.result()))
    libreoffice.without_cached_values(made, bare)
    libreoffice.edit(bare, [], saved)
    stated, found = load_workbook(made, data_only=True), load_workbook(saved, data_only=True)
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.value} for {found[sheet.title][cell.coordinate].value}"
        for sheet in stated
        for row in sheet.iter_rows()
        for cell in row
        if not alike(cell.value, found[sheet.title][cell.coordinate].value)
    ]


def alike(stated: Any, found: Any) -> bool:
    if isinstance(stated, int | float) and isinstance(found, int | float):
        return abs(stated - found) <= max(1e-4, 1e-9 * abs(stated))
    return (stated or "") == (found or "") or stated == found


def main(cases: int = 3000, workbooks: int = 40) -> None:
    """Print how many agree."""
    bad = [(seed, found) for seed in range(cases) if (found := differences(Case(seed)))]
    print(f"{cases:,} random cases: {cases - len(bad):,} agree with the oracle to one part in 10^30.")
    for seed, found in bad[:10]:
        print(f"  case {seed}: {'; '.join(found)}")
    cells = 0
    worse = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(workbooks):
            found = calculated(Case(seed), Path(folder))
            cells += len(found)
            worse += [(seed, found)] if found else []
    print(f"{workbooks} workbooks calculated by LibreOffice from formulas alone: {cells} cells differ.")
    for seed, found in worse[:10]:
        print(f"  workbook {seed}: {'; '.join(found[:4])}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

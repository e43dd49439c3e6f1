"""Published valuations run through the calculator: a return, a bank and a method from seeds/published.

Nothing is calculated here: figures are read off results, rounded as they are printed and compared.
"""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w
from attrs import frozen

import socialvalue as sv
from socialvalue.money import EXACT, places
from socialvalue.published.banks import Bank
from socialvalue.records.coverage import Coverage
from socialvalue.valuing.sector import with_sector

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "published"
CONTENT = {
    name: [
        entry for path in sorted(SEEDS.glob("*.toml")) for entry in tomllib.loads(path.read_text("utf-8")).get(name, [])
    ]
    for name in ("case", "left_out")
}
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in CONTENT["case"]}
LEFT_OUT: list[dict[str, Any]] = CONTENT["left_out"]
_SOURCE = {"title": "as printed", "publisher": "see the case", "year": 2026, "locator": "as printed"}
_READ = {"url": "https://example.org", "retrieved": "2026-11-25"}


@frozen
class Met:
    """A printed figure beside ours."""

    key: str
    printed: Decimal
    ours: Decimal
    met: bool
    decimals: int


def met(case: dict[str, Any], folder: Path) -> list[Met]:
    """Every printed figure of a case with what the calculator gives for it."""
    results = {name: _result(run, folder, number) for number, (name, run) in enumerate(case["run"].items())}
    return [_compared(key, entry, results[entry["run"]]) for key, entry in case["printed"].items()]


def _compared(key: str, entry: dict[str, str], result: sv.Result) -> Met:
    ours = EXACT.divide(_read_off(result, entry["read"]), Decimal(entry.get("per", "1")))
    printed, decimals = Decimal(entry["value"]), int(entry["decimals"])
    step = Decimal(1).scaleb(-decimals)
    shown = places(EXACT.divide(ours, step), 0) * step
    match = entry.get("match", "equal")
    if match == "over":
        return Met(key, printed, ours, ours > printed, decimals)
    if match in ("under", "almost"):
        return Met(key, printed, ours, ours < printed, decimals)
    if match == "about":
        return Met(key, printed, ours, abs(shown - printed) <= step, decimals)
    return Met(key, printed, ours, shown == printed, decimals)


def _read_off(result: sv.Result, what: str) -> Decimal:
    """A figure of a result: of the headline, or of one outcome where one is named."""
    name, _, outcome = what.partition(" ")
    head = result.headline
    assert head is not None, result.problems
    if name in ("points", "unit", "low", "high"):
        [value] = [value for value in result.bank if value.outcome == outcome]
        found = value.effect.wellbys if name == "points" and value.effect else getattr(value, name, None)
        return value.amount if name == "unit" or found is None else Decimal(found)
    if name == "sector":
        [measure] = [measure for measure in result.measures if measure.measure == outcome]
        assert measure.sector is not None
        return measure.sector
    if name == "payback":
        assert head.payback_months is not None
        return head.payback_months
    if outcome:
        return sum((getattr(entry, name) for entry in result.by_outcome if entry.outcome == outcome), Decimal(0))
    return Decimal(getattr(head, name))


def _result(run: dict[str, Any], folder: Path, number: int) -> sv.Result:
    """The run's return as a file, its bank as a file, valued as the command line would."""
    table = folder / f"return-{number}.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["organisation", "period", "outcome", "quantity"])
        for row, (outcome, quantity) in enumerate(run["lines"]):
            writer.writerow([f"Publisher {row}", "2019-06", outcome, quantity])
    bank = _bank(run, folder / f"bank-{number}.toml")
    method = sv.load_method(_method(run, folder / f"method-{number}.toml"))
    entered = sv.read(table, bank=bank)
    result = sv.calculate(entered, bank, method, cost=run.get("cost"))
    assert result.ok, [str(problem) for problem in result.problems if problem.severity == "error"]
    return with_sector(result, Coverage.flat(Decimal(run["coverage"]))) if "coverage" in run else result


def _bank(run: dict[str, Any], path: Path) -> Bank:
    """The bank of the values a run names, and its WELLBY."""
    wellby = run.get("wellby", {"amount": "13000", "prices": "2019"})
    shared = {"grade": "quoted", "source": _SOURCE | _READ, "prices": wellby["prices"]}
    values = [
        {"code": "W", "title": "WELLBY", "outcome": "wellby", "unit": "GBP / wellby", "kind": "wellbeing"} | shared
    ]
    values[0] |= dict(wellby.items()) | {"wellby": True}  # type: ignore[dict-item]
    outcomes = []
    for outcome, value in run.get("values", {}).items():
        unit = value["unit"]
        row: dict[str, Any] = {"code": f"V-{outcome}", "title": outcome, "outcome": outcome} | shared
        if "points" in value:
            effect = {key: value[key] for key in ("points", "rule", "years", "scale", "low", "high") if key in value}
            row |= {"kind": "wellbeing", "wellby": True, "effect": effect | {"wellby": "W"}}
            unit = unit if unit == "person" else "wellby"
        else:
            row |= {"kind": "economic", "amount": value["amount"]}
        row["unit"] = f"GBP / {unit}"
        values.append(row)
        own = {"id": outcome, "label": outcome.replace("-", " "), "definition": "as the case counts it", "unit": unit}
        outcomes.append(own | {"flow": "flow", "category": "other", "themes": ["published cases"]})
    head = {
        "id": "published-case",
        "title": "Values of a published case",
        "publisher": "see the case",
        "edition": "as printed",
    }
    licence = {"name": "facts", "url": "https://example.org", "redistribution": "open"}
    content = {"bank": head | {"licence": licence}, "outcome": outcomes, "valuation": values}
    path.write_text(tomli_w.dumps(_dated(content)), encoding="utf-8")
    return sv.load_bank(path)


def _dated(content: Any) -> Any:
    import datetime as dt

    if isinstance(content, dict):
        return {k: dt.date.fromisoformat(v) if k == "retrieved" else _dated(v) for k, v in content.items()}
    return [_dated(entry) for entry in content] if isinstance(content, list) else content


def _method(run: dict[str, Any], path: Path) -> Path:
    """As published, with the shares and the reference case of the run."""
    head = {"id": "published-case", "title": "As the case is worked", "summary": "The shares the case states."}
    shares = run.get("deadweight", {}).items()
    settings = [{"name": "deadweight", "value": share, "outcome": outcome} for outcome, share in shares]
    content: dict[str, Any] = {"method": head, "settings": settings}
    if "reference" in run:
        content["reference"] = [run["reference"]]
    path.write_text(tomli_w.dumps(content), encoding="utf-8")
    return path


def table() -> str:
    """Every case in a Markdown table: who printed it, how many figures, how many are met, and why not all."""
    import tempfile

    rows = ["| case | publisher | figures | met | where they differ |", "|---|---|---:|---:|---|"]
    figures = hits = whole = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES.values():
            found = met(case, Path(folder))
            good = sum(figure.met for figure in found)
            figures, hits, whole = figures + len(found), hits + good, whole + (good == len(found))
            source = f"{case['source']['publisher']}, {case['source']['year']}, {case['source']['locator']}"
            cells = (case["title"], source, str(len(found)), str(good), "" if good == len(found) else case["why"])
            rows.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    left = [f"| {entry['title']} | {entry['source']['publisher']} | 0 | | {entry['why']} |" for entry in LEFT_OUT]
    counted = f"{len(CASES)} published cases print {figures} figures. {hits} are met; {whole} cases are met in full."
    return "\n".join([counted, "", *rows, *left])

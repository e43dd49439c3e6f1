"""A result as data for other programs: JSON by the published contract, csv and Markdown."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from socialvalue.money import count, pence, places, plain, pounds, total
from socialvalue.problems import Problem
from socialvalue.published.prices import PriceBase
from socialvalue.published.toml import canonical, fingerprint
from socialvalue.records.coverage import Coverage
from socialvalue.records.measures import Measure
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Record, Result
from socialvalue.records.returns import Cost
from socialvalue.records.totals import Headline, KindTotal, Spent
from socialvalue.showing.data import uncertainty
from socialvalue.showing.data.escaping import defused, markdown
from socialvalue.showing.data.reported import exact, lines_as_dicts
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.steps import step_label

SCHEMA = "socialvalue/result/1"


def to_json(result: Result, beside: Mapping[str, Any] | None = None) -> str:
    """The result by the contract ``socialvalue/result/1``: money as text with two decimals, never floats.

    Where the data have errors, ``headline`` is null. `beside` holds further keys, such as a roll-up.
    """
    text = bytearray()  # grown piece by piece: a sector's result is some fifty megabytes, and its pieces ten times that
    for piece in json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(as_dict(result, beside)):
        text += piece.encode()
    return text.decode() + "\n"


def as_dict(result: Result, beside: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What `to_json` writes, as plain data."""
    beside = beside or {}
    entered = reported(result, beside.get("roll_up", {}).get("by", ()))
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "headline": _headline(result.headline, result.year_0),
        "by_outcome": [
            {
                "outcome": entry.outcome,
                "kind": entry.kind,
                "quantity": plain(entry.quantity),
                "unit_value": _money(entry.unit_value),
                "price_factor": plain(entry.price_factor),
                "gross": _money(entry.gross),
                "net": _money(entry.net),
            }
            for entry in result.by_outcome
        ],
        "lines": [_line(line, result) for line in result.lines],
        "not_valued": [
            {"outcome": entry.outcome, "unit": entry.unit, "quantity": plain(entry.quantity), "reason": entry.reason}
            for entry in result.not_valued
        ],
        "not_recorded": [
            {
                "organisation": line.organisation,
                "period": str(line.period),
                "outcome": line.outcome,
                "place": str(line.place),
            }
            for line in result.not_recorded
        ],
        "refused": [
            {
                "organisation": entry.line.organisation,
                "period": str(entry.line.period),
                "outcome": entry.line.outcome,
                "quantity": None if entry.line.quantity is None else plain(entry.line.quantity),
                "place": str(entry.line.place),
                "reason": entry.reason,
            }
            for entry in result.refused
        ],
        "by_project": [
            {
                "project": entry.project,
                "cost": _money(entry.cost),
                "by_kind": [_kind(total) for total in entry.by_kind],
            }
            for entry in result.by_project
        ],
        "savers": [
            {
                "agency": entry.agency,
                "kind": entry.kind,
                "net": _money(entry.net),
                "transfers": _money(entry.transfers),
            }
            for entry in result.savers
        ],
        "costs": [_spent(entry) for entry in result.spent],
        "flows": _flows(result.headline),
        "uncertainty": uncertainty.as_dict(result),
        "measures": [_measure(measure) for measure in result.measures],
        "unchecked": list(result.unchecked),
        "problems": problems_as_dicts(result.problems),
        "notices": list(result.notices),
        "provenance": {
            "package": result.provenance.package,
            "bank": result.provenance.bank,
            "bank_fingerprint": result.provenance.bank_fingerprint,
            "bank_chosen": result.provenance.bank_chosen,
            "method": result.provenance.method,
            "method_fingerprint": result.provenance.method_fingerprint,
            "outcomes_fingerprint": result.provenance.outcomes_fingerprint,
            "index": result.provenance.index or None,
            "index_fingerprint": result.provenance.index_fingerprint or None,
            "reported_fingerprint": fingerprint(entered),
            "beside_fingerprint": fingerprint(beside) if beside else None,
            "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in result.provenance.inputs],
        },
        "assumptions": {
            "method": canonical(result.method),
            "cost": _whole_cost(result.costs_given),
            "costs": None if _plainly(result.costs_given or ()) else costs_as_dicts(result.costs_given or ()),
            "coverage": _coverage(result.coverage),
            "uncertainty": uncertainty.asked(result),
            **({"dates": [period.written for period in result.dates]} if result.dates else {}),
        },
        "reported": entered,
        **({"record": canonical(result.record)} if result.record != Record() else {}),
        **beside,
    }
    data["provenance"]["result_fingerprint"] = content_fingerprint(data)
    return data


def content_fingerprint(document: Mapping[str, Any]) -> str:
    """The sha256 of a result's whole content, but for the fingerprint itself: one digit changed changes it."""
    provenance = {name: value for name, value in document["provenance"].items() if name != "result_fingerprint"}
    text = json.dumps({**document, "provenance": provenance}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _coverage(coverage: Coverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    shares = [
        {"measure": measure, "period": period.written if period else None, "share": plain(share)}
        for (measure, period), share in coverage.shares.items()
    ]
    return {"shares": shares, "sector_homes": coverage.sector_homes, "homes": dict(sorted(coverage.homes.items()))}


def reported(result: Result, tags: Iterable[str] = ()) -> dict[str, Any]:
    """What the calculation was given, by the contract: its lines, and the costs that belong to no line.

    Of the lines' tags only those named are there, by which the result is grouped.
    """
    costs = {project: plain(cost) for project, cost in result.entered.costs_by_project.items()}
    whole: dict[str, Any] = {"lines": list(lines_as_dicts(result, tuple(tags))), "costs": costs}
    if any(cost.year or cost.prices or cost.payer or cost.low is not None for cost in result.entered.costs):
        whole["spent"] = costs_as_dicts(result.entered.costs)
    return whole


def _plainly(costs: Sequence[Cost]) -> bool:
    """Whether there is but one cost, of which no more is known than its pounds; or none."""
    return all(cost == Cost(cost.amount) for cost in costs) and len(costs) < 2


def _whole_cost(costs: Sequence[Cost] | None) -> str | None:
    return None if costs is None else plain(total(cost.amount for cost in costs))


def costs_as_dicts(costs: Iterable[Cost]) -> list[dict[str, Any]]:
    """Costs, in full."""
    return [
        {
            "project": cost.project,
            "year": None if cost.year is None else str(cost.year),
            "prices": None if cost.prices is None else str(cost.prices),
            "payer": cost.payer,
            "amount": plain(cost.amount),
            "low": exact(cost.low),
            "high": exact(cost.high),
            "place": str(cost.place),
        }
        for cost in costs
    ]


def _spent(entry: Spent) -> dict[str, Any]:
    cost = entry.cost
    return {
        "project": cost.project,
        "year": None if cost.year is None else str(cost.year),
        "prices": None if cost.price_base is None else str(cost.price_base),
        "payer": cost.payer,
        "spent": _money(cost.amount),
        "price_factor": plain(entry.factor),
        "working": entry.working,
        "amount": _money(entry.amount),
        "years_after": entry.year,
        "present_value": _money(entry.present_value),
    }


def _flows(headline: Headline | None) -> list[dict[str, Any]]:
    """Value and cost year by year: of the one total, or of each kind that is held apart."""
    if headline is None:
        return []
    groups = [(list(headline.kinds), headline.flows)]
    if headline.net is None:
        groups = [([entry.kind], entry.flows) for entry in headline.by_kind]
    return [
        {
            "kinds": kinds,
            "years": [
                {
                    "year": flow.year,
                    "label": flow.label,
                    "value": _money(flow.value),
                    "cost": _money(flow.cost),
                    "present_value": _money(flow.present_value),
                    "present_cost": _money(flow.present_cost),
                    "cumulative": _money(flow.cumulative),
                    "present_cumulative": _money(flow.present_cumulative),
                }
                for flow in flows
            ],
        }
        for kinds, flows in groups
        if flows
    ]


def problems_as_dicts(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems by the contract."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity,
            "place": str(problem.place),
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in problems
    ]


def _headline(headline: Headline | None, year_0: int | None) -> dict[str, Any] | None:
    if headline is None:
        return None
    return {
        "gross": _money(headline.gross),
        "net": _money(headline.net),
        "people": plain(headline.people),
        "outcomes": plain(headline.outcomes),
        "keyed": plain(headline.keyed),
        "wellbys": _ratio(headline.wellbys),
        "cost_per_wellby": _money(headline.cost_per_wellby),
        "cost_per_outcome": _money(headline.cost_per_outcome),
        "cost": _money(headline.cost),
        "cost_present_value": _money(headline.present_cost),
        "net_benefit": _money(headline.net_benefit),
        "ratio": _ratio(headline.ratio),
        "payback_months": _ratio(headline.payback_months),
        "present_value": _money(headline.present_value),
        "prices": headline.prices,
        "year_0": None if year_0 is None else str(PriceBase(year_0, financial=True)),
        "kinds": list(headline.kinds),
        "by_kind": [_kind(entry) for entry in headline.by_kind],
    }


def _kind(entry: KindTotal) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "gross": _money(entry.gross),
        "net": _money(entry.net),
        "net_benefit": _money(entry.net_benefit),
        "ratio": _ratio(entry.ratio),
        "payback_months": _ratio(entry.payback_months),
    }


def _line(entry: ResultLine, result: Result) -> dict[str, Any]:
    line = entry.line
    unit = result.vocabulary[line.outcome].unit
    return {
        "organisation": line.organisation,
        "period": str(line.period),
        "outcome": line.outcome,
        "quantity": plain(line.quantity or Decimal(0)),
        "kind": entry.kind,
        "unit_value": _money(entry.unit_value),
        "gross": _money(entry.gross),
        "net": _money(entry.net),
        "bank": result.bank.id,
        "code": entry.valuation.code,
        "place": str(line.place),
        "rows": line.rows,
        "steps": [
            {
                "step": step_label(step, unit),
                "factor": None if step.factor is None else plain(step.factor),
                "less": None if step.less is None else plain(step.less),
                "amount": plain(step.amount),
                "source": step.source,
            }
            for step in entry.steps
        ],
        "years": [
            {"year": year.year, "amount": _money(year.amount), "present_value": _money(year.present_value)}
            for year in entry.years
        ],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure.measure,
        "unit": measure.unit,
        "flow": measure.flow,
        "total": plain(measure.total),
        "direction": measure.direction,
        "organisations": measure.organisations,
        "sector": _money(measure.sector),
        "coverage": None if measure.coverage is None else plain(measure.coverage),
        "low": _money(measure.low),
        "high": _money(measure.high),
        "estimated": _money(measure.estimated),
        "without_low": _money(measure.without_low),
        "without_high": _money(measure.without_high),
        "part_of": measure.part_of,
        "period": measure.period,
        "latest": exact(measure.latest),
        "before": exact(measure.before),
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{pence(amount):f}"


def _ratio(number: Decimal | None) -> str | None:
    return None if number is None else f"{places(number, 4):f}"


def to_csv(result: Result) -> str:
    """The valued lines, one a row, in exact pence; text that a spreadsheet would take for a formula is defused."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "organisation",
            "period",
            "outcome",
            "quantity",
            "kind",
            "unit value",
            "gross",
            "net",
            "bank",
            "code",
            "method",
            "place",
            "licence notice",
            *(["map"] if result.entered.mapping else []),
        ]
    )
    notice = " ".join(result.notices)
    for entry in result.lines:
        line = entry.line
        row = [
            line.organisation,
            str(line.period),
            line.outcome,
            plain(line.quantity or Decimal(0)),
            entry.kind,
            _money(entry.unit_value),
            _money(entry.gross),
            _money(entry.net),
            result.bank.id,
            entry.valuation.code,
            result.method.id,
            str(line.place),
            notice,
            *([result.entered.mapping.named] if result.entered.mapping else []),
        ]
        writer.writerow([defused(cell) for cell in row])
    return out.getvalue()


def to_markdown(result: Result) -> str:
    """The totals by outcome as a Markdown table, with what they rest on."""
    rows = ["| Outcome | Quantity | Unit value | Gross | Net |", "|---|---:|---:|---:|---:|"]
    for entry in result.by_outcome:
        unit = "various" if entry.unit_value_here is None else pounds(entry.unit_value_here)
        label = markdown(result.vocabulary[entry.outcome].label)
        rows.append(f"| {label} | {count(entry.quantity)} | {unit} | {pounds(entry.gross)} | {pounds(entry.net)} |")
    head = result.headline
    if head is not None and head.gross is not None and head.net is not None:
        rows.append(
            f"| **Total** | **{count(head.outcomes)} outcomes** | | **{pounds(head.gross)}** | **{pounds(head.net)}** |"
        )
    method = f"{result.method.id} ({method_title(result.method)})"
    told = [f"Bank: {result.bank.id} ({result.bank.title}). Method: {method}."]
    told += [f"Map: {mapping.named}."] if (mapping := result.entered.mapping) else []
    told += [
        f"Not valued: {result.vocabulary[item.outcome].label}, {count(item.quantity)} ({item.reason})."
        for item in result.not_valued
    ]
    rows += ["", *map(markdown, [*told, *result.notices])]
    return "\n".join(rows) + "\n"

"""A result as JSON, by the published contract socialvalue/result/1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from socialvalue.memory import Anew
from socialvalue.money import plain
from socialvalue.problems import Problem
from socialvalue.published.prices import PriceBase
from socialvalue.published.toml import canonical, sha256_of
from socialvalue.records.measures import Measure
from socialvalue.records.results import Record, Result
from socialvalue.records.totals import Headline, KindTotal
from socialvalue.showing.data.json.costs import costs_as_dicts, only_an_amount, spent_as_dict, whole_cost
from socialvalue.showing.data.json.figures import exact, money_text, ratio_text
from socialvalue.showing.data.json.indented import indented
from socialvalue.showing.data.json.lines import line_as_dict
from socialvalue.showing.data.json.reported import coverage_as_dict, reported
from socialvalue.showing.data.json.uncertainty import uncertainty_as_dict, uncertainty_asked

SCHEMA = "socialvalue/result/1"


def to_json(result: Result, beside: Mapping[str, Any] | None = None) -> str:
    """The result by the contract ``socialvalue/result/1``: money as text with two decimals, never floats.

    Where the data have errors, ``headline`` is null. `beside` holds further keys, such as a roll-up.
    """
    return b"".join(json_pieces(result, beside)).decode()


def json_pieces(result: Result, beside: Mapping[str, Any] | None = None) -> Iterator[bytes]:
    """What `to_json` writes, a piece at a time: of a sector it is some hundred megabytes, and its lines more."""
    yield from (piece.encode() for piece in indented(_document(result, beside, Anew)))
    yield b"\n"


def as_dict(result: Result, beside: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What `to_json` writes, as plain data."""
    return _document(result, beside, lambda make: list(make()))


def _document(
    result: Result, beside: Mapping[str, Any] | None, entries: Callable[[Callable[[], Iterable[Any]]], Any]
) -> dict[str, Any]:
    """The keys of the contract; `entries` is in what lines are held."""
    beside = beside or {}
    entered = reported(result, beside.get("roll_up", {}).get("by", ()), entries)
    result_data: dict[str, Any] = {
        "schema": SCHEMA,
        "headline": headline_as_dict(result.headline, result.year_0),
        "by_outcome": [
            {
                "outcome": entry.outcome,
                "kind": entry.kind,
                "quantity": plain(entry.quantity),
                "unit_value": money_text(entry.unit_value),
                "price_factor": plain(entry.price_factor),
                "gross": money_text(entry.gross),
                "net": money_text(entry.net),
            }
            for entry in result.by_outcome
        ],
        "lines": entries(lambda: (line_as_dict(line, result) for line in result.lines)),
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
                "cost": money_text(entry.cost),
                "by_kind": [kind_as_dict(total) for total in entry.by_kind],
            }
            for entry in result.by_project
        ],
        "savers": [
            {
                "agency": entry.agency,
                "kind": entry.kind,
                "net": money_text(entry.net),
                "transfers": money_text(entry.transfers),
            }
            for entry in result.savers
        ],
        "costs": [spent_as_dict(entry) for entry in result.spent],
        "flows": flows_as_dicts(result.headline),
        "uncertainty": uncertainty_as_dict(result),
        "measures": [measure_as_dict(measure) for measure in result.measures],
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
            "reported_fingerprint": sha256_of(entered),
            "beside_fingerprint": sha256_of(beside) if beside else None,
            "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in result.provenance.inputs],
        },
        "assumptions": {
            "method": canonical(result.method),
            "cost": whole_cost(result.costs_given),
            "costs": None if only_an_amount(result.costs_given or ()) else costs_as_dicts(result.costs_given or ()),
            "coverage": coverage_as_dict(result.coverage),
            "uncertainty": uncertainty_asked(result),
            **({"dates": [period.written for period in result.dates]} if result.dates else {}),
        },
        "reported": entered,
        **({"record": canonical(result.record)} if result.record != Record() else {}),
        **beside,
    }
    result_data["provenance"]["result_fingerprint"] = content_fingerprint(result_data)
    return result_data


def content_fingerprint(document: Mapping[str, Any]) -> str:
    """The sha256 of a result's whole content, but for the fingerprint itself: one digit changed changes it."""
    provenance = {name: value for name, value in document["provenance"].items() if name != "result_fingerprint"}
    return sha256_of({**document, "provenance": provenance})


def headline_as_dict(headline: Headline | None, year_0: int | None) -> dict[str, Any] | None:
    """The headline; None where the data have errors."""
    if headline is None:
        return None
    return {
        "gross": money_text(headline.gross),
        "net": money_text(headline.net),
        "people": plain(headline.people),
        "outcomes": plain(headline.outcomes),
        "keyed": plain(headline.keyed),
        "wellbys": ratio_text(headline.wellbys),
        "cost_per_wellby": money_text(headline.cost_per_wellby),
        "cost_per_outcome": money_text(headline.cost_per_outcome),
        "cost": money_text(headline.cost),
        "cost_present_value": money_text(headline.present_cost),
        "net_benefit": money_text(headline.net_benefit),
        "ratio": ratio_text(headline.ratio),
        "payback_months": ratio_text(headline.payback_months),
        "present_value": money_text(headline.present_value),
        "prices": headline.prices,
        "year_0": None if year_0 is None else str(PriceBase(year_0, financial=True)),
        "kinds": list(headline.kinds),
        "by_kind": [kind_as_dict(entry) for entry in headline.by_kind],
    }


def kind_as_dict(entry: KindTotal) -> dict[str, Any]:
    """The total of one kind of value."""
    return {
        "kind": entry.kind,
        "gross": money_text(entry.gross),
        "net": money_text(entry.net),
        "net_benefit": money_text(entry.net_benefit),
        "ratio": ratio_text(entry.ratio),
        "payback_months": ratio_text(entry.payback_months),
    }


def flows_as_dicts(headline: Headline | None) -> list[dict[str, Any]]:
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
                    "value": money_text(flow.value),
                    "cost": money_text(flow.cost),
                    "present_value": money_text(flow.present_value),
                    "present_cost": money_text(flow.present_cost),
                    "cumulative": money_text(flow.cumulative),
                    "present_cumulative": money_text(flow.present_cumulative),
                }
                for flow in flows
            ],
        }
        for kinds, flows in groups
        if flows
    ]


def measure_as_dict(measure: Measure) -> dict[str, Any]:
    """A measure: what was reported in all, the latest, and the estimate for the sector."""
    return {
        "measure": measure.measure,
        "unit": measure.unit,
        "flow": measure.flow,
        "total": plain(measure.total),
        "direction": measure.direction,
        "organisations": measure.organisations,
        "sector": money_text(measure.sector),
        "coverage": None if measure.coverage is None else plain(measure.coverage),
        "low": money_text(measure.low),
        "high": money_text(measure.high),
        "estimated": money_text(measure.estimated),
        "without_low": money_text(measure.without_low),
        "without_high": money_text(measure.without_high),
        "part_of": measure.part_of,
        "period": measure.period,
        "latest": exact(measure.latest),
        "before": exact(measure.before),
    }


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

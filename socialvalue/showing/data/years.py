"""Two years side by side as JSON and Markdown."""

from __future__ import annotations

import json
from typing import Any

from socialvalue.money import places, plain
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.rounding import Rounding
from socialvalue.showing.board.tables import Table
from socialvalue.showing.board.year_tables import year_tables
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.data.result import _money, problems_as_dicts
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.changes import Change, changes
from socialvalue.valuing.last_year.forecast import Forecast
from socialvalue.valuing.last_year.like_for_like import LikeForLike

SCHEMA = "socialvalue/years/1"


def as_dict(years: LikeForLike) -> dict[str, Any]:
    """Both years and the parts of the change: money as text with two decimals."""
    return {
        "months": [{"now": str(now), "then": str(then)} for now, then in years.months],
        "only_now": [str(period) for period in years.only_now],
        "only_then": [str(period) for period in years.only_then],
        "change": [_bridge(one) for one in years.bridges],
        "by_outcome": [_change(one, "outcome") for one in changes(years, "outcome")],
        "by_project": [_change(one, "project") for one in changes(years, "project")],
        "costs_compared": years.costs_compared,
        "forecast": None if years.forecast is None else _forecast(years.forecast),
        "last_year": {
            "bank": years.then.provenance.bank,
            "bank_fingerprint": years.then.provenance.bank_fingerprint,
            "method": years.then.provenance.method,
            "method_fingerprint": years.then.provenance.method_fingerprint,
            "prices": years.then.headline.prices if years.then.headline else None,
            "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in years.then.provenance.inputs],
        },
    }


def _bridge(one: Bridge) -> dict[str, Any]:
    parts = ("then", "value", "method", "volume", "mix", "now")
    return {
        "kinds": list(one.kinds),
        **{name: _money(getattr(one, name)) for name in parts},
        "change": _money(one.change),
        "quantity_then": plain(one.quantity_then),
        "quantity_now": plain(one.quantity_now),
    }


def _change(one: Change, by: str) -> dict[str, Any]:
    return {
        by: one.key,
        "quantity_then": plain(one.quantity_then),
        "quantity_now": plain(one.quantity_now),
        "net_then": _money(one.then),
        "net_now": _money(one.now),
        "cost_then": _money(one.cost_then),
        "cost_now": _money(one.cost_now),
    }


def _forecast(one: Forecast) -> dict[str, Any]:
    shape = one.outcomes_by_shape
    return {
        "year": str(one.year),
        "months_reported": one.months,
        "net_by_run_rate": _money(one.net_by_rate),
        "outcomes_by_run_rate": plain(places(one.outcomes_by_rate, 2)),
        "net_by_last_years_shape": _money(one.net_by_shape),
        "outcomes_by_last_years_shape": None if shape is None else plain(places(shape, 2)),
    }


def to_json(years: LikeForLike) -> str:
    """The comparison as ``socialvalue/years/1``."""
    made = years.now.provenance
    this = {"bank": made.bank, "bank_fingerprint": made.bank_fingerprint, "method": made.method}
    this["method_fingerprint"] = made.method_fingerprint
    data = {
        "schema": SCHEMA,
        **as_dict(years),
        "this_year": {**this, "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in made.inputs]},
        "problems": problems_as_dicts(years.problems),
        "notices": list(years.now.notices),
        "package": made.package,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_markdown(years: LikeForLike, rounding: Rounding = "pounds") -> str:
    """The comparison as Markdown tables under their findings."""
    parts = [table_as_markdown(table) for table in year_tables(years, rounding)]
    return "\n".join([*parts, *(f"- Licence: {markdown(notice)}" for notice in years.now.notices)]) + "\n"


def table_as_markdown(table: Table) -> str:
    """A table of a report as Markdown; bars are left out."""
    shown = [at for at, column in enumerate(table.columns) if column.kind != "bar"]
    lines = [f"**{markdown(table.title)}**", ""]
    if table.rows:
        lines.append(f"| {' | '.join(markdown(table.columns[at].head) for at in shown)} |")
        lines.append(f"|{'|'.join('---' if table.columns[at].kind == 'name' else '---:' for at in shown)}|")
    for row in table.rows:
        cells = ["" if isinstance(cell := row.cells[at], Bar) or cell is None else cell for at in shown]
        cells[0] = f"{cells[0]} ({row.small})" if row.small else cells[0]
        lines.append(
            f"| {' | '.join(f'**{markdown(cell)}**' if row.look and cell else markdown(cell) for cell in cells)} |"
        )
    return "\n".join([*lines, *([""] if table.rows else []), *(markdown(note) for note in table.notes), ""])

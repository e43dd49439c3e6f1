"""Several banks side by side: on a terminal of 80 columns, in words, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from socialvalue.money import count, places, plain, pounds
from socialvalue.published.banks import Bank
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.data.result import _money, _ratio, problems_as_dicts
from socialvalue.showing.terminal.result import table_of_facts
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.grammar import in_text, listed
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.showing.words.method import method_title
from socialvalue.valuing.compare_banks import Comparison, Row, Spread

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SCHEMA = "socialvalue/comparison/1"
NO_VALUE = "no value"
ACROSS = 3  # banks side by side in 80 columns


def show_comparison(comparison: Comparison, out: Console) -> None:
    """The table by kind and outcome, then in words how far the headline depends on the bank."""
    banks = comparison.banks
    for first in range(0, len(banks), ACROSS):
        out.print(_table(comparison, range(first, min(first + ACROSS, len(banks)))))
    for sentence in sentences(comparison):
        out.print(sentence)
    out.print()
    facts = table_of_facts()
    for name, text in _facts(comparison):
        facts.add_row(name, text)
    out.print(facts)


def _table(comparison: Comparison, shown: Sequence[int]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_heading(comparison), overflow="fold")
    table.add_column("Count", justify="right", no_wrap=True)
    for number in shown:
        table.add_column(comparison.banks[number].id, justify="right", overflow="fold", min_width=10)
    for spread in comparison.spreads:
        table.add_row(f"{spread.kind.capitalize()} value", style="bold")
        for row in _of(spread, comparison):
            quantity = count(row.quantity)
            table.add_row(_label(comparison, row.outcome), quantity, *(_cell(row, n) for n in shown))
        table.add_row(f"Total {spread.kind}", "", *(_amount(spread.totals[n]) for n in shown), style="bold")
        if any(spread.ratios):
            table.add_row("Cost to value", "", *(_one_to(spread.ratios[n]) for n in shown))
        table.add_section()
    return table


def _heading(comparison: Comparison) -> str:
    """“Net value” only where the method takes something off."""
    return "Net value" if any(map(is_adjusted, comparison.results)) else "Value"


def _of(spread: Spread, comparison: Comparison) -> Iterator[Row]:
    return (row for row in comparison.rows if row.kind == spread.kind)


def _label(comparison: Comparison, outcome: str) -> str:
    return comparison.vocabulary[outcome].label


def _amount(amount: Decimal | None) -> str:
    return NO_VALUE if amount is None else pounds(amount)


def _one_to(ratio: Decimal | None) -> str:
    return "" if ratio is None else f"1 : {places(ratio, 2)}"


def _cell(row: Row, number: int) -> str:
    part = "in part: " if row.net[number] is not None and row.missed[number] else ""
    return part + _amount(row.net[number])


def sentences(comparison: Comparison) -> Iterator[str]:
    """What the table says, in sentences that can be read aloud."""
    banks = comparison.banks
    for spread in comparison.spreads:
        having = [bank for bank, amount in zip(banks, spread.totals, strict=True) if amount is not None]
        if len(having) == 1:
            yield f"Only {having[0].id} has {spread.kind} value here."
            continue
        yield f"{spread.kind.capitalize()} value runs {_range(spread.totals, banks)}{_times(spread.times)}."
        labels = [in_text(_label(comparison, outcome)) for outcome in spread.shared]
        who = {2: "both", 3: "all three"}.get(len(having), f"all {len(having)}")
        if not labels:
            yield f"There is no outcome that {who} of them value, so these totals are of different things."
        elif len(labels) < len(list(_of(spread, comparison))):
            same = f"runs {_range(spread.like_for_like, banks)}{_times(spread.shared_times)}"
            yield f"Like for like ({listed(labels)}, which {who} value) it {same}."
    for number, bank in enumerate(banks):
        missed = comparison.missed(number)
        if missed:
            names = [
                f"{in_text(_label(comparison, o))} ({_counted(comparison, o, quantity)})" for o, quantity in missed
            ]
            yield f"{bank.id} cannot value {listed(names)}."
    for result in comparison.results:
        reasons = Counter(entry.reason for entry in result.refused)
        for reason, lines in reasons.items():
            yield f"{result.bank.id} does not claim {lines} {'line' if lines == 1 else 'lines'} ({reason})."
    if comparison.unvalued:
        names = [
            f"{in_text(_label(comparison, entry.outcome))} ({_counted(comparison, entry.outcome, entry.quantity)})"
            for entry in comparison.unvalued
        ]
        yield f"None of the banks values {listed(names)}."


def _counted(comparison: Comparison, outcome: str, quantity: Decimal) -> str:
    return counted(quantity, comparison.vocabulary[outcome].unit)


def _range(totals: Sequence[Decimal | None], banks: Sequence[Bank]) -> str:
    known = [(amount, bank.id) for amount, bank in zip(totals, banks, strict=True) if amount is not None]
    (low, least), (high, most) = min(known), max(known)
    return f"from {pounds(low)} ({least}) to {pounds(high)} ({most})"


def _times(times: Decimal | None) -> str:
    if times is None or times == 1:
        return ""
    return (
        f", {places(times, 1)} times as much" if times >= Decimal("1.5") else f", {places((times - 1) * 100, 1)}% more"
    )


def _facts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    first = comparison.results[0]
    for result in comparison.results:
        bank = result.bank
        years = sorted({entry.valuation.prices for entry in result.lines})
        prices = str(first.method.prices) if first.method.prices else listed([*map(str, years)] or ["no year"])
        people = result.headline.people if result.headline else Decimal(0)
        yield bank.id, f"{bank.title}, {bank.edition}; values {count(people)} people; prices of {prices}"
    if first.method.prices is None and len({e.valuation.prices for r in comparison.results for e in r.lines}) > 1:
        yield "Prices", "of different years, as published; bring them to one with --prices 2024-25"
    yield "Method", f"{first.method.id}: {method_title(first.method)}"
    for notice in comparison.notices:
        yield "Licence", notice


def to_markdown(comparison: Comparison) -> str:
    """The same as Markdown."""
    banks = comparison.banks
    rows = [
        f"| {_heading(comparison)} | Count | {' | '.join(bank.id for bank in banks)} |",
        f"|---|---:|{'---:|' * len(banks)}",
    ]
    numbers = range(len(banks))
    for spread in comparison.spreads:
        for row in _of(spread, comparison):
            label = markdown(f"{_label(comparison, row.outcome)}, {row.kind}")
            rows.append(f"| {label} | {count(row.quantity)} | {' | '.join(_cell(row, n) for n in numbers)} |")
        sums = " | ".join(f"**{_amount(amount)}**" for amount in spread.totals)
        rows.append(f"| **Total {spread.kind}** | | {sums} |")
        if any(spread.ratios):
            rows.append(f"| Cost to value | | {' | '.join(map(_one_to, spread.ratios))} |")
    lines = [f"- {markdown(sentence)}" for sentence in sentences(comparison)]
    facts = [f"- {name}: {markdown(text)}" for name, text in _facts(comparison)]
    return "\n".join([*rows, "", *lines, "", *facts]) + "\n"


def to_json(comparison: Comparison) -> str:
    """The comparison as ``socialvalue/comparison/1``: money as text with two decimals, ``null`` for no value."""
    first = comparison.results[0]
    data = {
        "schema": SCHEMA,
        "banks": [
            {
                "bank": result.bank.id,
                "title": result.bank.title,
                "edition": result.bank.edition,
                "fingerprint": result.provenance.bank_fingerprint,
                "prices": sorted({str(entry.valuation.prices) for entry in result.lines}),
                "people": plain(result.headline.people) if result.headline else None,
                "cannot_value": [
                    {"outcome": entry.outcome, "quantity": plain(entry.quantity), "reason": entry.reason}
                    for entry in result.not_valued
                ],
                "does_not_claim": [
                    {"place": str(entry.line.place), "outcome": entry.line.outcome, "reason": entry.reason}
                    for entry in result.refused
                ],
            }
            for result in comparison.results
        ],
        "by_outcome": [
            {
                "outcome": row.outcome,
                "kind": row.kind,
                "quantity": plain(row.quantity),
                "net": _by_bank(comparison, row.net),
            }
            for row in comparison.rows
        ],
        "by_kind": [
            {
                "kind": spread.kind,
                "net": _by_bank(comparison, spread.totals),
                "ratio": {bank.id: _ratio(ratio) for bank, ratio in zip(comparison.banks, spread.ratios, strict=True)},
                "times": _ratio(spread.times),
                "valued_by_all": list(spread.shared),
                "like_for_like": _by_bank(comparison, spread.like_for_like),
                "like_for_like_times": _ratio(spread.shared_times),
            }
            for spread in comparison.spreads
        ],
        "prices": str(first.method.prices) if first.method.prices else "as published",
        "problems": problems_as_dicts(comparison.problems),
        "notices": list(comparison.notices),
        "provenance": {
            "package": first.provenance.package,
            "method": first.provenance.method,
            "method_fingerprint": first.provenance.method_fingerprint,
            "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in first.provenance.inputs],
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _by_bank(comparison: Comparison, amounts: Sequence[Decimal | None]) -> dict[str, Any]:
    pairs = zip(comparison.banks, amounts, strict=True)
    return {bank.id: _money(amount) for bank, amount in pairs}

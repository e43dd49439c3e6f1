"""Every value of every bank in one table, for people who review them; as a page, too, that can be searched."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from socialvalue.money import plain
from socialvalue.published.banks import Bank
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.showing.words.valuation import read_where

HEADERS = (
    *("bank", "edition", "code", "title", "outcome", "kind", "amount", "low", "high", "unit", "prices", "age", "area"),
    *("from", "to", "who saves", "of which transfers", "parts", "grade", "evidence", "reliability", "measured on"),
    *("working", "published at", "read in", "licence", "notes", "not settled", "not chosen"),
)

#: Columns of pounds.
POUNDS = ("amount", "low", "high", "of which transfers")


def value_rows(banks: Iterable[Bank]) -> Iterator[list[str | Decimal]]:
    """One row a value under `HEADERS`; pounds as decimals, everything else as text."""
    for bank in banks:
        for value in bank:
            yield [_value_cell(entry) for entry in _value_row(bank, value)]


def _value_cell(entry: object) -> str | Decimal:
    if isinstance(entry, Decimal):
        return entry
    return "" if entry is None else " ".join(str(entry).split())


def _value_row(bank: Bank, value: Valuation) -> Iterator[object]:
    yield from (bank.id, bank.edition, value.code, value.title, value.outcome, value.kind)
    yield from (value.amount, value.low, value.high, value.unit, value.prices, value.age, value.area)
    yield from (value.valid_from, value.valid_to)
    yield "; ".join(name for name in value.agencies() if name)
    yield value.transfers() or None
    yield "; ".join(f"{part.label} {plain(part.amount)}" for part in value.components)
    yield value.graded
    yield ": ".join(filter(None, (value.evidence_level or "", value.evidence)))
    yield from (value.reliability, value.population, value.working)
    yield f"{value.source.cited} {value.source.url}"
    yield read_where(value)
    yield value.licence or bank.licence.name
    yield value.notes
    yield "; ".join(unsettled(value))
    yield "; ".join(
        f"{other.label}: {plain(other.amount)} ({other.prices}), {other.reason}" for other in value.alternatives
    )


def unsettled(value: Valuation) -> Iterator[str]:
    """What about a value is open, in a few words each."""
    if value.grade == "consistent":
        yield CONSISTENT
    if value.prices_assumed:
        yield f"no source states the price year; {value.prices} is assumed"
    if value.weak:
        yield "the evidence is weak"
    if value.read_in is not None:
        yield "the source itself was not read"
    if value.alternatives:
        yield "another figure is in circulation"


def banks_held(banks: Sequence[Bank], left_out: Sequence[Bank] = ()) -> str:
    """What a table of these banks holds, and what of the others it does not."""
    text = f"Every value of {len(banks)} {'bank' if len(banks) == 1 else 'banks'}: {sum(map(len, banks)):,}."
    if left_out:
        named = ", ".join(f"{bank.id} ({len(bank):,})" for bank in left_out)
        text += f" Left out, being restricted: {named}."
    return text


def every_value_page(banks: Sequence[Bank], left_out: Sequence[Bank] = ()) -> str:
    """A page with everything in it: the table, with a box over each column that keeps the rows that hold its words."""
    head = "".join(f"<th>{name}<br><input aria-label='{name}'></th>" for name in HEADERS)
    body = "".join(f"<tr>{''.join(map(_td, row))}</tr>" for row in value_rows(banks))
    return _PAGE.replace("HELD", html.escape(banks_held(banks, left_out))).replace("HEAD", head).replace("BODY", body)


def _td(cell: str | Decimal) -> str:
    if isinstance(cell, Decimal):
        return f"<td class=n>{html.escape(plain(cell))}</td>"
    return f"<td>{html.escape(cell)}</td>"


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every value of every bank</title>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<style>
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse }
th, td { border: 1px solid #bbb; padding: .3rem .5rem; vertical-align: top; max-width: 24rem }
th { position: sticky; top: 0; background: #f3f3f3; text-align: left } th input { width: 8rem } .n { text-align: right }
</style>
<h1>Every value of every bank</h1>
<p>HELD</p>
<p>Type over a column to keep the rows that hold the words. An empty cell is nothing said, not zero.</p>
<table><thead><tr>HEAD</tr></thead><tbody>BODY</tbody></table>
<script>
const boxes = [...document.querySelectorAll("th input")], rows = [...document.querySelectorAll("tbody tr")];
const lacks = (row, box, i) => box.value && !row.cells[i].textContent.toLowerCase().includes(box.value.toLowerCase());
for (const box of boxes) box.oninput = () => {
  for (const row of rows) row.hidden = boxes.some((other, i) => lacks(row, other, i));
};
</script></html>
"""

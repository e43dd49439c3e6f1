"""Every value of every bank as a page with a box over each column that keeps the rows that hold its words."""

from __future__ import annotations

import html
from collections.abc import Sequence
from decimal import Decimal

from socialvalue.money import plain
from socialvalue.published.banks import Bank
from socialvalue.showing.data.every_value import HEADERS, banks_held, value_rows


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

"""Banks and their values, each with what an auditor asks first: on a terminal of 80 columns, as csv and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from socialvalue.money import plain, pounds
from socialvalue.published.bank_columns import table_of
from socialvalue.published.bank_review import Change, Difference
from socialvalue.published.banks import Bank, Valuation
from socialvalue.showing.data.result import defused
from socialvalue.showing.terminal.result import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_banks(banks: Iterable[Bank], out: Console) -> None:
    """One row a bank: values, price years, grades, licence; then the notices of restricted ones."""
    shown = list(banks)
    table = _table("Bank", "Edition", "Values", "Prices", "Grades", "Licence")
    _whole(table, (bank.id for bank in shown))
    table.columns[2].justify = "right"
    table.columns[5].no_wrap = True
    for bank in shown:
        grades = ", ".join(sorted({value.grade for value in bank}))
        row = (bank.id, bank.edition, f"{len(bank.valuations):,}", price_years(bank), grades)
        table.add_row(*row, bank.licence.redistribution)
    out.print(table)
    _print_notices(shown, out)


def price_years(bank: Bank) -> str:
    """The price year, or the first and last of several."""
    years = sorted({value.prices for value in bank})
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def show_bank(bank: Bank, out: Console) -> None:
    """A bank's values, its licence and its fingerprint."""
    out.print(f"{bank.title}. {bank.publisher}, {bank.edition} ({bank.id})", style="bold")
    columns: dict[str, list[str]] = {
        "Unit": [value.unit.removeprefix("GBP").replace("/", "per").strip() for value in bank],
        "Prices": [_prices(value) for value in bank],
        "Kind": [value.kind for value in bank],
        "Grade": [value.grade for value in bank],
    }
    throughout = [f"{name.lower()} {cells[0]}" for name, cells in columns.items() if len(set(cells)) == 1]
    columns = {name: cells for name, cells in columns.items() if len(set(cells)) > 1}
    table = _table("Code", "Title", "Amount", *columns)
    _whole(table, bank.codes)
    table.columns[2].justify = "right"
    table.columns[2].no_wrap = True
    for number, value in enumerate(bank):
        title = value.title + (f" ({value.holds_for})" if value.holds_for else "")
        table.add_row(value.code, title, pounds(value.amount), *(cells[number] for cells in columns.values()))
    out.print(table)
    facts = table_of_facts()
    facts.add_row("Values", f"{len(bank.valuations):,}; one in full: sv banks show {bank.id} {bank.valuations[0].code}")
    if throughout:
        facts.add_row("All of them", "; ".join(throughout))
    for name, text in _about(bank):
        facts.add_row(name, text)
    out.print(facts)


def _prices(value: Valuation) -> str:
    return f"{value.prices}" + (" (assumed)" if value.prices_assumed else "")


def _about(bank: Bank) -> Iterator[tuple[str, str]]:
    yield "Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}"
    if bank.licence.notice:
        yield "Notice", bank.licence.notice
    rules = bank.claiming
    if rules.sustained_only:
        yield "Claiming", "an outcome that was not sustained is not claimed"
    if rules.evidence_required:
        yield "Claiming", "an outcome without evidence is not claimed"
    for exclusive in rules.exclusive:
        yield "Claiming", f"one person holds only one of: {', '.join(exclusive.outcomes)} ({exclusive.grade})"
    for includes in rules.includes:
        yield "Claiming", f"{includes.outcome} already holds {', '.join(includes.includes)} ({includes.grade})"
    if bank.notes:
        yield "Notes", " ".join(bank.notes.split())
    yield "Fingerprint", bank.fingerprint


def show_valuation(bank: Bank, value: Valuation, out: Console) -> None:
    """One value with everything known about it."""
    facts = table_of_facts()
    facts.add_row("Code", f"{value.code} ({bank.id})")
    facts.add_row("Title", value.title)
    facts.add_row("Outcome", value.outcome)
    facts.add_row("Amount", f"{pounds(value.amount)}, {value.unit}")
    if value.low is not None or value.high is not None:
        ends = (value.amount if end is None else end for end in (value.low, value.high))
        facts.add_row("Range", " to ".join(map(pounds, ends)))
    for part in value.components:
        facts.add_row("Made of", f"{pounds(part.amount)}: {part.label}" + (f" ({part.kind})" if part.kind else ""))
    facts.add_row("Prices", _prices(value))
    facts.add_row("Kind", value.kind + ("; so many WELLBYs" if value.wellby else ""))
    facts.add_row("For", f"age {value.age}, area {value.area}")
    if value.valid_from or value.valid_to:
        facts.add_row("Valid", f"{value.valid_from or '…'} to {value.valid_to or '…'}")
    facts.add_row("Grade", value.grade)
    for name, text in (("Working", value.working), ("Notes", value.notes)):
        if text:
            facts.add_row(name, " ".join(text.split()))
    source = value.source
    facts.add_row("Source", f"{source.publisher} ({source.year}). {source.title}, {source.locator}.")
    facts.add_row("Found at", f"{source.url} (read {source.retrieved})")
    facts.add_row("Edition", f"{bank.title}, {bank.edition}")
    facts.add_row("Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}")
    if bank.licence.notice:
        facts.add_row("Notice", bank.licence.notice)
    facts.add_row("Fingerprint", f"{bank.fingerprint} (of the bank)")
    out.print(facts)


def show_difference(found: Difference, out: Console) -> None:
    """What was added, removed and changed, with amounts and percentages."""
    out.print(f"From {found.old.id} to {found.new.id}", style="bold")
    if found.added or found.removed or found.changed:
        table = _table("Code", "What", "From", "To", "Change")
        _whole(table, (*found.old.codes, *found.new.codes))
        for column in table.columns[2:]:
            column.justify = "right"
            column.no_wrap = True
        for change in found.changed:
            table.add_row(change.new.code, *_changed(change))
        for value in found.added:
            table.add_row(value.code, f"added: {value.title}", "", pounds(value.amount), "")
        for value in found.removed:
            table.add_row(value.code, f"removed: {value.title}", pounds(value.amount), "", "")
        out.print(table)
    counts = (("added", found.added), ("removed", found.removed), ("changed", found.changed))
    out.print("; ".join([*(f"{len(values)} {word}" for word, values in counts), f"{found.same} the same"]) + ".")
    if any("prices" in change.fields for change in found.changed):
        out.print("Where the price year changed, the percentage holds inflation too.")
    _print_notices((found.old, found.new), out)


def _changed(change: Change) -> tuple[str, str, str, str]:
    old, new = change.old, change.new
    others = [name for name in change.fields if name != "amount"]
    what = f"changed: {new.title}" + (f" ({'; '.join(_field(name, old, new) for name in others)})" if others else "")
    if "amount" not in change.fields:
        return what, pounds(old.amount), pounds(new.amount), "same amount"
    growth = "" if change.growth is None else f"{change.growth * 100:+.1f}%"
    return what, pounds(old.amount), pounds(new.amount), growth


def _field(name: str, old: Valuation, new: Valuation) -> str:
    """A field that differs: with what it was and is, where that is short."""
    label = name.replace("_", " ")
    before, after = getattr(old, name), getattr(new, name)
    if name in ("source", "components", "working", "notes", "title"):
        return label
    show = plain if isinstance(before, Decimal) and isinstance(after, Decimal) else str
    return f"{label} {show(before)} to {show(after)}"


def _print_notices(banks: Iterable[Bank], out: Console) -> None:
    for bank in banks:
        if bank.licence.restricted:
            out.print(f"{bank.id}: {bank.licence.notice}")


def _whole(table: Table, names: Iterable[str]) -> None:
    """A table whose first column is never cut short: it is what one types. It folds only where it is very long."""
    table.columns[0].overflow = "fold"
    table.columns[0].no_wrap = max(map(len, names), default=0) <= 24


def _table(*columns: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))


# files


def to_csv(bank: Bank) -> str:
    """The values, one a row, under the headers that an import reads, each with the licence notice."""
    headers, rows = table_of(bank)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    for row in rows:
        shown = ["" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell) for cell in row]
        writer.writerow([defused(cell) for cell in shown])
    return out.getvalue()


def to_markdown(bank: Bank) -> str:
    """The values as a Markdown table, with their sources, licence and fingerprint."""
    lines = [
        f"# {markdown(bank.title)}",
        "",
        f"{markdown(bank.publisher)}, {markdown(bank.edition)} (`{bank.id}`)",
        "",
        "| Code | Title | Outcome | Amount | Range | Unit | Prices | Kind | For | Grade | Source |",
        "|---|---|---|---:|---:|---|---|---|---|---|---|",
    ]
    for value in bank:
        given = value.low is not None and value.high is not None
        span = f"{pounds(value.low or Decimal(0))} to {pounds(value.high or Decimal(0))}" if given else ""
        cells = [value.code, value.title, value.outcome, pounds(value.amount), span, value.unit, _prices(value)]
        cells += [value.kind, value.holds_for or "all", value.grade, str(value.source)]
        lines.append("| " + " | ".join(map(markdown, cells)) + " |")
    lines += ["", *(f"- {name}: {markdown(text)}" for name, text in _about(bank))]
    return "\n".join(lines) + "\n"


def markdown(text: str) -> str:
    """Text that is only text in Markdown: no table cell ends early, no tag is read as one."""
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")

"""Banks and their values, each with what an auditor asks first: on a terminal of 80 columns, as csv and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from socialvalue.money import plain, pounds
from socialvalue.published.bank_columns import table_of
from socialvalue.published.bank_review import Change, Difference, field_words
from socialvalue.published.banks import Bank
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.showing.data.escaping import defused, markdown
from socialvalue.showing.terminal.result import table_of_facts
from socialvalue.showing.words.valuation import effect_words, input_words, read_where, uprated_words

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
    if len(columns) > 2:  # too many for 80 columns: under the title
        table = _table("Code", "Amount", "What")
        right = 1
    else:
        table = _table("Code", "Title", "Amount", *columns)
        right = 2
    _whole(table, bank.codes)
    table.columns[right].justify = "right"
    table.columns[right].no_wrap = True
    for number, value in enumerate(bank):
        title = value.title + (f" ({value.holds_for})" if value.holds_for else "")
        told = [cells[number] for cells in columns.values()]
        if len(columns) > 2:
            weak = ["weak evidence"] if value.weak else []
            table.add_row(value.code, pounds(value.amount), f"{title}\n{' · '.join([*told, *weak])}")
        else:
            table.add_row(value.code, title, pounds(value.amount), *told)
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
    for replaces in rules.replaces:
        kinds = f"the {' and '.join(replaces.kinds)} value" if replaces.kinds else "the value"
        who = "the same person" if replaces.within == "person" else "the same organisation, period and project"
        others = ", ".join(replaces.replaces)
        yield "Claiming", f"{replaces.outcome} takes the place of {kinds} of {others} for {who} ({replaces.grade})"
    for includes in rules.includes:
        yield "Claiming", f"{includes.outcome} already holds {', '.join(includes.includes)} ({includes.grade})"
    if bank.notes:
        yield "Notes", " ".join(bank.notes.split())
    yield "Fingerprint", bank.fingerprint


def show_valuation(bank: Bank, value: Valuation, out: Console) -> None:
    """One value with everything known about it."""
    facts = table_of_facts()
    for name, text in facts_of(bank, value):
        facts.add_row(name, text)
    out.print(facts)


def facts_of(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    """Everything known about a value, each fact under its name."""
    for facts in (_what(bank, value), _how_known(value), _where_from(bank, value)):
        yield from ((name, " ".join(text.split())) for name, text in facts if text)


def _what(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    yield "Code", f"{value.code} ({bank.id})"
    yield "Title", value.title
    yield "Outcome", value.outcome
    yield "Amount", f"{pounds(value.amount)}, {value.unit}"
    if value.low is not None or value.high is not None:
        yield "Range", " to ".join(pounds(value.amount if end is None else end) for end in (value.low, value.high))
    for part in value.components:
        told = "; ".join(filter(None, (part.kind or "", part.agency, "a transfer" if part.transfer else "")))
        yield "Made of", f"{pounds(part.amount)}: {part.label}" + (f" ({told})" if told else "")
    yield "Who saves", value.agency
    if value.effect:
        yield "Effect", effect_words(value.effect)
    if value.uprated:
        yield "Uprated", uprated_words(value.uprated)
    yield "Prices", _prices(value)
    yield "Kind", value.kind + ("; so many WELLBYs" if value.wellby else "")
    yield "For", f"age {value.age}, area {value.area}"
    if value.valid_from or value.valid_to:
        yield "Valid", f"{value.valid_from or '…'} to {value.valid_to or '…'}"


def _how_known(value: Valuation) -> Iterator[tuple[str, str]]:
    yield "Grade", value.graded + (f": {CONSISTENT}" if value.grade == "consistent" else "")
    yield "Evidence", ": ".join(filter(None, (value.evidence_level or "", value.evidence)))
    yield "Reliability", f"{value.reliability}, as its publisher rates it" if value.reliability else ""
    yield "Measured on", value.population
    yield "Working", value.working
    yield "Notes", value.notes
    for one in value.inputs:
        yield "Input", input_words(one)
    for other in value.alternatives:
        yield "Not chosen", f"{other.label}: {pounds(other.amount)} ({other.prices}). {other.reason} {other.source}"


def _where_from(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    source = value.source
    yield "Published at", f"{source.cited} {source.url}"
    yield "Read in", read_where(value)
    published, since = value.published or bank.published, value.effective_from or bank.effective_from
    dates = (f"published {published}" if published else "", f"used from {since}" if since else "")
    yield "Edition", "; ".join(filter(None, (f"{bank.title}, {bank.edition}", *dates)))
    yield "Superseded by", value.superseded_by or bank.superseded_by
    yield "Checked on", str(value.checked_on or "")
    yield "Licence", f"{value.licence} (of the value, as read)" if value.licence else ""
    yield "Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}"
    yield "Notice", bank.licence.notice
    yield "Fingerprint", f"{bank.fingerprint} (of the bank)"


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
    for words in found.bank:
        out.print(f"The bank: {words}.")
    counts = (("added", found.added), ("removed", found.removed), ("changed", found.changed))
    out.print("; ".join([*(f"{len(values)} {word}" for word, values in counts), f"{found.same} the same"]) + ".")
    if any("prices" in change.fields for change in found.changed):
        out.print("Where the price year changed, the percentage holds inflation too.")
    _print_notices((found.old, found.new), out)


def _changed(change: Change) -> tuple[str, str, str, str]:
    old, new = change.old, change.new
    others = [name for name in change.fields if name != "amount"]
    what = f"changed: {new.title}" + (
        f" ({'; '.join(field_words(name, old, new) for name in others)})" if others else ""
    )
    if "amount" not in change.fields:
        return what, pounds(old.amount), pounds(new.amount), "same amount"
    growth = "" if change.growth is None else f"{change.growth * 100:+.1f}%"
    return what, pounds(old.amount), pounds(new.amount), growth


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

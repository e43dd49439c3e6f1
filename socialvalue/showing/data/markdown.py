"""Markdown tables: a result, its groups, a bank, the report's tables, and years, banks or methods side by side."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import count, pounds
from socialvalue.published.banks import Bank
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.groups import RollUp
from socialvalue.records.results import Result
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.last_year import year_tables
from socialvalue.showing.board.rounding import Rounding
from socialvalue.showing.board.tables import Table
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.words.bank import (
    amount_or_none,
    bank_cell,
    bank_facts,
    banks_compared_facts,
    banks_compared_sentences,
    cost_to_value,
    outcome_label,
    prices_of_value,
    rows_of_kind,
    value_heading,
)
from socialvalue.showing.words.groups import group_table
from socialvalue.showing.words.headline import nothing_valued
from socialvalue.showing.words.method import method_facts, method_title, methods_table
from socialvalue.valuing.compare_banks import Comparison
from socialvalue.valuing.compare_methods import MethodsCompared
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def to_markdown(result: Result) -> str:
    """The totals by outcome as a Markdown table, with what they rest on."""
    above = [] if result.lines or result.headline is None else [f"**{markdown(nothing_valued(result))}**", ""]
    result_rows = [*above, "| Outcome | Quantity | Unit value | Gross | Net |", "|---|---:|---:|---:|---:|"]
    for entry in result.by_outcome:
        unit = "various" if entry.unit_value_here is None else pounds(entry.unit_value_here)
        label = markdown(result.vocabulary[entry.outcome].label)
        result_rows.append(
            f"| {label} | {count(entry.quantity)} | {unit} | {pounds(entry.gross)} | {pounds(entry.net)} |"
        )
    head = result.headline
    if head is not None and head.gross is not None and head.net is not None:
        result_rows.append(
            f"| **Total** | **{count(head.outcomes)} outcomes** | | **{pounds(head.gross)}** | **{pounds(head.net)}** |"
        )
    method = f"{result.method.id} ({method_title(result.method)})"
    told = [f"Bank: {result.bank.id} ({result.bank.title}). Method: {method}."]
    told += [f"Map: {mapping.named}."] if (mapping := result.entered.mapping) else []
    told += [
        f"Not valued: {result.vocabulary[item.outcome].label}, {count(item.quantity)} ({item.reason})."
        for item in result.not_valued
    ]
    result_rows += ["", *map(markdown, [*told, *result.notices])]
    return "\n".join(result_rows) + "\n"


def rollup_to_markdown(roll_up: RollUp, vocabulary: Vocabulary) -> str:
    """The groups as a Markdown table."""
    head, rows = group_table(roll_up, vocabulary)
    group_aligned = ["---" if number < len(roll_up.by) else "---:" for number in range(len(head))]
    group_rows = ([markdown(cell) for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (map(markdown, head), group_aligned, *group_rows)) + "\n"


def bank_to_markdown(bank: Bank) -> str:
    """The values as a Markdown table, with their sources, licence and fingerprint."""
    bank_lines = [
        f"# {markdown(bank.title)}",
        "",
        f"{markdown(bank.publisher)}, {markdown(bank.edition)} (`{bank.id}`)",
        "",
        "| Code | Title | Outcome | Amount | Range | Unit | Prices | Kind | For | Grade | Source |",
        "|---|---|---|---:|---:|---|---|---|---|---|---|",
    ]
    for value in bank:
        given = value.low is not None and value.high is not None
        value_range = f"{pounds(value.low or Decimal(0))} to {pounds(value.high or Decimal(0))}" if given else ""
        value_cells = [
            value.code,
            value.title,
            value.outcome,
            pounds(value.amount),
            value_range,
            value.unit,
            prices_of_value(value),
        ]
        value_cells += [value.kind, value.holds_for or "all", value.grade, str(value.source)]
        bank_lines.append("| " + " | ".join(map(markdown, value_cells)) + " |")
    bank_lines += ["", *(f"- {name}: {markdown(text)}" for name, text in bank_facts(bank))]
    return "\n".join(bank_lines) + "\n"


def table_as_markdown(table: Table) -> str:
    """A table of a report as Markdown; bars are left out."""
    columns_shown = [at for at, column in enumerate(table.columns) if column.kind != "bar"]
    lines = [f"**{markdown(table.title)}**", ""]
    if table.rows:
        lines.append(f"| {' | '.join(markdown(table.columns[at].head) for at in columns_shown)} |")
        lines.append(f"|{'|'.join('---' if table.columns[at].kind == 'name' else '---:' for at in columns_shown)}|")
    for row in table.rows:
        board_cells = ["" if isinstance(cell := row.cells[at], Bar) or cell is None else cell for at in columns_shown]
        board_cells[0] = f"{board_cells[0]} ({row.small})" if row.small else board_cells[0]
        written = [f"**{markdown(cell)}**" if row.look and cell else markdown(cell) for cell in board_cells]
        lines.append(f"| {' | '.join(written)} |")
    return "\n".join([*lines, *([""] if table.rows else []), *(markdown(note) for note in table.notes), ""])


def years_to_markdown(years: LikeForLike, rounding: Rounding = "pounds") -> str:
    """The comparison as Markdown tables under their findings."""
    parts = [table_as_markdown(table) for table in year_tables(years, rounding)]
    return "\n".join([*parts, *(f"- Licence: {markdown(notice)}" for notice in years.now.notices)]) + "\n"


def banks_compared_to_markdown(comparison: Comparison) -> str:
    """The same as Markdown."""
    banks = comparison.banks
    comparison_rows = [
        f"| {value_heading(comparison)} | Count | {' | '.join(bank.id for bank in banks)} |",
        f"|---|---:|{'---:|' * len(banks)}",
    ]
    numbers = range(len(banks))
    for spread in comparison.spreads:
        for row in rows_of_kind(spread, comparison):
            label = markdown(f"{outcome_label(comparison, row.outcome)}, {row.kind}")
            comparison_rows.append(
                f"| {label} | {count(row.quantity)} | {' | '.join(bank_cell(row, n) for n in numbers)} |"
            )
        sums = " | ".join(f"**{amount_or_none(amount)}**" for amount in spread.totals)
        comparison_rows.append(f"| **Total {spread.kind}** | | {sums} |")
        if any(spread.ratios):
            comparison_rows.append(f"| Cost to value | | {' | '.join(map(cost_to_value, spread.ratios))} |")
    comparison_lines = [f"- {markdown(sentence)}" for sentence in banks_compared_sentences(comparison)]
    facts = [f"- {name}: {markdown(text)}" for name, text in banks_compared_facts(comparison)]
    return "\n".join([*comparison_rows, "", *comparison_lines, "", *facts]) + "\n"


def methods_to_markdown(found: MethodsCompared) -> str:
    """The comparison as Markdown tables."""
    method_tables = []
    for side in found.sides:
        head, rows = methods_table(found, side)
        method_lines = [[markdown(cell) for cell in row] for row in (head, *rows)]
        method_lines.insert(1, ["---", *("---:" for _ in head[1:])])
        method_tables.append("\n".join(f"| {' | '.join(row)} |" for row in method_lines))
    method_tables += [f"{markdown(name)}: {markdown(text)}." for name, text in method_facts(found)]
    return "\n\n".join(method_tables) + "\n"

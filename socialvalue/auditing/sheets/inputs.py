"""The sheet Inputs: the files with their hashes, and control totals by file and outcome."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.sheets.gross_by_kind import gross_by_kind, kinds_of_value
from socialvalue.auditing.tables import Cell, Column, Sheet, Table, facts_table
from socialvalue.money import pounds, total
from socialvalue.records.returns import Line


def inputs_sheet(audit: Audit) -> Sheet:
    """What was read: files and outcomes, each with totals to be agreed, costs and evidence."""
    result = audit.result
    by_file: dict[str, list[Line]] = {entry.file: [] for entry in result.provenance.inputs}
    for line in result.entered.lines:
        by_file.setdefault(_file_of_line(line), []).append(line)
    kinds = kinds_of_value(result) or ["wellbeing"]
    digests = {entry.file: entry.sha256 for entry in result.provenance.inputs}
    checked = "compared" if audit.inputs else "not given, not compared"
    file_rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name or "(made by a program)",
            digests.get(name, ""),
            "differs" if name in audit.changed else checked,
            len(lines),
            sum(line.rows for line in lines),
            sum(line.rows for line in lines if line.quantity is None),
            total(line.quantity or Decimal(0) for line in lines),
            *gross_by_kind((entry for entry in result.lines if _file_of_line(entry.line) == name), kinds),
        )
        for name, lines in by_file.items()
    )
    file_columns = (
        Column("File", 34),
        Column("sha256", 40),
        Column("Compared?", 22),
        Column("Lines", 10, "count"),
        Column("Rows or cells", 16, "count"),
        Column("Left blank", 14, "count"),
        Column("Quantities added, of all units", 24, "count"),
        *(Column(f"Gross £, {kind}" if len(kinds) > 1 else "Gross £", 20, "pounds") for kind in kinds),
    )
    by_outcome: dict[str, list[Line]] = {}
    for line in result.entered.lines:
        by_outcome.setdefault(line.outcome, []).append(line)
    outcome_totals: tuple[tuple[Cell, ...], ...] = tuple(
        (
            result.vocabulary[outcome].label,
            result.vocabulary[outcome].unit,
            "",
            len(lines),
            sum(line.rows for line in lines),
            sum(line.rows for line in lines if line.quantity is None),
            total(line.quantity or Decimal(0) for line in lines),
            *gross_by_kind((entry for entry in result.lines if entry.line.outcome == outcome), kinds),
        )
        for outcome, lines in by_outcome.items()
    )
    last_year_files = tuple((entry.file, entry.sha256) for entry in audit.last_year)
    cost_rows = tuple((entry.cost.project or "the whole", pounds(entry.cost.amount)) for entry in result.spent)
    tables = [
        Table(
            "Files",
            file_columns,
            file_rows,
            "Control totals: agree them with the files, or with the system they came from.",
        ),
        Table(
            "By outcome",
            (Column("Outcome", 34), Column("Counted in", 40), Column("", 22), *file_columns[3:]),
            outcome_totals,
        ),
    ]
    if last_year_files:
        tables.append(Table("Last year’s files", (Column("File", 34), Column("sha256", 40)), last_year_files))
    if cost_rows:
        tables.append(facts_table("Costs", cost_rows))
    recorded_lines = [line for line in result.entered.lines if line.quantity]
    stated = sum(line.rows for line in recorded_lines if line.evidence)
    rows_recorded = sum(line.rows for line in recorded_lines)
    sustained = sum(line.rows for line in recorded_lines if line.sustained)
    said = [
        ("State evidence", f"{stated:,} of {rows_recorded:,} rows or cells with a figure"),
        ("Say that the outcome was sustained", f"{sustained:,} of {rows_recorded:,}"),
    ]
    tables.append(facts_table("What the lines say of themselves", said, _EVIDENCE))
    return Sheet("Inputs", "What was read", tuple(tables), "Files with their hashes, and control totals.")


_EVIDENCE = (
    "Evidence is counted where the file has a column of evidence (also called proof or verification) and the "
    "row has anything in it but “no”, “none” or the like. It is what a row says it has; nobody has seen it. A file "
    "without such a column states none."
)


def _file_of_line(line: Line) -> str:
    return str(line.place).split("!")[0]

"""The sheets Sensitivity and Last year: what each assumption moves the total by; the bridge from last year."""

from __future__ import annotations

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.tables import Cell, Column, Sheet, Table
from socialvalue.money import count, places, pounds
from socialvalue.showing.words.amounts import assumed_figure
from socialvalue.showing.words.grammar import capital


def sensitivity_sheet(audit: Audit) -> Sheet:
    """A table for each total: every assumption with its range, and how far it moves the total."""
    sensitivity_columns = (
        Column("Assumption", 44),
        Column("Figure", 20),
        Column("Lowest", 20),
        Column("Highest", 20),
        Column("Net £ at lowest", 20, "pounds"),
        Column("Net £ at highest", 20, "pounds"),
        Column("Moves the total by £", 24, "pounds"),
        Column("Material?", 34),
    )
    tables: list[Table] = []
    material = tested = untested = 0
    for total_range in audit.ranges:
        threshold = audit.threshold(total_range.kinds)
        assumption_rows: list[tuple[Cell, ...]] = []
        for sensitivity in total_range.sensitivities:
            assumption = sensitivity.assumption
            if assumption.low == assumption.high:
                untested += 1
                figure = assumed_figure(assumption, assumption.value)
                assumption_rows.append(
                    (assumption.label, figure, "", "", None, None, None, "not tested: no range is known")
                )
                continue
            says = ""
            if threshold is not None:
                tested += 1
                says = "material" if sensitivity.swing >= threshold else "no"
                material += says == "material"
            range_shown = [
                assumed_figure(assumption, value) for value in (assumption.value, assumption.low, assumption.high)
            ]
            assumption_rows.append(
                (assumption.label, *range_shown, sensitivity.at_low, sensitivity.at_high, sensitivity.swing, says)
            )
        low, high = pounds(places(total_range.low, 2)), pounds(places(total_range.high, 2))
        ends = f"With every assumption at its low and at its high end: {low} to {high}."
        tables.append(
            Table(
                f"{capital(' and '.join(total_range.kinds))} value",
                sensitivity_columns,
                tuple(assumption_rows),
                ends if total_range.known else "",
            )
        )
    lead = ["One assumption at a time, from its lowest to its highest."]
    matters = audit.threshold()
    if matters is not None and tested:
        some = f"{material} of them move" if material > 1 else "one of them moves" if material else "none of them moves"
        lead.append(f"{tested} tested against {pounds(places(matters, 2))}: {some} the total by that or more.")
    if untested:
        have, were = ("has", "was") if untested == 1 else ("have", "were")
        every = sum(len(total_range.sensitivities) for total_range in audit.ranges)
        lead.append(
            f"{untested} of {every} {have} no range that is known "
            f"and {were} not tested, which does not mean that the total hardly moves with them."
        )
    return Sheet("Sensitivity", "What moves the total", tuple(tables), " ".join(lead))


def last_year_sheet(audit: Audit) -> Sheet:
    """Each step of the bridge, which adds to the one before it."""
    bridge_columns = (Column("Step", 44), Column("£", 20, "pounds"), Column("What it is", 80))
    tables = tuple(
        Table(
            f"{capital(' and '.join(found.kinds))} value, net",
            bridge_columns,
            (
                ("Last year, as it was valued then", found.then, f"{count(found.quantity_then)} counted"),
                ("Values and prices", found.value, "last year’s counts with this year’s values and prices"),
                ("Method", found.method, "and by this year’s method"),
                ("Volume", found.volume, "more or fewer, at last year’s average"),
                ("Mix", found.mix, "of other outcomes"),
                ("This year", found.now, f"{count(found.quantity_now)} counted"),
            ),
            "The months that both years report; each step adds to the one before it.",
        )
        for found in audit.bridges
    )
    return Sheet("Last year", "From last year’s figure to this one", tables, "The same months of both years.")

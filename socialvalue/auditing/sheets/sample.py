"""The sheet Sample: the lines to be agreed with evidence, and how they were drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.sampling import WITHOUT_POUNDS, Drawn, Item
from socialvalue.auditing.sheets.gross_by_kind import gross_by_kind, kinds_of_value
from socialvalue.auditing.tables import Cell, Column, Sheet, Table, texts_table
from socialvalue.money import EXACT, percent, places, plain, pounds, total
from socialvalue.records.results import Result
from socialvalue.showing.words.amounts import counted, when
from socialvalue.showing.words.bank import grade_words
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.line_trace import line_sentences, year_sums

WHY_TAKEN = {
    "all": "of all there are",
    "certain": "larger than the interval",
    "by pound": "by their pounds",
    "refused": "refused",
    "nought": "of nought",
    "blank": "left blank",
    "no value": "without a value",
}


def sample_sheet(audit: Audit, drawn: Drawn) -> Sheet:
    """The lines that were drawn, each traced from its cell to the source, with room for what was seen."""
    result, items = audit.rows, drawn.items
    kinds = kinds_of_value(result)
    sample_columns = (
        Column("Line", 8, "count"),
        Column("Cell", 24),
        Column("What was reported, and what counts", 40),
        Column("Taken", 18),
        Column("Gross £", 24 if len(kinds) > 1 else 16, "pounds"),
        Column("Net £", 24 if len(kinds) > 1 else 16, "pounds"),
        Column("From the cell to the source", 84),
        Column("", 2),
        Column("Evidence seen", 24, "fill"),
        Column("Initials", 10, "fill"),
        Column("Conclusion", 16, "fill"),
    )
    sample_rows = tuple(
        (
            item.number,
            str(item.line.place),
            _reported_words(item, result),
            WHY_TAKEN[item.why] + (f", at {pounds(places(item.point, 2))}" if item.point is not None else ""),
            _pounds_of_item([(entry.kind, entry.gross) for entry in item.values], kinds),
            _pounds_of_item([(entry.kind, entry.net) for entry in item.values], kinds),
            "\n".join(_trace_of_item(item, result)),
        )
        for item in items
    )
    taken = [entry for item in items for entry in item.values]
    shares_sampled = []
    for kind, part, every in zip(kinds, gross_by_kind(taken, kinds), gross_by_kind(result.lines, kinds), strict=True):
        share_of_kind = f", {percent(EXACT.divide(part, every))} of all" if every else ""
        shares_sampled.append(f"{pounds(part)} of gross {kind} value{share_of_kind}")
    lead = f"{len(items)} of {drawn.lines:,} lines hold {'; '.join(shares_sampled) or 'no pounds'}."
    return Sheet(
        "Sample",
        "Lines to be agreed with evidence",
        (
            texts_table("How lines were taken", (f"{what}: {told}" for what, told in _how_drawn(audit, drawn))),
            Table("Lines", sample_columns, sample_rows, "No line names a person: the cell says where the key is."),
        ),
        lead,
    )


def _pounds_of_item(values: Sequence[tuple[str, Decimal]], kinds: Sequence[str]) -> Cell:
    """Pounds of a line, if it has any; where there are several kinds in the result, each under its name."""
    if not values:
        return None
    if len(kinds) < 2:
        return total(value for _, value in values)
    return "\n".join(f"{kind} {pounds(places(value, 2))}" for kind, value in values)


def _how_drawn(audit: Audit, drawn: Drawn) -> Iterator[tuple[str, str]]:
    """What it takes to draw the same lines again."""
    result, kinds = audit.rows, kinds_of_value(audit.rows)
    of_each = [
        f"{pounds(places(part, 2))} gross {kind}"
        for kind, part in zip(kinds, gross_by_kind(result.lines, kinds), strict=True)
    ]
    yield "Population", f"{drawn.lines:,} lines; {listed(of_each) if of_each else 'no pounds'}"
    if len(kinds) > 1:
        yield "Several kinds", "A line is drawn by the gross pounds of all its kinds; they are added for that alone."
    number = {why: sum(item.why == why for item in drawn.items) for why in WHY_TAKEN}
    if number["all"]:
        yield "Taken", f"All of them: {audit.size} were asked for. Nothing was drawn."
        return
    always_taken = total(item.pounds for item in drawn.items if item.why == "certain")
    yield (
        "Always taken, apart from the draw",
        f"{number['certain']} lines, {pounds(places(always_taken, 2))}: those that hold an interval or more. "
        "The interval is the pounds that are left over the places that are left, "
        "found anew after each time such lines are taken out.",
    )
    if drawn.interval is not None and drawn.start is not None:
        yield (
            "Drawn from",
            f"{drawn.rest:,} lines, {pounds(places(drawn.rest_pounds, 2))}, for {number['by pound']} places",
        )
        yield "Interval", f"{pounds(places(drawn.interval, 2))}: those pounds over those places"
        yield (
            "Start",
            f"{pounds(places(drawn.start, 2))}: the interval × {plain(drawn.share or Decimal(0))}, which is "
            f"random.Random({audit.seed}).randrange(10**12) ÷ 10**12 in Python",
        )
        yield (
            "How",
            "Those lines are laid end to end by their gross pounds, in the order of their numbers. The line in which "
            "the start lies is taken, then the one an interval further, and so on: each of those pounds had the same "
            "chance. The column Taken has the point of each line.",
        )
    without_pounds = sum(number[why] for why in ("refused", "nought", "no value", "blank"))
    yield (
        "Without pounds",
        f"{without_pounds} lines, apart from the draw: one place in {WITHOUT_POUNDS} is kept for refused claims, "
        "noughts, what has no value and blanks, and more where few lines have pounds. Each sort in "
        "this order is shuffled by the same generator, and one of each is taken in turn, from the end.",
    )


def _reported_words(item: Item, result: Result) -> str:
    line = item.line
    outcome = result.vocabulary[line.outcome]
    quantity_reported = "left blank" if line.quantity is None else counted(line.quantity, outcome.unit)
    item_words = [line.organisation, when(line.period), outcome.label, quantity_reported]
    if line.project:
        item_words.append(f"project {line.project}")
    if line.start or line.end:
        item_words.append(f"from {line.start or 'not said'} to {line.end or 'not said'}")
    if line.sustained is not None:
        item_words.append("sustained" if line.sustained else "not sustained")
    item_words.append("evidence is stated" if line.evidence else "no evidence is stated")
    return f"{'; '.join(item_words)}\nWhat counts: {outcome.definition}"


def _trace_of_item(item: Item, result: Result) -> Iterator[str]:
    if not item.values:
        yield f"{capital(item.reason)}."
    outcome = result.vocabulary[item.line.outcome]
    for entry in item.values:
        if len(item.values) > 1:
            yield f"{capital(entry.kind)} value:"
        for number, (sentence, source) in enumerate(line_sentences(entry, outcome.label, outcome.unit), start=1):
            yield f"{number}. {sentence}" + (f" From: {source}" if source else "")
        yield from year_sums(entry, result.method.discount)
        yield f"Grade of {entry.valuation.code}: {grade_words(entry.valuation)}."

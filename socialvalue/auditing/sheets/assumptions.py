"""The sheet Assumptions: the figures of the method, with reasons, sources and who approved them."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.tables import Column, Sheet, Table, facts_table
from socialvalue.money import count
from socialvalue.published.methods import Method
from socialvalue.showing.words.method import discount_words


def assumptions_sheet(audit: Audit) -> Sheet:
    """Each figure of the method with its reason, source and approval, and the rest of the method."""
    result, method = audit.result, audit.result.method
    assumption_rows = tuple(
        (
            setting.name,
            setting.scope or "everything",
            str(setting).removeprefix(setting.name).strip(),
            setting.reason or method.reason or "no reason is given",
            setting.origin,
            _approved_by(method),
            "typed" if setting.name in method.overrides else "the method’s",
        )
        for setting in method.settings
    )
    assumption_columns = (
        Column("Assumption", 20),
        Column("For", 22),
        Column("Figure", 20),
        Column("Reason", 40),
        Column("Source", 40),
        Column("Approved", 30),
        Column("Whose", 14),
    )
    others = [
        ("Discounting", discount_words(method.discount) if method.discount != "none" else "none"),
        ("Prices", str(method.prices or "as published")),
        ("Kinds of value", "added to one total" if method.combine_kinds else "held apart"),
        ("Comparison group", "quantities are net of one" if method.comparison_group else "none"),
        ("To be reviewed by", str(method.review_by or "not said")),
    ]
    if method.overrides:
        others.append(("Overrides of the method", ", ".join(method.overrides)))
    own = sum(
        line.deadweight is not None or line.attribution is not None or line.displacement is not None
        for line in result.entered.lines
    )
    if own:
        others.append(("Lines with factors of their own", count(Decimal(own))))
    unreasoned = sum(not (setting.reason or method.reason) for setting in method.settings)
    lead = (
        "Nothing is taken off: the method has no figures" if not assumption_rows else f"{len(assumption_rows)} figures"
    )
    if unreasoned:
        lead += f"; {unreasoned} without a reason"
    return Sheet(
        "Assumptions",
        "What the figure assumes",
        (Table("Figures of the method", assumption_columns, assumption_rows), facts_table("The rest", others)),
        lead + ".",
    )


def _approved_by(method: Method) -> str:
    if not method.approved_by:
        return "nobody is named"
    return f"{method.approved_by}{f', {method.approved_on}' if method.approved_on else ''}"

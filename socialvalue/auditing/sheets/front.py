"""The first sheet of the pack: the figure, the record, the contents and the sign-off."""

from __future__ import annotations

from collections.abc import Sequence

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.sampling import Item
from socialvalue.auditing.sheets.sample import WHY_TAKEN
from socialvalue.auditing.tables import Column, Sheet, Table, facts_table
from socialvalue.money import percent, places, pounds
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.headline import months_reported, quotation, report_title, who_reported


def front_sheet(audit: Audit, others: Sequence[Sheet], items: Sequence[Item]) -> Sheet:
    """The figure, the record, what the `others` hold, and room to sign."""
    result, head = audit.result, audit.result.headline
    front_figures: list[tuple[str, str]] = [("Subject", f"{who_reported(result)}, {months_reported(result)}")]
    if head is not None:
        front_figures += [(capital(f"{entry.kind} value, gross"), pounds(entry.gross)) for entry in head.by_kind]
        front_figures += [(capital(f"{entry.kind} value, net"), pounds(entry.net)) for entry in head.by_kind]
        if head.cost is not None:
            front_figures.append(("Cost", pounds(head.cost)))
        if head.ratio is not None:
            front_figures.append(("Net value over cost", f"1 : {places(head.ratio, 2)}"))
        front_figures.append(("Prices", head.prices))
    if result.dates is not None:
        front_figures.append(("Dates it is for", " to ".join(period.said for period in result.dates)))
    front_figures.append(("To be quoted as", quotation(result)))
    errors = [problem for problem in audit.verification.problems if problem.severity == "error"]
    alarm = ""
    if errors:
        things_differ = "one thing differs" if len(errors) == 1 else f"{len(errors):,} things differ"
        alarm = (
            f"{audit.file} does not verify: {things_differ} from what it carries. See “Verification”. "
            "The figures here are those that it gives when it is made again."
        )
    kinds: dict[str, int] = {}
    for item in items:
        kinds[WHY_TAKEN[item.why]] = kinds.get(WHY_TAKEN[item.why], 0) + 1
    drawn_by_reason = "; ".join(f"{number} {why}" for why, number in kinds.items())
    front_status = [
        ("Status of the result", result.record.status or "not said"),
        ("Prepared by", result.record.prepared_by or "not said"),
        ("Reviewed by", result.record.reviewed_by or "not said"),
        ("This pack made by", audit.prepared_by or "not said"),
        ("This pack reviewed by", audit.reviewed_by or "not said"),
        ("Assurance", "Unaudited. This pack is what an auditor works from; it is no opinion."),
    ]
    materiality, threshold = audit.materiality, audit.threshold()
    if materiality is not None and threshold is not None:
        share_of_total = (
            f"{percent(materiality.share)} of the net {materiality.kind or 'total'}: "
            if materiality.share is not None
            else ""
        )
        front_status.append(("Materiality", f"{share_of_total}{pounds(places(threshold, 2))}"))
    front_status.append(("Sample", f"{len(items)} lines with the seed {audit.seed}: {drawn_by_reason}"))
    pack_contents = [(sheet.name, sheet.lead) for sheet in others]
    signing = Table(
        "Sign-off",
        (
            Column("Who", 34),
            Column("Conclusion", 60, "fill"),
            Column("Initials", 18, "fill"),
            Column("Date", 18, "fill"),
        ),
        (("Prepared",), ("Reviewed",), ("Engagement lead",)),
    )
    return Sheet(
        "Audit pack",
        report_title(result),
        (
            facts_table("The figure", front_figures),
            facts_table("The record", front_status),
            facts_table("What is here", pack_contents),
            signing,
        ),
        _made_from(audit),
        alarm,
    )


def _made_from(audit: Audit) -> str:
    made_from = [audit.file]
    if audit.inputs:
        made_from.append(f"the inputs {listed(list(audit.inputs))}")
    if audit.last_year:
        made_from.append(f"last year’s {listed([entry.file for entry in audit.last_year])}")
    if audit.bank:
        made_from.append(f"the values of {audit.bank}")
    return f"Made from {listed(made_from)} by socialvalue {audit.result.provenance.package}."

"""Who prepared, reviewed and approved a result."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.results import Result


def record_facts(result: Result) -> Iterator[tuple[str, str]]:
    """Who prepared and reviewed a result, whether it is a draft, and who approved its method; only what is given."""
    record, method = result.record, result.method
    if record.prepared_by:
        yield "Prepared by", record.prepared_by
    if record.reviewed_by:
        yield "Reviewed by", record.reviewed_by
    if record.status:
        yield "Status", f"{record.status}; an estimate, and unaudited unless an auditor says otherwise"
    if method.reason:
        yield "Why this method", method.reason
    if method.approved_by:
        on = f", {method.approved_on}" if method.approved_on else ""
        yield "Method approved by", f"{method.approved_by}{on}"
    if method.review_by:
        yield "Method to be reviewed by", str(method.review_by)

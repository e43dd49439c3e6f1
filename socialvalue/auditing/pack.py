"""The audit pack: its sheets in order, as tables of words and figures, before they are put into a workbook.

Everything is taken from the result as it verifies; a line of a register is taken apart into its rows where the inputs
are given. Nobody's key is in any of it.
"""

from __future__ import annotations

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.sampling import sample
from socialvalue.auditing.sheets.assumptions import assumptions_sheet
from socialvalue.auditing.sheets.criteria import criteria_sheet
from socialvalue.auditing.sheets.exceptions import exceptions_sheet, verification_sheet
from socialvalue.auditing.sheets.front import front_sheet
from socialvalue.auditing.sheets.inputs import inputs_sheet
from socialvalue.auditing.sheets.sample import sample_sheet
from socialvalue.auditing.sheets.sensitivity_and_last_year import last_year_sheet, sensitivity_sheet
from socialvalue.auditing.tables import Sheet
from socialvalue.showing.words.grammar import listed


def sheets(audit: Audit) -> list[Sheet]:
    """The sheets of the pack, in order.

    Raises:
        ValueError: where a share is to be material and there is no single total that it is a share of.
    """
    if audit.materiality is not None and audit.threshold() is None:
        raise ValueError(_no_total(audit))
    drawn = sample(audit.rows, audit.size, audit.seed)
    found = [
        criteria_sheet(audit),
        inputs_sheet(audit),
        assumptions_sheet(audit),
        exceptions_sheet(audit),
        sample_sheet(audit, drawn),
    ]
    found.append(sensitivity_sheet(audit))
    if audit.bridges:
        found.append(last_year_sheet(audit))
    found.append(verification_sheet(audit))
    return [front_sheet(audit, found, drawn.items), *found]


def _no_total(audit: Audit) -> str:
    head = audit.result.headline
    kinds = [str(entry.kind) for entry in head.by_kind if entry.net] if head else []
    msg = "a share is material only of a single total that is not nought, and this result has none"
    if not kinds:
        return f"{msg}; give pounds instead, such as £50,000"
    there = f"{listed(kinds)} value is there"
    return f"{msg}: {there}; name one, such as 5%:{kinds[-1]}, or give pounds, such as £50,000"

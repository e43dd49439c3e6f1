"""How much comes off between gross and net, and which figures are the user's own."""

from __future__ import annotations

from socialvalue.money import EXACT, percent
from socialvalue.records.results import Result
from socialvalue.showing.words.grammar import listed
from socialvalue.valuing.stages import Stages


def gross_to_net_title(found: Stages, result: Result) -> str:
    """How much comes off between gross and net."""
    kind = f" of the {found.kind} value" if found.kind else ""
    if not found.changes:
        return f"Nothing is taken off{kind.replace(' of', '')}: the figure is gross"
    left = EXACT.subtract(found.gross, found.net)
    if not found.gross:
        return f"From gross to net{kind}"
    share = percent(EXACT.divide(abs(left), abs(found.gross)), 0)
    if left < 0:
        return f"{share} is added between gross and net{kind}"
    if [name for name, _ in found.changes] == ["deadweight"]:
        return f"{share}{kind} comes off as likely to happen anyway"
    return f"{share}{kind} comes off between gross and net"


def gross_only_note() -> str:
    """That a gross figure is not the difference the work made."""
    return (
        "Nothing lies between gross and net: no part is taken off for what would have happened anyway. A figure of the "
        "difference the work made needs at least a deadweight."
    )


def own_figures_note(result: Result) -> tuple[str, ...]:
    """Which figures are the user's own, and why; one sentence."""
    own = [setting for setting in result.method.settings if setting.source is None]
    if not own:
        return ()
    reasons = [setting.reason or result.method.reason for setting in own]
    told = [f"{setting}{f' ({why})' if why else ''}" for setting, why in zip(own, reasons, strict=True)]
    end = "" if all(reasons) else ": judgement, with no study named"
    return (f"Our own {'figure' if len(own) == 1 else 'figures'}: {listed(told)}{end}.",)

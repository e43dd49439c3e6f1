"""How many targets were met, and how far off the others are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.money import EXACT, percent, total, whole_pounds
from socialvalue.records.groups import Progress
from socialvalue.records.results import Result
from socialvalue.showing.words.grammar import capital, in_text, number_word


def targets_title(entries: Sequence[Progress], result: Result) -> str:
    """How many targets were met, and how far off the others are."""
    known = [progress for progress in entries if progress.share_due is not None]
    missed = [progress for progress in known if progress.share_due is not None and progress.share_due < 1]
    part = any(progress.months < progress.of_months for progress in known)
    due = " so far" if part else ""
    if not known:
        return "No target is due yet"
    if not missed:
        return f"{_all_of(len(known))} {'target was' if len(known) == 1 else 'targets were'} met{due}"
    gaps = [Decimal(1) - (progress.share_due or Decimal(0)) for progress in missed]
    least_missed, most_missed = percent(min(gaps), 0), percent(max(gaps), 0)
    by = f"by {least_missed}" if least_missed == most_missed else f"by {least_missed} to {most_missed}"
    if len(missed) == len(known):
        return f"{_all_of(len(known))} {'target was' if len(known) == 1 else 'targets were'} missed{due}, {by}"
    worst = min(missed, key=lambda progress: progress.share_due or Decimal(0))
    label = in_text(result.vocabulary[worst.target.outcome].label)
    targets_met = f"{capital(number_word(len(known) - len(missed)))} of {number_word(len(known))} targets met{due}"
    return f"{targets_met}; {label} is furthest behind, {by.split(' to ')[-1].removeprefix('by ')} short"


def _all_of(many: int) -> str:
    return "The one" if many == 1 else "Both" if many == 2 else f"All {number_word(many)}"


def target_name(progress: Progress, entries: Sequence[Progress], result: Result) -> str:
    """Whose target it is and of what, as far as the targets differ."""
    target = progress.target
    whose = [target.organisation] if len({one.target.organisation for one in entries}) > 1 else []
    project = [target.project] if target.project else []
    when = [str(target.period)] if len({one.target.period for one in entries}) > 1 else []
    return ", ".join([result.vocabulary[target.outcome].label, *whose, *project, *when])


def target_notes(entries: Sequence[Progress]) -> tuple[str, ...]:
    """What the targets would have been worth, and what part of them is due."""
    notes = []
    due = [progress.net_due for progress in entries if progress.net_due is not None]
    made = [progress.net for progress in entries if progress.net is not None]
    if len(due) == len(entries) and due:
        aimed, done = total(due), total(made)
        apart = EXACT.subtract(aimed, done)
        short_of_target = f", {whole_pounds(abs(apart))} {'more' if apart > 0 else 'less'}" if apart else ""
        notes.append(f"On target it would have been {whole_pounds(aimed)}{short_of_target}.")
    part = next((progress for progress in entries if progress.months < progress.of_months), None)
    if part is not None:
        notes.append(f"Each target is for {part.months} of its {part.of_months} months, those reported.")
    return tuple(notes)

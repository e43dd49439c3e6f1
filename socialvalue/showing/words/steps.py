"""The steps of a line by name: what each does, and what it means to a reader who has not met the word."""

from __future__ import annotations

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.records.result_lines import Step, StepKind

#: What a step that is no adjustment means to a reader who has not met the word.
_STEP_MEANINGS: dict[StepKind, str] = {
    "reference case": "what would have happened without the project",
    "discounting": "later years count for less than this one",
}


def step_label(step: Step, unit: str = "") -> str:
    """What a step does, in the field's words: ``quantity (person)``, ``deadweight``, ``prices of 2019 to 2024-25``.

    Args:
        step: the step.
        unit: what the quantity is counted in, for the first step.
    """
    if step.kind == "quantity":
        return f"quantity ({unit})"
    if step.kind == "fte":
        return "full-time equivalents"
    if step.prices is not None:
        start, to = step.prices
        if step.kind == "growth":
            return f"real GDP per head, {start} to {to}, to the power {step.power}"
        return f"prices of {start} to {to}"
    return step.kind


def step_meaning(kind: StepKind) -> str:
    """What a step or an adjustment is to a reader who has not met the word; empty where its name says it."""
    return ADJUSTMENTS[kind].meaning if kind in ADJUSTMENTS else _STEP_MEANINGS.get(kind, "")

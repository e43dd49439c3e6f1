"""What is wrong with one value in itself: its parts, range, dates and sources; and with its outcome and unit."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.money import total
from socialvalue.problems import Problem, error
from socialvalue.published.sources import Source
from socialvalue.published.valuations import At, Valuation
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.units import UnitMismatch, basis


def value_faults(value: Valuation, at: At) -> Iterator[Problem]:
    """What is wrong with a value in itself; `at` gives the place of each field."""
    parts = total(component.amount for component in value.components)
    if value.components and parts != value.amount:
        yield error(
            "components-do-not-sum",
            at("components"),
            f"The components add up to £{parts}, not £{value.amount}.",
            "Compare each with the source.",
        )
    low = value.amount if value.low is None else value.low
    high = value.amount if value.high is None else value.high
    if not low <= value.amount <= high:
        yield error(
            "range-out-of-order",
            at("low" if low > value.amount else "high"),
            f"The range {low} to {high} does not hold the amount {value.amount}.",
            "Compare low, amount and high with the source.",
        )
    if value.valid_from and value.valid_to and value.valid_to < value.valid_from:
        yield error("bad-date", at("valid_to"), "The value ends before it begins.", "Mend one of the dates.")
    if value.kind == "mixed" and (not value.components or any(part.kind is None for part in value.components)):
        message = "A mixed value needs components that each name their kind."
        yield error("bad-data", at("components"), message, "Give each its kind.")
    if value.kind != "mixed" and any(part.kind not in (None, value.kind) for part in value.components):
        message = f"The value is {value.kind}, but a component is of another kind."
        yield error("bad-data", at("kind"), message, "Call the value mixed, or mend the component.")
    if value.grade in ("consistent", "derived") and not value.working:
        message = f"A {value.grade} value needs its working."
        yield error("bad-data", at("working"), message, "Write down the arithmetic.")
    for where, source in _read_in(value):
        for name in ("url", "retrieved"):
            if not getattr(source, name):
                message = f"Nothing says {'where' if name == 'url' else 'when'} the figure was read."
                remedy = f"Give the source its {name}, or name the document it was read in (read_in)."
                yield error("bad-data", at(f"{where}.{name}"), message, remedy)


def _read_in(value: Valuation) -> Iterator[tuple[str, Source]]:
    """What the figure, or each that it was made from, was read in."""
    for one in value.inputs:
        if one.grade != "derived":
            yield "inputs", one.read_in or one.source
    if not value.inputs:
        yield ("read_in", value.read_in) if value.read_in else ("source", value.source)


def vocabulary_misfits(value: Valuation, at: At, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A problem for an outcome that does not exist, and for one that is counted in another unit."""
    if value.outcome not in vocabulary:
        close = vocabulary.names().nearest(value.outcome)
        hint = f"Did you mean “{close[0]}”? " if close else ""
        message = f"There is no outcome “{value.outcome}”."
        yield error("unknown-outcome", at("outcome"), message, f"{hint}Mend it, or define it in [[outcome]].")
        return
    try:
        basis(vocabulary[value.outcome].unit, value.unit)
    except UnitMismatch as err:
        yield error("unit-mismatch", at("unit"), f"{_as_sentence(err)}.", "Mend the unit, or choose the outcome.")


def _as_sentence(err: Exception) -> str:
    return str(err)[:1].upper() + str(err)[1:]

"""How sure a figure is: what moves it most, from where to where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.money import percent, pounds, whole_pounds
from socialvalue.records.ranges import Assumption, Range
from socialvalue.records.results import Result
from socialvalue.showing.words.amounts import assumed_figure, short_pounds
from socialvalue.showing.words.grammar import capital, listed


def sensitivity_title(total_range: Range, result: Result) -> str:
    """What moves the figure most, and how far."""
    moves_most = next(one for one in total_range.sensitivities if one.swing)
    low, high = sorted((moves_most.at_low, moves_most.at_high))
    name = capital(assumption_name(moves_most.assumption, result))
    head = result.headline
    cost = head.present_cost if head is not None else None
    if cost is not None and total_range.low < cost <= total_range.central:
        return f"{name} moves it most; at the worst, value is below cost"
    return f"{name} moves it most: {short_pounds(low)} to {short_pounds(high)}"


def range_unknown_title(kinds: Sequence[str], result: Result) -> str:
    """That nothing is known of how far a figure may be out; which, where kinds are held apart."""
    apart = len(result.uncertainty) > 1
    what = f"{listed(list(kinds))} value" if apart else "figure"
    return f"How far the {what} may be out is not known"


def assumption_name(found: Assumption, result: Result) -> str:
    """An assumption by name and what it holds for."""
    labels = {line.valuation.code: line.valuation.title for line in result.by_terms}
    labels |= {outcome.id: outcome.label for outcome in result.vocabulary}
    scope = labels.get(found.scope, found.scope)
    return f"{found.name}: {scope}" if scope else found.name


def assumption_ends(found: Assumption) -> str:
    """From where to where an assumption is moved."""
    return f"{assumed_figure(found, found.low)} to {assumed_figure(found, found.high)}"


def runs_notes(total_range: Range) -> tuple[str, ...]:
    """What the runs say of the cost."""
    simulation = total_range.simulation
    if simulation is None or simulation.below_cost is None:
        return ()
    share = percent(simulation.below_cost) if simulation.below_cost else "none"
    return (f"In {share} of the runs the value is below the cost.",)


def no_range_notes() -> tuple[str, ...]:
    """What it means that no figure has a range."""
    return (
        "No figure used here comes with a range. That is not certainty: nobody has published how far the values may be "
        "out. Give ranges of your own, such as a low and a high deadweight, to see what they do.",
    )


def range_sentences(ranges: Sequence[Range]) -> Iterator[str]:
    """Between what each value lies, where its range is known."""
    for total_range in ranges:
        if total_range.low != total_range.high:
            ends = f"{whole_pounds(total_range.low)} and {whole_pounds(total_range.high)}"
            how = "with every figure at the worse or at the better end of its range"
            yield f"The {listed(list(total_range.kinds))} value lies between {ends}, {how}."


def range_facts(result: Result) -> Iterator[tuple[str, str]]:
    """The range of each total and what its runs give; or that no range is known."""
    for total_range in result.uncertainty:
        kinds = f" ({listed(list(total_range.kinds))})" if len(result.uncertainty) > 1 else ""
        if not total_range.known:
            yield "Range", f"not known: no figure used has a low and a high{kinds}"
            continue
        yield "Range", f"{pounds(total_range.low)} to {pounds(total_range.high)}{kinds}"
        if total_range.simulation is not None:
            runs = total_range.simulation
            runs_told = f"{runs.runs:,} runs (seed {runs.seed}): nine in ten between "
            yield (
                "Runs",
                f"{runs_told}{pounds(runs.lower)} and {pounds(runs.upper)}, the middle one {pounds(runs.median)}",
            )

"""The tables beside one another on the first page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.records.groups import Progress
from socialvalue.records.results import Result
from socialvalue.showing.board.asked import Asked
from socialvalue.showing.board.by_month import months_table
from socialvalue.showing.board.by_outcome import outcomes_table
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.gross_to_net import gross_to_net_table
from socialvalue.showing.board.last_year import bridge_table, bridge_table_by_kind
from socialvalue.showing.board.lead import lead_table
from socialvalue.showing.board.sensitivity import sensitivity_table
from socialvalue.showing.board.tables import Table
from socialvalue.showing.board.targets import targets_table
from socialvalue.showing.words.gross_to_net import gross_only_note
from socialvalue.showing.words.sensitivity import no_range_notes, range_unknown_title
from socialvalue.valuing.stages import stages


def panels(draft: Draft) -> Iterator[Table]:
    """Last year or months, targets or outcomes, gross to net, and how sure: those there is something to show of."""
    if draft.result.headline is None or not draft.result.lines or draft.asked.published is not None:
        return
    years, lead = draft.asked.years, lead_table(draft)
    if years and len(years.bridges) > 1:
        yield bridge_table_by_kind(draft, years)
    elif draft.bridge:
        yield bridge_table(draft, draft.bridge)
    if years is None or not years.bridges:
        yield from months_table(draft)
    if draft.asked.targets:
        yield targets_table(draft)
    elif lead is not None and lead.columns[0].head != "Outcome":
        yield outcomes_table(draft, "outcomes")
    found = list(stages(draft.result))
    gross = [entry for entry in found if not entry.changes]
    for entry in found:
        if entry.changes or len(gross) == 1:
            yield gross_to_net_table(draft, entry)
    if len(gross) > 1:
        yield Table("stages-gross", "Nothing is taken off: the figures are gross", notes=(gross_only_note(),))
    unknown = [kind for ranged in draft.result.uncertainty if not ranged.known for kind in ranged.kinds]
    if unknown:
        yield Table("sure-unknown", range_unknown_title(unknown, draft.result), notes=no_range_notes())
    for ranged in draft.result.uncertainty:
        if ranged.known:
            yield sensitivity_table(draft, ranged)


def beside_tables(result: Result, targets: Sequence[Progress] = ()) -> tuple[Table, ...]:
    """What is set beside a result: its targets, and how sure it is."""
    draft = Draft.of(result, Asked(targets=tuple(targets)))
    against = [targets_table(draft)] if targets else []
    return (*against, *(sensitivity_table(draft, entry) for entry in result.uncertainty))

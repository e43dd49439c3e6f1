"""What each column of a table is taken for, by its heading and what is beneath it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from socialvalue.formats.sheets import Cell
from socialvalue.published.outcome_names import Names
from socialvalue.reading.layouts.column_samples import in_words, is_known, mostly_figures, share_known
from socialvalue.reading.layouts.figures_across import months_across, names_across, outcomes_across
from socialvalue.reading.layouts.heading_guesses import Meanings
from socialvalue.reading.layouts.heading_rows import TableHead
from socialvalue.reading.layouts.heading_words import Year
from socialvalue.reading.layouts.record_columns import record_columns


def column_meanings(head: TableHead, samples: MappingOf[int, Sequence[Cell]], names: Names, year: Year) -> Meanings:
    """What each column beneath headings is taken for, and how that is known: ``listed`` or ``likely``."""
    texts = head.texts
    months = [column for column in texts if head.is_period(column)]
    if len(months) > 1 or (months and len(texts) <= 3):
        return months_across(head, samples, names, months, year)
    counted = [column for column in texts if mostly_figures(samples[column]) and is_known(texts[column], names)]
    worded = [column for column in texts if in_words(samples[column]) and share_known(samples[column], names) >= 0.3]
    if len(counted) > 1 and not worded:
        return outcomes_across(head, samples, names, counted)
    meanings = record_columns(head, samples, names, worded)
    return names_across(meanings, head, samples) if worded else meanings

"""The words for outcomes in tables: each once, how often it is met, and what it is taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter

from socialvalue.formats.time_limit import in_time
from socialvalue.opening import Source
from socialvalue.problems import Place, Problem, note
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.layouts.column_samples import are_percentages
from socialvalue.reading.layouts.find_table import FoundTable, outcome_in_heading
from socialvalue.reading.layouts.heading_words import row_kind
from socialvalue.reading.layouts.ticks import without_date_words
from socialvalue.reading.total_words import says_total
from socialvalue.records.maps import (
    DATES,
    FIGURES,
    NOT_YET,
    OF_ORGANISATION,
    OF_PROJECT,
    SECOND,
    TICKS,
    Mapping,
    Word,
    same,
)
from socialvalue.records.returns import Line


def outcome_words(tables: Sequence[FoundTable], names: Names, source: Source | None = None) -> list[Word]:
    """Each word for an outcome in the tables, with what it is taken for where that is known or likely.

    Raises:
        BadData: when the time of the file they are of is over.
    """
    counts: dict[str, tuple[str, int]] = {}

    def met(written: str, times: int) -> None:
        if written and not says_total(written):
            first, before = counts.get(same(written), (written, 0))
            counts[same(written)] = first, before + times

    for seen in tables:
        for column in (*seen.columns(FIGURES), *seen.columns(DATES), *seen.columns(TICKS)):
            if not seen.columns("outcome") or seen.meanings[column][0] != FIGURES:
                text = (
                    outcome_in_heading(seen.head, column)
                    if seen.meanings[column][0] == FIGURES
                    else without_date_words(seen.head.texts[column])
                )
                met(text, len(seen.samples[column]))
        for column in seen.columns("outcome"):
            counted = _words_under_sections(seen, column, names) if seen.across else _words_counted(seen, column)
            for written, times in counted.items():
                met(written, times)
    words = []
    for written, times in counts.values() if source is None else in_time(counts.values(), source):
        taken = names.taken(written)
        if taken is not None:
            words.append(Word(written, taken[0], times=times, sure="likely" if taken[1] == "slip" else "listed"))
        elif cells.not_yet(written):
            words.append(Word(written, NOT_YET, times=times, sure="likely"))
        else:
            words.append(Word(written, times=times))
    return words


def _words_under_sections(seen: FoundTable, column: int, names: Names) -> Counter[str]:
    """How often each word occurs in a column beside figures; with the heading over its rows, where both make a word."""
    figures = [*seen.columns(FIGURES), *seen.columns(OF_PROJECT), *seen.columns(OF_ORGANISATION)]
    word_counts: Counter[str] = Counter()
    section = ""
    for number, row in seen.sheet.rows:
        cell = row[column] if column < len(row) and number > seen.head.last else None
        if not isinstance(cell, str) or not cell.strip():
            continue
        written = " ".join(cell.split())
        kind, bare = row_kind(written) if names.read(written) is None else (FIGURES, written)
        if not any(at < len(row) and not cells.blank(row[at]) for at in figures):
            section = written
        elif kind != FIGURES or are_percentages(written, [row[at] for at in figures if at < len(row)], names):
            continue
        elif bare != written:
            word_counts[bare] += 1
        elif section and names.read(written) is None and names.read(f"{section} {written}"):
            word_counts[f"{section} / {written}"] += 1
        else:
            word_counts[written] += 1
    return word_counts


def _words_counted(seen: FoundTable, column: int) -> Counter[str]:
    """How often each word occurs in a column; of an outcome in two parts, both."""
    second = next(iter(seen.columns(SECOND)), None)
    rows = (row for number, row in seen.sheet.rows if number > seen.head.last)
    width = max([column, second or 0]) + 1
    key = itemgetter(column) if second is None else itemgetter(column, second)
    counts: Counter[object] = Counter(
        map(key, (row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows))
    )
    word_counts: Counter[str] = Counter()
    for met, times in counts.items():
        parts = met if isinstance(met, tuple) else (met,)
        texts = [cells.shown(part) for part in parts]
        if texts[0]:
            word_counts[" / ".join(filter(None, texts))] += times
    return word_counts


def words_taken(lines: Iterable[Line], mapping: Mapping | None, vocabulary: Vocabulary) -> list[Problem]:
    """A note on what words were taken for: by a map, or by their listed phrases."""
    met: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.said:
            met[line.said, line.outcome] += line.rows
    if mapping is None and not met:
        return []
    order = sorted(met, key=lambda pair: (-met[pair], pair))
    named = "; ".join(f"“{word}” as {vocabulary[outcome].label}" for word, outcome in order[:6])
    more = f"; and {len(order) - 6} more" if len(order) > 6 else ""
    if mapping is not None:
        said = f": {named}{more}" if order else ""
        return [note("map-used", Place(mapping.file), f"Read by the map {mapping.file or 'given'}{said}.")]
    return [
        note("word-taken", Place(), f"Words were read as outcomes: {named}{more}.", "A map (“sv map”) says otherwise.")
    ]

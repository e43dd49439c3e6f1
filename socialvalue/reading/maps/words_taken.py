"""A note on the words of a return that were taken for outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from socialvalue.problems import Place, Problem, note
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.maps import Mapping
from socialvalue.records.returns import Line


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

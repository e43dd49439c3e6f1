"""A map for files, with everything guessed that can be, for a person to look over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as MappingOf
from pathlib import Path

from attrs import evolve

from socialvalue.formats.open import read_sheets
from socialvalue.problems import BadData, Place, error
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.reading.files import expand
from socialvalue.reading.maps.guess_map import suggest
from socialvalue.reading.maps.read_map import read_mapping
from socialvalue.records.maps import LEAVE_OUT, Mapping, same


def suggest_mapping(
    *paths: str | Path,
    mapping: Mapping | str | Path | None = None,
    vocabulary: Vocabulary | None = None,
    codes: MappingOf[str, str] | None = None,
) -> Mapping:
    """A map of files, with everything guessed that can be; words nobody is sure of are left for a person to decide.

    Args:
        paths: workbooks and csv files of one layout, or folders of them.
        mapping: an earlier map, whose decisions are kept; what is new is added to it.
        vocabulary: the outcomes; those of the package when None.
        codes: further names of outcomes, such as a bank's codes.

    Raises:
        BadData: when a file cannot be opened, or holds no table.
    """
    vocabulary = vocabulary or load_vocabulary()
    files, problems = expand(paths)
    if problems:
        raise BadData(problems)
    names = vocabulary.names(codes)
    found = Mapping()
    for path in files:
        found = _together(suggest(read_sheets(path), names), found)
    if not any(column.meaning not in ("", LEAVE_OUT) for column in found.columns):
        message = "No table was found: no row looks like headings over outcomes, months or figures."
        remedy = "Write a heading over each column, in one row or two, and try again."
        raise BadData([error("no-table", Place(files[0].name if files else ""), message, remedy)])
    if mapping is None:
        return found
    before = mapping if isinstance(mapping, Mapping) else read_mapping(mapping, vocabulary, codes)
    return found.kept(before)


def _together(new: Mapping, before: Mapping) -> Mapping:
    """Maps of several files as one: what was found first stays, and words are counted together."""
    times = Counter({(word.about, same(word.word)): word.times for word in before.words})
    joined = new.kept(before)
    return evolve(
        joined,
        words=[
            evolve(
                word,
                times=(new.word(word.word, word.about) or evolve(word, times=0)).times
                + times[(word.about, same(word.word))],
            )
            for word in joined.words
        ],
    )

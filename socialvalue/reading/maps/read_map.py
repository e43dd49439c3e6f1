"""A map read back from the workbook or TOML that a person has looked over, with every fault in its own cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from attrs import evolve

from socialvalue.formats.sheets import Sheet
from socialvalue.opening import Source, read_file
from socialvalue.problems import BadData, Problem, error
from socialvalue.published.toml_text import plain_toml
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading.maps.map_toml import MapTomlReader
from socialvalue.reading.maps.map_workbook import MapWorkbookReader
from socialvalue.reading.uploads import File, path_of
from socialvalue.records.maps import Column, Mapping, Word, same
from socialvalue.records.returns import Input

#: No map is larger than this.
MOST_BYTES = 32_000_000


def read_mapping(
    file: File,
    vocabulary: Vocabulary | str | Path | None = None,
    codes: MappingOf[str, str] | None = None,
) -> Mapping:
    """A map from its workbook (.xlsx) or TOML.

    Args:
        file: its path, or what was sent of it.
        vocabulary, codes: the outcomes, or the path of their file, and further names of theirs.

    Raises:
        BadData: with everything wrong in it, each with its cell.
    """
    with ExitStack() as kept:
        path = path_of(file, kept)
        content = read_file(path, most=MOST_BYTES)
    source = Source.of(path, content)
    vocabulary = load_vocabulary(vocabulary)
    reader: MapTomlReader | MapWorkbookReader
    if path.suffix.lower() == ".toml":
        reader = MapTomlReader(path.name, vocabulary, vocabulary.names(codes))
        found = reader.map_of_toml(plain_toml(content, path.name), source)
    else:
        reader = MapWorkbookReader(path.name, vocabulary, vocabulary.names(codes))
        found = reader.map_of_sheets(_sheets_of(source))
    reader.problems += _map_contradictions(found)
    source.check_time()
    if reader.problems:
        raise BadData(reader.problems)
    return evolve(found, file=path.name, sha256=hashlib.sha256(content).hexdigest())


def _sheets_of(source: Source) -> list[Sheet]:
    from socialvalue.formats.open import read_sheets

    return read_sheets(source)


def is_map(sheets: Sequence[Sheet]) -> bool:
    """Whether sheets are those of a map's workbook."""
    named = {sheet.name: sheet for sheet in sheets}
    if not {"Columns", "Words"} <= set(named):
        return False
    above = [cell for _, row in islice(named["Columns"].rows, 10) for cell in row]
    return "Taken for" in above and "What" in above


def is_map_file(path: str | Path) -> bool:
    """Whether a file is a map, in either of its written forms."""
    path = Path(path)
    if path.suffix.lower() == ".toml":
        return True
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return False
    try:
        return is_map(_sheets_of(Source.of(path, read_file(path, most=MOST_BYTES))))
    except BadData:
        return False


def _map_contradictions(mapping: Mapping) -> Iterator[Problem]:
    """One word or heading that is taken for two things."""
    words: dict[tuple[str, str], Word] = {}
    for word in mapping.words:
        first = words.setdefault((word.about, same(word.word)), word)
        if first is not word and word.meaning and first.meaning != word.meaning:
            message = (
                f"“{word.word}” is taken for “{word.meaning}” here, and for “{first.meaning}” at {mapping.by(first)}."
            )
            yield error("map-contradicts", word.place, message, "Keep one of the two.")
    columns: dict[tuple[str, str], Column] = {}
    for column in mapping.columns:
        before = columns.setdefault((same(column.sheet), same(column.header)), column)
        if before is not column and column.meaning != before.meaning:
            other = f"for “{before.meaning}” at {mapping.by(before)}"
            message = f"“{column.header}” is taken for “{column.meaning}” here, and {other}."
            yield error(
                "map-contradicts", column.place, message, "Keep one of the two; name the sheet where it differs."
            )


def map_as_input(mapping: Mapping) -> Input:
    """A map as one of the files a return was read from."""
    return Input(mapping.file, mapping.sha256)

"""A map for files, with everything guessed that can be, for a person to look over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import ExitStack
from pathlib import Path

from attrs import evolve

from socialvalue.formats.open import read_sheets
from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.opening import Source, at_most, open_file
from socialvalue.problems import BadData, Place, error
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading import cells
from socialvalue.reading.cost_table import read_costs
from socialvalue.reading.files import expand
from socialvalue.reading.layouts.find_table import FoundTable, find_table, stacked_tables
from socialvalue.reading.layouts.heading_words import read_heading
from socialvalue.reading.layouts.sheet_meanings import sheet_meanings
from socialvalue.reading.maps.organisation_names import organisation_above, organisation_words
from socialvalue.reading.maps.outcome_words import outcome_words
from socialvalue.reading.maps.read_map import read_mapping
from socialvalue.reading.uploads import File, on_disk
from socialvalue.records.maps import FIGURES, LEAVE_OUT, Column, Mapping, SheetName, same


def suggest_mapping(
    *paths: File,
    mapping: Mapping | File | None = None,
    vocabulary: Vocabulary | str | Path | None = None,
    codes: MappingOf[str, str] | None = None,
    most_seconds: float | None = None,
) -> Mapping:
    """A map of files, with everything guessed that can be; words nobody is sure of are left for a person to decide.

    Args:
        paths: workbooks and csv files of one layout, or folders of them; what is not on the disk as an `Upload`.
        mapping: an earlier map, whose decisions are kept; what is new is added to it.
        vocabulary: the outcomes, or the path of their file; those of the package when None.
        codes: further names of outcomes, such as a bank's codes.
        most_seconds: how long each file may take, as in `socialvalue.read`.

    Raises:
        BadData: when a file cannot be opened, or holds no table.
    """
    vocabulary = load_vocabulary(vocabulary)
    names = vocabulary.names(codes)
    suggested = Mapping()
    with ExitStack() as kept, at_most(most_seconds):
        given, refused = on_disk(paths, kept)
        files, problems = expand(given)
        if refused or problems:
            raise BadData([*refused, *problems])
        for path in files:
            source = open_file(path)
            suggested = _maps_together(guessed_map(read_sheets(source), names, source), suggested)
            source.check_time()
        earlier = (
            mapping if mapping is None or isinstance(mapping, Mapping) else read_mapping(mapping, vocabulary, codes)
        )
    if not any(column.meaning not in ("", LEAVE_OUT) for column in suggested.columns):
        message = "No table was found: no row looks like headings over outcomes, months or figures."
        remedy = "Write a heading over each column, in one row or two, and try again."
        raise BadData([error("no-table", Place(files[0].name if files else ""), message, remedy)])
    return suggested if earlier is None else suggested.kept(earlier)


def _maps_together(new: Mapping, before: Mapping) -> Mapping:
    """Maps of several files as one: what was found first stays, and words are counted together."""
    times = Counter({(word.about, same(word.word)): word.times for word in before.words})
    joined = new.kept(before)
    return evolve(
        joined,
        words=[
            evolve(
                word,
                times=(found.times if (found := new.word(word.word, word.about)) else 0)
                + times[(word.about, same(word.word))],
            )
            for word in joined.words
        ],
    )


def guessed_map(sheets: Sequence[Sheet], names: Names, source: Source | None = None) -> Mapping:
    """A map of a workbook's sheets, with everything guessed that can be; a person looks it over.

    Args:
        sheets: of one file.
        names: what outcomes may be called.
        source: the file, whose time may be limited.
    """
    tables_of_sheets = {sheet.name: find_table(sheet, names) for sheet in sheets}
    kinds = sheet_meanings(tables_of_sheets)
    costs = {sheet.name for sheet in sheets if kinds[sheet.name] == LEAVE_OUT and read_costs(sheet) is not None}
    tables = [
        part
        for name, table in tables_of_sheets.items()
        if table is not None and kinds[name] != LEAVE_OUT
        for part in stacked_tables(table)
    ]
    columns = _mapped_columns(tables)
    words = [*outcome_words(tables, names, source), *organisation_words(tables)]
    needed = any(
        read_heading(seen.head.texts[c], None).dateless for seen in tables for c in seen.columns(FIGURES)
    ) or any(_has_no_year(seen.samples[c]) for seen in tables for c in seen.columns("period"))
    year = next((seen.above.year for seen in tables if seen.above.year), None)
    organisation = "" if any(seen.columns("organisation") for seen in tables) else organisation_above(tables)
    return Mapping(
        columns,
        [SheetName(name, meaning) for name, meaning in kinds.items() if name and name not in costs],
        words,
        organisation=organisation,
        year=str(year) if needed and year else "",
    )


def _has_no_year(sample: Iterable[Cell]) -> bool:
    return any(isinstance(cell, str) and read_heading(cell, None).dateless for cell in sample)


def _mapped_columns(tables: Sequence[FoundTable]) -> list[Column]:
    """Each heading once where every sheet takes it alike, else for each sheet."""
    columns_by_heading: dict[str, dict[str, Column]] = {}
    for seen in tables:
        for column, text in seen.head.texts.items():
            meaning, sure = seen.meanings[column]
            example = next(filter(None, map(cells.shown, seen.samples[column])), "")
            entry = Column(text, meaning, seen.sheet.name, _example_to_show(text, meaning, example), sure)
            columns_by_heading.setdefault(same(text), {}).setdefault(seen.sheet.name, entry)
    mapped: list[Column] = []
    for entries in columns_by_heading.values():
        first = next(iter(entries.values()))
        if len({entry.meaning for entry in entries.values()}) == 1:
            mapped.append(Column(first.header, first.meaning, "", first.example, first.sure))
        else:
            mapped += entries.values()
    return mapped


def _example_to_show(header: str, meaning: str, example: str) -> str:
    """The example, where it may be shown: nothing that may tell who someone is."""
    if meaning in ("person", LEAVE_OUT) or re.search(
        r"\b(name|e-?mail|phone|address|dob|birth)\b", header, re.IGNORECASE
    ):
        return ""
    return example if len(example) <= 40 else f"{example[:39]}…"

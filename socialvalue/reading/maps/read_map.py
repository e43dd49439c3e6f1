"""Maps from files: the workbook or TOML that a person has looked over, read back with every fault in its own cell."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.opening import Source, read_file
from socialvalue.problems import BadData, Place, Problem, error, note
from socialvalue.published.outcomes import Names, Vocabulary, load_vocabulary
from socialvalue.reading import cells
from socialvalue.reading.layouts.heading_words import year_of
from socialvalue.records.maps import (
    COLUMN_MEANINGS,
    COLUMNS_HEAD,
    CONSTANTS,
    LEAVE_OUT,
    MARK,
    NOT_YET,
    SHEET_MEANINGS,
    WORDS_HEAD,
    Column,
    Mapping,
    SheetName,
    Word,
    same,
)
from socialvalue.records.returns import Input, Line

#: No map is larger than this.
MOST_BYTES = 32_000_000


def read_mapping(
    path: str | Path,
    vocabulary: Vocabulary | None = None,
    codes: MappingOf[str, str] | None = None,
    *,
    content: bytes | None = None,
) -> Mapping:
    """A map from its workbook (.xlsx) or TOML.

    Args:
        path: the file.
        vocabulary, codes: the outcomes, and further names of theirs.
        content: its bytes, where they were read already; `path` then only names it.

    Raises:
        BadData: with everything wrong in it, each with its cell.
    """
    path = Path(path)
    content = read_file(path, most=MOST_BYTES) if content is None else content
    vocabulary = vocabulary or load_vocabulary()
    reader = _Reader(path.name, vocabulary, vocabulary.names(codes))
    if path.suffix.lower() == ".toml":
        found = reader.from_toml(_toml(path, content))
    else:
        found = reader.from_sheets(_sheets(path, content))
    reader.problems += _contradictions(found)
    if reader.problems:
        raise BadData(reader.problems)
    return evolve(found, file=path.name, sha256=hashlib.sha256(content).hexdigest())


def _toml(path: Path, content: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except ValueError as err:
        remedy = "Mend the line it names."
        raise BadData([error("bad-data", Place(path.name), f"The file is not TOML: {err}.", remedy)]) from None


def _sheets(path: Path, content: bytes) -> list[Sheet]:
    from socialvalue.formats.open import read_sheets

    return read_sheets(Source.of(path, content))


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
        return is_map(_sheets(path, read_file(path, most=MOST_BYTES)))
    except BadData:
        return False


class _Reader:
    """Reads a map, and keeps what is wrong with it."""

    def __init__(self, file: str, vocabulary: Vocabulary, names: Names) -> None:
        self.file, self.vocabulary, self.names = file, vocabulary, names
        self.problems: list[Problem] = []

    def _wrong(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(error("map-unreadable", place, message, remedy))

    def from_sheets(self, sheets: Sequence[Sheet]) -> Mapping:
        """A map from the sheets of its workbook."""
        found = Mapping()
        met = False
        for sheet in sheets:
            for number, row in sheet.rows:
                texts = [cells.text(cell) if isinstance(cell, str) else "" for cell in row]
                if _headed(texts, COLUMNS_HEAD):
                    found, met = self._columns(found, sheet, number, texts), True
                    break
                if _headed(texts, WORDS_HEAD):
                    found, met = self._words(found, sheet, number, texts), True
                    break
        if not met:
            message = "The workbook is no map: it has no sheets Columns and Words as “sv map” writes them."
            self._wrong(Place(self.file), message, "Make one with “sv map FILE --out map.xlsx”.")
        return found

    def _columns(self, found: Mapping, sheet: Sheet, head: int, texts: Sequence[str]) -> Mapping:
        columns: list[Column] = []
        names: list[SheetName] = []
        constants: dict[str, Any] = {}
        places: dict[str, Place] = {}
        at = {name: texts.index(name) for name in COLUMNS_HEAD if name in texts}
        labels = {same(label): key for key, label in CONSTANTS.items()}
        for number, row in sheet.rows:
            if number <= head:
                continue
            what, name = (same(self._text(sheet, number, row, at[key])) for key in ("What", "Name"))
            said = self._text(sheet, number, row, at["Taken for"])
            place = sheet.place(number, at["Taken for"])
            written = self._text(sheet, number, row, at["Name"])
            if what == "column" and written:
                meaning = self._meaning(said, COLUMN_MEANINGS, place)
                there = self._text(sheet, number, row, at["On sheet"]) if "On sheet" in at else ""
                example = self._text(sheet, number, row, at["Example"]) if "Example" in at else ""
                columns.append(Column(written, meaning, there, example, self._sure(sheet, number, row, at), place))
            elif what == "sheet" and written:
                names.append(SheetName(written, self._meaning(said, SHEET_MEANINGS, place), place))
            elif name in labels:
                constants[labels[name]], places[labels[name]] = said, place
            elif what or written:
                message = f"“{written or what}” is none of the things a map says."
                self._wrong(place, message, "Take the row out, or make the map again with “sv map”.")
        return self._with(evolve(found, columns=columns, sheets=names), constants, places)

    def _words(self, found: Mapping, sheet: Sheet, head: int, texts: Sequence[str]) -> Mapping:
        words: list[Word] = []
        at = {name: texts.index(name) for name in WORDS_HEAD if name in texts}
        for number, row in sheet.rows:
            written = self._text(sheet, number, row, at["Word"]) if number > head else ""
            if not written:
                continue
            about = same(self._text(sheet, number, row, at["About"])) if "About" in at else "outcome"
            said = self._text(sheet, number, row, at["Taken for"])
            times = row[at["Times"]] if "Times" in at and at["Times"] < len(row) else 0
            count = int(times) if isinstance(times, int | float) else 0
            words.append(
                self._word(
                    written,
                    said,
                    about,
                    count,
                    self._sure(sheet, number, row, at),
                    sheet.place(number, at["Taken for"]),
                )
            )
        return evolve(found, words=words)

    def _text(self, sheet: Sheet, number: int, row: Sequence[Cell], column: int) -> str:
        try:
            return cells.text(row[column]) if column < len(row) else ""
        except cells.CellFault as fault:
            self.problems.append(error(fault.code, sheet.place(number, column), fault.message, fault.remedy))
            return ""

    def _sure(self, sheet: Sheet, number: int, row: Sequence[Cell], at: MappingOf[str, int]) -> str:
        return self._text(sheet, number, row, at["How sure"]) if "How sure" in at else ""

    def _meaning(self, said: str, meanings: Iterable[str], place: Place) -> str:
        bare = same(said)
        found = next((meaning for meaning in meanings if same(meaning) == bare), None)
        if bare and found is None:
            message = f"“{said}” is not something it can be taken for."
            remedy = f"Choose one of: {', '.join(meanings)}."
            self._wrong(place, message, remedy)
        return found or ""

    def _word(self, written: str, said: str, about: str, times: int, sure: str, place: Place) -> Word:
        if about == "organisation":
            return Word(written, said, "organisation", times, sure, place)
        meaning = said if same(said) in (LEAVE_OUT, NOT_YET) else ""
        if same(said) in (LEAVE_OUT, NOT_YET):
            meaning = same(said)
        elif said:
            meaning = self.names.find(said) or ""
            if not meaning:
                message = f"“{written}” is taken for “{said}”, which is no outcome known here."
                close = self.names.nearest(said)
                hint = f"Did you mean “{close[0]}”? " if close else ""
                remedy = f"{hint}“sv outcomes” lists them; “leave out” and “not yet” may be chosen too."
                self.problems.append(error("unknown-outcome", place, message, remedy))
        return Word(written, meaning, "outcome", times, sure, place)

    def _with(self, found: Mapping, constants: MappingOf[str, Any], places: MappingOf[str, Place]) -> Mapping:
        said = {key: str(value).strip() for key, value in constants.items()}
        for key in ("year",):
            if said.get(key) and year_of([said[key]]) is None:
                message = f"“{said[key]}” is no year."
                self._wrong(places[key], message, "Write it as 2024-25, or 2024.")
        estimates = constants.get("estimates", False)
        allowed = estimates is True or same(str(estimates)) in ("yes", "y", "true", "1")
        if not allowed and same(str(estimates)) not in ("no", "n", "false", "0", ""):
            message = f"“{estimates}” is neither yes nor no."
            self._wrong(places["estimates"], message, "Write yes or no.")
        texts = {key: said.get(key, "") for key in ("organisation", "project", "area", "year", "if_blank")}
        return evolve(found, **texts, estimates=allowed, places=dict(places))

    def from_toml(self, data: MappingOf[str, Any]) -> Mapping:
        """A map from its TOML."""
        place = Place(self.file)
        if data.get("format") != MARK:
            remedy = f"A map begins with “format = '{MARK}'”. Make one with “sv map FILE --out map.toml”."
            self._wrong(place, "The file is no map.", remedy)
            return Mapping()
        known = {"format", *CONSTANTS, "column", "sheet", "word"}
        for name in sorted(set(data) - known):
            self._wrong(Place(self.file, key=name), f"“{name}” is not known here.", "Take it out.")
        columns, sheets, words = [], [], []
        for number, entry in enumerate(
            self._entries(data, "column", ("header", "taken_for", "sheet", "example", "sure"))
        ):
            spot = Place(self.file, key=f"column[{number}].taken_for")
            meaning = self._meaning(entry.get("taken_for", ""), COLUMN_MEANINGS, spot)
            columns.append(
                Column(
                    entry.get("header", ""),
                    meaning,
                    entry.get("sheet", ""),
                    entry.get("example", ""),
                    entry.get("sure", ""),
                    spot,
                )
            )
        for number, entry in enumerate(self._entries(data, "sheet", ("name", "taken_for"))):
            spot = Place(self.file, key=f"sheet[{number}].taken_for")
            sheets.append(
                SheetName(entry.get("name", ""), self._meaning(entry.get("taken_for", ""), SHEET_MEANINGS, spot), spot)
            )
        for number, entry in enumerate(self._entries(data, "word", ("word", "taken_for", "about", "times", "sure"))):
            spot = Place(self.file, key=f"word[{number}].taken_for")
            times = int(entry.get("times", "0") or 0) if str(entry.get("times", "0")).isdecimal() else 0
            words.append(
                self._word(
                    entry.get("word", ""),
                    entry.get("taken_for", ""),
                    entry.get("about", "outcome"),
                    times,
                    entry.get("sure", ""),
                    spot,
                )
            )
        constants = {key: data[key] for key in CONSTANTS if key in data}
        places = {key: Place(self.file, key=key) for key in CONSTANTS}
        return self._with(Mapping(columns, sheets, words), constants, places)

    def _entries(self, data: MappingOf[str, Any], name: str, fields: Sequence[str]) -> Iterator[dict[str, str]]:
        entries = data.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._wrong(Place(self.file, key=name), f"Each “{name}” is a table.", f"Write [[{name}]].")
            return
        for number, entry in enumerate(entries):
            for key in sorted(set(entry) - set(fields)):
                spot = Place(self.file, key=f"{name}[{number}].{key}")
                self._wrong(spot, f"“{key}” is not known here.", f"Use {', '.join(fields)}.")
            yield {key: str(value) for key, value in entry.items()}


def _headed(texts: Sequence[str], wanted: Sequence[str]) -> bool:
    return {wanted[0], "Taken for"} <= set(texts)


def _contradictions(mapping: Mapping) -> Iterator[Problem]:
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


def input_of(mapping: Mapping) -> Input:
    """A map as one of the files a return was read from."""
    return Input(mapping.file, mapping.sha256)


def taken(lines: Iterable[Line], mapping: Mapping | None, vocabulary: Vocabulary) -> list[Problem]:
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

"""A map as TOML: its tables column, sheet and word, read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from typing import Any

from socialvalue.formats.time_limit import in_time
from socialvalue.opening import Source
from socialvalue.problems import Place
from socialvalue.reading.maps.map_entries import MapReader
from socialvalue.records.maps import (
    COLUMN_MEANINGS,
    CONSTANTS,
    MARK,
    SHEET_MEANINGS,
    Column,
    Mapping,
    SheetName,
)


class MapTomlReader(MapReader):
    """Reads a map from its TOML."""

    def map_of_toml(self, data: MappingOf[str, Any], source: Source) -> Mapping:
        """A map from its TOML; raises `BadData` when the time of its file is over."""
        place = Place(self.file)
        if data.get("format") != MARK:
            remedy = f"A map begins with “format = '{MARK}'”. Make one with “sv map FILE --out map.toml”."
            self.wrong(place, "The file is no map.", remedy)
            return Mapping()
        known = {"format", *CONSTANTS, "column", "sheet", "word"}
        for name in sorted(set(data) - known):
            self.wrong(Place(self.file, key=name), f"“{name}” is not known here.", "Take it out.")
        columns, sheets, words = [], [], []
        for number, entry in enumerate(
            in_time(self._toml_entries(data, "column", ("header", "taken_for", "sheet", "example", "sure")), source)
        ):
            spot = Place(self.file, key=f"column[{number}].taken_for")
            meaning = self.meaning(entry.get("taken_for", ""), COLUMN_MEANINGS, spot)
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
        for number, entry in enumerate(in_time(self._toml_entries(data, "sheet", ("name", "taken_for")), source)):
            spot = Place(self.file, key=f"sheet[{number}].taken_for")
            sheets.append(
                SheetName(entry.get("name", ""), self.meaning(entry.get("taken_for", ""), SHEET_MEANINGS, spot), spot)
            )
        for number, entry in enumerate(
            in_time(self._toml_entries(data, "word", ("word", "taken_for", "about", "times", "sure")), source)
        ):
            spot = Place(self.file, key=f"word[{number}].taken_for")
            times = int(entry.get("times", "0") or 0) if str(entry.get("times", "0")).isdecimal() else 0
            words.append(
                self.word(
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
        return self.with_constants(Mapping(columns, sheets, words), constants, places)

    def _toml_entries(self, data: MappingOf[str, Any], name: str, fields: Sequence[str]) -> Iterator[dict[str, str]]:
        entries = data.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.wrong(Place(self.file, key=name), f"Each “{name}” is a table.", f"Write [[{name}]].")
            return
        for number, entry in enumerate(entries):
            for key in sorted(set(entry) - set(fields)):
                spot = Place(self.file, key=f"{name}[{number}].{key}")
                self.wrong(spot, f"“{key}” is not known here.", f"Use {', '.join(fields)}.")
            yield {key: str(value) for key, value in entry.items()}

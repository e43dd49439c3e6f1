"""A map as a workbook: its sheets Columns and Words, read back."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from typing import Any

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import Place, error
from socialvalue.reading import cells
from socialvalue.reading.maps.map_entries import MapReader
from socialvalue.records.maps import (
    COLUMN_MEANINGS,
    COLUMNS_HEAD,
    CONSTANTS,
    SHEET_MEANINGS,
    WORDS_HEAD,
    Column,
    Mapping,
    SheetName,
    Word,
    same,
)


class MapWorkbookReader(MapReader):
    """Reads a map from the sheets of its workbook."""

    def map_of_sheets(self, sheets: Sequence[Sheet]) -> Mapping:
        """A map from the sheets of its workbook."""
        mapping = Mapping()
        is_map = False
        for sheet in sheets:
            for number, row in sheet.rows:
                texts = [cells.text(cell) if isinstance(cell, str) else "" for cell in row]
                if _has_headings(texts, COLUMNS_HEAD):
                    mapping, is_map = self._columns_sheet(mapping, sheet, number, texts), True
                    break
                if _has_headings(texts, WORDS_HEAD):
                    mapping, is_map = self._words_sheet(mapping, sheet, number, texts), True
                    break
        if not is_map:
            message = "The workbook is no map: it has no sheets Columns and Words as “sv map” writes them."
            self.wrong(Place(self.file), message, "Make one with “sv map FILE --out map.xlsx”.")
        return mapping

    def _columns_sheet(self, mapping: Mapping, sheet: Sheet, head: int, texts: Sequence[str]) -> Mapping:
        columns: list[Column] = []
        names: list[SheetName] = []
        constants: dict[str, Any] = {}
        places: dict[str, Place] = {}
        at = {name: texts.index(name) for name in COLUMNS_HEAD if name in texts}
        labels = {same(label): key for key, label in CONSTANTS.items()}
        for number, row in sheet.rows:
            if number <= head:
                continue
            what, name = (same(self._cell_text(sheet, number, row, at[key])) for key in ("What", "Name"))
            said = self._cell_text(sheet, number, row, at["Taken for"])
            place = sheet.place(number, at["Taken for"])
            written = self._cell_text(sheet, number, row, at["Name"])
            if what == "column" and written:
                meaning = self.meaning(said, COLUMN_MEANINGS, place)
                there = self._cell_text(sheet, number, row, at["On sheet"]) if "On sheet" in at else ""
                example = self._cell_text(sheet, number, row, at["Example"]) if "Example" in at else ""
                columns.append(Column(written, meaning, there, example, self._how_sure(sheet, number, row, at), place))
            elif what == "sheet" and written:
                names.append(SheetName(written, self.meaning(said, SHEET_MEANINGS, place), place))
            elif name in labels:
                constants[labels[name]], places[labels[name]] = said, place
            elif what or written:
                message = f"“{written or what}” is none of the things a map says."
                self.wrong(place, message, "Take the row out, or make the map again with “sv map”.")
        return self.with_constants(evolve(mapping, columns=columns, sheets=names), constants, places)

    def _words_sheet(self, mapping: Mapping, sheet: Sheet, head: int, texts: Sequence[str]) -> Mapping:
        words: list[Word] = []
        at = {name: texts.index(name) for name in WORDS_HEAD if name in texts}
        for number, row in sheet.rows:
            written = self._cell_text(sheet, number, row, at["Word"]) if number > head else ""
            if not written:
                continue
            about = same(self._cell_text(sheet, number, row, at["About"])) if "About" in at else "outcome"
            said = self._cell_text(sheet, number, row, at["Taken for"])
            times = row[at["Times"]] if "Times" in at and at["Times"] < len(row) else 0
            count = int(times) if isinstance(times, int | float) else 0
            words.append(
                self.word(
                    written,
                    said,
                    about,
                    count,
                    self._how_sure(sheet, number, row, at),
                    sheet.place(number, at["Taken for"]),
                )
            )
        return evolve(mapping, words=words)

    def _cell_text(self, sheet: Sheet, number: int, row: Sequence[Cell], column: int) -> str:
        try:
            return cells.text(row[column]) if column < len(row) else ""
        except cells.CellFault as fault:
            self.problems.append(error(fault.code, sheet.place(number, column), fault.message, fault.remedy))
            return ""

    def _how_sure(self, sheet: Sheet, number: int, row: Sequence[Cell], at: MappingOf[str, int]) -> str:
        return self._cell_text(sheet, number, row, at["How sure"]) if "How sure" in at else ""


def _has_headings(texts: Sequence[str], wanted: Sequence[str]) -> bool:
    return {wanted[0], "Taken for"} <= set(texts)

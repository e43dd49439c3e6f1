"""A map as a workbook to look over: what each heading, sheet and word is taken for, by drop-downs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.maps import (
    COLUMN_MEANINGS,
    COLUMNS_HEAD,
    CONSTANTS,
    LEAVE_OUT,
    NOT_YET,
    SHEET_MEANINGS,
    WORDS_HEAD,
    Mapping,
    Word,
)
from socialvalue.showing.workbook.book import ALARM, INPUT, MUTED, RULE, Book

_FIRST_ENTRY = 4  # the row of the first entry, counted from 0

_CONSTANT_HINTS = {
    "organisation": "Whose figures they are, where no column says so.",
    "project": "Where neither a column nor a sheet's name says so.",
    "area": "Where neither a column nor a sheet's name says so.",
    "year": "2024-25 for April 2024 to March 2025.",
    "if_blank": "Another heading, or a period such as 2024-25; empty to have each blank told as an error.",
    "estimates": "yes or no. Estimates count, and every output says so.",
}


def map_workbook(mapping: Mapping, vocabulary: Vocabulary) -> bytes:
    """The workbook of a map.

    Args:
        mapping: what is to be looked over; words nobody has decided come first.
        vocabulary: the outcomes to choose from.
    """
    file = io.BytesIO()
    book = Book(file, "What your headings and words mean")
    _columns_sheet(book, mapping)
    _words_sheet(book, mapping, vocabulary)
    _hidden_lists(book, vocabulary)
    book.close()
    return file.getvalue()


def _map_sheet(book: Book, name: str, title: str, lead: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
    map_sheet = book.sheet(name)
    map_sheet.set_row(0, 30)
    map_sheet.write_string(0, 0, title, book.title)
    map_sheet.write_string(1, 0, lead, book.lead)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        map_sheet.set_column(column, column, width)
        map_sheet.write_string(_FIRST_ENTRY - 1, column, head, book.head())
    map_sheet.freeze_panes(_FIRST_ENTRY, 0)
    map_sheet.repeat_rows(_FIRST_ENTRY - 1)
    return map_sheet


def _columns_sheet(book: Book, mapping: Mapping) -> None:
    lead = "Look over the pale yellow cells; choose from the list. What is left out is not read."
    heads = (*COLUMNS_HEAD, "What that means")
    map_sheet = _map_sheet(book, "Columns", "What your headings mean", lead, heads, (12, 46, 18, 28, 26, 12, 60))
    word_style = book.style(text_wrap=True, valign="top")
    choice_style = book.style(text_wrap=True, valign="top", bg_color=INPUT, border=1, border_color=RULE)
    hint_style = book.style(text_wrap=True, valign="top", font_color=MUTED)
    map_rows: list[tuple[str, str, str, str, str, str, str, str]] = []
    for column in mapping.columns:
        meaning_hint = COLUMN_MEANINGS.get(column.meaning, "")
        map_rows.append(
            ("column", column.header, column.sheet, column.example, column.meaning, column.sure, meaning_hint, "column")
        )
    for entry in mapping.sheets:
        meaning_hint = SHEET_MEANINGS.get(entry.meaning, "")
        map_rows.append(("sheet", entry.name, "", "", entry.meaning, "", meaning_hint, "sheet"))
    for key, label in CONSTANTS.items():
        value = getattr(mapping, key)
        constant_shown = ("yes" if value else "no") if key == "estimates" else value
        map_rows.append(
            (
                "whole file",
                label,
                "",
                "",
                constant_shown,
                "",
                _CONSTANT_HINTS[key],
                "yesno" if key == "estimates" else "",
            )
        )
    for number, (*cells, listed) in enumerate(map_rows, start=_FIRST_ENTRY):
        map_sheet.set_row(number, _height_of_wrapped(cells[1], 46, cells[6], 60))
        for at, cell in enumerate(cells):
            map_sheet.write_string(number, at, cell, choice_style if at == 4 else hint_style if at > 4 else word_style)
        if listed:
            map_sheet.data_validation(number, 4, number, 4, _meanings_to_choose(listed))
    _mark_undecided(book, map_sheet, _FIRST_ENTRY, _FIRST_ENTRY + len(mapping.columns) + len(mapping.sheets) - 1, 4)


def _meanings_to_choose(listed: str) -> dict[str, Any]:
    if listed == "yesno":
        return {"validate": "list", "source": ["yes", "no"]}
    count = {"column": len(COLUMN_MEANINGS), "sheet": len(SHEET_MEANINGS)}[listed]
    letter = {"column": "A", "sheet": "B"}[listed]
    return {
        "validate": "list",
        "source": f"=Lists!${letter}$1:${letter}${count}",
        "error_title": "Choose from the list",
        "error_message": "Choose one of the list; “leave out” for what is not to be read.",
    }


def _words_sheet(book: Book, mapping: Mapping, vocabulary: Vocabulary) -> None:
    words_waiting = sum(not word.meaning for word in mapping.words)
    lead = "Choose the outcome each word means. “leave out” is not counted; “not yet” is no outcome so far."
    if words_waiting:
        lead = f"{words_waiting} {'word waits' if words_waiting == 1 else 'words wait'} for you, in red. {lead}"
    heads = (*WORDS_HEAD, "What that counts")
    map_sheet = _map_sheet(book, "Words", "What your words mean", lead, heads, (58, 14, 9, 40, 12, 84))
    word_style = book.style(text_wrap=True, valign="top")
    choice_style = book.style(text_wrap=True, valign="top", bg_color=INPUT, border=1, border_color=RULE)
    hint_style = book.style(text_wrap=True, valign="top", font_color=MUTED)
    count = book.style(valign="top", num_format="0", align="center")
    words = sorted(mapping.words, key=lambda word: (word.about != "outcome", bool(word.meaning), -word.times))
    for number, word in enumerate(words, start=_FIRST_ENTRY):
        map_sheet.write_string(number, 0, word.word, word_style)
        map_sheet.write_string(number, 1, word.about, hint_style)
        map_sheet.write_number(number, 2, word.times, count)
        map_sheet.write_string(number, 3, _meaning_shown(word, vocabulary), choice_style)
        map_sheet.write_string(number, 4, word.sure, hint_style)
        known = word.about == "outcome" and word.meaning in vocabulary
        definition = vocabulary[word.meaning].definition if known else ""
        map_sheet.write_string(number, 5, definition, hint_style)
        map_sheet.set_row(number, _height_of_wrapped(word.word, 62, definition, 96))
        if word.about == "outcome":
            source = f"=Lists!$C$1:$C${len(vocabulary.outcomes) + 2}"
            message = "Choose an outcome of the list, “leave out” or “not yet”."
            choice = {"validate": "list", "source": source, "error_title": "Choose from it", "error_message": message}
            map_sheet.data_validation(number, 3, number, 3, choice)
    _mark_undecided(book, map_sheet, _FIRST_ENTRY, _FIRST_ENTRY + len(words) - 1, 3)


def _height_of_wrapped(first: str, first_width: int, last: str, last_width: int) -> int:
    """The height of a row whose texts are wrapped, in points."""
    return 4 + 13 * max(1, -(-len(first) // first_width), -(-len(last) // last_width))


def _meaning_shown(word: Word, vocabulary: Vocabulary) -> str:
    if word.about == "outcome" and word.meaning in vocabulary:
        return vocabulary[word.meaning].label
    return word.meaning


def _mark_undecided(book: Book, map_sheet: Any, first: int, last: int, column: int) -> None:
    """Mark the cells that wait for a decision."""
    if last >= first:
        waiting_look = book.style(bg_color="#F7D9CF", border=1, border_color=ALARM)
        map_sheet.conditional_format(first, column, last, column, {"type": "blanks", "format": waiting_look})


def _hidden_lists(book: Book, vocabulary: Vocabulary) -> None:
    map_sheet = book.sheet("Lists")
    outcomes = [LEAVE_OUT, NOT_YET, *(outcome.label for outcome in vocabulary)]
    for column, entries in enumerate((COLUMN_MEANINGS, SHEET_MEANINGS, outcomes)):
        _hidden_list(map_sheet, column, entries)
    map_sheet.hide()


def _hidden_list(map_sheet: Any, column: int, entries: Iterable[str]) -> None:
    for row, entry in enumerate(entries):
        map_sheet.write_string(row, column, entry)

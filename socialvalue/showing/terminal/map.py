"""A map on the terminal: what is taken for what, and what waits for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.maps import CONSTANTS, LEAVE_OUT, Mapping

if TYPE_CHECKING:
    from rich.console import Console

_MOST = 40  # rows of a table; the file has them all


def show_value_map(columns: dict[str, str], out: Console) -> None:
    """The headings of a file of values, and what each is read as."""
    from rich.table import Table
    from rich.text import Text

    if not columns:
        out.print("No headings were found.")
        return
    map_table = Table(title="Headings", title_justify="left", box=None, pad_edge=False, header_style="bold")
    map_table.add_column("Heading", overflow="fold")
    map_table.add_column("Read as", overflow="fold")
    for heading, meaning in columns.items():
        map_table.add_row(Text(heading), Text(meaning or "left out"))
    out.print(map_table)


def show_mapping(mapping: Mapping, vocabulary: Vocabulary, out: Console) -> None:
    """The headings that are read, the words and what each is taken for, and how many wait."""
    from rich.table import Table
    from rich.text import Text

    columns_read = [column for column in mapping.columns if column.meaning != LEAVE_OUT]
    columns_left_out = [column.header for column in mapping.columns if column.meaning == LEAVE_OUT]
    map_table = Table(title="Headings", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("Heading", "Example", "Taken for", "How sure"):
        map_table.add_column(name, overflow="fold")
    for column in columns_read[:_MOST]:
        map_table.add_row(Text(column.header), Text(column.example), column.meaning or "?", column.sure)
    out.print(map_table)
    if len(columns_read) > _MOST:
        out.print(f"… and {len(columns_read) - _MOST} more.")
    if columns_left_out:
        out.print(Text(f"Left out: {', '.join(columns_left_out[:12])}{' …' if len(columns_left_out) > 12 else ''}."))
    constants_said = {label: getattr(mapping, key) for key, label in CONSTANTS.items() if getattr(mapping, key)}
    for label, value in constants_said.items():
        out.print(Text(f"{label}: {'yes' if value is True else value}."))
    sheets = [f"{sheet.name} ({sheet.meaning or '?'})" for sheet in mapping.sheets]
    if len(sheets) > 1:
        out.print(Text(f"Sheets: {', '.join(sheets[:12])}{' …' if len(sheets) > 12 else ''}."))
    out.print()
    map_table = Table(title="Words", title_justify="left", box=None, pad_edge=False, header_style="bold")
    map_table.add_column("Word", overflow="fold")
    map_table.add_column("Times", justify="right")
    for name in ("Taken for", "How sure"):
        map_table.add_column(name, overflow="fold")
    map_words = sorted(mapping.words, key=lambda word: (word.about != "outcome", bool(word.meaning), -word.times))
    for word in map_words[:_MOST]:
        label = vocabulary[word.meaning].label if word.meaning in vocabulary else word.meaning
        map_table.add_row(Text(word.word), f"{word.times:,}", Text(label or "? you decide"), word.sure)
    out.print(map_table)
    if len(map_words) > _MOST:
        out.print(f"… and {len(map_words) - _MOST} more.")
    waiting = len(mapping.undecided)
    out.print()
    out.print(
        "Nothing waits for a decision." if not waiting else f"{waiting} {'waits' if waiting == 1 else 'wait'} for you."
    )

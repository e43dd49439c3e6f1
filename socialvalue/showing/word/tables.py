"""Tables in the Word document: findings with a bar in each row, widths, borders, rows kept together."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from socialvalue.problems import printable
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.tables import Table
from socialvalue.showing.word.pictures import bar_picture
from socialvalue.showing.word.styles import INK, PAGE_WIDTH

if TYPE_CHECKING:
    from docx.document import Document


#: The style of every table; a document that has one of that name shows its own.
TABLE_STYLE = "Table Grid"

#: Millimetres of a picture in a row, where a table goes across the page.
_BAR_WIDTH = 34


def add_board_table(document: Document, table: Table) -> None:
    """A finding, and its figures with a bar in each row."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document.add_heading(xml_text(table.title), level=1)
    if table.sub:
        document.add_paragraph(table.sub, style="Caption").paragraph_format.keep_with_next = True
    if table.rows:
        word_grid = document.add_table(0, len(table.columns), style=TABLE_STYLE)
        remove_borders(word_grid, rules=True)
        heads = any(column.head for column in table.columns if column.kind != "value")
        head_texts = [[column.head for column in table.columns]] if heads else []
        for number, cells in enumerate([*head_texts, *(row.cells for row in table.rows)]):
            row = table.rows[number - len(head_texts)] if number >= len(head_texts) else None
            word_row = word_grid.add_row()
            keep_together(word_row, last=number == len(head_texts) + len(table.rows) - 1, head=row is None)
            for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                paragraph = word_row.cells[at].paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(1)
                if isinstance(cell, Bar):
                    add_picture(paragraph, bar_picture(cell, _BAR_WIDTH, 3), _BAR_WIDTH)
                    continue
                word_run = paragraph.add_run(xml_text(cell or ""))
                word_run.bold = bool(row is None or row.look or column.kind in ("name", "value"))
                if row is not None and row.look == "net" and column.kind == "value":
                    word_run.font.underline = double_underline()
                if row is not None and row.small and column.kind == "name":
                    small = paragraph.add_run(f" {row.small}")
                    small.font.size = Pt(8)
                if column.kind in ("figure", "value"):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _set_widths(word_grid, table, Mm)
    for note in table.notes:
        document.add_paragraph(xml_text(note), style="Caption").paragraph_format.space_before = Pt(3)


def _set_widths(word_grid: Any, table: Table, mm: Any) -> None:
    """Bars and figures as wide as they are; names take what is left."""
    word_grid.autofit = False
    word_widths = []
    for at, column in enumerate(table.columns):
        longest_word = max(
            len(text) for text in (*column.head.split(), *(str(row.cells[at] or "") for row in table.rows))
        )
        word_widths.append({"bar": _BAR_WIDTH + 4, "name": 0}.get(column.kind, max(16, 5 + 2 * longest_word)))
    left = max(34, PAGE_WIDTH - sum(word_widths))
    for row in word_grid.rows:
        for cell, width in zip(row.cells, word_widths, strict=True):
            cell.width = mm(width or left)
    for column, width in zip(word_grid.columns, word_widths, strict=True):
        column.width = mm(width or left)


def keep_together(row: Any, *, last: bool, head: bool) -> None:
    """A row is never cut, and keeps to the next one; the head is repeated on each page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = not last


def remove_borders(table: Any, *, rules: bool = False) -> None:
    """No lines but hair lines between rows, where there are any."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    word_borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        ruled = rules and edge in ("top", "bottom", "insideH")
        line.set(qn("w:val"), "single" if ruled else "nil")
        if ruled:
            line.set(qn("w:sz"), "4" if edge == "insideH" else "8")
            line.set(qn("w:color"), "CFCCC4" if edge == "insideH" else INK)
        word_borders.append(line)
    table._tbl.tblPr.append(word_borders)


def double_underline() -> Any:
    """The rule under the net total alone."""
    from docx.enum.text import WD_UNDERLINE

    return WD_UNDERLINE.DOUBLE


def add_picture(paragraph: Any, picture: bytes, width: int, words_: str = "") -> None:
    """A picture, with words for those who do not see it; none where the figure is beside it."""
    from docx.shared import Mm

    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(width))
    inline = shape._inline  # python-docx has no names for what follows
    inline.docPr.set("descr", words_)
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")


def xml_text(text: str) -> str:
    """The text without what XML does not hold: control characters, halves of characters."""
    return printable(text).encode("utf-8", "replace").decode()

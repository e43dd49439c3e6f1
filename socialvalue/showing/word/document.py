"""The report as a Word document: the page for a board, its tables and pictures, and how to compute it again.

Every paragraph and table has one of Word's own styles, by its name, so that it takes the look of a document that it is
pasted into.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from socialvalue.money import pounds, whole_pounds
from socialvalue.problems import BadData, Place, error, printable
from socialvalue.records.results import Result
from socialvalue.showing.board.appendix import appendix
from socialvalue.showing.board.asked import Asked
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.board import Board, board
from socialvalue.showing.board.tables import Table
from socialvalue.showing.word import pictures
from socialvalue.showing.words.amounts import per_unit
from socialvalue.showing.words.headline import report_title
from socialvalue.showing.words.valuation import value_facts

if TYPE_CHECKING:
    from docx.document import Document

#: The style of every table; a document that has one of that name shows its own.
_TABLE = "Table Grid"
_INK, _VALUE, _MUTED = "17191C", "0B6A53", "4B4F54"
#: Millimetres of a picture in a row, where a table goes across the page.
_BAR = 34
_PAGE = 178


def to_word(result: Result, *, command: str = "", asked: Asked | None = None) -> bytes:
    """The report as a .docx.

    Args:
        result: a sound one, assessed where its range is to be shown.
        command: what made it, for whoever wants to make it again.
        asked: what is shown beside it.

    Raises:
        BadData: where python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        message = "A Word document needs the package python-docx, which is not installed."
        remedy = "Run: pip install “socialvalue[word]”, or write .html or .pdf."
        raise BadData([error("engine-missing", Place(), message, remedy)]) from None
    document = docx.Document()
    _set_up(document, report_title(result))
    page = board(result, asked)
    _top(document, page)
    for table in (*([page.lead] if page.lead else []), *page.panels):
        _table(document, table)
    document.add_heading("What the figure leaves out", level=1)
    for name, text in page.left_out:
        _named(document, f"{name}.", text)
    for name, text in page.foot:
        _named(document, name, text)
    if page.pounds.told:
        document.add_paragraph(page.pounds.told)
    for table in appendix(result, asked):
        _table(document, table)
    _values(document, result)
    _again(document, result, command)
    return _stable(document)


def _set_up(document: Document, title: str) -> None:
    """A4, and the look of the page in Word's own styles."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _PAGE) // 2)
    section.top_margin, section.bottom_margin = Mm(14), Mm(14)
    for name, size, colour, before, after in (
        ("Normal", 9, _INK, 0, 3),
        ("Title", 20, _INK, 0, 4),
        ("Subtitle", 10, _MUTED, 0, 6),
        ("Heading 1", 12, _INK, 10, 1),
        ("Heading 2", 10, _INK, 6, 1),
        ("Caption", 8, _MUTED, 0, 3),
        ("Intense Quote", 9, "8A4A00", 0, 6),
        ("List Bullet", 9, _INK, 0, 1),
        ("List Number", 8, _INK, 0, 2),
    ):
        style = document.styles[name]
        font, space = style.font, style.paragraph_format
        font.name, font.size, font.color.rgb = "Arial", Pt(size), RGBColor.from_string(colour)
        font.bold, font.italic = name.startswith(("Title", "Heading")), False
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for spread in style.element.rPr.findall(_w("spacing")):
            style.element.rPr.remove(spread)
        space.space_before, space.space_after = Pt(before), Pt(after)
        space.line_spacing_rule = WD_LINE_SPACING.SINGLE
        space.keep_with_next = name.startswith("Heading")
    for border in document.styles["Title"].element.pPr.findall(_w("pBdr")):
        document.styles["Title"].element.pPr.remove(border)
    core = document.core_properties
    core.title, core.author, core.comments = title, "socialvalue", ""
    core.created = core.modified = _DAY
    core.language = "en-GB"


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _top(document: Document, page: Board) -> None:
    from docx.shared import Mm, Pt, RGBColor

    document.add_paragraph(_clean(f"{page.who}. Social value, {page.when}".strip(". ,")), style="Caption")
    document.add_paragraph(_clean(page.title), style="Title")
    document.add_paragraph(page.sub, style="Subtitle")
    for text in page.first:
        paragraph = document.add_paragraph(style="Intense Quote")
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(0)
        paragraph.add_run("Read this first: ").bold = True
        paragraph.add_run(_clean(text))
    if page.facts:
        table = document.add_table(3, len(page.facts), style=_TABLE)
        _bare(table)
        for at, fact in enumerate(page.facts):
            cells = [row.cells[at] for row in table.rows]
            for cell, text in zip(cells, (fact.name, fact.figure, fact.note), strict=True):
                cell.text = text
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            run = cells[1].paragraphs[0].runs[0]
            run.bold, run.font.size = True, Pt(18 if fact.main else 14)
            if fact.main and fact.name.startswith("Net"):
                run.font.color.rgb = RGBColor.from_string(_VALUE)
                run.font.underline = _double()
            for run in cells[2].paragraphs[0].runs:
                run.font.size = Pt(8)
    if page.wall:
        picture, _ = pictures.wall(page.wall, 100)
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(6), True
        _picture(paragraph, picture, 100, "The value as courses of bricks on what was spent")
        text = f"A brick is {whole_pounds(page.wall.brick)}. The foot is what was spent. On it stands the value"
        unsure = ", faint where unsure" if page.wall.low != page.wall.high else ""
        document.add_paragraph(f"{text}{unsure}.", style="Caption")


def _double() -> Any:
    from docx.enum.text import WD_UNDERLINE

    return WD_UNDERLINE.DOUBLE


def _picture(paragraph: Any, picture: bytes, width: int, words_: str = "") -> None:
    """A picture, with words for those who do not see it; none where the figure is beside it."""
    from docx.shared import Mm

    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(width))
    inline = shape._inline  # python-docx has no names for what follows
    inline.docPr.set("descr", words_)
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")


def _table(document: Document, table: Table) -> None:
    """A finding, and its figures with a bar in each row."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document.add_heading(_clean(table.title), level=1)
    if table.sub:
        document.add_paragraph(table.sub, style="Caption").paragraph_format.keep_with_next = True
    if table.rows:
        grid = document.add_table(0, len(table.columns), style=_TABLE)
        _bare(grid, rules=True)
        heads = any(column.head for column in table.columns if column.kind != "value")
        texts = [[column.head for column in table.columns]] if heads else []
        for number, cells in enumerate([*texts, *(row.cells for row in table.rows)]):
            row = table.rows[number - len(texts)] if number >= len(texts) else None
            made = grid.add_row()
            _together(made, last=number == len(texts) + len(table.rows) - 1, head=row is None)
            for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                paragraph = made.cells[at].paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(1)
                if isinstance(cell, Bar):
                    _picture(paragraph, pictures.bar(cell, _BAR, 3), _BAR)
                    continue
                run = paragraph.add_run(_clean(cell or ""))
                run.bold = bool(row is None or row.look or column.kind in ("name", "value"))
                if row is not None and row.look == "net" and column.kind == "value":
                    run.font.underline = _double()
                if row is not None and row.small and column.kind == "name":
                    small = paragraph.add_run(f" {row.small}")
                    small.font.size = Pt(8)
                if column.kind in ("figure", "value"):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _widths(grid, table, Mm)
    for note in table.notes:
        document.add_paragraph(_clean(note), style="Caption").paragraph_format.space_before = Pt(3)


def _widths(grid: Any, table: Table, mm: Any) -> None:
    """Bars and figures as wide as they are; names take what is left."""
    grid.autofit = False
    wide = []
    for at, column in enumerate(table.columns):
        longest = max(len(text) for text in (*column.head.split(), *(str(row.cells[at] or "") for row in table.rows)))
        wide.append({"bar": _BAR + 4, "name": 0}.get(column.kind, max(16, 5 + 2 * longest)))
    left = max(34, _PAGE - sum(wide))
    for row in grid.rows:
        for cell, width in zip(row.cells, wide, strict=True):
            cell.width = mm(width or left)
    for column, width in zip(grid.columns, wide, strict=True):
        column.width = mm(width or left)


def _together(row: Any, *, last: bool, head: bool) -> None:
    """A row is never cut, and keeps to the next one; the head is repeated on each page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = not last


def _bare(table: Any, *, rules: bool = False) -> None:
    """No lines but hair lines between rows, where there are any."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        ruled = rules and edge in ("top", "bottom", "insideH")
        line.set(qn("w:val"), "single" if ruled else "nil")
        if ruled:
            line.set(qn("w:sz"), "4" if edge == "insideH" else "8")
            line.set(qn("w:color"), "CFCCC4" if edge == "insideH" else _INK)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _clean(text: str) -> str:
    """The text without what XML does not hold: control characters, halves of characters."""
    return printable(text).encode("utf-8", "replace").decode()


def _named(document: Document, name: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{name} ").bold = True
    paragraph.add_run(_clean(text))


def _values(document: Document, result: Result) -> None:
    """Every value used, with its source."""
    used = {entry.valuation.code: entry.valuation for entry in result.lines}
    if not used:
        return
    document.add_heading("Every value and its source", level=1)
    for value in used.values():
        facts = " ".join(f"{name}: {text.rstrip('.')}." for name, text in value_facts(value))
        paragraph = document.add_paragraph(style="List Number")
        paragraph.add_run(f"{value.title}: {pounds(value.amount)} ").bold = True
        source = f"{value.source.publisher} ({value.source.year}), {value.source.title}, {value.source.locator}"
        paragraph.add_run(f"{per_unit(value.unit)}. {value.code}. {facts} {source}; {value.source.url}")


def _again(document: Document, result: Result, command: str) -> None:
    """What is needed to compute it again."""
    made = result.provenance
    document.add_heading("Compute it again", level=1)
    words_ = "The same files, bank and method give the same figures, to the penny, on any machine."
    document.add_paragraph(words_).paragraph_format.keep_with_next = True
    table = document.add_table(0, 2, style=_TABLE)
    _bare(table, rules=True)
    rows = [("Command", command)] if command else []
    rows += [
        ("Software", f"socialvalue {made.package}"),
        (f"Bank {made.bank}", made.bank_fingerprint),
        (f"Method {made.method}", made.method_fingerprint),
        *((f"{entry.file}, sha256", entry.sha256) for entry in made.inputs),
    ]
    from docx.shared import Mm, Pt

    table.autofit = False
    sides = (44, _PAGE - 44)
    for number, texts in enumerate(rows, start=1):
        row = table.add_row()
        _together(row, last=number == len(rows), head=False)
        for cell, text, width in zip(row.cells, texts, sides, strict=True):
            cell.text, cell.width = _clean(text), Mm(width)
            cell.paragraphs[0].runs[0].font.size = Pt(8)
    for column, width in zip(table.columns, sides, strict=True):
        column.width = Mm(width)


#: The day every part of the document is said to be of, so that the same result gives the same bytes.
_DAY = dt.datetime(2021, 1, 31)  # noqa: DTZ001 - python-docx takes one without a zone


def _stable(document: Document) -> bytes:
    """The document's bytes, which depend on its content only."""
    made = io.BytesIO()
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(
                zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), before.read(entry), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()

"""The report as a Word document: the page for a board, its tables and pictures, and how to compute it again.

Every paragraph and table has one of Word's own styles, by its name, so that it takes the look of a document that it is
pasted into.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from socialvalue.money import pounds, whole_pounds
from socialvalue.problems import BadData, Place, error
from socialvalue.records.results import Result
from socialvalue.showing.board.appendix import appendix
from socialvalue.showing.board.draft import Asked
from socialvalue.showing.board.first_page import Board, board
from socialvalue.showing.word.pictures import wall_picture
from socialvalue.showing.word.styles import PAGE_WIDTH, VALUE, set_up_styles
from socialvalue.showing.word.tables import (
    TABLE_STYLE,
    add_board_table,
    add_picture,
    double_underline,
    keep_together,
    remove_borders,
    xml_text,
)
from socialvalue.showing.words.amounts import per_unit
from socialvalue.showing.words.headline import report_title
from socialvalue.showing.words.valuation import value_facts

if TYPE_CHECKING:
    from docx.document import Document


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
    set_up_styles(document, report_title(result))
    page = board(result, asked)
    _masthead_and_facts(document, page)
    for table in (*([page.lead] if page.lead else []), *page.panels):
        add_board_table(document, table)
    document.add_heading("What the figure leaves out", level=1)
    for name, text in page.left_out:
        _named_paragraph(document, f"{name}.", text)
    for name, text in page.foot:
        _named_paragraph(document, name, text)
    if page.pounds.told:
        document.add_paragraph(page.pounds.told)
    for table in appendix(result, asked):
        add_board_table(document, table)
    _values_and_sources(document, result)
    _compute_again(document, result, command)
    return _same_bytes(document)


def _masthead_and_facts(document: Document, page: Board) -> None:
    from docx.shared import Mm, Pt, RGBColor

    document.add_paragraph(xml_text(f"{page.who}. Social value, {page.when}".strip(". ,")), style="Caption")
    document.add_paragraph(xml_text(page.title), style="Title")
    document.add_paragraph(page.sub, style="Subtitle")
    for text in page.first:
        paragraph = document.add_paragraph(style="Intense Quote")
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(0)
        paragraph.add_run("Read this first: ").bold = True
        paragraph.add_run(xml_text(text))
    if page.facts:
        table = document.add_table(3, len(page.facts), style=TABLE_STYLE)
        remove_borders(table)
        for at, fact in enumerate(page.facts):
            cells = [row.cells[at] for row in table.rows]
            for cell, text in zip(cells, (fact.name, fact.figure, fact.note), strict=True):
                cell.text = text
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            run = cells[1].paragraphs[0].runs[0]
            run.bold, run.font.size = True, Pt(18 if fact.main else 14)
            if fact.main and fact.name.startswith("Net"):
                run.font.color.rgb = RGBColor.from_string(VALUE)
                run.font.underline = double_underline()
            for run in cells[2].paragraphs[0].runs:
                run.font.size = Pt(8)
    if page.wall:
        picture, _ = wall_picture(page.wall, 100)
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(6), True
        add_picture(paragraph, picture, 100, "The value as courses of bricks on what was spent")
        text = f"A brick is {whole_pounds(page.wall.brick)}. The foot is what was spent. On it stands the value"
        unsure = ", faint where unsure" if page.wall.low != page.wall.high else ""
        document.add_paragraph(f"{text}{unsure}.", style="Caption")


def _named_paragraph(document: Document, name: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{name} ").bold = True
    paragraph.add_run(xml_text(text))


def _values_and_sources(document: Document, result: Result) -> None:
    """Every value used, with its source."""
    used = {entry.valuation.code: entry.valuation for entry in result.lines}
    if not used:
        return
    document.add_heading("Every value and its source", level=1)
    for value in used.values():
        facts = " ".join(f"{name}: {text.rstrip('.')}." for name, text in value_facts(value))
        paragraph = document.add_paragraph(style="List Number")
        paragraph.add_run(f"{value.title}: {pounds(value.amount)} ").bold = True
        source_cited = f"{value.source.publisher} ({value.source.year}), {value.source.title}, {value.source.locator}"
        paragraph.add_run(f"{per_unit(value.unit)}. {value.code}. {facts} {source_cited}; {value.source.url}")


def _compute_again(document: Document, result: Result, command: str) -> None:
    """What is needed to compute it again."""
    provenance = result.provenance
    document.add_heading("Compute it again", level=1)
    words_ = "The same files, bank and method give the same figures, to the penny, on any machine."
    document.add_paragraph(words_).paragraph_format.keep_with_next = True
    table = document.add_table(0, 2, style=TABLE_STYLE)
    remove_borders(table, rules=True)
    again_rows = [("Command", command)] if command else []
    again_rows += [
        ("Software", f"socialvalue {provenance.package}"),
        (f"Bank {provenance.bank}", provenance.bank_fingerprint),
        (f"Method {provenance.method}", provenance.method_fingerprint),
        *((f"{entry.file}, sha256", entry.sha256) for entry in provenance.inputs),
    ]
    from docx.shared import Mm, Pt

    table.autofit = False
    sides = (44, PAGE_WIDTH - 44)
    for number, texts in enumerate(again_rows, start=1):
        row = table.add_row()
        keep_together(row, last=number == len(again_rows), head=False)
        for cell, text, width in zip(row.cells, texts, sides, strict=True):
            cell.text, cell.width = xml_text(text), Mm(width)
            cell.paragraphs[0].runs[0].font.size = Pt(8)
    for column, width in zip(table.columns, sides, strict=True):
        column.width = Mm(width)


def _same_bytes(document: Document) -> bytes:
    """The document's bytes, which depend on its content only."""
    saved = io.BytesIO()
    document.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(
                zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), before.read(entry), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()

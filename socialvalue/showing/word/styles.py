"""The look of the Word document: A4, and Word's own styles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document


INK, VALUE, MUTED = "17191C", "0B6A53", "4B4F54"

PAGE_WIDTH = 178

#: The day every part of the document is said to be of, so that the same result gives the same bytes.
SAME_DAY = dt.datetime(2021, 1, 31)  # noqa: DTZ001 - python-docx takes one without a zone


def set_up_styles(document: Document, title: str) -> None:
    """A4, and the look of the page in Word's own styles."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - PAGE_WIDTH) // 2)
    section.top_margin, section.bottom_margin = Mm(14), Mm(14)
    for name, size, colour, before, after in (
        ("Normal", 9, INK, 0, 3),
        ("Title", 20, INK, 0, 4),
        ("Subtitle", 10, MUTED, 0, 6),
        ("Heading 1", 12, INK, 10, 1),
        ("Heading 2", 10, INK, 6, 1),
        ("Caption", 8, MUTED, 0, 3),
        ("Intense Quote", 9, "8A4A00", 0, 6),
        ("List Bullet", 9, INK, 0, 1),
        ("List Number", 8, INK, 0, 2),
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
    core.created = core.modified = SAME_DAY
    core.language = "en-GB"


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"

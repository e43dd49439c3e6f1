"""The texts of an .xlsx workbook, shared or inline, in one font or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from attrs import frozen

from socialvalue.formats.sheets import MOST_CHARACTERS, Cell, as_cell, of_runs
from socialvalue.formats.xlsx_parts import local_name

_ESCAPED_LETTER = re.compile(r"_x([0-9A-Fa-f]{4})_")


@frozen
class Text:
    """A text in one or more fonts: each piece, and how it is set (``struck``, ``raised``, or empty)."""

    runs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.runs)


def shared_plain_texts(written: bytes) -> list[str | Text]:
    """The texts that cells share, where each is of one piece; empty where any is not."""
    try:
        whole = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    head = whole[: max(whole.find("<si>"), 0)]
    if strange(head) or "&#" in whole or "\r" in whole:
        return []
    texts: list[str | Text] = list(_PLAIN_TEXT.findall(whole))
    if whole.count("<") != 4 * len(texts) + head.count("<") + 1:  # and the end of all
        return []
    return [plain_text(text) for text in texts] if "&" in whole or "_x" in whole else texts  # type: ignore[arg-type] # all are text


_PLAIN_TEXT = re.compile(r"<si><t(?: xml:space=\"preserve\")?+>([^<]*+)</t></si>")


def strange(head: str) -> bool:
    """Whether the start of a part says anything but that it is plain XML in UTF-8."""
    return "<!" in head or re.search(r"encoding=[\"'](?!utf-8[\"'])", head, re.IGNORECASE) is not None


def plain_text(text: str) -> str:
    """The text of XML that defines no entities."""
    if "&" in text:
        for name, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
            text = text.replace(name, letter)
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text with what Excel writes as ``_x000D_`` put back."""
    return _ESCAPED_LETTER.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def text_of_runs(entry: Element) -> str | Text:
    """A shared or inline text, without readings of Asian characters."""
    runs: list[tuple[str, str]] = []
    for child in entry:
        tag = local_name(child.tag)
        if tag == "t":
            runs.append((unescaped(child.text or ""), ""))
        elif tag == "r":
            words = "".join(part.text or "" for part in child if local_name(part.tag) == "t")
            runs.append((unescaped(words), next(filter(None, map(_font_of_run, child)), "")))
    if all(not how for _, how in runs):
        return "".join(text for text, _ in runs)
    return Text(tuple(runs))


def _font_of_run(properties: Element) -> str:
    """How the properties of a run set it."""
    if local_name(properties.tag) != "rPr":
        return ""
    if is_struck(properties):
        return "struck"
    raised = (entry.get("val") for entry in properties if local_name(entry.tag) == "vertAlign")
    return "raised" if any(value in ("superscript", "subscript") for value in raised) else ""


def is_struck(font: Element) -> bool:
    """Whether a font strikes its text through."""
    struck = (entry.get("val", "1") for entry in font if local_name(entry.tag) == "strike")
    return any(value not in ("0", "false") for value in struck)


def cell_of_text(value: str | Text) -> Cell:
    """What a shared text means."""
    return as_cell(value) if isinstance(value, str) else of_runs(value.runs)


def cells_of_texts(values: Sequence[str | Text]) -> Sequence[Cell]:
    """What many shared texts mean: those of plain letters all at once."""
    try:
        together = "".join(values)  # type: ignore[arg-type] # a text of several fonts raises
    except TypeError:
        together = "#"
    if together.isascii() and "#" not in together and max(map(len, values)) <= MOST_CHARACTERS:  # type: ignore[arg-type] # all are str
        return values  # type: ignore[return-value] # all are str
    return [*map(cell_of_text, values)]

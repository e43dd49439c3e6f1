"""Text from files and people made harmless where it is written: no formula in a spreadsheet, no markup in Markdown."""

from __future__ import annotations

import re

_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~])")


def defused(cell: str | None) -> str:
    """Text that a spreadsheet shows and never runs as a formula."""
    text = cell or ""
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", text)
    return f"'{text}" if text.startswith(_FORMULA) and not number else text


def markdown(text: str) -> str:
    """Text that is only text in Markdown: no table cell or line ends early, nothing is a tag, a link or a heading."""
    flat = " ".join(text.split())
    return _MARKDOWN.sub(r"\\\1", flat).replace("&", "&amp;").replace("<", "&lt;")

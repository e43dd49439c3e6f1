"""The styles of an .xlsx workbook: what a number format makes of a number, a date, a length of time or a currency."""

from __future__ import annotations

import re

from attrs import frozen

MOST_STYLES = 65_490  # of Excel

#: Number formats that the file format itself gives a number (ECMA-376, 18.8.30), where they show dates or times.
BUILT_IN_FORMATS = {14: "dd/mm/yyyy", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss"}
BUILT_IN_FORMATS |= {15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 47: "mm:ss.0"}
BUILT_IN_FORMATS |= {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
BUILT_IN_FORMATS |= {
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;(#,##0)",
    38: "#,##0;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
}
BUILT_IN_FORMATS |= {40: "#,##0.00;[Red](#,##0.00)", 48: "##0.0E+0", 49: "@"}
BUILT_IN_FORMATS |= dict.fromkeys([*range(27, 37), *range(50, 59)], "yyyy-mm-dd")  # as East Asian versions show dates
_LONGEST_FORMAT = 2_000  # characters of a number format; Excel takes 255
_FORMAT_LITERAL = re.compile(r'"[^"]*+"|\\.|_.|\*.')
_FORMAT_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\[\]]*+\]", re.IGNORECASE)
_FORMAT_WORDS = re.compile(r"AM/PM|A/P|[a-z]+", re.IGNORECASE)
_FORMAT_CURRENCY = re.compile(r"\[\$([^\[\]-]*+)(?:-[^\[\]]*+)?\]")
_OTHER_MONEY = re.compile(r"[€$¥₹]|\b(?:EUR|USD|JPY|CHF|AUD|CAD|NZD)\b")


@frozen
class Style:
    """How a number is shown.

    Attributes:
        code: the number format.
        kind: ``number``, ``date`` or ``duration``.
        currency: the sign of a currency other than the pound; empty where there is none.
    """

    code: str
    kind: str
    currency: str

    @classmethod
    def of(cls, code: str) -> Style:
        """What a number format makes of a number."""
        code = code[:_LONGEST_FORMAT]
        first = code.split(";")[0]
        named = "".join(_FORMAT_CURRENCY.findall(first))
        other = _OTHER_MONEY.search(named or _FORMAT_CURRENCY.sub("", first))
        bare = _FORMAT_BRACKETS.sub("", _FORMAT_LITERAL.sub("", first))
        words = _FORMAT_WORDS.findall(bare)
        letters = {letter for word in words if "/" not in word for letter in word.lower()}
        if not letters & set("dmyhs") or not letters <= set("dmyhsegab"):
            return cls(code, "number", other[0] if other and not letters - set("e") else "")
        return cls(code, "duration" if "[" in bare else "date", "")


GENERAL = Style.of("General")

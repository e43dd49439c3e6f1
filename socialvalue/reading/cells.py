"""One cell read as text, a count, money or a choice, however people write it.

Blank, zero, an error and a formula that was never calculated are four different things, and stay so.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any

from socialvalue.formats.sheets import ERRORS, Cell, ErrorCell, NotCalculated, Unclear
from socialvalue.problems import Severity, printable
from socialvalue.published.valuations import AgeBand, Area
from socialvalue.records.checks.line_faults import DIVISIBLE
from socialvalue.records.returns import LARGEST

#: What people write for “not recorded”; it is not zero.
NOT_RECORDED = frozenset(
    {"", "-", "–", "—", "n/a", "na", "n.a.", "n/k", "n.k.", "nk", "not recorded", "not known", "unknown"}
)
_AGE_BANDS: dict[str, AgeBand] = {
    "all": "all",
    "all ages": "all",
    "any": "all",
    "under 25": "under-25",
    "<25": "under-25",
    "16-24": "under-25",
    "18-24": "under-25",
    "25-49": "25-49",
    "25 to 49": "25-49",
    "50+": "50-plus",
    "50 plus": "50-plus",
    "50 and over": "50-plus",
    "over 50": "50-plus",
}
_AREAS: dict[str, Area] = {
    "all": "all",
    "all areas": "all",
    "london": "london",
    "outside london": "outside-london",
    "not london": "outside-london",
    "rest of uk": "outside-london",
}


class CellFault(ValueError):
    """A cell that cannot be read as what its column holds."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        self.code: str = code
        self.message: str = message
        self.remedy: str = remedy
        super().__init__(message)


class Remark(CellFault):
    """A cell that can be read, of which something must be said all the same."""

    def __init__(self, value: Any, severity: Severity, code: str, message: str, remedy: str) -> None:
        self.value: Any = value
        self.severity: Severity = severity
        super().__init__(code, message, remedy)


def text(cell: Cell) -> str:
    """The cell as text, without spaces around it; a whole number without a decimal point.

    Raises:
        CellFault: for an error or a formula never calculated.
    """
    if cell is None:
        return ""
    if isinstance(cell, ErrorCell) or (isinstance(cell, str) and cell.strip() in ERRORS):
        shown = cell.text if isinstance(cell, ErrorCell) else cell.strip()
        raise CellFault(
            "error-cell", f"The cell holds the Excel error {shown}.", "Mend the formula, or type the figure over it."
        )
    if isinstance(cell, NotCalculated):
        raise CellFault(
            "not-calculated",
            "The cell holds a formula that was never calculated.",
            "Open the file in Excel, let it calculate, and save it; or type the figure.",
        )
    if isinstance(cell, Unclear):
        return cell.text
    if isinstance(cell, float) and math.isfinite(cell):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, dt.datetime):  # the readers differ below a second, and on whether midnight is a time
        second = dt.timedelta(seconds=cell.microsecond >= 500_000 and cell.year < dt.MAXYEAR)
        cell = cell.replace(microsecond=0) + second
        cell = cell.date() if cell.time() == dt.time() else cell
    return printable(" ".join(str(cell).split()))


def shown(cell: Cell) -> str:
    """The cell as text; nothing for an error, or a formula never calculated."""
    try:
        return text(cell)
    except CellFault:
        return ""


def blank(cell: Cell) -> bool:
    """Whether nothing is written in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def number(cell: Cell) -> Decimal | None:
    """The number in the cell, to the 15 digits that Excel keeps and shows; None where it was not recorded.

    Reads ``1,285``, ``1 285``, `` 92 ``, ``£1,200.50``, ``(5)`` for minus five, and ``£-`` for no pounds.

    Raises:
        CellFault: for anything that is not one number.
    """
    if isinstance(cell, float) and math.isfinite(cell):
        return Decimal(int(cell)) if cell.is_integer() else Decimal(f"{cell:.15g}")
    if isinstance(cell, Unclear):
        raise _unclear(cell)
    if isinstance(cell, int) or (isinstance(cell, Decimal) and cell.is_finite()):
        return Decimal(cell)
    written = text(cell)
    if written.lower() in NOT_RECORDED:
        return None
    bare = written.replace("−", "-")
    below = bare.startswith("(") and bare.endswith(")")
    found = _NUMBER.fullmatch(bare[1:-1].strip() if below else bare)
    if isinstance(cell, dt.date | dt.time) or found is None:
        raise CellFault(
            "not-a-number",
            f"“{shortened(written)}” is not a number.",
            "Type digits only; leave the cell blank where it was not recorded.",
        )
    digits = (found["number"] or "0").replace(",", "").replace(" ", "")
    return -Decimal(digits) if below or found["below"] else Decimal(digits)


#: A number as people write it; a comma or a space only between thousands, and ``£-`` for none.
_NUMBER = re.compile(
    r"(?P<below>- ?£? ?|£ ?-|)£? ?"
    r"(?P<number>(?:\d+|\d{1,3}(?:(?:,\d{3})++|(?: \d{3})++))(?:\.\d++)?) ?£?|£ ?-"
)


def _unclear(cell: Unclear) -> CellFault:
    """The fault of a figure that is not one plain number."""
    if cell.why in ("struck", "raised"):
        message = f"The cell shows more than one figure: “{shortened(cell.text)}”."
        return CellFault("two-figures", message, "Leave one figure in the cell; a note goes into another column.")
    if cell.why == "semicolons":
        message = f"“{cell.text}” may be meant with thousands or with decimals: semicolons separate the cells here."
        return CellFault("not-a-number", message, "Write it with digits only, and a point before decimals.")
    if cell.why == "ticks":
        message = f"“{shortened(cell.text)}” says neither yes nor no."
        return CellFault("not-a-number", message, "Write Y or N; a note goes into another column.")
    message = f"{shortened(cell.text)} is shown as an amount in {cell.why}; values are counted in pounds."
    return CellFault("unit-mismatch", message, "Turn it into pounds, and show it as £ or as a plain number.")


#: What people write for none, for a figure still to come, and before or after an estimate.
_NONE_WORDS = frozenset({"nil", "none", "zero", "nought"})
_TO_COME_WORDS = frozenset(
    {"tbc", "t.b.c.", "tba", "awaiting", "awaited", "awaiting data", "pending", "to follow", "to be confirmed"}
)
_ESTIMATE = re.compile(
    r"(?:c\.?|ca\.?|circa|approx\.?|approximately|about|around|est\.?|estimated?|roughly|~|≈) ?(?P<first>[\d,.]+)"
    r"|(?P<second>[\d,.]+) ?(?:\((?:est|approx|estimated?)\.?\)|est\.?|approx\.?|ish|-ish)",
)

#: What people write of what has begun and not ended.
_NOT_ENDED_WORDS = frozenset(
    {"ongoing", "on-going", "in progress", "not yet", "active", "open", "waiting", "current", "present", "continuing"}
)


def to_come(cell: str) -> bool:
    """Whether a text says that what belongs in its cell is still to come."""
    return cell.strip().lower() in _TO_COME_WORDS


def not_yet(cell: Cell) -> bool:
    """Whether a cell says that something has not happened, or not ended: “tbc”, “ongoing”."""
    return isinstance(cell, str) and cell.strip().lower() in _TO_COME_WORDS | _NOT_ENDED_WORDS


def _in_words(cell: str, unit: str, *, estimates: bool) -> CellFault | None:
    """What a quantity in words comes to: none is 0, one to come is not recorded, an estimate counts where it may."""
    written = text(cell).lower()
    if written in _NONE_WORDS:
        return Remark(Decimal(0), "note", "none-in-words", f"“{shortened(text(cell))}” is read as 0.", "Write 0.")
    if to_come(written):
        message = f"“{shortened(text(cell))}” is read as not recorded yet, which is not zero."
        return Remark(None, "warning", "to-come", message, "Fill in the figure when it is known.")
    match = _ESTIMATE.fullmatch(written) if len(written) <= 40 else None
    if match is None:
        return None
    if not estimates:
        remedy = "Write the count alone; or allow estimates in a map (“sv map”), which marks them as such."
        return CellFault("not-a-number", f"“{shortened(text(cell))}” is an estimate, not a count.", remedy)
    found = quantity(match["first"] or match["second"], unit)
    message = f"“{shortened(text(cell))}” is an estimate, and counts as {found}, as the map allows."
    return Remark(found, "warning", "estimated-figure", message, "Put the count in its place when it is known.")


def quantity(cell: Cell, unit: str, *, estimates: bool = False) -> Decimal | None:
    """A quantity in a unit; whole for everything but pounds, hours and WELLBYs.

    Args:
        cell, unit: what to read, and in which unit.
        estimates: whether “c. 40” is read.

    Raises:
        CellFault: for a quantity that cannot be.
    """
    if isinstance(cell, str) and (remark := _in_words(cell, unit, estimates=estimates)) is not None:
        raise remark
    found = number(cell)
    if found is None:
        return None
    if found < 0:
        raise CellFault(
            "negative-quantity",
            f"{found} is below zero: a correction of an earlier month?",
            "Report this month's own figure; take what was too much from the month it was counted in.",
        )
    if found > LARGEST:
        raise _quantity_too_large(found)
    if unit not in DIVISIBLE and found != found.to_integral_value():
        raise CellFault(
            "fractional-people",
            f"{found} is not a whole number, and this outcome is counted one {unit} at a time.",
            "Report head counts, not full-time equivalents or averages.",
        )
    return found


def money(cell: Cell) -> Decimal | None:
    """Pounds, zero or more; raises `CellFault`."""
    found = number(cell)
    if found is not None and found < 0:
        message = f"{found} is below zero."
        raise CellFault("negative-quantity", message, "Write the pounds spent, zero or more; income is no cost.")
    if found is not None and found > LARGEST:
        raise _quantity_too_large(found)
    return found


def _quantity_too_large(found: Decimal) -> CellFault:
    message = f"{found:,} is more than {LARGEST:,}."
    return CellFault(
        "quantity-too-large", message, "Check for a slipped digit, or a date or reference number in the column."
    )


def share(cell: Cell) -> Decimal | None:
    """A share from 0 to 1, written ``0.2`` or ``20%``; raises `CellFault`."""
    written = text(cell)
    found = number(written.removesuffix("%").strip() if written.endswith("%") else cell)
    if found is not None and written.endswith("%"):
        found /= 100
    if found is not None and not 0 <= found <= 1:
        raise CellFault("bad-factor", f"{written} is not between 0 and 1.", "Write 20% or 0.2 for a fifth.")
    return found


def yes_no(cell: Cell) -> bool | None:
    """Yes or no, None where it was not said; raises `CellFault`."""
    written = text(cell).lower()
    if written in NOT_RECORDED:
        return None
    if written in ("yes", "y", "true", "1"):
        return True
    if written in ("no", "n", "false", "0"):
        return False
    if written in _TO_COME_WORDS:
        message = f"“{shortened(text(cell))}” is read as not recorded yet, which is neither yes nor no."
        raise Remark(None, "warning", "to-come", message, "Write yes or no when it is known.")
    raise CellFault(
        "bad-choice", f"“{shortened(written)}” is neither yes nor no.", "Write yes or no, or leave it blank."
    )


def age(cell: Cell) -> AgeBand:
    """An age band, ``all`` where it was not said; raises `CellFault`."""
    written = text(cell).lower().replace("–", "-")
    if written in NOT_RECORDED:
        return "all"
    if written in _AGE_BANDS or written.replace("-", " ") in _AGE_BANDS:
        return _AGE_BANDS.get(written) or _AGE_BANDS[written.replace("-", " ")]
    if re.fullmatch(r"\d{1,3}", written):
        return "under-25" if int(written) < 25 else "25-49" if int(written) < 50 else "50-plus"
    raise CellFault(
        "bad-choice", f"“{shortened(written)}” is not an age band.", "Write under 25, 25-49, 50+ or all, or an age."
    )


def area(cell: Cell) -> Area:
    """The area a value depends on; ``all`` for every other place."""
    return _AREAS.get(text(cell).lower().replace("-", " "), "all")


def shortened(written: str) -> str:
    """A text as a message quotes it: what is too long is cut."""
    return written if len(written) <= 40 else f"{written[:39]}…"

"""One cell of a table of values: a code, an amount, a unit, a kind, a grade and the like, however people write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, TypeVar, get_args

from socialvalue.formats.sheets import Cell
from socialvalue.money import plain
from socialvalue.published.sources import Grade, grade_of
from socialvalue.published.valuations import LARGEST_VALUE, Evidence, Reliability, ValueKind
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.units import COUNTED

T = TypeVar("T")


def remembered(how: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """Cache a reader of words: a column such as the unit says the same in every row."""
    return lru_cache(maxsize=1024, typed=True)(how)


def filled_cell(what: str) -> Callable[[Cell], str]:
    """A reader of texts that may not be blank; `what` they are is said of one that is."""

    def read(cell: Cell) -> str:
        written = cells.text(cell)
        if written.lower() in cells.NOT_RECORDED:
            raise CellFault("missing-value", f"The {what} is blank.", f"Fill in the {what}, on every row.")
        return written

    return read


def _optional_cell(how: Callable[[Cell], str]) -> Callable[[Cell], str | None]:
    return lambda cell: None if cells.text(cell).lower() in cells.NOT_RECORDED else how(cell)


def _choice_cell(what: str, words: Iterable[str]) -> Callable[[Cell], str]:
    choices = tuple(words)

    def read(cell: Cell) -> str:
        written = filled_cell(what)(cell)
        if written.lower() not in choices:
            message = f"“{written[:40]}” is not a {what}."
            raise CellFault("bad-choice", message, f"Write {', '.join(choices[:-1])} or {choices[-1]}.")
        return written.lower()

    return read


_MOST_DIGITS = 60  # as many as an amount may have: twelve before the point, and what is carried after it


def number_cell(cell: Cell) -> Decimal | None:
    """A number as it is written, or as Excel shows it: 14433, not 14433.0."""
    found = cells.number(cell)
    if found is None:
        return None
    if not -LARGEST_VALUE < found < LARGEST_VALUE or len(found.as_tuple().digits) > _MOST_DIGITS:
        message = "The amount has more digits than can be believed."
        raise CellFault(
            "quantity-too-large", message, "Check for a slipped digit, or a reference number in the column."
        )
    return Decimal(plain(found)) if isinstance(cell, float) else found


_Text: TypeAlias = Callable[[Cell], str]
_OptionalText: TypeAlias = Callable[[Cell], str | None]

code_cell: _Text = filled_cell("code")
kind_cell: _Text = remembered(_choice_cell("kind", get_args(ValueKind)))
grade_cell: _OptionalText = remembered(
    _optional_cell(lambda cell: _choice_cell("grade", get_args(Grade))(grade_of(cells.text(cell).lower())))
)
age_cell: _Text = remembered(cells.age)
evidence_cell: _OptionalText = remembered(_optional_cell(_choice_cell("level of evidence", get_args(Evidence))))
reliability_cell: _OptionalText = remembered(_optional_cell(_choice_cell("reliability", get_args(Reliability))))
_written_amount_cell = filled_cell("amount")


def amount_cell(cell: Cell) -> Decimal | None:
    """Pounds a unit, which may not be blank."""
    _written_amount_cell(cell)
    return number_cell(cell)


def year_cell(cell: Cell) -> int | None:
    """The year of a source; None where it is blank."""
    found = cells.number(cell)
    if found is not None and not (found == int(found) and 1900 <= found <= 2100):
        raise CellFault("bad-date", f"“{found}” is not a year.", "Write a year such as 2024.")
    return None if found is None else int(found)


@remembered
def area_cell(cell: Cell) -> str:
    """The area a value is for; ``all`` where it is blank."""
    written = cells.text(cell)
    found = cells.area(cell)
    if found == "all" and written.lower() not in cells.NOT_RECORDED | {"all", "all areas", "any", "uk"}:
        message = f"“{written[:40]}” is not an area that values depend on."
        raise CellFault("bad-choice", message, "Write London, outside London or all.")
    return found


@remembered
def unit_cell(cell: Cell) -> str:
    """A unit as people write it (``£ per person per year``), spelt as it is in data files."""
    written = filled_cell("unit")(cell)
    spelt = re.sub(r"\bper\b", "/", written.lower().replace("£", " gbp "))
    words = [re.sub(r"^gbp$", "GBP", word.strip()) for word in spelt.split("/")]
    words = [_UNIT_SPELLINGS.get(word, word) for word in words]
    if words and not words[0]:
        words[0] = "GBP"
    if words[0] == "GBP" and words[1:2] and words[1] in COUNTED and words[2:] in ([], ["year"]):
        return " / ".join(words)
    remedy = f"Write £ per person per year, £ per hour and the like; what is counted is one of: {', '.join(COUNTED)}."
    raise CellFault("unit-mismatch", f"“{written[:40]}” is not a unit of value known here.", remedy)


_UNIT_SPELLINGS = {"people": "person", "resident": "person", "annum": "year", "gbp": "GBP"}


def ignored_cell(cell: Cell) -> None:
    """Nothing is read from a column that is not known here."""


def formula_fault(written: str) -> CellFault:
    """The fault of a text that begins with ``=``."""
    shown = written.strip()[:30]
    return CellFault(
        "formula-as-text", f"“{shown}” is a formula written as text.", "Type the figure or word it should give."
    )

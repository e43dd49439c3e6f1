"""How the template is laid out: one description, by which it is written and by which it is read back.

Every sheet of the template carries its meaning in two hidden places that travel with the cells: the first row says what
the sheet is and what its columns are for, the first column says what each row is. A label may be reworded, a row
moved, a column inserted and a sheet hidden or renamed; the marks go where the cells go.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import frozen

from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.periods import Period

#: The version of this layout; a reader refuses one it does not know.
VERSION = "1"

Sort = Literal["return", "register", "costs", "results"]

#: Marks in the first column of the Return sheet, beside ids of outcomes.
MONTHS = "months"
TABLE = "headings"  # of the row above the rows of a table, on the other sheets
SINCE = ":compared-with-last-month"

#: Marks in the first row of the Return sheet: the columns of labels and of the answers about the organisation.
LABEL, ANSWER = "label", "answer"

DIRECTIONS = ("higher", "lower", "same")

#: The second version of the monthly return, with its own measures, starts in this month.
SECOND_VERSION = Period.month(2020, 10)


def mark(sort: Sort, bank: str) -> str:
    """The text of the first, hidden cell of a sheet: which sheet of which version, made for which bank."""
    return f"socialvalue {sort} {VERSION} {bank}"


@frozen
class Mark:
    """The first cell of a sheet, as read."""

    sort: str
    version: str
    bank: str


def find_mark(cell: object) -> Mark | None:
    """The mark in a cell, if it is one."""
    found = re.fullmatch(r"socialvalue (return|register|costs|results) (\S+) (\S+)", str(cell).strip())
    return Mark(found[1], found[2], found[3]) if found else None


@frozen
class Heading:
    """One of the questions at the head of the Return sheet, or a column of a table.

    Attributes:
        key: the name of the field it fills.
        label: what people read.
        prompt: what is said when the cell is chosen.
        width: of a column, in characters.
        choices: what may be chosen, where it is a choice.
    """

    key: str
    label: str
    prompt: str
    width: int = 16
    choices: tuple[str, ...] = ()


AREAS = ("London", "Outside London")

HEADINGS = (
    Heading("organisation", "Organisation", "The name of your organisation. It is needed."),
    Heading("homes", "Homes in management", "How many homes you manage, as a whole number."),
    Heading("contact", "Contact", "Whom to ask about this return."),
    Heading("area", "Area", "London, Outside London, or the name of your area. Some values depend on it.", 16, AREAS),
    Heading("project", "Project", "The project these figures belong to. Leave it blank for the whole organisation."),
)

REGISTER = (
    Heading("person", "Person", "Your own reference for the person, never a name. It is not shown in any result.", 14),
    Heading("outcome", "Outcome", "What was achieved. Choose from the list.", 34),
    Heading("period", "Month", "The month it is counted in. Choose from the list.", 12),
    Heading("age", "Age band", "Choose from the list, or leave blank.", 12, ("Under 25", "25-49", "50+")),
    Heading("area", "Area", "London, Outside London, or the name of the area.", 18, AREAS),
    Heading("project", "Project", "The project that supported the person.", 22),
    Heading("sustained", "Sustained", "Did it last? Values for a year are not claimed for No.", 12, ("Yes", "No")),
    Heading("evidence", "Evidence", "What shows that it happened: a payslip, a certificate.", 26),
    Heading("start", "Start", "The day it started, where you know it.", 12),
    Heading("end", "End", "The last day, where it has ended.", 12),
)

COSTS = (
    Heading("project", "Project", "The project the money was spent on. Leave it blank for the whole.", 30),
    Heading("for", "Spent on", "What the money was for. It is not read.", 44),
    Heading("cost", "Cost £", "Pounds spent in the months of this return.", 16),
    Heading("year", "Year", "The year it was spent in, such as 2023-24, where the months span several.", 12),
    Heading("prices", "Prices of", "The year whose prices it is in. Leave it blank for the year it was spent in.", 12),
    Heading("payer", "Paid by", "Who paid.", 24),
)


@frozen
class Section:
    """Measures under one heading of the Return sheet."""

    title: str
    outcomes: tuple[Outcome, ...]


_SECTIONS = (
    ("Residents supported into work, training and volunteering", ("employment", "training", "volunteering")),
    ("Calls, advice and guidance", ("advice", "contact")),
    ("Support in hardship", ("hardship",)),
    ("Voluntary and community organisations", ("community",)),
)
_STOCKS = "How many now: the whole number at the end of the month, not the change"
_OTHERS = "Other outcomes"
_CALLS = "welfare-calls"
_EMPLOYMENT = ("employment", "training", "volunteering")


def sections(
    vocabulary: Vocabulary, bank: Bank, months: Sequence[Period], measures: Literal["all", "employment"] = "all"
) -> list[Section]:
    """The rows of the Return sheet: the measures of the months asked for, then what else the bank values."""
    others = set(bank.codes.values())
    chosen = [o for o in vocabulary if (o.measure and _in_version(o, months)) or (o.id in others and o.flow == "flow")]
    if measures == "employment":
        chosen = [o for o in chosen if o.category in _EMPLOYMENT and o.flow == "flow"]
    named: dict[str, list[Outcome]] = {title: [] for title in (*(name for name, _ in _SECTIONS), _OTHERS, _STOCKS)}
    for outcome in chosen:
        named[_section(outcome)].append(outcome)
    return [Section(title, tuple(members)) for title, members in named.items() if members]


def _section(outcome: Outcome) -> str:
    if outcome.flow == "stock":
        return _STOCKS
    if not outcome.measure:
        return _OTHERS
    category = "contact" if outcome.id == _CALLS else outcome.category
    return next((title for title, categories in _SECTIONS if category in categories), _OTHERS)


def _in_version(outcome: Outcome, months: Sequence[Period]) -> bool:
    if outcome.since == "1":
        return months[0] < SECOND_VERSION
    return outcome.since is None or months[-1] >= SECOND_VERSION


def months_from(first: Period, many: int) -> list[Period]:
    """So many months in a row."""
    start = first.start.year * 12 + first.start.month - 1
    return [Period.month((start + step) // 12, (start + step) % 12 + 1) for step in range(many)]


def rows_with(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes that a register may hold: those counted in people."""
    return [outcome for outcome in outcomes if outcome.unit == "person" and outcome.flow == "flow"]


def month_of(cell: object) -> Period | None:
    """The month of a heading: a date, its text, or the number of a date that lost its format."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        if not 36526 <= cell < 73415:  # 2000 to 2100, in the days Excel counts from 1899-12-30
            return None
        return Period.of(dt.date(1899, 12, 30) + dt.timedelta(days=int(cell)))
    try:
        return Period.of(cell if isinstance(cell, dt.date) else str(cell))
    except ValueError:
        return None

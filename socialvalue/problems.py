"""Problems as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

from attrs import field, frozen

from socialvalue.validators import FieldError, a, one_of

Severity = Literal["error", "warning", "note"]

#: Every problem code and its meaning in a line; docs/problems.md has a paragraph for each.
CODES: dict[str, str] = {
    # files
    "file-missing": "there is no file of that name",
    "file-is-folder": "the name is that of a folder, not of a file",
    "file-unreadable": "the file cannot be opened",
    "file-type": "the file is not of a kind that can be read",
    "file-encrypted": "the workbook is protected by a password",
    "file-truncated": "the file is incomplete or damaged",
    "file-too-large": "the file is larger than is safe to open",
    "takes-too-long": "the file takes far longer to read than one of its size does",
    "file-changed": "the file was written to while it was read",
    "file-unsafe": "the file is made as no spreadsheet program makes one",
    "file-not-written": "an output cannot be written",
    "no-pdf": "a page cannot be printed to PDF",
    # tables
    "no-table": "no sheet holds a table that can be read",
    "file-ignored": "a file in a folder was left alone",
    "sheet-ignored": "a sheet without the table was left alone",
    "empty-sheet": "the sheet is empty",
    "missing-column": "a column the table needs is not there",
    "repeated-column": "two columns have the same meaning",
    "row-skipped": "a row such as a total was left alone",
    "extra-cells": "a row has cells beyond the header",
    "total-row": "a total is entered as an organisation",
    "hidden-sheet": "a hidden sheet was read",
    "more-problems": "further problems of one kind, which are counted and not named",
    "engine-missing": "a file of this kind or size needs a package that is not installed",
    # maps
    "map-unreadable": "a map does not say what a map says",
    "map-does-not-fit": "a map was made for another layout",
    "map-undecided": "a map leaves something open that is needed",
    "map-contradicts": "a map says two things of one word or column",
    "map-used": "a map said what words and columns mean",
    "word-taken": "words were taken for outcomes by their listed phrases",
    "months-out-of-order": "the months across a table are not in order",
    "hidden-figures": "figures in rows or columns that are hidden",
    "struck-figures": "figures in cells that are struck through",
    "merged-figure": "a figure is in cells that are merged",
    "cost-above-table": "a budget or cost above a table is read as the cost",
    # cells
    "open-quote": "a quotation mark is opened and never closed",
    "error-cell": "a cell holds an Excel error",
    "not-calculated": "a formula was never calculated",
    "not-a-number": "a cell holds text where a number belongs",
    "none-in-words": "a figure is written as nil or none",
    "date-taken": "rows without a date, for which a map says what to take",
    "to-come": "a figure is still to come",
    "estimated-figure": "a figure is an estimate",
    "two-figures": "a cell shows more than one figure",
    "negative-quantity": "a quantity is below zero",
    "fractional-people": "a count is not a whole number",
    "quantity-too-large": "a quantity is too large to be believed",
    "missing-value": "a cell that must be filled is blank",
    "unknown-outcome": "the outcome is not in the vocabulary",
    "bad-period": "the period cannot be read",
    "doubtful-month": "a date may be in US order, and of another month",
    "future-period": "the period has not happened yet",
    "bad-date": "a date cannot be read",
    "bad-factor": "a factor is outside its limits",
    "bad-cost": "what was spent is no amount in pounds",
    "bad-setting": "a setting of the method is not known, or outside its limits",
    "bad-choice": "a cell holds a word that is not one of the choices",
    "unit-mismatch": "the unit of the quantity does not fit",
    "conflicting-lines": "one line is reported twice, with different figures",
    "repeated-line": "one line is reported twice, with the same figure",
    # the template
    "template-version": "the template is of a version not known here",
    "template-bank": "the template was made for the values of another bank",
    "label-disagrees": "a row's label names another measure than the row counts",
    "direction-disagrees": "a direction does not fit the figures",
    "total-disagrees": "a total is not the sum of its months",
    "nothing-filled": "nothing has been filled in",
    "running-total": "a flow never falls and may be a running total",
    "register-disagrees": "the register and the monthly count differ",
    "results-workbook": "the file is a results workbook, not a return",
    # several returns
    "nothing-valued": "nothing that was reported has a value",
    "nothing-read": "there is no line to value",
    "second-return": "an organisation reports a month in more than one file",
    "replaced-return": "a later file took the place of an earlier one",
    "similar-organisations": "two organisations of nearly one name report the same",
    "overlapping-periods": "a month is reported, and a longer time that holds it",
    "repeated-cost": "one cost is said in two places",
    "second-cost": "two costs of one project are said in two places",
    "outcome-before-project": "an outcome starts before its project",
    "ended-early": "an outcome called sustained ended early",
    "start-after-period": "an outcome starts after its period",
    "person-quantity": "a person key is beside a quantity of more than one",
    "count-among-people": "a register holds a count beside people with a key",
    "counted-twice": "the same people are reported in two places",
    "outside-dates": "a figure is outside the dates the return is for",
    "months-absent": "a month the return is for is not reported",
    "empty-folder": "a folder holds no workbooks or csv files",
    "no-coverage": "a measure is not estimated for the sector",
    "more-claims-than-people": "more outcomes are claimed than people were supported",
    "shared-keys": "one person key is used by several organisations",
    # tables of values
    "formula-as-text": "a formula is written as text",
    "bad-price-year": "the price year cannot be read",
    "column-ignored": "a column that is not known was left alone",
    "shifted-row": "the cells of a row seem to be one column off",
    "title-read": "something was taken from a title, for no column says it",
    "outcome-added": "an outcome that is not known became one of the bank",
    "licence-missing": "a publisher's workbook does not state its licence",
    "layout-drift": "a publisher's workbook is not laid out as it was",
    "differs-from-shipped": "a bank has the id of one that comes with the package and is not the same",
    "prices-far-off": "values are of a year far from that of the return",
    "low-evidence": "a value rests on weak evidence",
    "value-replaced": "a value gives way to a better one for the same thing",
    "consistent-values": "values agree with a published total together, not each alone",
    "read-in-missing": "nothing says where a secondary value was read",
    "bank-exists": "there is a bank of that name already",
    "double-uprating": "an amount may have been brought to later prices already",
    # two years
    "not-one-year": "what is given as one year is longer",
    "no-months-in-common": "two years have no month in common",
    "months-missing": "a month of one year is missing in the other",
    "several-years": "a total adds up more than one year",
    # valuing
    "mixed-price-years": "values of different price years are added as published",
    "rate-changes": "a value changes within the period",
    "duration-too-long": "an outcome lasts longer than can be believed",
    "not-adopted": "a schedule of discount rates is not in force",
    "part-year": "an outcome lasted less than a significant part of a year",
    "cost-prices-unknown": "the prices a cost is in are not known",
    "cost-prices-differ": "value and cost are in different prices",
    "cost-undated": "it is not known when a cost was spent",
    "reference-too-large": "a reference case takes off more than there is",
    "no-range": "no range is given for an estimate",
    "price-year-assumed": "the price year of a value is an assumption",
    "year-outside-index": "the index does not reach the year",
    "forecast-index": "an index point used is a forecast",
    "mixed-kinds": "values of different kinds are not added together",
    # data files
    "bad-data": "a data file does not have the shape it should",
    "duplicate-code": "one code is used twice",
    "components-do-not-sum": "the components of a value do not add up to it",
    "range-out-of-order": "low, amount and high are not in order",
    "missing-setting": "the method needs a figure that was not given",
    "no-reason": "a figure was typed without a reason",
    "setting-unused": "a figure of the method changes nothing in the return",
    "unknown-index": "there is no price index of that name",
    "unknown-bank": "there is no bank of that name",
    "unknown-method": "there is no method of that name",
    # verifying
    "not-a-result": "the file is not a result, or is damaged",
    "figure-differs": "a figure of a result is not what the calculation gives",
    "wording-differs": "words of a result are not those of this version",
    "bank-differs": "the values are not those a result was made with",
    "index-differs": "the price index is not the one a result was made with",
    "outcomes-differ": "the outcomes are not those a result was made with",
    "input-differs": "a file is not one that a result was made from",
    "not-stated": "a result does not state what later ones do",
    "result-changed": "a result was changed after it was made",
    "appearance-differs": "a workbook shows something else than it holds",
}


def printable(text: str) -> str:
    """The text with control characters replaced: those that move a cursor, set colours or reverse the reading order."""
    if not isinstance(text, str):
        msg = f"text is needed, not {text!r}"
        raise TypeError(msg)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


@frozen
class Place:
    """Where something is: in a file, a sheet, a cell, or an entry of a data file.

    Attributes:
        file: the file's name, without its folder.
        sheet: the sheet within a workbook; empty for csv and data files.
        cell: the cell as Excel names it, such as ``D12``.
        key: for a data file, the entry and field, such as ``WELLBY-EMP.amount``.
    """

    file: str = field(default="", converter=printable)
    sheet: str = field(default="", converter=printable)
    cell: str = field(default="", converter=printable)
    key: str = field(default="", converter=printable)

    @property
    def row(self) -> int:
        """The number of the cell's row; 0 where there is no cell."""
        return _cell(self.cell)[0]

    def __str__(self) -> str:
        return "!".join(part for part in (self.file, self.sheet, self.cell, self.key) if part)


NOWHERE = Place()


def _known(_: object, __: object, code: str) -> None:
    if not isinstance(code, str):
        msg = f"a code is text, not {code!r}"
        raise TypeError(msg)
    if code not in CODES and not re.fullmatch(r"x-[a-z0-9]+(-[a-z0-9]+)*", code):
        msg = f"there is no problem “{code}”; one of your own begins with x-, such as x-{code}"
        raise FieldError(msg, "code")


@frozen
class Problem:
    """One thing that is wrong or worth knowing.

    Attributes:
        code: one of `CODES`, stable, so that programs may rely on it; or one of a program's own, which begins with
            ``x-``, as in ``x-postcode-unknown``.
        severity: ``error`` (there is no result), ``warning`` (there is, with a doubt) or ``note``.
        place: where it is.
        message: what is wrong, in a sentence.
        remedy: what to do about it, in a sentence.
    """

    code: str = field(validator=_known)
    severity: Severity = field(validator=one_of(get_args(Severity)))
    place: Place = field(validator=a(Place))
    message: str = field(converter=printable)
    remedy: str = field(default="", converter=printable)

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.severity}: {self.message} {self.remedy}".rstrip() + f" [{self.code}]"


class BadData(Exception):
    """Data that cannot be used; `problems` holds everything found wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def error(code: str, place: Place, message: str, remedy: str = "") -> Problem:
    """A problem that prevents a result."""
    return Problem(code, "error", place, message, remedy)


def warning(code: str, place: Place, message: str, remedy: str = "") -> Problem:
    """A problem that leaves a result in doubt."""
    return Problem(code, "warning", place, message, remedy)


def note(code: str, place: Place, message: str, remedy: str = "") -> Problem:
    """Something worth knowing."""
    return Problem(code, "note", place, message, remedy)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems prevents a result."""
    return any(problem.severity == "error" for problem in problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by place, so that the order in which files were read does not show."""

    def order(problem: Problem) -> tuple[object, ...]:
        place = problem.place
        return place.file, place.sheet, _cell(place.cell), place.key, problem.code, problem.message

    return sorted(problems, key=order)


def _cell(name: str) -> tuple[int, str]:
    digits = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (int(digits) if digits.isdecimal() else 0, name)

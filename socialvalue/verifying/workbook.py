"""A results workbook read back: what it carries for being made again, and its cells compared with those made again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

from socialvalue.formats import zipcheck
from socialvalue.formats.sheets import letters
from socialvalue.formats.xlsx_book import Book
from socialvalue.formats.xlsx_parts import DAMAGE
from socialvalue.formats.xlsx_sheet import SheetPart, sheet_parts
from socialvalue.money import plain
from socialvalue.problems import BadData, Place, Problem, error, warning
from socialvalue.records.lines import COLUMNS
from socialvalue.showing.data.json.reported import USUAL, YES_NO
from socialvalue.showing.workbook.result import ELSEWHERE
from socialvalue.showing.workbook.sheet_about import DATES, RECORD
from socialvalue.showing.workbook.sheet_checks import FOUND_FINGERPRINT, found_fingerprint
from socialvalue.verifying.appearance import Appearance, appearance_of, differing, plain_format
from socialvalue.verifying.plain_data import plain_data

#: The parts of the About sheet that are not compared: another version may have made the workbook.
_PACKAGE = "Package"
_FOUND = "What was found in the return"
_HEADER = 4

_NUMBERS = ("person", "rows")
_YES_NO = {"yes": True, "no": False}


@frozen
class Written:
    """What one cell shows, and the formula behind it."""

    value: Any
    formula: str | None
    shown_as: str


@frozen
class Workbook:
    """The cells of a workbook.

    Attributes:
        sheets: by sheet and cell, such as ``["Lines"]["D12"]``; cells that hold nothing are left out.
        names: the defined names, and the cell or constant each refers to.
        appearance: what it shows beside its cells.
    """

    sheets: Mapping[str, Mapping[str, Written]]
    names: Mapping[str, str]
    appearance: Appearance


def read_workbook(path: Path, data: bytes) -> Workbook:
    """The cells of a results workbook.

    Raises:
        BadData: when it is damaged, not safe to open, or no results workbook.
    """
    place = Place(file=path.name)
    archive = zipcheck.check_zip(data, place)
    try:
        book = Book.of(archive)
        sheets = sheet_parts(book)
        if not {"About", "Reported"} <= {sheet.name for sheet in sheets}:  # known before any cell is read
            message = "The workbook is not a result: it has no sheets About and Reported."
            raise BadData([error("not-a-result", place, message, "Give one that “sv calc --out” wrote.")])
        cells = {sheet.name: dict(_written(sheet)) for sheet in sheets}
        return Workbook(cells, book.names, appearance_of(book))
    except DAMAGE as err:
        message = f"The workbook is damaged: {err or type(err).__name__}."
        raise BadData([error("not-a-result", place, message, "Fetch it again from whoever made it.")]) from None


def _written(sheet: SheetPart) -> Iterator[tuple[str, Written]]:
    for number, row in sheet.rows():
        for cell in row:
            if cell.value not in (None, "") or cell.formula is not None:  # an empty text is an empty cell
                at = f"{letters(cell.column - 1)}{number}"
                yield at, Written(cell.value, cell.formula, sheet.shown_as(cell.style))


def document(book: Workbook, file: str) -> dict[str, Any]:
    """What a results workbook carries, in the keys of a result's JSON: schema, provenance, assumptions, reported.

    Raises:
        BadData: when these parts are damaged.
    """
    about: dict[str, list[str]] = {}
    for row in range(1, 1 + max(_rows(book.sheets["About"]), default=0)):
        name, words = (book.sheets["About"].get(f"{column}{row}") for column in "AB")
        if name is not None and words is not None:
            about.setdefault(str(name.value), []).append(str(words.value))

    def one(name: str) -> str:
        return "".join(about.get(name, ()))

    def whole(name: str, default: str = "") -> Any:
        try:
            return plain_data(one(name) or default)
        except ValueError:
            place = Place(file, "About")
            raise BadData([error("not-a-result", place, f"“{name}” is damaged.", "Fetch the file again.")]) from None

    method = whole("Method in full")
    inputs = [entry.rpartition(" sha256 ") for entry in about.get("Input", ())]
    record = {key: one(name) for key, name in RECORD.items() if one(name)}
    return {
        "schema": one("Result schema"),
        **({"costs": []} if "Flows" in book.sheets else {}),
        "provenance": {
            "package": one(_PACKAGE),
            "bank": one("Bank"),
            "bank_fingerprint": one("Bank fingerprint"),
            "bank_chosen": one("Bank chosen"),
            "method": one("Method"),
            "method_fingerprint": one("Method fingerprint"),
            "outcomes_fingerprint": one("Outcomes fingerprint"),
            "index": one("Price index") or None,
            "index_fingerprint": one("Price index fingerprint") or None,
            "reported_fingerprint": one("Reported fingerprint"),
            "inputs": [{"file": name, "sha256": digest} for name, _, digest in inputs],
        },
        "targets": whole("Targets", "[]"),
        "roll_up": whole("Totals by", "null"),
        "uncertainty": {"totals": [{"simulation": whole("Uncertainty")}]} if "Uncertainty" in about else None,
        "assumptions": {
            "method": method,
            "cost": None,
            "costs": whole("Costs given", "null"),
            "dates": one(DATES).split(" to ") if DATES in about else None,
        },
        "reported": {
            "lines": list(_reported(book.sheets["Reported"])),
            "costs": {},
            "spent": whole("Costs reported", "[]"),
        },
        **({"record": record} if record else {}),
    }


def _reported(cells: Mapping[str, Written]) -> Iterator[dict[str, Any]]:
    columns = {at.removesuffix(str(_HEADER)): str(cell.value) for at, cell in cells.items() if _row(at) == _HEADER}
    for row in range(_HEADER + 1, 1 + max(_rows(cells), default=0)):
        found = {key: cells.get(f"{column}{row}") for column, key in columns.items()}
        line = {key: None if cell is None else _plain(key, cell.value) for key, cell in found.items()}
        unsaid = {key: usual for key, usual in _UNSAID.items() if line.get(key) is None}
        yield line | unsaid


_UNSAID = dict.fromkeys((*COLUMNS, *_NUMBERS)) | USUAL


def _tags(text: str) -> Any:
    """The tags of a line; text that holds none is given back, and found wrong with the rest."""
    try:
        return plain_data(text)
    except ValueError:
        return text


def _plain(key: str, value: Any) -> Any:
    if key == "tags":
        return _tags(str(value))
    if key in YES_NO:
        return _YES_NO.get(str(value), str(value))
    if key in _NUMBERS and isinstance(value, int | float) and value == int(value):
        return int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain(Decimal(repr(value)))
    return str(value)


def _rows(cells: Mapping[str, Written]) -> Iterator[int]:
    return map(_row, cells)


def _row(at: str) -> int:
    return int(at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


# comparing


def differences(stated: Workbook, made: Workbook, file: str, *, with_inputs: bool) -> list[Problem]:
    """Every cell, sheet and name at which a workbook is not what it would be if it were written now.

    Args:
        stated: the workbook as found.
        made: the workbook as it is written from what the one found carries.
        file: its name.
        with_inputs: whether it was made from the inputs; without them, problems that only reading finds are
            not compared.
    """
    problems: list[Problem] = []
    for name in [*made.sheets, *(name for name in stated.sheets if name not in made.sheets)]:
        if name == ELSEWHERE and name in stated.sheets and name not in made.sheets:
            message = "The sheet rests on last year’s return, which the workbook does not hold: it was not verified."
            remedy = "To verify it, compare the two years again with “sv compare” and --with."
            problems.append(warning("not-stated", Place(file, name), message, remedy))
            continue
        if name not in stated.sheets or name not in made.sheets:
            message = "The sheet was taken out." if name in made.sheets else "The sheet was added."
            problems.append(error("figure-differs", Place(file, name), message, _REMEDY))
            continue
        left, right = stated.sheets[name], made.sheets[name]
        words = set() if with_inputs or name != "Checks" else _words_of_reading(left, right)
        if name == "About" and not with_inputs:
            words = {f"B{_row(at)}" for at, cell in right.items() if cell.value == FOUND_FINGERPRINT}
        for at in sorted(left.keys() | right.keys(), key=lambda at: (_row(at), len(at), at)):
            if at not in words:
                problems += _difference(left.get(at), right.get(at), Place(file, name, at))
    for name in sorted(stated.names.keys() | made.names.keys()):
        if stated.names.get(name) != made.names.get(name):
            message = f"The name “{name}” refers to {stated.names.get(name)}, not to {made.names.get(name)}."
            problems.append(error("figure-differs", Place(file=file, key=name), message, _REMEDY))
    if not with_inputs:
        problems += _taken_from_what_was_found(stated, file)
    return [*problems, *differing(stated.appearance, made.appearance, stated.sheets, file)]


def _taken_from_what_was_found(book: Workbook, file: str) -> Iterator[Problem]:
    """Where what was found in the return is not what its fingerprint says; only reading could find it again."""
    about, checks = book.sheets.get("About", {}), book.sheets.get("Checks", {})
    said = next((about.get(f"B{_row(at)}") for at, cell in about.items() if cell.value == FOUND_FINGERPRINT), None)
    start = next((_row(at) for at, cell in checks.items() if cell.value == _FOUND), None)
    if said is None or start is None:
        return
    rows = sorted(_row(at) for at in checks if at.startswith("A") and _row(at) > start)
    told = [str(checks[f"A{row}"].value) for row in rows if checks[f"A{row}"].value != "Nothing."]
    if said.value != found_fingerprint(told):
        message = "What was found in the return was changed after the workbook was made."
        remedy = "Give the files it was made from with --inputs, to see what; or calculate again."
        yield error("result-changed", Place(file, "Checks"), message, remedy)


_REMEDY = "Do not rely on the file: calculate again, or ask who changed it."


def _words_of_reading(stated: Mapping[str, Written], made: Mapping[str, Written]) -> set[str]:
    """Cells of the list of problems: those the calculation finds must be among them, the others only reading finds."""
    start = next((_row(at) for at, cell in made.items() if cell.value == _FOUND), None)
    if start is None:
        return set()
    listed = {at for at in stated.keys() | made.keys() if _row(at) > start and at.startswith("A")}
    said = {stated[at].value for at in listed & stated.keys()}
    return {at for at in listed if at not in made or made[at].value in said or made[at].value == "Nothing."}


def _difference(stated: Written | None, made: Written | None, place: Place) -> Iterator[Problem]:
    if stated is None or made is None:
        what = (
            f"It is empty; it would hold {_shown(made)}." if made else f"It holds {_shown(stated)}; it would be empty."
        )
        yield error("figure-differs", place, what, _REMEDY)
    elif stated.formula is None and made.formula is not None:
        message = f"A typed {_shown(stated)} is in the place of the formula {made.formula}."
        yield error("figure-differs", place, message, _REMEDY)
    elif stated.formula != made.formula:
        message = f"The formula is {stated.formula or 'gone'}; it would be {made.formula or 'a typed figure'}."
        yield error("figure-differs", place, message, _REMEDY)
    elif not _same(stated.value, made.value):
        message = f"The cell says {_shown(stated)}; calculated again it is {_shown(made)}."
        yield error("figure-differs", place, message, _REMEDY)
    elif plain_format(stated.shown_as) != plain_format(made.shown_as):
        message = f"The figure is shown in the format {stated.shown_as}, not {made.shown_as}."
        remedy = "A format can hide what a cell holds: look at the cell itself."
        yield error("appearance-differs", place, message, remedy)


#: A figure that divides without end, in full: added up in another order, it differs in its last digits.
_TO_50_DIGITS = re.compile(r"-?[0-9]{1,15}\.[0-9]{31,49}")
_NOT_SURE = Decimal(1).scaleb(-30)


def _same(stated: Any, made: Any) -> bool:
    """Equal; a number that Excel calculated again may be off by what floating point is off by, never by a penny."""
    if not stated and not made and all(value is None or isinstance(value, str) for value in (stated, made)):
        return True
    if isinstance(stated, str) and isinstance(made, str) and _TO_50_DIGITS.fullmatch(stated) is not None:
        return bool(_TO_50_DIGITS.fullmatch(made)) and abs(Decimal(stated) - Decimal(made)) <= _NOT_SURE
    if isinstance(stated, bool) or isinstance(made, bool) or not isinstance(stated, int | float):
        return bool(type(stated) is type(made) and stated == made)
    if not isinstance(made, int | float):
        return False
    return abs(stated - made) <= min(0.0005, 1e-9 * abs(made))


def _shown(cell: Written | None) -> str:
    text = "" if cell is None else str(cell.formula if cell.value is None else cell.value)
    return f"“{text}”" if len(text) <= 80 else f"“{text[:79]}…”"

"""What makes a workbook look other than its cells: formats that depend on conditions, hidden parts, drawings, charts.

A person reads what is shown. A condition may show another number than the cell holds, a hidden row or sheet what it
rests on, and a chart keeps the figures it was drawn with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from attrs import frozen
from defusedxml.ElementTree import iterparse

from socialvalue.formats.xlsx_book import Book
from socialvalue.problems import Place, Problem, error

#: What cannot be told from a workbook, however it is looked at; said beside every verdict.
NOT_SEEN = "colours, fonts, widths of columns and comments"

_REMEDY = "Look at the cells themselves, or calculate again."

_YES = ("1", "true")


@frozen
class Chart:
    """One range that a chart shows: the cells it names, and the figures or words it keeps of them."""

    cells: str
    kept: tuple[str, ...]


@frozen
class Appearance:
    """What a workbook shows beside its cells.

    Attributes:
        states: the state of each sheet: ``visible``, ``hidden`` or ``veryHidden``.
        hidden: the hidden rows and columns of each sheet, such as ``row 12`` and ``column 3``.
        conditions: the conditional formats of each sheet: cells, rule and number format.
        drawn: what is drawn on each sheet besides charts.
        charts: what the charts keep.
        words: the words in charts and drawings.
        formats: the number formats in charts.
    """

    states: Mapping[str, str]
    hidden: Mapping[str, frozenset[str]]
    conditions: Mapping[str, frozenset[tuple[str, str, str]]]
    drawn: Mapping[str, int]
    charts: tuple[Chart, ...]
    words: frozenset[str]
    formats: frozenset[str]


def plain_format(code: str) -> str:
    """A number format as it shows: programs write ``£#,##0`` as ``"£"#,##0`` and ``\\£#,##0`` too."""
    code = re.sub(r"\[\$([^\[\]-]*+)(?:-[0-9A-Fa-f]++)?\]", r"\1", code)
    return re.sub(r'[\\"]', "", code)


def appearance_of(book: Book) -> Appearance:
    """What a workbook shows beside its cells; raises what a damaged part raises."""
    formats = _conditional_formats(book)
    seen = {sheet.name: _sheet(book, sheet.part, formats) for sheet in book.sheets}
    drawn = {name: others for name, (_, _, others) in seen.items()}
    drawings = [part for part in sorted(book.archive.parts) if re.fullmatch(r"xl/drawings/[^/]*\.xml", part)]
    charts = [part for part in sorted(book.archive.parts) if re.fullmatch(r"xl/charts/[^/]*\.xml", part)]
    inside = [element for part in (*drawings, *charts) for element in _elements(book, part)]
    return Appearance(
        {sheet.name: sheet.state for sheet in book.sheets},
        {name: hidden for name, (hidden, _, _) in seen.items()},
        {name: rules for name, (_, rules, _) in seen.items()},
        drawn | {"drawings": sum(_local(element.tag) in ("pic", "sp", "cxnSp", "grpSp") for element in inside)},
        tuple(kept for element in inside if _local(element.tag) in ("numRef", "strRef") for kept in _kept(element)),
        frozenset(element.text for element in inside if _local(element.tag) == "t" and element.text),
        frozenset(plain_format(element.get("formatCode", "")) for element in inside if _local(element.tag) == "numFmt"),
    )


def _sheet(book: Book, part: str, formats: list[str]) -> tuple[frozenset[str], frozenset[tuple[str, str, str]], int]:
    """What a sheet hides, its conditional formats, and how many things are on it that are neither cells nor charts."""
    hidden: set[str] = set()
    rules: set[tuple[str, str, str]] = set()
    others = 0
    for element in _elements(book, part):
        name, given = _local(element.tag), {_local(key): value for key, value in element.items()}
        if name == "row" and (given.get("hidden") in _YES or _zero(given.get("ht"))):
            hidden.add(f"row {given.get('r', '?')}")
        elif name == "col" and (given.get("hidden") in _YES or _zero(given.get("width"))):
            hidden |= {f"column {number}" for number in range(int(given["min"]), 1 + int(given["max"]))}
        elif name == "sheetFormatPr" and given.get("zeroHeight") in _YES:
            hidden.add("every row that has no height")
        elif name == "conditionalFormatting":
            rules |= set(_rules(element, given.get("sqref", ""), formats))
        elif name in ("picture", "oleObject", "control"):
            others += 1
    return frozenset(hidden), frozenset(rules), others


def _zero(size: str | None) -> bool:
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


def _conditional_formats(book: Book) -> list[str]:
    """The number formats of the styles that conditions may give, in their order."""
    styles = book.archive.find("xl/styles.xml")
    if styles is None:
        return []
    found = []
    for element in _elements(book, styles):
        if _local(element.tag) == "dxf":
            code = next((child.get("formatCode", "") for child in element if _local(child.tag) == "numFmt"), "")
            found.append(plain_format(code))
    return found


def _rules(element: Element, cells: str, formats: list[str]) -> Iterator[tuple[str, str, str]]:
    for rule in element:
        if _local(rule.tag) != "cfRule":
            continue
        formulas = " ; ".join((child.text or "").strip() for child in rule if _local(child.tag) == "formula")
        number = rule.get("dxfId", "")
        shown = formats[int(number)] if number.isdigit() and int(number) < len(formats) else ""
        yield cells, f"{rule.get('type', '')} {rule.get('operator', '')} {formulas}".strip(), shown


def _kept(reference: Element) -> Iterator[Chart]:
    cells, points = "", []
    for element in reference.iter():
        name = _local(element.tag)
        if name == "f":
            cells = (element.text or "").replace("$", "").replace("'", "")
        elif name == "v":
            points.append(element.text or "")
    if re.fullmatch(r".+![A-Z]+\d+(:[A-Z]+\d+)?", cells):
        yield Chart(cells, tuple(points))


def _elements(book: Book, part: str) -> Iterator[Element]:
    """The elements of a part as they end; what a row held is let go of."""
    for _, element in iterparse(book.archive.open(part), events=("end",)):
        yield element
        if _local(element.tag) == "row":
            element.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


# comparing


def differing(
    stated: Appearance, made: Appearance, cells: Mapping[str, Mapping[str, Any]], file: str
) -> Iterator[Problem]:
    """Everything by which a workbook may show other than it holds, that one written now would not have.

    Args:
        stated: of the workbook as found.
        made: of the workbook as it would be written now.
        cells: what its cells hold, by sheet and cell.
        file: its name.
    """
    for name, state in stated.states.items():
        if state != made.states.get(name, "visible"):
            yield _problem(Place(file, name), f"The sheet is {'hidden' if state == 'hidden' else state}.")
        extra = stated.hidden[name] - made.hidden.get(name, frozenset())
        if extra:
            yield _problem(Place(file, name), f"Hidden: {_listed(extra)}.")
        for where, rule, shown in sorted(stated.conditions[name] - made.conditions.get(name, frozenset())):
            as_ = f", shown as {shown}" if shown else ""
            yield _problem(Place(file, name, where), f"A conditional format was added: {rule}{as_}.")
        for where, rule, _ in sorted(made.conditions.get(name, frozenset()) - stated.conditions[name]):
            yield _problem(Place(file, name, where), f"A conditional format was taken out or changed: {rule}.")
    for name, number in stated.drawn.items():
        if number > made.drawn.get(name, 0):
            yield _problem(Place(file, "" if name == "drawings" else name), "Something is drawn over the cells.")
    for chart in stated.charts:
        wrong = next(_not_held(chart, cells), None)
        if wrong is not None:
            kept, held = wrong
            yield _problem(Place(file), f"A chart shows {kept} for a cell of {chart.cells} that holds {held}.")
    if {chart.cells for chart in stated.charts} != {chart.cells for chart in made.charts}:
        yield _problem(Place(file), "A chart shows other cells, or is gone.")
    for text in sorted(stated.words - made.words):
        yield _problem(Place(file), f"A chart or drawing says “{text}”.")
    for code in sorted(stated.formats - made.formats - {"General"}):
        yield _problem(Place(file), f"A chart shows its figures in the format {code}.")


def _not_held(chart: Chart, cells: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    sheet, _, where = chart.cells.rpartition("!")
    for kept, at in zip(chart.kept, _between(where), strict=False):
        held = cells.get(sheet, {}).get(at)
        value = None if held is None else held.value
        if not _alike(kept, value):
            yield kept, "nothing" if value is None else str(value)


def _alike(kept: str, value: Any) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return abs(Decimal(kept) - Decimal(repr(value))) <= abs(Decimal(repr(value))) * Decimal("1e-9")
        except InvalidOperation:
            return False
    return kept == ("" if value is None else str(value))


def _between(cells: str) -> Iterator[str]:
    """The cells of one column or row between two, such as ``B10:B12``."""
    first, _, last = cells.partition(":")
    column, row = re.sub(r"\d", "", first), int(re.sub(r"\D", "", first))
    end = int(re.sub(r"\D", "", last or first))
    for number in range(row, end + 1):
        yield f"{column}{number}"


def _problem(place: Place, message: str) -> Problem:
    return error("appearance-differs", place, message, _REMEDY)


def _listed(names: Iterable[str], most: int = 8) -> str:
    ordered = sorted(names, key=lambda name: (len(name), name))
    more = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return ", ".join(ordered[:most]) + more

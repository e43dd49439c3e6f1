"""A publisher's bank as it comes: values across by age, area and kind, a code for many values, years stated in a title.

Such a sheet is laid out anew as the long table that `value_table` reads, one value a row; every cell keeps its place
so that a fault is named where the publisher's sheet has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from attrs import field, frozen

from socialvalue.formats.sheets import Cell, Sheet, cell_at, letters
from socialvalue.problems import Place, Problem, error, note
from socialvalue.published.bank_columns import COLUMNS
from socialvalue.reading import cells
from socialvalue.reading.long_form.header import TITLE_ROWS

#: The headings known, each with the column it is.
HEADINGS = {name: column for column, others in COLUMNS.items() for name in (column, *others)}
HEADINGS |= {"outcome name": "outcome", "indicator": "outcome", "value description": "outcome", "outcome code": "code"}
# a grouping, which is filled in on the first of its rows
HEADINGS |= dict.fromkeys(("outcome group", "group", "category", "theme", "outcome category", "subject"), "category")
_FACETS: tuple[tuple[str, str, str], ...] = (
    ("area", r"outside london|rest of (the )?uk|not london|excluding london", "outside-london"),
    ("area", r"(unknown|all|any) areas?|uk[ -]?wide|average area", "all"),
    ("area", r"london", "london"),
    ("age", r"(unknown|all|any|average) ages?", "all"),
    ("age", r"(<|under|less than) ?25|\b1[68] ?(-|to) ?24\b|up to 24", "under-25"),
    ("age", r"\b25 ?(-|to) ?49\b", "25-49"),
    ("age", r"\b50 ?(\+|plus|and over|or over|and above)|over (49|50)|50 ?- ?(64|74|99)\b", "50-plus"),
    ("kind", r"well-?being( values?)?|\bwellbeing\b", "wellbeing"),
    ("kind", r"exchequer( values?)?|fiscal( values?)?|state savings?", "fiscal"),
    ("kind", r"economic( values?)?", "economic"),
)
_PLAIN = re.compile(r"average|value|amount|unknown|overall|£|\(£\)|unknown age|all|uk", re.IGNORECASE)
_YEAR = r"((?:19|20)\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?)"
_PRICES = re.compile(
    rf"(?:prices?(?: base| year| of| in| for|:|\s)*+{_YEAR})|(?:{_YEAR}\s*(?:prices|price base|pounds))",
    re.IGNORECASE,
)
_UNIT = re.compile(r"per (person|home|household|hour|incident)(?:,? per (annum|year))?", re.IGNORECASE)
_KIND_WORDS = re.compile(r"social value bank|well-?being", re.IGNORECASE)


@frozen(kw_only=True)
class GivenForValues:
    """What is said of a bank's values where the sheet does not say it: price year, unit and kind, empty where not."""

    prices: str = ""
    unit: str = ""
    kind: str = ""


@frozen
class RelaidSheet(Sheet):
    """A sheet laid out anew; each cell keeps the place it came from."""

    places: dict[tuple[int, int], Place] = field(factory=dict, kw_only=True)

    def place(self, row: int, column: int) -> Place:
        """Where the cell is in the publisher's own sheet."""
        found = self.places.get((row, column))
        return found or Place(self.file, self.name, f"{letters(0)}{row}")


@frozen
class _WideLayout:
    """Where a sheet says what: its header, the columns of words and those of values, each with its facets."""

    row: int
    last: int
    words: dict[str, int]
    values: dict[int, dict[str, str]]
    above: tuple[tuple[Place, str], ...]


def as_long_value_table(sheet: Sheet, given: GivenForValues) -> tuple[Sheet, list[Problem]]:
    """The sheet as a long table of values where it is a wide one, or leaves out what a title says; else as it is.

    Args:
        sheet: a sheet of a publisher's workbook.
        given: what the person who imports says, which goes before what the sheet says.

    Returns:
        The sheet to be read, and what was taken from its titles, or could not be.
    """
    layout = _find_wide_header(sheet)
    if layout is None or not (layout.values or "amount" in layout.words):
        return sheet, []
    wide = len(layout.values) > 1 or "amount" not in layout.words
    lacking = [name for name in ("prices", "unit", "kind") if name not in layout.words]
    if not wide and not lacking:
        return sheet, []
    said, problems = _said_in_titles(layout, given, lacking, sheet, wide=wide)
    if any(problem.severity == "error" for problem in problems):
        return sheet, problems
    return (_values_made_long if wide else _with_columns_said)(sheet, layout, said), problems


def _find_wide_header(sheet: Sheet) -> _WideLayout | None:
    """The header in one or two rows: the columns known by name, and those that speak of an age, an area or a kind."""
    rows = list(islice(iter(sheet.rows), TITLE_ROWS))
    for at, (number, row) in enumerate(rows):
        words = _columns_by_name(row)
        if "outcome" not in words or not ({"code", "amount"} & words.keys()):
            continue
        above: list[Sequence[Cell]] = []
        while len(above) < at and _is_upper(rows[at - 1 - len(above)][1], words):
            above.insert(0, rows[at - 1 - len(above)][1])
        below: Sequence[Cell] = rows[at + 1][1] if at + 1 < len(rows) and _is_lower(rows[at + 1][1], words) else ()
        titles = tuple(
            (sheet.place(line, column), cells.text(cell))
            for line, cells_of in rows[: at - len(above)]
            for column, cell in enumerate(cells_of)
            if isinstance(cell, str) and cell.strip()
        )
        values = _value_columns([*above, row], below, words)
        if "amount" not in words:  # a header may say what no title does, as in “Value 2023/24 (£ per person per year)”
            titles += tuple((sheet.place(number, column), _text_at(row, column)) for column in values)
        last = rows[at + 1][0] if below else number
        return _WideLayout(number, last, words, values, titles)
    return None


def _columns_by_name(row: Sequence[Cell]) -> dict[str, int]:
    words: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = re.sub(r"[\s_]+", " ", cell).strip(" *:").lower() if isinstance(cell, str) else ""
        if name in HEADINGS:
            words.setdefault(HEADINGS[name], column)
    return words


def _is_lower(row: Sequence[Cell], words: dict[str, int]) -> bool:
    """Whether a row below the header belongs to it: words over the values, nothing where outcomes and codes are."""
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    numbers = [cell for cell in row if isinstance(cell, int | float)]
    blank = all(column >= len(row) or cells.blank(row[column]) for column in words.values())
    return bool(texts) and not numbers and blank


def _is_upper(row: Sequence[Cell], words: dict[str, int]) -> bool:
    """Whether a row above the header belongs to it: areas, ages or kinds over the values, nothing else."""
    texts = [str(cell) for cell in row if not cells.blank(cell)]
    apart = all(column >= len(row) or cells.blank(row[column]) for column in words.values())
    return bool(texts) and apart and all(facets_of(text) for text in texts)


def _value_columns(
    upper: Sequence[Sequence[Cell]], below: Sequence[Cell], words: dict[str, int]
) -> dict[int, dict[str, str]]:
    """The columns of values with what their headers say; a word over several columns holds for those to its right."""
    found: dict[int, dict[str, str]] = {}
    taken = set(words.values())
    heads = [""] * len(upper)
    for column in range(max(map(len, (*upper, below)))):
        if column in taken:
            heads = [""] * len(upper)
            continue
        low = _text_at(below, column)
        for depth, row in enumerate(upper):
            lowest = depth == len(upper) - 1
            heads[depth] = _text_at(row, column) or ("" if lowest and not low else heads[depth])
        label = " ".join(filter(None, (*heads, low)))
        own = heads[-1] or low
        if own and not label.lower().startswith("component") and (facets := facets_of(label)) is not None:
            found[column] = facets
    return found


def _text_at(row: Sequence[Cell], column: int) -> str:
    cell = cell_at(row, column)
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def facets_of(label: str) -> dict[str, str] | None:
    """The age, area and kind a header speaks of; None where it is no header of values."""
    rest, facets = label.lower().replace("–", "-"), dict[str, str]()
    for name, pattern, meaning in _FACETS:
        if name not in facets and (match := re.search(pattern, rest)):
            facets[name] = meaning
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if not facets and not _PLAIN.search(rest):
        return None
    return facets


# what a title says


def _said_in_titles(
    layout: _WideLayout, given: GivenForValues, lacking: list[str], sheet: Sheet, *, wide: bool
) -> tuple[dict[str, str], list[Problem]]:
    """Price year, unit and kind where no column has them: as given, else as a title says."""
    said: dict[str, str] = {}
    problems: list[Problem] = []
    by_column = bool(layout.values) and all("kind" in facets for facets in layout.values.values())
    for name in lacking:
        if mine := getattr(given, name):
            said[name] = mine
            continue
        if name == "kind" and by_column:
            continue
        found = next(((place, word) for place, text in layout.above if (word := _READ[name](text))), None)
        if found is not None:
            said[name] = found[1]
            problems.append(note("title-read", found[0], f"The {_CALLED[name]} is taken from the title: {found[1]}."))
        elif not wide:
            continue  # what a long table lacks is told when it is read
        elif name == "kind":
            said[name] = "wellbeing"
            message = "No kind of value is stated: they are taken as wellbeing values, as a social value bank has."
            problems.append(note("title-read", sheet.place(layout.row, 0), message))
        else:
            titles = "; ".join(f"“{text[:60]}”" for _, text in layout.above[:4]) or "nothing"
            message = f"No column and no title says the {_CALLED[name]}. Above the table is {titles}."
            problems.append(error("missing-column", sheet.place(layout.row, 0), message, f"Give it with --{name}."))
    return said, problems


def _price_year_in_title(text: str) -> str:
    found = _PRICES.search(text)
    if not found:
        return ""
    year = re.sub(r"\s", "", found[1] or found[2]).replace("–", "-")
    return re.sub(r"^((?:19|20)\d\d)[-/](?:20)?(\d\d)$", r"\1-\2", year)


def _unit_in_title(text: str) -> str:
    found = _UNIT.search(text)
    if not found:
        return ""
    what = {"household": "home"}.get(found[1].lower(), found[1].lower())
    return f"GBP / {what}" + (" / year" if found[2] else "")


def _kind_in_title(text: str) -> str:
    facets = facets_of(text) or {}
    return facets.get("kind") or ("wellbeing" if _KIND_WORDS.search(text) else "")


_READ: dict[str, Callable[[str], str]] = {
    "prices": _price_year_in_title,
    "unit": _unit_in_title,
    "kind": _kind_in_title,
}
_CALLED = {"prices": "price year", "unit": "unit", "kind": "kind of value"}


# laid out anew


def _values_made_long(sheet: Sheet, layout: _WideLayout, said: dict[str, str]) -> Sheet:
    kept = [name for name in layout.words if name not in ("amount", "age", "area", "category")]
    added = ["category", "age", "area", *said, "kind", "amount"]
    headers = [*kept, *dict.fromkeys(name for name in added if name not in kept)]
    rows: list[tuple[int, Sequence[Cell]]] = [(1, headers)]
    places = {(1, column): sheet.place(layout.row, layout.words.get(name, 0)) for column, name in enumerate(headers)}
    group: Cell = None
    for number, row in sheet.rows:
        if number <= layout.last:
            continue
        group = _optional_cell(row, layout.words.get("category")) or group
        if all(cells.blank(_optional_cell(row, column)) for column in layout.values):
            continue
        for column, facets in layout.values.items():
            amount = _optional_cell(row, column)
            if cells.blank(amount) or (isinstance(amount, str) and amount.strip().lower() in cells.NOT_RECORDED):
                continue
            line = len(rows) + 1
            values: dict[str, Cell] = {name: _optional_cell(row, layout.words[name]) for name in kept}
            values |= {"category": group, "amount": amount, **said, "age": "all", "area": "all", **facets}
            rows.append((line, [values.get(name) for name in headers]))
            for at, name in enumerate(headers):
                own = column if name not in kept else layout.words[name]
                places[line, at] = sheet.place(number, own)
    return RelaidSheet(sheet.file, sheet.name, rows, sheet.hidden, sheet.text, places=places)


def _with_columns_said(sheet: Sheet, layout: _WideLayout, said: dict[str, str]) -> Sheet:
    """The long table with columns added for what a title says."""
    names = list(said)
    rows: list[tuple[int, Sequence[Cell]]] = []
    width = 0
    for number, row in sheet.rows:
        if number < layout.row:
            continue
        width = max(width, len(row)) if number == layout.row else width
        filled = [*row[:width], *([None] * (width - len(row)))]
        added: list[Cell] = list(names) if number == layout.row else [said[name] for name in names]
        blank = all(cells.blank(cell) for cell in row)
        rows.append((number, row if blank else [*filled, *added]))
    places = {(number, column): sheet.place(number, column) for number, row in rows for column in range(len(row))}
    return RelaidSheet(sheet.file, sheet.name, rows, sheet.hidden, sheet.text, places=places)


def _optional_cell(row: Sequence[Cell], column: int | None) -> Cell:
    return row[column] if column is not None and column < len(row) else None

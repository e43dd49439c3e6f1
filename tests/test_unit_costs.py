"""The Unit Cost Database: what is shipped is what the publisher's workbook says, cell by cell."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import socialvalue as sv
from socialvalue.formats.notes import notes_of
from socialvalue.formats.open import read_sheets
from socialvalue.formats.sheets import Sheet
from socialvalue.opening import open_file
from socialvalue.published.prices import PriceBase
from socialvalue.published.valuations import Valuation
from socialvalue.reading.banks.unit_cost_database import read_unit_costs
from socialvalue.reading.banks.unit_cost_entries import transfer_in_entry

WORKBOOK = Path(__file__).parent / "data" / "unit-cost-database-v1.4.xlsx"
BANK = sv.load_bank("gmca-ucd-2015")


@pytest.fixture(scope="module")
def cells() -> openpyxl.Workbook:
    return openpyxl.load_workbook(WORKBOOK, data_only=True)


def where(value: Valuation) -> tuple[str, str]:
    found = re.search(r"sheet (.+), cell ([A-Z]+\d+), entry", value.source.locator)
    assert found
    return found[1], found[2]


@pytest.mark.slow
def test_every_amount_shipped_is_the_workbooks_with_its_year_and_rating(cells: openpyxl.Workbook) -> None:
    ratings = {"G": "green", "A": "amber", "R": "red"}
    columns = {"fiscal": "H", "economic": "K", "social": "N"}
    for value in BANK:
        sheet, cell = where(value)
        at = cells[sheet][cell]
        assert columns[value.kind] == at.column_letter, value.code
        assert abs(Decimal(str(at.value)) - value.amount) < Decimal("1e-9"), value.code
        assert PriceBase.of(at.offset(0, 1).value) == value.prices, value.code
        row = {name: cells[sheet][f"{name}{at.row}"].value for name in "CR"}
        assert row["C"] == value.code
        assert ratings[row["R"]] == value.reliability


@pytest.mark.slow
def test_every_part_shipped_is_the_workbooks_and_parts_add_up(cells: openpyxl.Workbook) -> None:
    rows = [row for sheet in cells for row in sheet.iter_rows(min_row=3, max_col=16, values_only=True)]
    amounts = {row[2]: row[7] for row in rows if row[2:3] != (None,) and len(row) > 7 and row[7] is not None}
    amounts["CR8.0.1"] = cells["Crime"]["H58"].value  # the one entry whose code is blank
    weeks = {"HO1.0.6": 2, "HO3.0.3": 4}  # as the comments on the wholes say
    checked = 0
    for value in BANK:
        for part in value.components:
            if part.code:
                printed = Decimal(str(amounts[part.code])) * weeks.get(part.code, 1)
                assert abs(printed - part.amount) < Decimal("1e-9"), part.code
                checked += 1
        rounding = [part for part in value.components if part.label == "Rounding in the source"]
        assert all(abs(part.amount) <= 3 for part in rounding)
    assert checked > 100


def test_headlines_economic_and_social_values_and_whole_themes_are_shipped(cells: openpyxl.Workbook) -> None:
    shipped = {value.code for value in BANK} | {part.code for value in BANK for part in value.components}
    for sheet in cells:
        if sheet.title in ("Introduction", "Guidance", "Lookups", "v1.4 update log"):
            continue
        for row in sheet.iter_rows(min_row=3, max_col=16, values_only=True):
            code, wholly = str(row[2] or "").strip(), sheet.title in ("Education & Skills", "Housing")
            headline = re.fullmatch(r"\D+\d+\.0", code)
            if code and (headline or row[10] is not None or row[13] is not None or wholly):
                assert code in shipped, code


@pytest.mark.parametrize(
    ("code", "fiscal", "transfer", "economic", "public_value"),
    [
        ("E&E1.0", 9800, 9234, 14044, 14610),
        ("E&E2.0", 8632, 7500, 12568, 13700),
        ("E&E3.0", 7570, 7004, 8701, 9267),
        ("E&S5.0", "82.7", "82.7", 443, 443),
        ("E&S13.0", 2750, 2750, 3125, 3125),
    ],
)
def test_transfers_are_those_the_workbook_names(
    code: str, fiscal: int, transfer: int, economic: int, public_value: int
) -> None:
    values = {value.kind: value for value in BANK.all_of(code)}
    assert values["fiscal"].amount == Decimal(fiscal)
    assert values["fiscal"].transfers() == Decimal(transfer)
    assert values["economic"].amount == economic
    total = sum(value.amount - value.transfers() for value in values.values())
    assert total == public_value


def test_only_what_the_notes_on_the_cells_say_is_a_transfer() -> None:
    marked = {value.code for value in BANK if value.transfers()}
    assert marked == {"E&E1.0", "E&E2.0", "E&E3.0", *(f"E&S{number}.0" for number in range(5, 14))}


def test_the_parts_have_names_and_say_who_saves() -> None:
    [fiscal] = [value for value in BANK.all_of("CR2.0") if value.kind == "fiscal"]
    assert [(part.agency, part.amount) for part in fiscal.components] == [
        ("NHS", 1171),
        ("Criminal Justice System", 581),
        ("Police", 415),
        ("Local authority", 193),
        ("Local authority", 110),
    ]
    assert fiscal.agencies()["Local authority"] == 303


def test_an_eviction_says_what_falls_on_the_landlord() -> None:
    landlord = BANK["HO1.0"].agencies()["landlord (council or registered provider)"]
    assert landlord == 1900 + 1119 + 2787


def test_one_code_has_a_value_for_each_kind_each_in_its_own_prices() -> None:
    assert {(value.kind, value.amount) for value in BANK.all_of("CR2.0")} == {
        ("fiscal", 2470),
        ("economic", 1473),
        ("social", 6795),
    }
    found = BANK.find_all("domestic-violence-incident-avoided")
    assert [value.kind for value in found] == ["fiscal", "economic", "social"]
    assert len({value.prices for value in BANK}) > 10


def test_a_part_named_for_a_public_body_is_borne_by_it() -> None:
    parts = [part for value in BANK for part in value.components]
    bodies = {part.agency for part in parts}
    assert {(part.label, part.agency) for part in parts if part.label in bodies and part.label != part.agency} == set()
    assert [part.label for part in parts if part.code and part.code in part.label] == []


# the layout


def sheet_of(*rows: list[object]) -> Sheet:
    return Sheet("costs.xlsx", "Crime", [(number, row) for number, row in enumerate(rows, start=1)])


HEADERS: list[object] = [
    "Outcome category",
    "Outcome detail",
    "Cost code",
    "Cost / saving detail",
    "Unit",
    "Agency",
    "",
]
HEADERS += ["Fiscal value", "", "", "RAG assessment"]
BELOW: list[object] = ["", "", "", "", "", "Level 1", "Level 2", "Estimated cost/saving", "Year", "Updated cost/saving"]
ROW: list[object] = ["CRIME", "X", "CR1.0", "An incident", "Per incident", "Police", "", 500, "2002/03", 673.2, "R"]


def test_the_layout_is_found_by_its_labels_wherever_the_columns_are() -> None:
    moved = [[*row[:2], "", *row[2:]] for row in (HEADERS, BELOW, ROW)]
    for rows in ((HEADERS, BELOW, ROW), moved):
        [entry] = read_unit_costs([sheet_of(*rows)]).entries
        assert (entry.code, entry.amounts[0].amount, str(entry.amounts[0].prices)) == ("CR1.0", 500, "2002-03")
        assert entry.reliability == "red"


def test_the_year_may_be_headed_beside_the_amount_in_the_one_row_of_headers() -> None:
    headers = [
        *HEADERS[:6],
        "Agency (level 2)",
        "Fiscal cost",
        "Fiscal price year",
        "Updated fiscal cost",
        "RAG rating",
    ]
    police = [*ROW[:6], "Courts", *ROW[7:]]
    first, second = read_unit_costs([sheet_of(headers, police, ["CRIME", "X", "CR2.0", *police[3:]])]).entries
    assert (first.code, first.agencies, str(first.amounts[0].prices)) == ("CR1.0", ("Police", "Courts"), "2002-03")
    assert (second.code, second.place.row) == ("CR2.0", 3)


def test_a_kind_without_the_year_of_its_prices_is_refused() -> None:
    headers = [*HEADERS[:7], "Fiscal cost", "Fiscal price year", "Economic cost", "RAG rating"]
    found = read_unit_costs([sheet_of(headers, [*ROW[:10], "R"])])
    assert [(problem.code, problem.place.cell) for problem in found.problems] == [("layout-drift", "K1")]


@pytest.mark.parametrize(
    ("headers", "below", "cell"),
    [
        ([*HEADERS[:4], "Measure", *HEADERS[5:]], BELOW, "A1"),  # the unit is not where a unit is
        (HEADERS, [*BELOW[:7], "Year", "Estimated cost/saving", BELOW[9]], "H2"),  # two columns changed places
        ([*HEADERS[:9], "Fiscal value", ""], BELOW, "J1"),
    ],
)
def test_a_layout_that_is_not_the_one_known_is_refused_with_the_cell(
    headers: list[object], below: list[object], cell: str
) -> None:
    found = read_unit_costs([sheet_of(headers, below, ROW)])
    assert found.entries == ()
    assert [(problem.code, problem.place.cell) for problem in found.problems] == [("layout-drift", cell)]


def test_a_shifted_row_is_refused_with_its_cell() -> None:
    found = read_unit_costs([sheet_of(HEADERS, BELOW, [*ROW[:7], 673.2, 500, "2002/03"])])
    assert [problem.code for problem in found.problems] == ["bad-price-year"]


@pytest.mark.slow
def test_what_is_a_transfer_is_known_from_the_notes_on_the_cells_too(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(WORKBOOK, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(min_row=3, min_col=19, max_col=19):
            row[0].value = None  # the comments beside each entry
    book.save(tmp_path / "without-comments.xlsx")
    source = open_file(tmp_path / "without-comments.xlsx")
    told = {entry.code: entry for entry in read_unit_costs(read_sheets(source), notes_of(source)).entries}
    untold = {entry.code: entry for entry in read_unit_costs(read_sheets(source)).entries}
    assert transfer_in_entry(told["E&S8.0"]) == Decimal("787.1")
    assert transfer_in_entry(told["E&E1.0"]) == 9234
    assert {transfer_in_entry(entry) for entry in untold.values()} == {None}

"""Write the example returns of this folder from the cases, so that the two cannot drift apart.

Run from anywhere with a Python that has XlsxWriter: ``python seeds/make.py``. Written again with the same
XlsxWriter, the workbook is the same byte for byte.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).resolve().parent
HEADER = ("organisation", "period", "outcome", "quantity")
LABELS = {
    "full-time-employment": "Full-time employment",
    "part-time-employment": "Part-time employment",
    "apprenticeship": "Apprenticeship",
    "employment-training": "Employment training",
    "regular-volunteering": "Regular volunteering",
}
MEASURES = ("welfare-calls", "direct-financial-support", "food-interventions", "advice-and-guidance")
ABOUT = {
    "What this is": "Employment support given to residents by twenty housing associations, October 2020.",
    "Source": "HACT, Career opportunities, January 2021, paragraph 4.6. Counts only; it holds no values.",
    "Printed there": "Full-time and part-time employment, employment training, volunteering.",
    "Reconciled": "Apprenticeship, {apprentices}: not printed; makes up the 1,285 in HACT's news.",
    "Why it is kept": "HACT published a social value of £3,063,571. The five rows reach it, the four do not.",
    "Shape": "A row for each organisation, month and outcome. What was not recorded is left out.",
}

Row = tuple[str, str, str, int]


def inputs_of(case_id: str) -> dict[str, str]:
    """The inputs of one case; KeyError if no case has that id."""
    for path in sorted((HERE / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if case["id"] == case_id:
                return dict(case["inputs"])
    raise KeyError(case_id)


def people_rows(case_id: str) -> list[Row]:
    """One row for each outcome whose heads the case counts."""
    inputs = inputs_of(case_id)
    return [
        (inputs["organisation"], inputs["period"], label, int(inputs[f"{outcome}-people"]))
        for outcome, label in LABELS.items()
        if f"{outcome}-people" in inputs
    ]


def measure_rows(case_id: str) -> list[Row]:
    """One row for each measure, dated in the last month of the period it totals."""
    inputs = inputs_of(case_id)
    return [(inputs["organisation"], inputs["period-to"], name, int(inputs[name])) for name in MEASURES]


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write the rows under the headers of the long form, as csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


def write_workbook(path: Path, rows: list[Row]) -> None:
    """Write the rows under the headers of the long form, as a workbook."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    # A fixed date of creation, so that the file is the same each time it is made.
    book.set_properties({"title": "Return, October 2020", "created": datetime(2021, 1, 31, tzinfo=UTC)})
    head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "white", "valign": "vcenter"})
    month = book.add_format({"num_format": "mmm yyyy", "align": "left"})
    whole = book.add_format({"num_format": "#,##0"})
    strong = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    sheet = book.add_worksheet("Return")
    sheet.set_column("A:A", 30)
    sheet.set_column("B:B", 12)
    sheet.set_column("C:C", 26)
    sheet.set_column("D:D", 12)
    sheet.set_row(0, 20)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, HEADER, head)
    for number, (organisation, period, outcome, quantity) in enumerate(rows, start=1):
        sheet.write_string(number, 0, organisation)
        sheet.write_datetime(number, 1, date.fromisoformat(f"{period}-01"), month)
        sheet.write_string(number, 2, outcome)
        sheet.write_number(number, 3, quantity, whole)

    notes = book.add_worksheet("About")
    notes.set_column("A:A", 18)
    notes.set_column("B:B", 84)
    apprentices = inputs_of("october-2020-return")["apprenticeship-people"]
    for number, (topic, text) in enumerate(ABOUT.items()):
        notes.write_string(number, 0, topic, strong)
        notes.write_string(number, 1, text.format(apprentices=apprentices), wrapped)
    book.close()


def write(folder: Path) -> None:
    """Write the workbook and the three csv files into `folder`."""
    october = people_rows("october-2020-return")
    write_workbook(folder / "returns-2020-10.xlsx", october)
    write_csv(folder / "returns-2020-10.csv", october)
    write_csv(folder / "returns-2020-10-printed.csv", people_rows("october-2020-printed-rows"))
    write_csv(folder / "returns-2020-03-to-10.csv", measure_rows("march-to-october-2020-totals"))


if __name__ == "__main__":
    write(HERE)

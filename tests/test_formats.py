"""What a cell means, whoever wrote the file: each kind of cell, and every reader that can meet it."""

from __future__ import annotations

import datetime as dt
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from conftest import meanings
from helpers.extras import needs
from helpers.libreoffice import edit, needed

import socialvalue as sv
from socialvalue.formats.open import read_sheets

TODAY = dt.date(2026, 1, 31)
HEADER = "organisation,period,outcome,quantity"


def codes(path: Path) -> list[str]:
    """The codes of the errors in a file."""
    return [problem.code for problem in sv.read(path, today=TODAY).problems if problem.severity == "error"]


def csv_file(folder: Path, text: str, name: str = "r.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


# quotation marks


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        (['Acme,2020-10,Apprenticeship,24,"see page 4', "Acme,2020-11,Apprenticeship,3,"], "E2"),
        (['"Acme,2020-10,Apprenticeship,24,', "Bee,2020-11,Apprenticeship,3,", 'B,2020-12,Apprenticeship,3,"x"'], "A2"),
    ],
)  # fmt: skip
def test_a_quotation_mark_that_is_never_closed_is_an_error_at_its_cell(
    rows: list[str], cell: str, tmp_path: Path
) -> None:
    [problem] = sv.read(csv_file(tmp_path, "\n".join([f"{HEADER},notes", *rows])), today=TODAY).problems
    assert (problem.code, problem.place.cell) == ("open-quote", cell)


@pytest.mark.parametrize("rows", [10, 4_000], ids=["few", "more than a cell can hold"])
def test_however_many_rows_a_quotation_mark_would_swallow_it_is_told_at_its_cell(rows: int, tmp_path: Path) -> None:
    text = "\n".join(["Acme,2020-10,Apprenticeship,2,plain"] * rows)
    path = csv_file(tmp_path, f'{HEADER},notes\n{text}\nAcme,2020-10,Apprenticeship,2,"see page 4\n{text}\n')
    [problem] = sv.read(path, today=TODAY).problems
    assert (problem.code, problem.place.cell) == ("open-quote", f"E{rows + 2}")


@pytest.mark.parametrize("note", ['"two\nlines"', '"said ""yes"", and left"', 'a 6" ruler', '"one, two"', '"x" y'])
def test_a_quotation_mark_that_is_closed_is_none(note: str, tmp_path: Path) -> None:
    text = f"{HEADER},notes\nAcme,2020-10,Apprenticeship,24,{note}\nAcme,2020-11,Apprenticeship,3,\n"
    assert len(sv.read(csv_file(tmp_path, text), today=TODAY).lines) == 2


# two figures in one cell


@pytest.mark.parametrize("written", ["92 83", "92  830 1", "1 28", "92,83", "92/83"])
def test_two_numbers_in_a_cell_are_no_number(written: str, tmp_path: Path) -> None:
    assert codes(csv_file(tmp_path, f'{HEADER}\nAcme,2020-10,Apprenticeship,"{written}"\n')) == ["not-a-number"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 92 ", 92),
        ("1,285", 1285),
        ("1 285", 1285),
        ("1\u00a0285", 1285),
        ("12 345 678.0", None),
        ("1 285 000", 1285000),
    ],
)
def test_a_space_stands_between_thousands(written: str, number: int | None, tmp_path: Path) -> None:
    entered = sv.read(csv_file(tmp_path, f'{HEADER}\nAcme,2020-10,Apprenticeship,"{written}"\n'), today=TODAY)
    assert [line.quantity for line in entered.lines] == ([] if number is None else [number])


# every kind of cell, by every reader that can meet it


class Cell:
    """A cell as each kind of file holds it; None where that kind cannot hold it."""

    def __init__(self, meaning: object, *, xlsx: str = "", ods: str = "", text: str | None = None, value: Any = None):
        self.meaning, self.xlsx, self.ods, self.text, self.value = meaning, xlsx, ods, text, value


NOTHING = object()
RUNS = '<r><t>92</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
STRUCK = '<r><rPr><strike/></rPr><t xml:space="preserve">92 </t></r><r><t>83</t></r>'


def ods_text(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


CELLS: dict[str, Cell] = {
    "a number": Cell(
        92,
        xlsx='<c r="D2"><v>92</v></c>',
        ods='<table:table-cell office:value-type="float" office:value="92"><text:p>92</text:p></table:table-cell>',
        text="92",
        value=92,
    ),
    "a number as text": Cell(
        92,
        xlsx='<c r="D2" t="inlineStr"><is><t xml:space="preserve"> 92\u200b </t></is></c>',
        ods=ods_text(' 92\u200b '),
        text=" 92\u200b ",
        value=" 92\u200b ",
    ),
    "nought": Cell(
        0,
        xlsx='<c r="D2"><v>0</v></c>',
        ods='<table:table-cell office:value-type="float" office:value="0"/>',
        text="0",
        value=0.0,
    ),
    "a blank": Cell(None, xlsx='<c r="D2" s="0"/>', ods="<table:table-cell/>", text="", value=NOTHING),
    "a formula that gives no text, as LibreOffice writes it": Cell(
        None, ods='<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
    ),
    "a formula that gives no text": Cell(
        None,
        xlsx='<c r="D2" t="str"><f>IF(1=1,"","x")</f><v></v></c>',
        ods='<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>',
    ),
    "the noise of a float": Cell(
        435,
        xlsx='<c r="D2"><v>434.99999999999994</v></c>',
        ods='<table:table-cell office:value-type="float" office:value="434.99999999999994"/>',
        value=434.99999999999994,
    ),
    "true": Cell(
        "not-a-number",
        xlsx='<c r="D2" t="b"><v>1</v></c>',
        ods='<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        text="TRUE",
        value=True,
    ),
    "an error": Cell(
        "error-cell",
        xlsx='<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        ods='<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>#DIV/0!</text:p></table:table-cell>",
        text="#DIV/0!",
        value="#DIV/0!",
    ),
    "an error of a newer Excel": Cell(
        "error-cell",
        xlsx='<c r="D2" t="e"><v>#FIELD!</v></c>',
        ods=ods_text('#FIELD!'),
        text="#FIELD!",
        value="#FIELD!",
    ),
    "a formula never calculated": Cell(
        "not-calculated",
        xlsx='<c r="D2"><f>90+2</f></c>',
        ods='<table:table-cell table:formula="of:=90+2"/>',
    ),
    "a raised figure": Cell(
        "two-figures",
        xlsx=f'<c r="D2" t="inlineStr"><is>{RUNS}</is></c>',
        ods=ods_text('92<text:span text:style-name="up">1</text:span>'),
    ),
    "a struck figure": Cell(
        "two-figures",
        xlsx=f'<c r="D2" t="inlineStr"><is>{STRUCK}</is></c>',
        ods=ods_text('<text:span text:style-name="out">92</text:span> 83'),
    ),
    "two numbers": Cell(
        "not-a-number",
        xlsx='<c r="D2" t="inlineStr"><is><t>92 83</t></is></c>',
        ods=ods_text('92<text:s/>83'),
        text="92 83",
        value="92 83",
    ),
    "euros": Cell(
        "unit-mismatch",
        xlsx='<c r="D2" s="1"><v>92</v></c>',
        ods='<table:table-cell office:value-type="currency" office:currency="EUR" office:value="92"/>',
    ),
    "pounds": Cell(
        92,
        xlsx='<c r="D2" s="2"><v>92</v></c>',
        ods='<table:table-cell office:value-type="currency" office:currency="GBP" office:value="92"/>',
        text="£92.00",
    ),
    "no pounds, as accounts write it": Cell(0, text=" £-   "),
    "minus, as accounts write it": Cell("negative-quantity", text="(92)"),
}  # fmt: skip

STYLES = (
    '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
    '<numFmt numFmtId="164" formatCode="[$€-2]\\ #,##0"/><numFmt numFmtId="165" formatCode="[$£-809]#,##0"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ROW = ["Acme", "2020-10", "Apprenticeship"]


def xlsx_parts(cell: str, *, main: str = MAIN, office: str = OFFICE) -> dict[str, str]:
    """The parts of a workbook whose last cell is given as XML."""
    texts = [[f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in row] for row in (HEADER.split(","), ROW)]
    rows = f'<row r="1">{"".join(texts[0])}</row><row r="2">{"".join(texts[1])}{cell}</row>'
    links = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
    linked = (f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(links))
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Return" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{"".join(linked)}</Relationships>',
        "xl/styles.xml": STYLES.replace(MAIN, main),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }


def zipped(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def ods_file(path: Path, cell: str, *, gap: str = "") -> Path:
    """An OpenDocument spreadsheet whose last cell is given as XML."""

    def row(*cells: str) -> str:
        return f"<table:table-row>{gap}{gap.join(cells)}{gap}</table:table-row>"

    def text(word: str) -> str:
        return f'<table:table-cell office:value-type="string">{gap}<text:p>{word}</text:p>{gap}</table:table-cell>'

    spaces = "".join(f' xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    spaces += f' xmlns:fo="{OASIS}:xsl-fo-compatible:1.0"'
    styles = (
        '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/>'
        '</style:style><style:style style:name="out" style:family="text">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    rows = row(*map(text, HEADER.split(","))) + gap + row(*map(text, ROW), cell)
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet>{gap}<table:table table:name="Return">{gap}{rows}{gap}</table:table>{gap}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def meaning(entered: sv.Return) -> object:
    """The quantity that was read, or the code of what is wrong with it."""
    wrong = [problem.code for problem in entered.problems if problem.severity == "error"]
    if wrong:
        return wrong[0] if len(wrong) == 1 else wrong
    [line] = entered.lines
    return line.quantity


def named(*kinds: str) -> pytest.MarkDecorator:
    chosen = [name for name, cell in CELLS.items() if any(getattr(cell, kind) not in ("", None) for kind in kinds)]
    chosen += ["a blank"] if "text" in kinds and "a blank" not in chosen else []
    return pytest.mark.parametrize("name", chosen)


@named("xlsx")
def test_xlsx(name: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.xlsx", xlsx_parts(CELLS[name].xlsx))
    assert meaning(sv.read(path, today=TODAY)) == CELLS[name].meaning


@named("xlsx")
def test_xlsx_of_the_strict_kind(name: str, tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml"
    parts = xlsx_parts(
        CELLS[name].xlsx, main=f"{strict}/spreadsheetml/main", office=f"{strict}/officeDocument/relationships"
    )
    assert meaning(sv.read(zipped(tmp_path / "r.xlsx", parts), today=TODAY)) == CELLS[name].meaning


@named("ods")
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("gap", ["", "\n  "], ids=["as programs write it", "indented"])
def test_ods(name: str, gap: str, tmp_path: Path) -> None:
    path = ods_file(tmp_path / "r.ods", CELLS[name].ods, gap=gap)
    assert meaning(sv.read(path, today=TODAY)) == CELLS[name].meaning


@named("text")
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text(name: str, delimiter: str, encoding: str, tmp_path: Path) -> None:
    rows = [HEADER.split(","), [*ROW, CELLS[name].text or ""]]
    path = csv_file(tmp_path, "".join(f"{delimiter.join(row)}\n" for row in rows), encoding=encoding)
    assert meaning(sv.read(path, today=TODAY)) == CELLS[name].meaning


@named("text")
def test_text_by_duckdb(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", 0)
    path = csv_file(tmp_path, f"{HEADER}\n{','.join([*ROW, CELLS[name].text or ''])}\n")
    assert meaning(sv.read(path, today=TODAY)) == CELLS[name].meaning


def column(name: str) -> list[Any]:
    value = CELLS[name].value
    return [None if value is NOTHING else value]


def columns(name: str) -> dict[str, list[Any]]:
    return {title: [word] for title, word in zip(HEADER.split(","), ROW, strict=False)} | {"quantity": column(name)}


@needs("duckdb", "pandas", "polars", "pyarrow")
@named("value")
def test_parquet(name: str, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns(name)), tmp_path / "r.parquet")
    assert meaning(sv.read(tmp_path / "r.parquet", today=TODAY)) == CELLS[name].meaning


@needs("duckdb", "pandas", "polars", "pyarrow")
@named("value")
@pytest.mark.parametrize("kind", ["pandas", "pandas, of any objects", "polars", "pyarrow", "duckdb"])
def test_frames(name: str, kind: str) -> None:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    made: dict[str, Any] = {
        "pandas": lambda: pd.DataFrame(columns(name)),
        "pandas, of any objects": lambda: pd.DataFrame(columns(name), dtype=object),
        "polars": lambda: pl.DataFrame(columns(name)),
        "pyarrow": lambda: pa.table(columns(name)),
        "duckdb": lambda: duckdb.from_arrow(pa.table(columns(name))),
    }
    assert meaning(sv.Return.from_frame(made[kind](), today=TODAY)) == CELLS[name].meaning


# characters that nobody sees


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060", "\u202c"])
def test_characters_that_nobody_sees_are_no_part_of_a_word(unseen: str, tmp_path: Path) -> None:
    text = f"{HEADER}\nAc{unseen}me,{unseen}2020-10,Apprentice{unseen}ship,2{unseen}4\n".replace(
        "quantity", f"quan{unseen}tity"
    )
    for path in (csv_file(tmp_path, text), zipped(tmp_path / "r.xlsx", unseen_parts(unseen))):
        [line] = sv.read(path, today=TODAY).lines
        assert (line.organisation, line.quantity) == ("Acme", 24)


def unseen_parts(unseen: str) -> dict[str, str]:
    parts = xlsx_parts(f'<c r="D2" t="inlineStr"><is><t>2{unseen}4</t></is></c>')
    sheet = parts["xl/worksheets/sheet1.xml"].replace("Acme", f"Ac{unseen}me").replace("quantity", f"quantity{unseen}")
    return parts | {
        "xl/worksheets/sheet1.xml": sheet.replace("outcome", "out_x000D_\ncome".replace("_x000D_\n", unseen))
    }


# one person is one person

PAIRS = [("A1", "A1 "), ("A1", "a1"), ("A1", "A1\u00a0"), ("A 1", "A\u2003 1"), ("A1", "A\u200b1"), ("Zoë", "ZOË")]


@needs("duckdb", "pandas", "polars", "pyarrow")
@pytest.mark.parametrize("pair", PAIRS, ids=map(repr, PAIRS))
@pytest.mark.parametrize("kind", ["csv", "csv by duckdb", "xlsx", "parquet", "pandas", "polars", "duckdb"])
def test_one_person_is_one_whichever_reader(
    kind: str, pair: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb
    import pandas as pd
    import polars as pl

    rows = {"organisation": ["Acme"] * 2, "period": ["2020-10"] * 2, "outcome": ["Full-time employment"] * 2}
    frame = pd.DataFrame(rows | {"person": list(pair)})
    entered: sv.Return
    if kind in ("pandas", "polars", "duckdb"):
        made = {"pandas": frame, "polars": pl.from_pandas(frame), "duckdb": duckdb.from_df(frame)}[kind]
        entered = sv.Return.from_frame(made, today=TODAY)
    else:
        path = tmp_path / f"r.{kind[:7].split()[0]}"
        write = {"csv": frame.to_csv, "xlsx": frame.to_excel, "parquet": frame.to_parquet}[path.suffix[1:]]
        write(path, index=False)
        monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", 0 if "duckdb" in kind else 10**9)
        entered = sv.read(path, today=TODAY)
    head = sv.calculate(entered).headline
    assert head is not None
    assert head.gross == 14_433


@needs("pandas", "pyarrow")
def test_a_number_and_its_text_are_one_key() -> None:
    import pandas as pd

    rows = {"organisation": ["Acme"] * 2, "period": ["2020-10"] * 2, "outcome": ["Full-time employment"] * 2}
    frame = pd.DataFrame(rows | {"person": pd.Series([1, "1"], dtype=object)})
    head = sv.calculate(sv.Return.from_frame(frame, today=TODAY)).headline
    assert head is not None
    assert head.gross == 14_433


# months


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-10-01T00:00:00Z", "2020-10"), ("2020-09-30T22:59:00Z", "2020-09"),
        ("2020-09-30T23:00:00Z", "bad-period"),
        ("2020-09-30T23:30:00+00:00", "bad-period"), ("2020-11-30T23:00:00Z", "2020-11"),
        ("2020-10-01T00:00:00+01:00", "2020-10"), ("2020-09-29T23:00:00Z", "2020-09"), ("2020.1", "bad-period"),
        ("2020.10", "2020-10"), ("2020.2", "2020-02"), ("01-Oct-20", "2020-10"), ("01/10/20", "2020-10"),
        ("2020/10/01", "2020-10"), ("2020.10.01", "2020-10"), ("Q3 20/21", "2020-Q4"), ("1st October 2020", "2020-10"),
    ],
)  # fmt: skip
def test_a_month_is_one_month_or_none(written: str, meant: str, tmp_path: Path) -> None:
    entered = sv.read(csv_file(tmp_path, f"{HEADER}\nAcme,{written},Apprenticeship,24\n"), today=TODAY)
    assert [problem.code for problem in entered.problems] == ([meant] if "-period" in meant else [])
    assert [str(line.period) for line in entered.lines] == ([] if "-period" in meant else [meant])


@needs("pandas", "pyarrow")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_a_month_does_not_depend_on_the_time_zone_of_the_machine(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    moments = pd.to_datetime(["2020-10-01T00:00:00Z", "2020-09-30T23:00:00Z"])
    rows = {"organisation": ["A", "B"], "period": moments, "outcome": ["Apprenticeship"] * 2, "quantity": [24, 24]}
    pd.DataFrame(rows).to_parquet(tmp_path / "r.parquet")
    try:
        for entered in (
            sv.read(tmp_path / "r.parquet", today=TODAY),
            sv.Return.from_frame(pd.DataFrame(rows), today=TODAY),
        ):
            assert [str(line.period) for line in entered.lines] == ["2020-10"]
            assert [problem.code for problem in entered.problems] == ["bad-period"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_date_that_may_be_in_us_order_is_told(tmp_path: Path) -> None:
    rows = "".join(f"Acme {day},{day}/2020,Apprenticeship,24\n" for day in ("10/01", "01/10", "31/01"))
    problems = sv.read(csv_file(tmp_path, f"{HEADER}\n{rows}"), today=TODAY).problems
    assert [(problem.code, problem.severity, problem.place.cell) for problem in problems] == [
        ("doubtful-month", "warning", "B2")
    ]


# numbers with the comma of another country


@pytest.mark.parametrize("written", ["1,285", "1.285", "12,345,678"])
@pytest.mark.parametrize("large", [0, 10**9], ids=["by duckdb", "by the standard library"])
def test_a_comma_may_be_a_decimal_sign_where_semicolons_part_the_cells(
    written: str, large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", large)
    path = csv_file(tmp_path, f"{HEADER}\nAcme,2020-10,Volunteer hours,x\n".replace(",", ";").replace("x", written))
    assert codes(path) == ["not-a-number"]


@pytest.mark.parametrize("written", ["1285", "0.125", "12.50", "1285.5"])
def test_other_numbers_are_read_there(written: str, tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER}\nAcme,2020-10,Volunteer hours,x\n".replace(",", ";").replace("x", written))
    assert [str(line.quantity) for line in sv.read(path, today=TODAY).lines] == [written]


def test_commas_in_notes_do_not_part_the_cells(tmp_path: Path) -> None:
    rows = "".join(
        f"Acme;2020-{month};Apprenticeship;24;Leeds, York, Hull, Ripon, Selby, Goole\n" for month in (10, 11)
    )
    assert len(sv.read(csv_file(tmp_path, f"{HEADER},notes\n".replace(",", ";") + rows), today=TODAY).lines) == 2


# workbooks of other programs


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: {name.replace("/", "\\"): text for name, text in parts.items()},
        lambda parts: {name: text.replace("worksheets/sheet1", "worksheets\\sheet1") for name, text in parts.items()},
        lambda parts: {name: text.replace('"worksheets/', '"/xl/worksheets/') for name, text in parts.items()},
        lambda parts: {name.replace("xl/workbook.xml", "xl/workbook2.xml"): text for name, text in parts.items()},
        lambda parts: {name: text for name, text in parts.items() if name != "_rels/.rels"},
        lambda parts: {name: text for name, text in parts.items() if "styles" not in name},
        lambda parts: {name.replace("sheet1", "Sheet1"): text for name, text in parts.items()},
        lambda parts: {name: text.replace("<cellXfs>", "<fills><fill/></fills><cellXfs>") for name, text in parts.items()},  # noqa: E501
        lambda parts: parts | {"[Content_Types].xml": "<Types><Override PartName='/xl/sharedStrings.xml'/></Types>"},
        lambda parts: {
            name: text.replace(f'"{OFFICE}/', '"http://purl.oclc.org/ooxml/officeDocument/relationships/')
            for name, text in parts.items()
        },
    ],
)  # fmt: skip
def test_a_workbook_is_read_however_its_parts_are_named(change: Any, tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.xlsx", change(xlsx_parts('<c r="D2"><v>92</v></c>')))
    assert meaning(sv.read(path, today=TODAY)) == 92


def test_a_zip_archive_with_a_long_table_of_contents_is_no_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.xlsx", xlsx_parts('<c r="D2"><v>92</v></c>'))
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", data[end + 10 : end + 20])
    long = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    short = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(data[:end] + long + locator + short)
    assert meaning(sv.read(path, today=TODAY)) == 92


# what is no table


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + b"".join(name.encode("utf-16-le") for name in names)


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("r.xlsx", ole("EncryptedPackage"), "file-encrypted", "password"),
        ("r.xlsx", ole("DRMEncryptedDataSpace", "EncryptedPackage"), "file-encrypted", "sensitivity label"),
        ("~$r.xlsx", b"\x04user" + bytes(160), "file-type", "only the lock that Excel keeps beside r.xlsx"),
        ("r.xls", b"<html><table></table></html>", "file-type", "web page"),
        ("r.xls", ole("WordDocument"), "file-truncated", "damaged"),
    ],
)
def test_a_file_is_named_for_what_it_is(name: str, data: bytes, code: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    [problem] = sv.read(tmp_path / name, today=TODAY).problems
    assert (problem.code, said in problem.message) == (code, True), problem.message


def test_a_folder_names_what_it_leaves_alone(tmp_path: Path) -> None:
    csv_file(tmp_path, f"{HEADER}\nAcme,2020-10,Apprenticeship,24\n", "a.csv")
    csv_file(tmp_path, f"{HEADER}\nBee,2020-10,Apprenticeship,24\n".replace(",", "\t"), "b.tsv")
    csv_file(tmp_path, "a letter", "c.txt")
    csv_file(tmp_path, "a lock", "~$d.xlsx")
    entered = sv.read(tmp_path, today=TODAY)
    assert len(entered.lines) == 2
    assert [(problem.code, problem.place.file) for problem in entered.problems] == [("file-ignored", "c.txt")]


# old workbooks


@needed()
@pytest.mark.slow
def test_old_workbooks_hold_the_same_cells(tmp_path: Path) -> None:
    book = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("Return")
        struck, up = made.add_format({"font_strikeout": True}), made.add_format({"font_script": 1})
        day, euro = made.add_format({"num_format": "dd/mm/yyyy"}), made.add_format({"num_format": "[$€-2] #,##0"})
        sheet.write_row(0, 0, ["text", 92, 1.5, 434.99999999999994, True, None])
        sheet.write_datetime(1, 0, dt.datetime(2020, 10, 1), day)  # noqa: DTZ001
        sheet.write_number(1, 1, 250_000, euro)
        sheet.write_rich_string(1, 2, "92", up, "1")
        sheet.write_rich_string(1, 3, struck, "92 ", "83")
        sheet.write_rich_string(1, 4, "Acme", up, "1")
        sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 6, "=90+2", None, 92)
        sheet.write_formula(1, 7, '=""', None, "")
    saved = [tmp_path / f"saved.{kind}" for kind in ("xlsx", "xls", "ods")]
    edit(book, [], *saved)
    expected = meanings(read_sheets(saved[0])[0])
    for path in saved[1:]:
        [sheet_there] = read_sheets(path)
        found = meanings(sheet_there)
        assert {at: told for at, told in found.items() if told != expected.get(at)} == {}, path.name
        assert found.keys() == expected.keys()

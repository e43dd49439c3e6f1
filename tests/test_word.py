"""The report as a Word document: Word's own styles, tables with their pictures, and the box to compute it again."""

from __future__ import annotations

import io
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from helpers.command import run
from helpers.libreoffice import needed

import socialvalue as sv
from socialvalue.showing.board.bars import Bar, Part, Scale
from socialvalue.showing.word.pictures import DOTS, bar_picture
from socialvalue.valuing.uncertainty.assess import assess

docx = pytest.importorskip("docx")

OCTOBER = Path(__file__).parents[1] / "seeds/returns-2020-10.csv"
LINES = [
    sv.Line("Acme", "2024-04", "full-time-employment", 3, project="Hub", cost=9000),
    sv.Line("Acme", "2024-05", "employment-training", 20, project="Kick", cost=1000),
]


def made(*lines: sv.Line, **settings: str) -> bytes:
    from socialvalue.showing.word.document import to_word

    result = sv.calculate(sv.Return(lines), "hact-svb-2020", sv.load_method().override(**settings))
    return to_word(assess(result), command="sv report 2024.csv --out report.docx")


def test_paragraphs_have_words_own_styles_by_name() -> None:
    document = docx.Document(io.BytesIO(made(*LINES, deadweight="0.2")))
    titles = [p.text.replace("\N{NO-BREAK SPACE}", " ") for p in document.paragraphs if p.style.name == "Title"]
    # (3 x £14,433 + 20 x £807) x 80%
    assert titles == ["Our work with residents was worth £47,551 to them: £4.76 for each £1 spent"]
    headings = [p.text.replace("\N{NO-BREAK SPACE}", " ") for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "Hub has 73% of the value; Kick has the most for each £1"
    assert {"Subtitle", "Caption", "List Number", "Normal"} <= {p.style.name for p in document.paragraphs}
    assert {table.style.name for table in document.tables} == {"Table Grid"}


def test_each_row_of_a_table_has_its_figures_and_its_bar() -> None:
    document = docx.Document(io.BytesIO(made(*LINES, deadweight="0.2")))
    lead = next(table for table in document.tables if table.rows[0].cells[0].text == "Project")
    rows = [[cell.text for cell in row.cells] for row in lead.rows]
    assert rows == [
        ["Project", "Outcomes", "Spent £", "Value £", "", "For each £1"],
        ["Hub", "3", "9,000", "34,639", "", "3.85"],
        ["Kick", "20", "1,000", "12,912", "", "12.91"],
        ["All two", "23", "10,000", "47,551", "", "4.76"],
    ]
    drawn = [bool(row.cells[4]._tc.xpath(".//pic:pic")) for row in lead.rows]
    assert drawn == [False, True, True, False]


def test_the_last_table_says_how_to_compute_it_again() -> None:
    document = docx.Document(io.BytesIO(made(*LINES)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert ["Command", "sv report 2024.csv --out report.docx"] in rows
    assert ["Bank hact-svb-2020", sv.load_bank("hact-svb-2020").fingerprint] in rows


def test_the_same_result_gives_the_same_bytes_of_no_day() -> None:
    assert made(*LINES) == made(*LINES)
    with zipfile.ZipFile(io.BytesIO(made(*LINES))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["\ud800 half", "\x0b\x1f.", "tab\tnew\nline", "住宅 סלע", "<w:p/> & ]]>", "x" * 3000])
def test_any_name_makes_a_document(name: str) -> None:
    document = docx.Document(io.BytesIO(made(sv.Line(name, "2024-04", "apprenticeship", 2), *LINES)))
    assert len(document.tables) > 2


def test_sv_report_writes_one(tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    assert run("report", str(OCTOBER), "--out", str(out)).exit_code == 0
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "What residents achieved is worth £3.06" in words
    assert "UK Social Value Bank values belong to HACT" in words


def test_without_python_docx_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    done = run("report", str(OCTOBER), "--out", str(tmp_path / "report.docx"))
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "pip install “socialvalue[word]”" in done.stderr


def test_a_bar_is_a_picture_whose_parts_are_as_long_as_their_amounts() -> None:
    scale = Scale.of([Decimal(100)])
    picture = bar_picture(Bar(scale, (Part(Decimal(0), Decimal(50)),), Decimal(75)), 30, 3)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(picture[16:20], "big") == 30 * DOTS
    assert picture == bar_picture(Bar(scale, (Part(Decimal(0), Decimal(50)),), Decimal(75)), 30, 3)


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_every_figure(tmp_path: Path) -> None:
    if needed().args[0]:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "report.docx").write_bytes(made(*LINES, deadweight="0.2"))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    words = " ".join(printed.stdout.split())
    for shown in ("£47,551", "Hub 3 9,000 34,639 3.85", "All two 23 10,000 47,551 4.76", "Compute it again"):
        assert shown in words

"""Files made to do harm: each is met with a message, soon, in bounded memory, and nothing leaves the house."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from attrs import frozen
from click.testing import CliRunner
from fuzz import mutate
from helpers.extras import needs

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.formats import ods, xlsx_parts, xlsx_sheet, zipcheck
from socialvalue.opening import open_file
from socialvalue.problems import BadData, Problem
from socialvalue.reading.engines import duckdb_connection, duckdb_files, duckdb_groups

ROOT = Path(__file__).parents[1]
GOOD = (ROOT / "seeds/returns-2020-10.xlsx").read_bytes()
POSIX = pytest.mark.skipif(os.name != "posix", reason="names of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts_of(data: bytes = GOOD) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_rows(path: Path, rows: str, *, before: str = "") -> Path:
    """The good workbook with these rows in the XML of its first sheet."""
    sheet = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return zipped(path, parts_of() | {"xl/worksheets/sheet1.xml": sheet.encode()})


def text_row(number: int, *texts: str, first: str = "A") -> str:
    letters = [chr(ord(first) + at) for at in range(len(texts))]
    cells = (
        f'<c r="{at}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in zip(letters, texts, strict=True)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADER = text_row(1, "organisation", "period", "outcome", "quantity")
LINE = text_row(2, "Acme", "2020-10", "Apprenticeship", "24")


@frozen
class Met:
    """How a file was met."""

    said: str
    megabytes: float


def met(path: Path) -> Met:
    """Run `sv check` on a file in a process of its own, which ends where it takes 10 seconds of a processor."""
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (10, 10)); from socialvalue.cli import main\n"
        "try: main(['check', sys.argv[1]])\n"
        "finally: print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    said = done.stderr + done.stdout
    assert done.returncode in (0, 1), said
    assert "Traceback" not in said
    return Met(said, int(done.stdout.split()[-1]) / 1000)


def only_error(path: Path) -> Problem:
    [problem] = [problem for problem in sv.read(path).problems if problem.severity == "error"]
    assert problem.place.file == path.name
    assert problem.remedy
    return problem


# what would take all memory, or all day


def spaces(path: Path) -> Path:
    return with_rows(path, " " * 300_000_000)


def texts(path: Path) -> Path:
    return zipped(path, parts_of() | {"xl/sharedStrings.xml": b"<sst>" + b"<x/>" * 12_000_000})


def styles(path: Path) -> Path:
    return zipped(path, parts_of() | {"xl/styles.xml": b"<styleSheet>" + b"<xf/>" * 1_200_000})


def junk(path: Path) -> Path:
    return with_rows(path, HEADER + "<x/>" * 10_000_000 + LINE)


def one_text(path: Path) -> Path:
    return with_rows(path, HEADER + text_row(2, "x" * 40_000_000))


def nested(path: Path) -> Path:
    return with_rows(path, HEADER + "<x>" * 1_000_000)


def many_parts(path: Path) -> Path:
    return zipped(path, parts_of() | {f"xl/media/{number}.png": b"" for number in range(3_000)})


def spread(path: Path) -> Path:
    return with_rows(path, HEADER + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 60_000)))


def beyond(path: Path) -> Path:
    return with_rows(path, HEADER + LINE + '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>')


def laughs(path: Path) -> Path:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(20))
    return with_rows(path, HEADER + text_row(2, "&l19;"), before=f"<!DOCTYPE x [{entities}]>")


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (spaces, "file-too-large"),
        (texts, "file-too-large"),
        (styles, "file-too-large"),
        (junk, "file-truncated"),
        (one_text, "file-truncated"),
        (nested, "file-truncated"),
        (many_parts, "file-too-large"),
        (spread, "file-too-large"),
        (beyond, "file-truncated"),
        (laughs, "file-truncated"),
    ],
)
def test_a_bomb_is_a_message(make: Callable[[Path], Path], code: str, tmp_path: Path) -> None:
    found = met(make(tmp_path / "bomb.xlsx"))
    assert f"[{code}]" in found.said
    assert found.megabytes < 500


def shared_formula(path: Path) -> Path:
    long = "+".join(["A1"] * 2_000)
    first = f'<row r="2"><c r="A2"><f t="shared" ref="A2:A20000" si="0">{long}</f><v>1</v></c></row>'
    rest = (f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(3, 20_000))
    return with_rows(path, HEADER + first + "".join(rest))


def far_corner(path: Path) -> Path:
    return with_rows(path, HEADER + LINE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("make", [shared_formula, far_corner])
def test_what_is_odd_but_bounded_is_read_soon_and_in_little_memory(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    found = met(make(tmp_path / "odd.xlsx"))
    assert "[file-" not in found.said
    assert found.megabytes < 300


def test_an_archive_that_claims_sixty_thousand_parts_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    end = GOOD.rfind(b"PK\x05\x06")
    (tmp_path / "claims.xlsx").write_bytes(GOOD[: end + 8] + struct.pack("<HH", 60_000, 60_000) + GOOD[end + 12 :])
    problem = only_error(tmp_path / "claims.xlsx")
    assert problem.code == "file-too-large"
    assert "60,000 parts" in problem.message


# what would mislead


def test_a_part_that_expands_further_than_the_table_of_contents_says_is_refused(tmp_path: Path) -> None:
    """Readers differ on whether they believe the table: one would see a harmless sheet, another a bomb."""
    shown, hidden = b"<sst/>", b"<sst/>" + b" " * 10_000_000
    packed = zlib.compressobj(wbits=-15)
    stream = packed.compress(hidden) + packed.flush()
    path = zipped(tmp_path / "lies.xlsx", parts_of() | {"xl/sharedStrings.xml": hidden})
    data = path.read_bytes()
    true = struct.pack("<III", zlib.crc32(hidden), len(stream), len(hidden))
    assert data.count(true) == 2  # in the part's own header and in the table of contents
    path.write_bytes(data.replace(true, struct.pack("<III", zlib.crc32(shown), len(stream), len(shown))))
    assert only_error(path).code == "file-truncated"


def test_a_sheet_that_expands_further_than_it_says_is_refused(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "lies.xlsx", HEADER + LINE + " " * 100_000)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
        content = archive.read(entry)
    shown = content[:-200]
    data = path.read_bytes()
    true = struct.pack("<III", entry.CRC, entry.compress_size, entry.file_size)
    path.write_bytes(data.replace(true, struct.pack("<III", zlib.crc32(shown), entry.compress_size, len(shown))))
    assert only_error(path).code == "file-truncated"


@pytest.mark.parametrize("dimension", ["A1", "A1:D1", "A1:XFD1048576", "ZZZ1:A0", "", "x"])
def test_a_lying_dimension_hides_no_row_and_adds_none(dimension: str, tmp_path: Path) -> None:
    sheet = parts_of()["xl/worksheets/sheet1.xml"].decode()
    assert "<dimension " in sheet
    start = sheet.index("<dimension ")
    lying = f'{sheet[:start]}<dimension ref="{dimension}"/>{sheet[sheet.index(">", start) + 1 :]}'
    path = zipped(tmp_path / "lies.xlsx", parts_of() | {"xl/worksheets/sheet1.xml": lying.encode()})
    result = sv.calculate(sv.read(path))
    if result.ok:
        assert str(result.headline.gross if result.headline else None) == "3063571"
    else:  # a dimension that is no dimension is damage, and said to be
        assert [problem.code for problem in result.problems] == ["file-truncated"]


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\..\\evil.xml"])
def test_a_part_named_to_lie_outside_the_workbook_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    problem = only_error(zipped(tmp_path / "in/tricks.xlsx", parts_of() | {name: b"<x/>"}))
    assert problem.code == "file-unsafe"
    assert problem.message.startswith("No spreadsheet program wrote this file: “")
    assert [entry.name for entry in tmp_path.rglob("*") if entry.is_file()] == ["tricks.xlsx"]


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    zipped(path, parts_of() | {"XL/WORKSHEETS/SHEET1.XML": b"<x/>"})
    assert only_error(path).code == "file-unsafe"


def test_a_part_packed_in_a_way_no_spreadsheet_program_uses_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "odd.xlsx", parts_of())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/odd.xml", b"<x/>" * 100)
    assert only_error(path).code == "file-unsafe"


# entities, links and macros


def test_xml_is_read_with_defusedxml() -> None:
    from defusedxml.ElementTree import iterparse

    assert xlsx_sheet.iterparse is iterparse
    assert xlsx_parts.iterparse is iterparse
    assert ods.iterparse is iterparse


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_an_entity_that_names_another_file_is_not_followed(part: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    parts = parts_of()
    content = parts[part].decode()
    start = content.index("?>") + 2
    entity = f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'
    parts[part] = (content[:start] + entity + content[start:].replace("><", ">&secret;<", 1)).encode()
    path = zipped(tmp_path / "entity.xlsx", parts)
    entered = sv.read(path)
    assert "the secret" not in repr(entered)
    refused = "file-truncated" if "sheet" in part else "file-unsafe"
    assert [problem.code for problem in entered.problems if problem.severity == "error"] == [refused]


def test_macros_are_left_alone(tmp_path: Path) -> None:
    types = parts_of()["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    parts = parts_of() | {"[Content_Types].xml": types, "xl/vbaProject.bin": os.urandom(5000)}
    result = sv.calculate(sv.read(zipped(tmp_path / "macros.xlsm", parts)))
    assert str(result.headline.gross if result.headline else None) == "3063571"


def test_a_link_to_another_workbook_is_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket", forbidden)
    parts = parts_of()
    target = (
        b'<Relationship Id="rId99" Type="%s" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/></Relationships>'
    )
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", target % kind)
    result = sv.calculate(sv.read(zipped(tmp_path / "links.xlsx", parts)))
    assert str(result.headline.gross if result.headline else None) == "3063571"


# files that are something else


def test_a_workbook_with_a_password_is_named_for_what_it_is(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000
    (tmp_path / "locked.xlsx").write_bytes(ole)
    assert only_error(tmp_path / "locked.xlsx").code == "file-encrypted"


def test_an_archive_with_a_password_is_named_for_what_it_is(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    (tmp_path / "locked.xlsx").write_bytes(data)
    assert only_error(tmp_path / "locked.xlsx").code == "file-encrypted"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("word/document.xml", "Word or PowerPoint"),
        ("Index/Document.iwa", "Numbers file"),
        ("readme.txt", "zip archive but no Excel workbook"),
    ],
)
def test_another_kind_of_archive_is_named_for_what_it_is(part: str, said: str, tmp_path: Path) -> None:
    problem = only_error(zipped(tmp_path / "return.xlsx", {part: b"<x/>"}))
    assert problem.code == "file-type"
    assert said in problem.message


@pytest.mark.parametrize("suffix", ["xls", "xlsb", "ods", "xlsx"])
def test_a_damaged_file_of_an_old_kind_is_a_message(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"return.{suffix}").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20)
    assert only_error(tmp_path / f"return.{suffix}").code in ("file-type", "file-truncated")


# text


@pytest.mark.parametrize("text", ["\x1b[2J\x1b]0;owned\x07Acme", "Acme\u202egnp.xlsx", "Acme\x00", "A\x9bcme"])
def test_what_a_cell_says_cannot_drive_the_terminal(text: str, tmp_path: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_text(
        f"organisation,period,outcome,quantity\n{text},2020-10,Apprenticeship,24\n{text},{text},{text},x\n",
        encoding="utf-8",
    )
    for command in ("calc", "check"):
        said = CliRunner().invoke(main, [command, str(path)], catch_exceptions=False).output
        assert not [mark for mark in "\x1b\u202e\x00\x9b\x07" if mark in said]


@pytest.mark.slow
@POSIX
def test_a_file_name_that_is_no_text_is_no_traceback(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/return-\xff\x1b.csv"
    with open(path, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write((ROOT / "seeds/returns-2020-10.csv").read_bytes())
    for form in ("table", "json", "csv", "md"):
        script = f"from socialvalue.cli import main; import sys; main(['calc', sys.argv[1], '--format', '{form}'])"
        done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert b"\x1b" not in done.stdout


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "＝1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_in_a_cell_never_becomes_a_formula_in_what_we_write(text: str, tmp_path: Path) -> None:
    goal = tmp_path / "results.xlsx"
    entered = sv.Return([sv.Line(text, "2020-10", "apprenticeship", 24, project=text)])
    from socialvalue.showing.data.csv import to_csv
    from socialvalue.showing.workbook.result import workbook

    result = sv.calculate(entered)
    goal.write_bytes(workbook(result))
    book = openpyxl.load_workbook(goal)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    holding = [cell for cell in cells if isinstance(cell.value, str) and text.strip() in cell.value]
    assert holding
    formulas = [cell.value for cell in holding if cell.data_type != "s"]
    assert all(f'="{text}")' in formula for formula in formulas)  # compared with, never run
    assert {cell.data_type for cell in holding} <= {"s", "f"}
    assert not [cell for cell in cells if cell.hyperlink]
    line = to_csv(result).splitlines()[1]
    assert line.lstrip('"').startswith(f"'{text[0]}")


@pytest.mark.parametrize("name", ['"' * 300, "x" * 3_000, 'a"&HYPERLINK("https://example.org")&"b'])
def test_a_name_in_a_formula_is_text_that_excel_takes(name: str, tmp_path: Path) -> None:
    from socialvalue.showing.workbook.result import workbook

    entered = sv.Return([sv.Line("Acme", "2020-10", "apprenticeship", 24, project=name)])
    (tmp_path / "results.xlsx").write_bytes(workbook(sv.calculate(entered)))
    sheet = openpyxl.load_workbook(tmp_path / "results.xlsx")["By project"]
    [formula] = [cell.value for cell in sheet["D"] if str(cell.value).startswith("=SUMPRODUCT")]
    texts = re.findall(r'"((?:[^"]|"")*)"', formula)
    assert "".join(texts).replace('""', '"') == name
    assert max(map(len, texts)) <= 255
    assert re.sub(r'"(?:[^"]|"")*"', "", formula).replace("&", "") == "=SUMPRODUCT((line_project=)*line_net)"


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, f"a = {'9' * 5_000}", "a = 1\na = 2", "\x00", "\udcff"])
def test_a_bank_that_is_no_toml_is_a_message(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(sv.BadData) as caught:
        sv.load_bank(path)
    assert [problem.place.file for problem in caught.value.problems] == ["bank.toml"]


# inputs


def test_an_input_is_only_ever_read(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(GOOD)
    path.chmod(0o444)
    before = path.stat()
    assert CliRunner().invoke(main, ["calc", str(path), "--out", str(tmp_path / "result.json")]).exit_code == 0
    assert CliRunner().invoke(main, ["calc", str(path), "--out", str(path)]).exit_code == 2
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino, path.read_bytes()) == (before.st_mtime_ns, before.st_ino, GOOD)


# many more


@pytest.mark.slow
def test_five_hundred_mutated_workbooks_are_met_with_messages() -> None:
    findings, peak = mutate.run(500)
    assert findings == {}
    assert peak < mutate.MEGABYTES


def test_the_caps_leave_room_for_workbooks_people_make() -> None:
    assert zipcheck.MOST_BYTES >= 2_000_000_000  # a register of a million rows expands to some 400 MB


# engines, clocks, and what is left behind


def long_texts(path: Path) -> Path:
    """A few kilobytes of .parquet that hold a text of a megabyte in each of a million rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def same(text: str, rows: int = 1_000_000) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))

    columns = {"organisation": same("A" * 1_000_000), "period": same("2020-10"), "outcome": same("Apprenticeship")}
    pq.write_table(pa.table(columns | {"person": same("P1")}), path, compression="zstd")
    return path


@LINUX
@needs("pyarrow", "duckdb")
@pytest.mark.slow
def test_a_text_that_a_parquet_file_repeats_a_million_times_is_a_message(tmp_path: Path) -> None:
    found = met(long_texts(tmp_path / "r.parquet"))
    assert "[file-too-large]" in found.said
    assert found.megabytes < 300


def test_a_file_that_takes_far_longer_than_one_of_its_size_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socialvalue.opening.SECONDS", -1.0)
    assert only_error(zipped(tmp_path / "r.xlsx", parts_of())).code == "takes-too-long"


@pytest.mark.slow
@needs("duckdb")
def test_what_duckdb_does_is_ended_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme,2020-10,Apprenticeship,24\n")
    monkeypatch.setattr("socialvalue.opening.SECONDS", 0.2)
    with pytest.raises(BadData) as caught, duckdb_connection.connected(open_file(path)) as connection:
        connection.execute("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3")
    assert caught.value.problems[0].code == "takes-too-long"


SPILLS = """
import os, signal, sys
from socialvalue.formats.sandbox import swept_folder
with swept_folder() as folder:
    open(os.path.join(folder, "keys"), "w").write("a key")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
def test_the_folder_of_an_engine_is_gone_after_a_kill() -> None:
    done = subprocess.run([sys.executable, "-c", SPILLS], capture_output=True, text=True, check=False)
    folder = Path(done.stdout.strip())
    assert folder.name.startswith("sv-")
    for _ in range(100):
        if not folder.exists():
            break
        time.sleep(0.1)
    assert not folder.exists()


@needs("duckdb")
def test_no_key_is_written_where_an_engine_spills() -> None:
    import duckdb

    rows = duckdb.sql("SELECT * FROM (VALUES ('KEY-ONE'), ('KEY-ONE'), ('#n/a'), (NULL)) r(person)")
    marked = duckdb_groups._marked(rows, '"person"', text=True)
    assert "KEY-ONE" not in {again for _, again in marked.fetchall()}
    assert "#n/a" in {again for _, again in marked.fetchall()}


@pytest.mark.slow
@LINUX
def test_a_child_that_reads_ends_with_its_parent() -> None:
    script = (
        "import os, sys, time; from socialvalue.formats.sandbox import end_with_parent\n"
        "if not os.fork():\n    end_with_parent(); print(os.getpid(), flush=True); time.sleep(60)\n"
        "time.sleep(0.5); os._exit(0)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child lives on")


def parquet(path: Path, rows: int, head: tuple[str, str] = ("organisation", "period"), outcome: str = "Job") -> Path:
    """A .parquet file with an organisation in each row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    organisations = [f"Acme {number}" for number in range(rows)]
    columns = {head[0]: organisations, head[1]: ["2020-10"] * rows, "outcome": [outcome] * rows, "quantity": [1] * rows}
    pq.write_table(pa.table(columns), path)
    return path


@needs("duckdb")
def test_a_small_parquet_file_of_many_different_lines_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet(tmp_path / "r.parquet", 5_000, outcome="apprenticeship")
    assert len(sv.read(path).lines) == 5_000
    for most in (1_000, 4_000):  # far fewer than there are, and a few
        monkeypatch.setattr(duckdb_files, "MOST_LINES", most - int(path.stat().st_size * duckdb_files.LINES_A_BYTE))
        problem = only_error(path)
        assert problem.code == "file-too-large"
        assert f"{most:,} different lines" in problem.message


@needs("duckdb")
def test_a_register_of_which_no_two_rows_are_alike_has_that_limit_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = parquet(tmp_path / "r.parquet", 5_000, outcome="apprenticeship")
    rows = pq.read_table(path)
    pq.write_table(rows.append_column("person", pa.array([f"P{number}" for number in range(5_000)])), path)
    monkeypatch.setattr(duckdb_files, "FIRST_ROWS", 1_000)
    assert len(sv.read(path).lines) == 5_000
    monkeypatch.setattr(duckdb_files, "MOST_LINES", -int(path.stat().st_size * duckdb_files.LINES_A_BYTE) + 4_000)
    assert only_error(path).code == "file-too-large"


@needs("duckdb")
@pytest.mark.parametrize("head", [("organisation", "period"), ("landlord", "month of start")])
def test_rows_of_a_parquet_file_have_their_time(
    head: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet(tmp_path / "r.parquet", 5_000, head)
    monkeypatch.setattr("socialvalue.opening.SECONDS", -1.0)
    assert only_error(path).code == "takes-too-long"


@needs("duckdb")
@pytest.mark.slow
@pytest.mark.parametrize(("outcome", "code"), [("juggling", 1), ("apprenticeship", 0)])
def test_duckdb_says_nothing_at_the_end_of_a_command(outcome: str, code: int, tmp_path: Path) -> None:
    path = parquet(tmp_path / "r.parquet", 10, outcome=outcome)
    command = [Path(sys.executable).with_name("sv"), "check", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "nanobind" not in done.stderr

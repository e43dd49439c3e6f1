"""A result that a program can hold: its totals without None, its files, its tables, and itself back from JSON."""

from __future__ import annotations

import io
import json
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import socialvalue as sv
from socialvalue.problems import BadData
from socialvalue.published.prices import Series
from socialvalue.records.maps import Word
from socialvalue.showing.data.map_toml import map_to_toml

OCTOBER = Path(__file__).parents[1] / "seeds/returns-2020-10.xlsx"


@pytest.fixture(scope="module")
def october() -> sv.Result:
    return sv.calculate(sv.read(OCTOBER))


def result(*lines: sv.Line, bank: str | None = None) -> sv.Result:
    return sv.calculate(sv.Return(lines), bank)


def test_what_is_required_is_there_or_said(october: sv.Result) -> None:
    total = october.require()
    assert total.gross + total.net == 2 * Decimal(3_063_571)
    assert isinstance(total, sv.Headline)
    with pytest.raises(BadData, match="not an outcome known here"):
        result(sv.Line("Acme", "2020-10", "juggling", 1)).require()
    with pytest.raises(BadData, match="There is no single total: economic and wellbeing value are held apart"):
        result(sv.Line("Acme", "2020-10", "full-time-employment", 1), bank="measure-up-2023").require()


def test_a_result_goes_to_json_and_back(october: sv.Result) -> None:
    text = october.to_json()
    again = sv.Result.from_json(text)
    assert again.headline == october.headline
    assert again.to_json() == text
    assert sv.Result.from_json(text.encode()).problems == again.problems


def test_an_edited_result_does_not_come_back(october: sv.Result) -> None:
    document = json.loads(october.to_json())
    document["headline"]["net"] = "4063571.00"
    with pytest.raises(BadData, match="figure-differs"):
        sv.Result.from_json(json.dumps(document))
    with pytest.raises(BadData, match="not-a-result"):
        sv.Result.from_json("[]")


def test_files_of_a_result(october: sv.Result, tmp_path: Path) -> None:
    (tmp_path / "results.xlsx").write_bytes(october.to_workbook())
    from socialvalue.verifying.files import verify_file

    assert verify_file(tmp_path / "results.xlsx").ok
    assert october.to_html().startswith("<!DOCTYPE html>")
    assert october.to_csv().count("\n") == len(october.lines) + 1
    assert "£3,063,571" in october.to_markdown()
    broken = result(sv.Line("Acme", "2020-10", "juggling", 1))
    for shown in (broken.to_workbook, broken.to_html):
        with pytest.raises(BadData, match="juggling"):
            shown()


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_the_lines_as_a_dataframe(october: sv.Result, kind: str) -> None:
    pytest.importorskip(kind)
    frame: Any = october.to_frame(kind)
    assert len(frame) == len(october.lines)
    assert sum(value if isinstance(value, Decimal) else value.as_py() for value in frame["gross"]) == 3_063_571


@pytest.mark.parametrize("content", [bytes, lambda data: io.BytesIO(data)], ids=["bytes", "a file"])
def test_what_was_sent_is_read_as_a_file_is(october: sv.Result, content: Any) -> None:
    entered = sv.read(sv.Upload("C:\\sent\\returns-2020-10.xlsx", content(OCTOBER.read_bytes())))
    assert entered == sv.read(OCTOBER)
    with OCTOBER.open("rb") as file:
        assert sv.read(file) == entered


def test_two_uploads_of_one_name_are_two_files() -> None:
    head = b"organisation,period,outcome,quantity\n"
    first = sv.Upload("r.csv", head + b"Acme,2020-10,apprenticeship,1\n")
    entered = sv.read(first, sv.Upload("r.csv", head + b"Acme,2020-11,apprenticeship,2\n"))
    assert [line.quantity for line in entered.lines] == [1, 2]
    assert [entry.file for entry in entered.inputs] == ["r.csv", "r.csv"]


def test_an_upload_that_is_too_large_is_refused_before_it_is_kept_whole() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"x" * size

    endless = Endless()
    entered = sv.read(sv.Upload("r.csv", endless, most_bytes=3_000_000))
    assert [problem.code for problem in entered.problems] == ["file-too-large"]
    assert endless.taken < 6_000_000


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b.csv", "C:\\b.csv", "nul\0.csv", ".", "..", "x" * 5_000 + ".csv"]
)
def test_the_name_of_an_upload_names_no_place(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sv.read(sv.Upload(name, b"organisation,period,outcome,quantity\n"))
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_told_in_words() -> None:
    with pytest.raises(TypeError, match="wrap them in an Upload"):
        sv.read(b"organisation,period")  # type: ignore[arg-type]


class Text:
    def read(self, size: int = -1) -> str:
        return "x" * min(size, 1)


class Later:
    async def read(self, size: int = -1) -> bytes:
        return b""


@pytest.mark.parametrize(
    "content",
    ["text", None, 3, Path("r.csv"), io.StringIO("x"), io.BytesIO, Later()],
    ids=lambda content: type(content).__name__,
)
def test_an_upload_of_anything_but_bytes_is_refused_at_once(content: Any) -> None:
    with pytest.raises(TypeError, match="made of bytes, or of a file opened in binary mode"):
        sv.Upload("r.csv", content)


def test_a_file_that_gives_text_is_refused_when_it_is_read() -> None:
    text: Any = Text()
    with pytest.raises(TypeError, match="binary mode"):
        sv.read(sv.Upload("r.csv", text))


def test_an_upload_of_an_open_file_may_be_read_again(october: sv.Result) -> None:
    upload = sv.Upload("returns-2020-10.xlsx", io.BytesIO(OCTOBER.read_bytes()))
    assert sv.read(upload) == sv.read(upload) == october.entered
    assert sv.read(pickle.loads(pickle.dumps(upload))) == october.entered  # noqa: S301 - our own
    large = sv.Upload("r.csv", io.BytesIO(b"x" * 20), most_bytes=10)
    assert [[p.code for p in sv.read(large).problems] for _ in range(2)] == [["file-too-large"]] * 2


@pytest.mark.slow
def test_one_upload_is_read_by_several_threads_at_once() -> None:
    rows = "".join(f"Acme {n},2020-10,apprenticeship,{n % 90}\n" for n in range(3_000))
    sent = f"organisation,period,outcome,quantity\n{rows}".encode()
    upload = sv.Upload("r.csv", io.BytesIO(sent))
    with ThreadPoolExecutor(8) as pool:
        entered = list(pool.map(lambda _: sv.read(upload).lines, range(8)))
    assert [len(lines) for lines in entered] == [3_000] * 8


def test_an_upload_of_a_file_that_was_closed_is_told() -> None:
    file = io.BytesIO(b"x")
    upload = sv.Upload("r.csv", file)
    file.close()
    assert [problem.code for problem in sv.read(upload).problems] == ["file-unreadable"]


def test_maps_and_results_may_be_uploads() -> None:
    table = b"Landlord,Month,What,How many\nAcme,2020-10,Full-time job,3\n"
    found = sv.suggest_mapping(sv.Upload("theirs.csv", table))
    sent = sv.Upload("map.toml", map_to_toml(found).encode())
    assert sv.read_mapping(sent).columns == found.columns
    assert found.to_toml().encode() == sent.read()
    assert sv.read_mapping(sv.Upload("map.xlsx", found.to_workbook())).columns == found.columns
    entered = sv.read(sv.Upload("theirs.csv", table), mapping=sent)
    assert [line.quantity for line in entered.lines] == [3]
    result = sv.Upload("result.json", sv.calculate(entered).to_json().encode())
    assert sv.verify_file(result, inputs=[sv.Upload("theirs.csv", table), sent]).ok
    with pytest.raises(sv.BadData, match="more than 3 bytes"):
        sv.suggest_mapping(sv.Upload("theirs.csv", table, most_bytes=3))


def test_groups_and_traces(october: sv.Result) -> None:
    roll_up = october.by("organisation")
    assert [group.keys for group in roll_up.groups] == [("Twenty housing associations",)]
    assert sum(group.net or 0 for group in roll_up.groups) == 3_063_571
    with pytest.raises(ValueError, match="colour"):
        october.by("colour")
    assert "So the line is worth" in october.explain(1)
    with pytest.raises(ValueError, match="There is no line 0"):
        october.explain(0)


def test_what_a_result_looks_like(october: sv.Result) -> None:
    assert repr(october) == (
        f"<Result: £3,063,571 net, 1,285 people, {len(october.lines)} lines; hact-svb-2020, as-published>"
    )
    broken = result(sv.Line("<b>Acme", "2020-10", "<script>", 1))
    assert repr(broken) == "<Result: none, 1 error; hact-svb-2020, as-published>"
    assert "£3,063,571" in october._repr_html_()
    assert "<script>" not in broken._repr_html_()


def test_records_are_frozen_equal_by_what_they_hold_and_hashable(october: sv.Result) -> None:
    line = sv.Line("Acme", "2020-10", "apprenticeship", 1, tags={"ward": "North"})
    assert {line: 1}[sv.Line("Acme", "2020-10", "apprenticeship", 1, tags={"ward": "North"})] == 1
    with pytest.raises(TypeError, match="does not change"):
        line.tags["ward"] = "South"  # type: ignore[index]
    with pytest.raises(TypeError, match="does not change"):
        sv.load_index("cpi").series[0].points["2020"] = Decimal(1)
    assert hash(october) == hash(pickle.loads(pickle.dumps(october)))  # noqa: S301 - our own
    method = sv.load_method("green-book")
    assert method == sv.load_method("green-book")
    other = Series(
        years="calendar", base="b", edition="e", source=sv.load_bank("hact-svb-2020").licence.source, points={"2020": 1}
    )  # type: ignore[arg-type, dict-item]
    assert other != Series(
        years="calendar",
        base="b",
        edition="e",
        source=sv.load_bank("hact-svb-2020").licence.source,
        points={"2020": 2},  # type: ignore[arg-type, dict-item]
    )


def test_containers_behave() -> None:
    bank, vocabulary = sv.load_bank("hmt-wellby-2021"), sv.load_vocabulary()
    assert "WELLBY-EMP" in bank
    assert "NONE" not in bank
    assert bank["WELLBY-EMP"] in bank
    assert len(bank) == len(list(bank)) == 3
    assert "apprenticeship" in vocabulary
    assert len(vocabulary) == len(list(vocabulary))


@pytest.mark.slow
def test_a_service_says_how_long_a_file_may_take() -> None:
    rows = "".join(f"Acme {n},2020-10,apprenticeship,{n % 90}\n" for n in range(30_000))
    content = f"organisation,period,outcome,quantity\n{rows}".encode()
    entered = sv.read(sv.Upload("r.csv", content), most_seconds=0.001)
    assert [problem.code for problem in entered.problems] == ["takes-too-long"]
    assert "takes longer to read than is allowed here" in entered.problems[0].message
    assert sv.read(sv.Upload("r.csv", content)).problems == ()


def in_words(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number)) + "zzzz"


HEADER = ("organisation", "period", "outcome", "quantity")
UNKNOWN = [[in_words(7 * row + column) for column in range(4)] for row in range(30_000)]


def as_csv(rows: list[list[str]]) -> bytes:
    return "".join(f"{','.join(row)}\n" for row in [HEADER, *rows]).encode()


def as_xlsx(rows: list[list[str]], *head: str, name: str = "Returns") -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in [head or HEADER, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_problems_of_rows_are_in_the_time_of_their_file(kind: str) -> None:
    content = as_csv(UNKNOWN) if kind == "csv" else as_xlsx(UNKNOWN)
    sv.read(sv.Upload("r.csv", as_csv(UNKNOWN[:1])))  # what is loaded once
    before = time.thread_time()
    entered = sv.read(sv.Upload(f"r.{kind}", content), most_seconds=0.3)
    assert [problem.code for problem in entered.problems] == ["takes-too-long"]
    assert time.thread_time() - before < 1.5


@pytest.mark.slow
def test_an_uploaded_map_has_its_time_too() -> None:
    head = ("Word", "About", "Times", "Taken for", "How sure")
    words = [[word, "outcome", "1", unknown, ""] for word, unknown, *_ in UNKNOWN]
    workbook = as_xlsx(words, *head, name="Words")
    entries = "".join(f"[[word]]\nword='{word}'\ntaken_for='{unknown}'\n" for word, unknown, *_ in UNKNOWN)
    toml = f"format = 'socialvalue/map/1'\n{entries}".encode()
    for mapping in (sv.Upload("m.xlsx", workbook), sv.Upload("m.toml", toml)):
        before = time.thread_time()
        with pytest.raises(BadData) as caught:
            sv.read(sv.Upload("r.csv", as_csv(UNKNOWN[:1])), mapping=mapping, most_seconds=0.2)
        assert [problem.code for problem in caught.value.problems] == ["takes-too-long"]
        assert time.thread_time() - before < 1.5


def test_a_time_that_is_enough_changes_nothing() -> None:
    content = as_csv([["Acme", "2020-10", "apprenticeship", "3"], *UNKNOWN[:20]])
    free, limited = (sv.read(sv.Upload("r.csv", content), most_seconds=most) for most in (None, 60))
    assert free == limited


def test_of_a_word_that_a_map_names_twice_the_first_holds() -> None:
    mapping = sv.Mapping(words=[Word("Tea Club", "first"), Word("tea  club", "second")])
    found = mapping.word("TEA CLUB")
    assert found is not None
    assert found.meaning == "first"


@pytest.mark.slow
def test_what_other_threads_do_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialvalue.opening.SECONDS", 1.0)
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            sum(range(1000))

    others = [threading.Thread(target=busy) for _ in range(6)]
    for thread in others:
        thread.start()
    try:
        for _ in range(5):
            assert "file-too-large" not in [problem.code for problem in sv.read(OCTOBER).problems]
    finally:
        stop.set()
        for thread in others:
            thread.join()

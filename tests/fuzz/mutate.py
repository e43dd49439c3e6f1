"""Good workbooks made bad, a little at a time: whatever comes of it is a message, soon, and in little memory.

    python -m tests.fuzz.mutate 10000

Every case is known by its number: the same number makes the same file. A case is a finding when reading or valuing it
raises anything, or takes longer or more memory than it may; a worker that dies is a finding too.
"""

from __future__ import annotations

import faulthandler
import io
import json
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
SECONDS = 10
MEGABYTES = 500

_FIGURES = ["-1", "0", "1e400", "-1e400", "nan", "99999999999999999999", "1048577", "16385", "4294967295", "", "#REF!"]
_FIGURES += [
    "9" * 400,
    "9" * 5000,
    "1.5",
    "x",
    "A1:XFD1048576",
    "\u202e",
    "=1+1",
    "2958466",
    "-0.0000000000000001",
    "e",
]
_ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


# good files


@cache
def good() -> dict[str, bytes]:
    """Files that are read without an error, by name."""
    files = {"october.xlsx": (ROOT / "seeds/returns-2020-10.xlsx").read_bytes(), "rich.xlsx": _rich()}
    files["october.csv"] = (ROOT / "seeds/returns-2020-10.csv").read_bytes()
    return files


def _rich() -> bytes:
    """A workbook with about everything a sheet can have."""
    import datetime as dt

    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.table import Table

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["organisation", "period", "outcome", "quantity", "deadweight", "cost", "notes"])
    for row in range(2, 30):
        day = dt.date(2020, 1 + row % 12, 1)
        sheet.append([f"Acme {row}", day, "Apprenticeship", row, 0.1, 12.5, "a note"])
        sheet.cell(row, 2).number_format = "mmm yyyy"
        sheet.cell(row, 5).number_format = "0%"
    sheet["D30"] = "=SUM(D2:D29)"
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True), PatternFill("solid", fgColor="FFFF00")
    sheet["A1"].comment = Comment("who", "author")
    sheet.merge_cells("H1:J3")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:G29"
    sheet.add_data_validation(DataValidation(type="whole", operator="greaterThan", formula1="0", sqref="D2:D29"))
    sheet.conditional_formatting.add("D2:D29", CellIsRule(operator="lessThan", formula=["0"]))
    sheet.column_dimensions["A"].width = 30
    table = book.create_sheet("Table")
    for values in (["a", "b"], [1, True], [2.5, None], ["x", "#N/A"]):
        table.append(values)
    table.add_table(Table(displayName="T", ref="A1:B4"))
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.defined_names["total"] = DefinedName("total", attr_text="Sheet!$D$30")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# bad files


def mutated(case: int) -> tuple[str, bytes]:
    """The name and content of a case."""
    rng = random.Random(case)  # noqa: S311 - repeatable, not secret
    name = rng.choice(sorted(good()))
    data = good()[name]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        how: Callable[[bytes, random.Random], bytes] = _bytes
        if name.endswith(".xlsx") and rng.random() < 0.8:
            how = rng.choice((_xml, _xml, _xml, _xml, _part))
        data = how(data, rng)
    return name, data


def _bytes(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    length = rng.choice((1, 1, 2, 8, 100, 1000))
    some = rng.choice((rng.randbytes(length), b"\0" * length, b"\xff" * length))
    return rng.choice(
        (
            data[:at],
            data[:at] + data[at + length :],
            data[:at] + some + data[at:],
            data[:at] + some + data[at + length :],
            data[:at] + data[at : at + length] * 3 + data[at + length :],
            data[at:] or data,
        )
    )


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - it was made bad before
        return {}


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _part(data: bytes, rng: random.Random) -> bytes:
    """A part taken out, emptied, cut short, renamed or put in another's place."""
    parts = _parts(data)
    if not parts:
        return _bytes(data, rng)
    name, other = rng.choice(sorted(parts)), rng.choice(sorted(parts))
    what = rng.randrange(5)
    if what == 0:
        del parts[name]
    elif what == 1:
        parts[name] = b""
    elif what == 2:
        parts[name] = parts[name][: rng.randrange(len(parts[name]) + 1)]
    elif what == 3:
        parts[rng.choice(("../" + name, name.upper(), "/" + name, name + "\\x"))] = parts.pop(name)
    else:
        parts[name] = parts[other]
    return _zipped(parts)


def _xml(data: bytes, rng: random.Random) -> bytes:
    """An attribute, a text or an element of a part changed, doubled or taken out."""
    parts = _parts(data)
    if not parts:
        return _bytes(data, rng)
    sheets = [name for name in parts if "sheet" in name.lower() or "strings" in name.lower()]
    name = rng.choice(sheets) if sheets and rng.random() < 0.7 else rng.choice(sorted(parts))
    text = parts[name].decode("utf-8", "replace")
    parts[name] = _mutated_text(text, rng).encode("utf-8", "replace")
    return _zipped(parts)


def _mutated_text(text: str, rng: random.Random) -> str:
    what = rng.randrange(8)
    found = None
    if what <= 2:
        found = _any(r'="([^"]*)"', text, rng)
    elif what <= 4:
        found = _any(r">([^<>]*)<", text, rng)
    if found:
        return text[: found.start(1)] + rng.choice(_FIGURES) + text[found.end(1) :]
    tag = _any(r"<[^<>]*>", text, rng)
    if tag is None:
        return text + rng.choice(_FIGURES)
    if what == 5:
        return text[: tag.start()] + text[tag.end() :]
    if what == 6:
        end = min(len(text), tag.end() + rng.choice((0, 0, 50, 500)))
        return text[:end] + text[tag.start() : end] * rng.choice((1, 3, 300)) + text[end:]
    return rng.choice(
        (
            _ENTITIES + text,
            text.replace("?>", f"?>{_ENTITIES}", 1),
            text.replace(">", ">&b;", 1),
            text.replace("UTF-8", rng.choice(("UTF-16", "latin-1", "utf-7", "none")), 1),
            text[: tag.start()] + "<![CDATA[" + text[tag.start() :],
            text[: tag.start()] + "<x>" * 3000 + text[tag.start() :],
            text.replace("xmlns", "xmlna", 1),
        )
    )


def _any(pattern: str, text: str, rng: random.Random) -> re.Match[str] | None:
    start = rng.randrange(len(text) + 1)
    return re.compile(pattern).search(text, start) or re.compile(pattern).search(text)


# trying them


class TooSlow(BaseException):
    """A case took longer than it may."""


def attempt(case: int, folder: Path) -> str | None:
    """What is wrong with how a case is met, or None."""
    from attrs import evolve

    import socialvalue as sv
    from socialvalue.showing.data.json.result import to_json

    name, data = mutated(case)
    path = folder / name
    path.write_bytes(data)
    start = time.monotonic()
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS)
    try:
        entered = sv.read(path)
        result = sv.calculate(entered)
        json.loads(to_json(result))
        json.loads(to_json(sv.calculate(evolve(entered, problems=()))))  # as far as anything was read, it is valued
        "\n".join(map(str, entered.problems)).encode("utf-8")
    except TooSlow:
        return f"takes more than {SECONDS} s\n{traceback.format_exc()}"
    except Exception:  # noqa: BLE001 - any is a finding
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    seconds = time.monotonic() - start
    return f"took {seconds:.1f} s" if seconds > SECONDS else None


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlow


def _work(first: int, last: int) -> None:
    faulthandler.enable()
    limit = 4 * MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with tempfile.TemporaryDirectory() as folder:
        attempt(0, Path(folder))
        for case in range(first, last):
            print(json.dumps({"case": case}), flush=True)
            before = _peak()
            finding = attempt(case, Path(folder))
            if _peak() > MEGABYTES and before <= MEGABYTES:
                finding = finding or f"took {_peak()} MB"
            if finding:
                print(json.dumps({"case": case, "finding": finding}), flush=True)
    print(json.dumps({"peak": _peak()}), flush=True)


def _peak() -> int:
    """The highest memory so far in MB, of this process and of those it started."""
    status = Path("/proc/self/status")
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():  # where it is, it knows better: the other figure starts at that of the process that began this
        mine = int(re.findall(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))[0])
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(mine, children) // 1000


def run(cases: int, first: int = 1, at_once: int = 500) -> tuple[dict[int, str], int]:
    """Try so many cases in worker processes.

    Returns:
        The findings by case, and the highest memory of any worker in MB.
    """
    findings: dict[int, str] = {}
    peak = 0
    for start in range(first, first + cases, at_once):
        last = min(start + at_once, first + cases)
        while start < last:
            case = start
            for said in _lines(start, last):
                case = said.get("case", case)
                peak = max(peak, said.get("peak", 0))
                if "finding" in said:
                    findings[said["case"]] = said["finding"]
                if "died" in said:
                    findings[case] = f"the worker died: {said['died']}"
            start = last if case == last - 1 else case + 1
    return findings, peak


def _lines(first: int, last: int) -> Iterator[dict[str, Any]]:
    script = f"from tests.fuzz.mutate import _work; _work({first}, {last})"
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as worker:
        assert worker.stdout is not None
        assert worker.stderr is not None
        for line in worker.stdout:
            yield json.loads(line)
        errors = worker.stderr.read()
        if worker.wait():
            yield {"died": f"exit code {worker.returncode}\n{errors[-3000:]}"}


if __name__ == "__main__":
    found, most = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for number, finding in sorted(found.items()):
        print(f"case {number}: {finding}")
    print(f"{len(found)} findings; the highest memory was {most} MB")

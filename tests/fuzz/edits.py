"""One figure of a result changed at a time: does verifying find it, and name the place?

python -m tests.fuzz.edits 500
"""

from __future__ import annotations

import copy
import html
import io
import json
import random
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from socialvalue.problems import BadData
from socialvalue.showing.data.json.result import to_json
from socialvalue.showing.workbook.result import workbook
from socialvalue.verifying.files import verify_file
from socialvalue.verifying.remake import again, verify

DATA = Path(__file__).parents[1] / "data"


def figures(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every figure: a number, or text that is one."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, value in items:
        yield from figures(value, (*path, name))
    whole = isinstance(tree, int) and not isinstance(tree, bool)
    if whole or (isinstance(tree, str) and re.fullmatch(r"-?\d+(\.\d+)?", tree)):
        yield path


def edited(document: Any, path: tuple[str | int, ...], rng: random.Random) -> Any:
    """A copy with the figure at a path changed a little, as a hand would: by a digit, a pound, a sign."""
    changed = copy.deepcopy(document)
    parent = changed
    for name in path[:-1]:
        parent = parent[name]
    old = parent[path[-1]]
    if isinstance(old, int):
        parent[path[-1]] = old + rng.choice((-1, 1, 10))
        return changed
    number = Decimal(old)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    step = rng.choice((Decimal(1), Decimal(-1), Decimal(10), Decimal(1).scaleb(exponent)))
    parent[path[-1]] = f"{number + step:f}" if rng.random() < 0.9 else f"{-number - 1:f}"
    return changed


def named(path: tuple[str | int, ...]) -> str:
    """The path as a key is written."""
    return "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in path).lstrip(".")


def caught(document: Any, path: tuple[str | int, ...]) -> bool:
    """Whether verifying an edited result is an error that names the place or, for what was reported, its entry."""
    try:
        problems = verify(document, file="result.json").problems
    except BadData as err:
        return any(problem.place.key for problem in err.problems)  # a figure that cannot be
    keys = [problem.place.key for problem in problems if problem.severity == "error"]
    if path[0] in ("reported", "assumptions"):
        return bool(keys)  # what follows from it differs everywhere; what it was cannot be known
    return any(key == named(path) or named(path).startswith(f"{key}.") for key in keys)


def results() -> list[Any]:
    """Results to edit, as this version writes them."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("result-*.json"))]
    return [json.loads(to_json(verify(document).result)) for document in kept]


# workbooks

_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*?(?: t="n")?>(?:<f>[^<]*</f>)?<v>(-?[\d.]+(?:E-?\d+)?)</v></c>')


def workbooks() -> list[bytes]:
    """Results workbooks to edit, as this version writes them."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("result-*.json"))]
    return [workbook(again(document)) for document in kept]


def edited_workbook(data: bytes, rng: random.Random) -> tuple[bytes, str, str]:
    """A workbook with the figure of one cell changed, and the sheet and cell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [html.unescape(name) for name in re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())]
    number, cell = 0, None
    while cell is None:
        number = rng.randrange(len(names))
        text = parts[f"xl/worksheets/sheet{number + 1}.xml"].decode()
        cells = [found for found in _CELL.finditer(text) if ' t="s"' not in found[0] and ' t="str"' not in found[0]]
        cell = rng.choice(cells) if cells else None
    old = Decimal(cell[2])
    new = old + rng.choice((Decimal(1), Decimal(-1), Decimal(10), Decimal("0.01")))
    name = f"xl/worksheets/sheet{number + 1}.xml"
    parts[name] = (text[: cell.start(2)] + f"{new:f}" + text[cell.end(2) :]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue(), names[number], cell[1]


def caught_in_workbook(data: bytes, sheet: str, cell: str, folder: Path) -> bool:
    """Whether verifying an edited workbook is an error that names the cell or, for what was reported, any."""
    path = folder / "results.xlsx"
    path.write_bytes(data)
    try:
        problems = verify_file(path).problems
    except BadData as err:
        problems = err.problems
    places = [problem.place for problem in problems if problem.severity == "error"]
    if sheet == "Reported":
        return bool(places)
    return any((place.sheet, place.cell) == (sheet, cell) for place in places)


def run(tries: int, seed: int = 1) -> list[str]:
    """Edit results as JSON, so many times; the places of the edits that were not caught."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    documents = results()
    missed = []
    for _ in range(tries):
        document = rng.choice(documents)
        path = rng.choice(list(figures(document)))
        if not caught(edited(document, path, rng), path):
            missed.append(named(path))
    return missed


def run_workbooks(tries: int, seed: int = 1) -> list[str]:
    """Edit results workbooks, so many times; the cells whose edits were not caught."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    books = workbooks()
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(tries):
            data, sheet, cell = edited_workbook(rng.choice(books), rng)
            if not caught_in_workbook(data, sheet, cell, Path(folder)):
                missed.append(f"{sheet}!{cell}")
    return missed


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for what, missing in (("JSON", run(number)), ("workbook", run_workbooks(number))):
        print(f"{what}: {number - len(missing)} of {number} edits caught {missing}")

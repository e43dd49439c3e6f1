"""One figure of a result changed at a time: does verifying find it, and name the place?

python -m tests.fuzz.edits 500
"""

from __future__ import annotations

import copy
import json
import random
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from socialvalue.problems import BadData
from socialvalue.reports.data import to_json
from socialvalue.verifying import verify

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


def run(tries: int, seed: int = 1) -> tuple[int, list[str]]:
    """How many single-figure edits were caught, and the places of those that were not."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    documents = results()
    missed = []
    for _ in range(tries):
        document = rng.choice(documents)
        path = rng.choice(list(figures(document)))
        if not caught(edited(document, path, rng), path):
            missed.append(named(path))
    return tries - len(missed), missed


if __name__ == "__main__":
    found, missing = run(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    print(f"{found} caught, {len(missing)} missed {missing}")

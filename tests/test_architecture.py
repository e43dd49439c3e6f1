"""Which room may import which: the table in docs/house.md, held against every import of the package.

An import inside a function counts, and so does one for types only: both say what a room knows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = "socialvalue"

#: Imports from module to module.
Graph = Mapping[str, frozenset[str]]


@cache
def told() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Of each module: what it imports of the package, and the last names of all that it calls."""
    files = {module_of(path): path for path in (ROOT / PACKAGE).rglob("*.py")}
    found = {}
    for module, path in files.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found[module] = frozenset(imported(tree, files)), frozenset(called(tree))
    return found


def imports() -> Graph:
    """What each module of the package imports of the package."""
    return {module: names for module, (names, _) in told().items()}


def module_of(path: Path) -> str:
    """``socialvalue.reading.files`` for its file; a folder's ``__init__`` is the folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def file_of(module: str) -> Path:
    """The file of a module, or the `__init__` of a folder."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imported(tree: ast.Module, modules: Container[str]) -> Iterator[str]:
    """The modules that a piece of code imports, wherever in it that happens; relative imports are not used here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: a relative import"
            # `from socialvalue.reading import cells` imports a module, `from socialvalue.money import pence` does not.
            whole = [f"{node.module}.{name.name}" for name in node.names]
            named = [name if name in modules else str(node.module) for name in whole]
        else:
            continue
        yield from (name for name in named if name.split(".")[0] == PACKAGE)


def called(tree: ast.Module) -> Iterator[str]:
    """The last name of everything a piece of code calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", None) or getattr(node.func, "id", "")


@cache
def table() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """From docs/house.md: the room of each name, and the rooms that each room may import."""
    page = (ROOT / "docs/house.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*([a-z]+)\*\* \| (.*?) \| .* \| (.*?) \|$", page, re.MULTILINE)
    rooms = {name: room for room, names, _ in rows for name in re.findall(r"`([^`]+)`", names)}
    every = [room for room, _, _ in rows]
    may = {
        room: frozenset(every if words == "everything" else re.findall(r"[a-z]+", words)) - {"nothing"}
        for room, _, words in rows
    }
    return rooms, may


@cache
def room_of(module: str) -> str:
    """The room a module lies in: that of its own name in the table, or of the folder nearest to it."""
    rooms, _ = table()
    name = "/".join(module.split(".")[1:])
    folders = [f"{name[:at]}/" for at, letter in enumerate(name) if letter == "/"][::-1]
    own = f"{name}/__init__".lstrip("/") if file_of(module).name == "__init__.py" else name
    for place in (own, *([f"{name}/"] if own != name else []), *folders):
        if place in rooms:
            return rooms[place]
    pytest.fail(f"{module} lies in no room of docs/house.md")


def wrong_ways(graph: Graph) -> list[str]:
    """Imports from a room that its room may not import."""
    _, may = table()
    found = []
    for module, targets in sorted(graph.items()):
        for target in sorted(targets):
            here, there = room_of(module), room_of(target)
            if here != there and there not in may[here]:
                found.append(f"{module} ({here}) imports {target} ({there})")
    return found


def circles(graph: Graph) -> list[str]:
    """Modules that import each other, over whatever way."""
    reached = {module: reach(graph, module) for module in graph}
    together = {
        frozenset(other for other in way if module in reached.get(other, ())) for module, way in reached.items()
    }
    return [" and ".join(sorted(circle)) for circle in together if circle]


def reach(graph: Graph, start: str) -> set[str]:
    """All modules one gets to from a module."""
    found: set[str] = set()
    todo = [start]
    while todo:
        new = graph.get(todo.pop(), frozenset()) - found
        found |= new
        todo += new
    return found


def test_a_room_imports_only_what_it_may() -> None:
    assert wrong_ways(imports()) == []


def test_no_module_imports_what_another_keeps_to_itself() -> None:
    private = [
        f"{path.relative_to(ROOT)} imports {name.name}"
        for path in sorted((ROOT / PACKAGE).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == PACKAGE
        for name in node.names
        if name.name.startswith("_") and not name.name.endswith("__")
    ]
    assert private == []


def test_no_module_imports_itself_over_others() -> None:
    assert circles(imports()) == []


def test_each_room_may_import_only_rooms_above_it_in_the_table() -> None:
    _, may = table()
    rooms = list(may)
    for at, room in enumerate(rooms):
        assert may[room] - {room} <= set(rooms[:at]) or room == rooms[-1], room


def test_every_name_in_the_table_is_there_and_every_module_is_in_it() -> None:
    rooms, _ = table()
    lost = [name for name in rooms if not (ROOT / PACKAGE / (name if name.endswith("/") else f"{name}.py")).exists()]
    assert lost == []
    assert {room_of(module) for module in imports()} == set(rooms.values())


def test_every_folder_has_its_line_on_the_page() -> None:
    page = (ROOT / "docs/house.md").read_text(encoding="utf-8")
    folders = {path.parent.relative_to(ROOT / PACKAGE).as_posix() for path in (ROOT / PACKAGE).rglob("__init__.py")}
    assert [folder for folder in sorted(folders - {"."}) if f"`{folder}/`" not in page and folder != "showing"] == []
    assert [name for name in re.findall(r"`([a-z_/]+)/`", page) if not (ROOT / PACKAGE / name).is_dir()] == []


#: Imports that were here once, or would undo a wall; each by the names that files have now.
FORBIDDEN = [
    ("socialvalue.published.toml", "socialvalue.published.prices"),
    ("socialvalue.reading.long_form.read_table", "socialvalue.reading.files"),
    ("socialvalue.valuing.calculate", "socialvalue"),
    ("socialvalue.records.results", "socialvalue.valuing.rollup.roll_up"),
    ("socialvalue.published.banks", "socialvalue.reading.banks.value_table"),
    ("socialvalue.formats.open", "socialvalue.reading.cells"),
    ("socialvalue.formats.sheets", "socialvalue.published.outcomes"),
    ("socialvalue.reading.files", "socialvalue.valuing.calculate"),
    ("socialvalue.reading.template.read_template", "socialvalue.showing.workbook.template"),
    ("socialvalue.valuing.lines", "socialvalue.reading.files"),
    ("socialvalue.valuing.compare_banks", "socialvalue.showing.words.groups"),
    ("socialvalue.showing.page.page", "socialvalue.reading.files"),
    ("socialvalue.showing.data.json.result", "socialvalue.showing.terminal.result"),
    ("socialvalue.money", "socialvalue.published.prices"),
    ("socialvalue.verifying.remake", "socialvalue.cli.valuation_job"),
]


@pytest.mark.parametrize(("importer", "wanted"), FORBIDDEN)
def test_an_import_the_wrong_way_would_be_noticed(importer: str, wanted: str) -> None:
    graph = imports()
    assert importer in graph
    assert wanted in graph
    more = {**graph, importer: graph[importer] | {wanted}}
    assert wrong_ways(more) or circles(more)


@pytest.mark.parametrize(
    "code",
    [
        "from socialvalue.cli import main",
        "import socialvalue.cli",
        "from socialvalue import cli",
        "def late():\n    from socialvalue.cli import main",
        "if TYPE_CHECKING:\n    from socialvalue.cli import main",
    ],
)
def test_an_import_is_found_wherever_it_stands(code: str) -> None:
    assert list(imported(ast.parse(code), imports())) == ["socialvalue.cli"]


#: Who may look a module up by its name: the face, the child process, and the shortcuts on a return, a map and a result
#: that a caller finds where they are looked for (`Return.from_frame`, `mapping.to_toml`, `result.to_workbook`).
LOOK_UP = {
    *("socialvalue", "socialvalue.formats.sandbox"),
    *("socialvalue.records.maps", "socialvalue.records.returns", "socialvalue.records.results"),
}


def test_no_other_module_looks_one_up_by_its_name() -> None:
    asked = {module for module, (_, names) in told().items() if names & {"import_module", "__import__"}}
    assert asked == LOOK_UP

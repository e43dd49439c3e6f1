"""Build the page: python -m socialvalue.browser.build --out socialvalue.html

Needs Node with npm, and pip; fetches Pyodide and the packages by name, checked by their hashes. The same sources give
the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import NoReturn

from socialvalue.browser.bridge import choices
from socialvalue.published.methods import DEFAULT_METHOD
from socialvalue.published.toml import valuations
from socialvalue.version import __version__
from socialvalue.writing import write_whole

HERE = Path(__file__).parent
PACKAGE = HERE.parent
#: What of the package stays outside: the command line, and what builds the page.
OUTSIDE = ("cli", "browser/build.py", "browser/pack.py")
#: Of which Python and system the wheels are: those in a browser; Linux for packages that work without their C part.
WHEELS = [
    *("--platform", "pyemscripten_2026_0_wasm32", "--platform", "manylinux2014_x86_64"),
    *("--platform", "manylinux_2_28_x86_64", "--python-version", "3.14", "--implementation", "cp"),
    *("--abi", "cp314", "--abi", "abi3", "--abi", "none"),
]
PARTS = ("pyodide", "asm", "wasm", "library", "app", "licences")
#: Nothing is sent: no request of any kind, no form, no frame from elsewhere. Only this page's own script runs, and a
#: worker made of the page's own text, which takes this policy over.
POLICY = (
    "default-src 'none'; script-src 'sha256-{script}' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
)


def main(arguments: list[str] | None = None) -> None:
    """Build the page and print where it is, its size and its SHA-256."""
    parser = argparse.ArgumentParser(prog="python -m socialvalue.browser.build", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        page = build(Path(folder), tell=print)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(asked.out, page)
    print(f"{asked.out}: {len(page):,} bytes\nSHA-256 {hashlib.sha256(page).hexdigest()}")


def build(work: Path, tell: Callable[[str], object] = lambda _: None) -> bytes:
    """The page's bytes.

    Args:
        work: an empty folder to work in.
        tell: called with what was packed.

    Raises:
        SystemExit: when a tool is missing or fails, with its last words.
    """
    node, npm = _tool("node"), _tool("npm")
    _own(work / "own")
    for name in ("package.json", "package-lock.json", "notices.txt"):
        shutil.copy(HERE / name, work)
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], work)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pip += ["--only-binary=:all:", "--require-hashes", *WHEELS, "--dest", str(work / "wheels")]
    _run([*pip, "--requirement", str(HERE / "packages.txt")], work)
    shutil.copy(PACKAGE.parent / "LICENSE", work)
    told = _run([node, str(HERE / "pack.mjs"), str(work), str(HERE / "pack.py")], work)
    tell(told.strip())
    known = json.loads((work / "node_modules/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
    lock = json.dumps({"info": known["info"], "packages": {}})
    return page({name: (work / "packed" / name).read_text(encoding="ascii") for name in PARTS}, lock)


def page(parts: dict[str, str], lock: str) -> bytes:
    """The page with its parts in it.

    Args:
        parts: each the base64 of a gzip.
        lock: what Pyodide is told of itself, as JSON.
    """
    offered = choices()
    texts = {
        name: (HERE / name).read_text(encoding="utf-8") for name in ("page.html", "page.css", "main.js", "worker.js")
    }
    blocks = [f'<script type="text/plain" id="part-{name}">{parts[name]}</script>' for name in PARTS]
    blocks.append(f'<script type="text/plain" id="part-worker">{texts["worker.js"]}</script>')
    blocks.append(f'<script type="text/plain" id="part-lock">{lock}</script>')
    made = hashlib.sha256("".join(parts.values()).encode() + "".join(texts.values()).encode()).hexdigest()
    marks = {
        "@POLICY@": POLICY.format(script=_digest(texts["main.js"])),
        "@STYLE@": texts["page.css"],
        "@SCRIPT@": texts["main.js"],
        "@VERSION@": __version__,
        "@BANKS@": _options(offered["banks"]),
        "@METHODS@": _options(entry for entry in offered["methods"] if entry[0] != DEFAULT_METHOD),
        "@MADE@": made[:12],
        "@PARTS@": "\n".join(blocks),
    }
    whole = texts["page.html"]
    for mark, text in marks.items():
        whole = whole.replace(mark, text)
    return whole.encode()


def _options(entries: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in entries)


def _own(target: Path) -> None:
    """Copy of the package what the page needs, with the values."""
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE)
        if not path.is_file() or "__pycache__" in name.parts or name.parts[0] == "valuations":
            continue
        if name.parts[0] in OUTSIDE or name.as_posix() in OUTSIDE:
            continue
        if name.parts[0] == "browser" and name.suffix != ".py":
            continue
        (target / "socialvalue" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / "socialvalue" / name)
    shutil.copytree(
        valuations(), target / "socialvalue/valuations", ignore=shutil.ignore_patterns("*.md", "__pycache__")
    )
    seed = PACKAGE.parent / "seeds/returns-2020-10.xlsx"
    if not seed.is_file():
        _stop("The page is built in a copy of the project's folder, where its example lies under seeds/.")
    shutil.copyfile(seed, target / "socialvalue/browser/october-2020.xlsx")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _tool(name: str) -> str:
    found = shutil.which(name)
    return found or _stop(f"{name} is not installed: the page is built with Node and npm (nodejs.org).")


def _run(command: list[str], work: Path) -> str:
    settings = {
        name: value for name, value in os.environ.items() if name not in ("PIP_CONSTRAINT", "PIP_REQUIRE_VIRTUALENV")
    }
    done = subprocess.run(command, cwd=work, env=settings, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        _stop(f"{Path(command[0]).name} failed:\n{(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def _stop(message: str) -> NoReturn:
    raise SystemExit(message)


if __name__ == "__main__":
    main()

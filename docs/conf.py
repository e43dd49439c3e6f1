"""The documentation site: ``sphinx-build -W docs docs/_build``."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import socialvalue

project = "socialvalue"
author = "The socialvalue authors"
copyright = author  # noqa: A001 - Sphinx's own name for it
version = release = socialvalue.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"socialvalue {release}"
language = "en-GB"

# Links to a heading work as they do on a code host: problems.md#no-table
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_use_ivar = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# A pretty-printed default such as Factory(dict) tells a reader nothing.
autodoc_preserve_defaults = True


def setup(app: Any) -> None:
    """Fill in what is computed when the site is built."""
    app.connect("source-read", _computed)


def _computed(_: Any, page: str, source: list[str]) -> None:
    if page == "what-we-reproduce":
        sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
        from helpers.published import table

        source[0] = source[0].replace("<!-- the table, computed when the site is built -->", table())
    if page == "house":
        source[0] = source[0].replace("<!-- every file, listed when the site is built -->", _files())
    if page.startswith("methods/"):
        _computes(page, source[0])


def _files() -> str:
    """Every file of the package by folder, each with the first line of its docstring."""
    package, lines = Path(socialvalue.__file__).parent, []
    for folder in [package, *sorted(path.parent for path in package.rglob("*/__init__.py"))]:
        lines.append(f"\n`{folder.relative_to(package.parent).as_posix()}/`: {_first_line(folder / '__init__.py')}\n")
        lines += [f"- `{file.stem}`: {_first_line(file)}" for file in sorted(folder.glob("[!_]*.py"))]
    return "\n".join(lines)


def _first_line(file: Path) -> str:
    return (
        (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n\n")[0].replace("\n", " ")
    )


def _computes(page: str, text: str) -> None:
    """Compute the worked cases of a page; a figure that does not come out ends the build."""
    names: dict[str, object] = {"__name__": page}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # for what a page writes
        for name in ("seeds", "docs", "valuations"):
            Path(name).symlink_to(Path(__file__).resolve().parents[1] / name)
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            exec(compile(block, f"docs/{page}.md", "exec"), names)  # noqa: S102 - our own documentation

"""The documentation site: ``sphinx-build -W docs docs/_build``."""

from __future__ import annotations

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
    if page.startswith("methods/"):
        _computes(page, source[0])


def _computes(page: str, text: str) -> None:
    """Compute the worked cases of a page; a figure that does not come out ends the build."""
    names: dict[str, object] = {"__name__": page}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # for what a page writes
        for name in ("seeds", "docs", "valuations"):
            Path(name).symlink_to(Path(__file__).resolve().parents[1] / name)
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            exec(compile(block, f"docs/{page}.md", "exec"), names)  # noqa: S102 - our own documentation

"""The documentation site: ``sphinx-build -W docs docs/_build``."""

from __future__ import annotations

import sys
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

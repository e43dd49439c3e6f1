"""The tasks of the project: ``nox -s fast``, ``test``, ``lint``, ``docs`` or ``gate``.

``nox`` alone does `lint` and `fast`. They run in the environment that nox itself is installed in; CONTRIBUTING.md says
how to make it.
"""

from __future__ import annotations

import sys

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "fast"]


def python(session: nox.Session, *arguments: str) -> None:
    """Run a module of this environment."""
    session.run(sys.executable, "-m", *arguments)


@nox.session
def fast(session: nox.Session) -> None:
    """The tests that answer in half a minute, on all cores; what follows -- is for pytest."""
    python(session, "pytest", "-q", "-n", "auto", "-m", "not slow", *session.posargs)


@nox.session
def test(session: nox.Session) -> None:
    """Every test; what follows -- is for pytest."""
    python(session, "pytest", "-q", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, form and types; a reader's program by a second checker."""
    python(session, "ruff", "check", ".")
    python(session, "ruff", "format", "--check", ".")
    python(session, "mypy")
    python(session, "mypy", "tests/typing/program.py")
    python(session, "basedpyright", "--pythonpath", sys.executable)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation site, in docs/_build, without a warning."""
    python(session, "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", "docs/_build")


@nox.session
def gate(session: nox.Session) -> None:
    """All that a change must pass: .ci/run, which makes its own environment."""
    session.run("bash", ".ci/run")

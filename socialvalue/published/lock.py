"""The fingerprints by which every published figure of the package is held: one digit or source changed changes one."""

from __future__ import annotations

from typing import Any

from socialvalue.published import toml

#: Where the fingerprints are kept.
LOCK = toml.valuations() / "LOCK.toml"
_FOLDERS = ("banks", "indices", "rates", "methods")


def fingerprints() -> dict[str, str]:
    """The sha256 of the content of each file of values, indices, rates, methods and outcomes."""
    folder = toml.valuations()
    paths = [path for name in _FOLDERS for path in sorted((folder / name).rglob("*.toml"))]
    named = [*paths, folder / "outcomes.toml"]
    return {
        path.relative_to(folder).as_posix(): toml.fingerprint(_locked_content(toml.read_toml(path))) for path in named
    }


def _locked_content(data: dict[str, Any]) -> dict[str, Any]:
    """What a file says; of outcomes without the words people write for them, which change no figure."""
    outcomes = [{name: entry[name] for name in entry if name != "aliases"} for entry in data.get("outcome", [])]
    return data | ({"outcome": outcomes} if outcomes else {})


def locked() -> dict[str, str]:
    """The fingerprints as they were locked; empty where there is no lock."""
    if not LOCK.is_file():
        return {}
    found: dict[str, str] = toml.read_toml(LOCK).get("fingerprints", {})
    return found

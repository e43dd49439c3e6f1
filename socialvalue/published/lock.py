"""The fingerprints by which every published figure of the package is held: one digit or source changed changes one."""

from __future__ import annotations

from socialvalue.published import toml

#: Where the fingerprints are kept.
LOCK = toml.valuations() / "LOCK.toml"
_FOLDERS = ("banks", "indices", "rates", "methods")


def fingerprints() -> dict[str, str]:
    """The sha256 of the content of each file of values, indices, rates, methods and outcomes."""
    folder = toml.valuations()
    paths = [path for name in _FOLDERS for path in sorted((folder / name).rglob("*.toml"))]
    named = [*paths, folder / "outcomes.toml"]
    return {path.relative_to(folder).as_posix(): toml.fingerprint(toml.read_toml(path)) for path in named}


def locked() -> dict[str, str]:
    """The fingerprints as they were locked; empty where there is no lock."""
    if not LOCK.is_file():
        return {}
    found: dict[str, str] = toml.read_toml(LOCK).get("fingerprints", {})
    return found

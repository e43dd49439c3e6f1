"""Write valuations/LOCK.toml anew after a value, index, rate, method or outcome was changed on purpose.

Each changed file needs a row in the table under Values in CHANGELOG.md, which ends with the start of its new
fingerprint; a test holds that. Run: python valuations/making/lock.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import tomli_w

from socialvalue.published.lock import LOCK, fingerprints, locked

ROOT = Path(__file__).resolve().parents[2]
HEAD = "# The fingerprint of every published file here, written by valuations/making/lock.py and held by a test.\n\n"


def main() -> None:
    """Write the lock, and print the rows that CHANGELOG.md lacks."""
    before, now = locked(), fingerprints()
    LOCK.write_text(HEAD + tomli_w.dumps({"fingerprints": now}), encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name, fingerprint in now.items():
        if fingerprint[:12] not in changelog:
            sys.stdout.write(f"| `{name}` | code | old | new | why | {fingerprint[:12]} |\n")
    sys.stdout.write(f"{sum(before.get(name) != fingerprint for name, fingerprint in now.items())} changed\n")


if __name__ == "__main__":
    main()

"""Everything that is claimed of reliability, tried again, and docs/reliability.md's table of figures written anew.

python -m tests.fuzz.figures            # some ten minutes
python -m tests.fuzz.figures 100        # a hundredth of it, to see that it works; writes nothing
"""

from __future__ import annotations

import platform
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz import edits, kill, mutate

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reliability.md"
START, END = "<!-- figures -->", "<!-- end of figures -->"


def rows(share: int) -> list[tuple[str, str]]:
    """What was tried, and what came of it."""
    files, kills, changes = 10_000 // share, 200 // share or 2, 500 // share or 5
    start = time.monotonic()
    with ThreadPoolExecutor() as pool:
        mutated = pool.submit(mutate.run, files, 20_000)
        killed = pool.submit(kill.run, kills)
        json_missed, book_missed = edits.run(changes), edits.run_workbooks(changes)
        findings, peak = mutated.result()
        seconds = time.monotonic() - start
    old, new, half = killed.result()
    slow = sum(f"more than {mutate.SECONDS} s" in finding for finding in findings.values())
    died = sum("the worker died" in finding for finding in findings.values())
    lowest = ", ".join((ROOT / ".ci/lowest.txt").read_text(encoding="utf-8").replace("==", " ").splitlines())
    return [
        ("Mutated files read and valued", f"{files:,}"),
        ("… that raised anything but a message", f"{len(findings) - slow - died:,}"),
        ("… that ended the process", f"{died:,}"),
        (f"… that took more than {mutate.SECONDS} s", f"{slow:,}"),
        ("… seconds each, on average", f"{seconds / files:.3f}"),
        ("Highest memory of a process that read them", f"{peak:,} MB"),
        ("Kills while writing", f"{kills:,}"),
        ("… that left the old file whole", f"{old:,}"),
        ("… that left the new file whole", f"{new:,}"),
        ("… that left anything else", f"{half:,}"),
        ("Single figures changed in results as JSON, and caught", f"{changes - len(json_missed)} of {changes}"),
        ("Single cells changed in results workbooks, and caught", f"{changes - len(book_missed)} of {changes}"),
        ("Lowest versions tested", lowest),
        ("Machine", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
    ]


def main() -> None:
    """Try everything, print the figures, and write them where nothing was left out."""
    share = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    table = ["| What was tried | Figure |", "|---|---|"] + [f"| {what} | {figure} |" for what, figure in rows(share)]
    print("\n".join(table))
    if share == 1:
        page = PAGE.read_text(encoding="utf-8")
        written = re.sub(f"{START}.*{END}", lambda _: "\n".join([START, *table, END]), page, flags=re.DOTALL)
        PAGE.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()

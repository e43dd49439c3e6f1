"""How long many returns take to read and roll up, and how much memory: ``python tests/benchmarks/sector.py [--maps]``.

Writes synthetic workbooks into a temporary folder, times ``sv calc FOLDER --by organisation,period --out result.json``
on each size, checks every total against what was written, and fails above a minute or 500 MB for the largest, or where
the work for one workbook grows with their number. With ``--maps`` they are in the landlords' own layouts and words,
and read by one map that was decided when only some of the first month were there.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import own_layouts, synthetic

SIZES = ((50, 6), (100, 12), (200, 24))  # associations, months: 300, 1,200 and 4,800 workbooks
SIZES_WITH_MAPS = ((90, 6), (180, 12), (360, 24))  # as many, though two of three send one for a quarter
MOST_SECONDS, MOST_MB = 60, 500


def resident(process: int) -> int:
    """Bytes of memory a process and those it started hold, shared pages shared out between them."""
    total = 0
    children = Path(f"/proc/{process}/task/{process}/children")
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        for child in children.read_text().split():
            total += resident(int(child))
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass
    return total


def processor() -> float:
    """Seconds that finished commands and their workers kept a processor busy, whatever else the machine did."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(folder: Path, *options: str) -> tuple[float, float, float, dict[str, object]]:
    """Seconds by the clock and of a processor, the most megabytes held at once, and the result."""
    command = [str(Path(sys.executable).with_name("sv")), "calc", str(folder), "--by", "organisation,period"]
    command += options
    out, said = (folder.with_suffix(suffix) for suffix in (".json", ".log"))
    started, busy = time.monotonic(), processor()
    with said.open("w") as log, subprocess.Popen([*command, "--out", str(out)], stdout=log, stderr=log) as process:
        most = 0
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(said.read_text()[:2_000])
    return time.monotonic() - started, processor() - busy, most / 1e6, json.loads(out.read_text())


def wrong_totals(data: dict[str, object], known: synthetic.Known) -> list[str]:
    """The measures whose total is not what was written."""
    totals = {entry["measure"]: Decimal(entry["total"]) for entry in data["measures"]}  # type: ignore[attr-defined]
    return [outcome for outcome, expected in known.totals().items() if totals.get(outcome) != expected]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the reading and rolling up of many returns.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maps", action="store_true", help="in the landlords' own layouts, read by a map")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors")
    print(f"{'workbooks':>9} {'seconds':>8} {'of a processor':>15} {'ms each':>8} {'MB':>6}")
    each: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for associations, months in SIZES_WITH_MAPS if asked.maps else SIZES:
            returns = Path(folder) / f"returns-{associations}"
            known = (own_layouts if asked.maps else synthetic).write(returns, associations, months, asked.seed)
            options = []
            if asked.maps:
                decided = Path(folder) / "map.xlsx"
                decided.write_bytes(own_layouts.decided_map(returns).to_workbook())
                options = ["--map", str(decided)]
            number = len(list(returns.iterdir()))
            seconds, busy, megabytes, data = measured(returns, *options)
            each.append(busy / number * 1000)
            print(f"{number:>9,} {seconds:>8.1f} {busy:>15.1f} {each[-1]:>8.2f} {megabytes:>6.0f}", flush=True)
            if wrong := wrong_totals(data, known):
                raise SystemExit(f"The totals of {', '.join(wrong)} are not what was written.")
    if seconds > MOST_SECONDS or megabytes > MOST_MB:
        raise SystemExit(f"Too much: {seconds:.0f} s and {megabytes:.0f} MB, of {MOST_SECONDS} s and {MOST_MB} MB.")
    if each[-1] > 1.5 * each[0]:
        raise SystemExit("The work for one workbook grows with their number.")


if __name__ == "__main__":
    main()

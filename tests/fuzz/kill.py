"""A process killed while it writes an output: does the old file or the new one stand, whole?

python -m tests.fuzz.kill 200
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OLD = b"old\n" * 500_000
NEW = b"new\n" * 1_000_000

#: Writes the new file again and again; says when it begins.
_WRITER = """
import sys
from pathlib import Path
from socialvalue.writing import write_whole
print("ready", flush=True)
while True:
    write_whole(Path(sys.argv[1]), b"new\\n" * 1_000_000)
"""


def run(kills: int, seed: int = 1) -> tuple[int, int, int]:
    """Kill a writer at a random moment, so many times.

    Returns:
        How many kills left the old file, how many the new one, and how many anything else.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    old = new = half = 0
    with tempfile.TemporaryDirectory() as folder:
        goal = Path(folder) / "result.json"
        for _ in range(kills):
            goal.write_bytes(OLD)
            writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(goal)], stdout=subprocess.PIPE)
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(rng.uniform(0, 0.02))
            writer.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            writer.wait()
            writer.stdout.close()
            found = goal.read_bytes()
            old += found == OLD
            new += found == NEW
            half += found not in (OLD, NEW)
            for part in Path(folder).glob("*.part"):
                os.unlink(part)  # noqa: PTH108
    return old, new, half


if __name__ == "__main__":
    stood = run(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    print("old stood {}, new stood {}, neither {}".format(*stood))

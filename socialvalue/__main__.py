"""`python -m socialvalue` is the command `sv`."""

import os
import sys

# `python -m` looks for modules in the current folder first, which may hold anything: only our own checkout may stay.
if not sys.flags.safe_path and os.path.join(sys.path[0], "socialvalue") != os.path.dirname(__file__):  # noqa: PTH118, PTH120 - importing pathlib would look there
    del sys.path[0]

from socialvalue.cli import main

if __name__ == "__main__":
    main(prog_name="sv")

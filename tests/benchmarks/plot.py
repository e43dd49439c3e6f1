"""The plot of docs/performance.md, from figures measured by the other scripts: ``python tests/benchmarks/plot.py``.

Needs matplotlib, which the package itself does not.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

mpl.rcParams |= {"svg.hashsalt": "socialvalue", "svg.fonttype": "none", "font.size": 10}

#: Seconds of a whole process, by rows; the run that docs/performance.md reports.
MEASURED = {
    "pandas + openpyxl, .xlsx": {100_000: 4.49},
    "socialvalue, .xlsx": {100_000: 0.52, 1_000_000: 2.85},
    "python-calamine alone, .xlsx": {100_000: 0.30, 1_000_000: 2.91},
    "socialvalue, .csv": {1_000_000: 0.88, 10_000_000: 3.94},
    "DuckDB group-by, .csv": {1_000_000: 0.30, 10_000_000: 1.16},
    "socialvalue, .parquet": {1_000_000: 0.71, 10_000_000: 2.04},
    "DuckDB group-by, .parquet": {1_000_000: 0.15, 10_000_000: 0.31},
}


def main() -> None:
    """Write the picture."""
    figure = Figure(figsize=(7.5, 4.2))
    axes = figure.subplots()
    for (name, points), mark in zip(MEASURED.items(), "sooDDvv", strict=True):
        axes.plot(list(points), list(points.values()), marker=mark, label=name)
    axes.set(xscale="log", yscale="log", xlabel="rows", ylabel="seconds")
    axes.set_title("Cost of a register by its rows, whole processes", loc="left")
    axes.grid(visible=True, which="major", color="0.9")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    target = Path(__file__).parents[2] / "docs" / "images" / "performance.svg"
    figure.savefig(target, bbox_inches="tight", format="svg", metadata={"Date": None})


if __name__ == "__main__":
    main()

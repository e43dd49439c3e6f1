"""Charts as inline SVG, drawn by matplotlib. The same figures give the same bytes.

Colours are tokens that the page's style sheet sets, so one drawing serves light, dark and paper. Floats place the
marks; every figure that is read was made into text from its decimal before it came here.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tone = Literal["value", "less", "total"]

#: Drawing units; the page scales them, so that text stays legible on a phone.
_WIDTH = 360
_ROW = 42
_TEXT = 12.5

_TOKENS = {"value": "#0000f1", "less": "#0000f2", "total": "#0000f3", "ink": "#0000f4", "track": "#0000f5"}


@frozen
class Bar:
    """One bar: what it shows, its figure as text, where it starts and ends, and what it is."""

    label: str
    text: str
    start: Decimal
    end: Decimal
    tone: Tone = "value"


def bars(name: str, title: str, rows: Sequence[Bar], line_at: Decimal | None = None) -> str:
    """Horizontal bars under their labels; floating ones make a waterfall or a tornado.

    Args:
        name: unlike that of any other chart on the page.
        title: what the chart shows, for those who cannot see it.
        rows: from top to bottom.
        line_at: the figure all bars are read against, marked on each; nothing when None.
    """
    low = min(0.0, *(float(min(row.start, row.end)) for row in rows))
    high = max(0.0, *(float(max(row.start, row.end)) for row in rows))
    if line_at is not None:  # a range is read against its centre, not against nothing
        low = min(float(min(row.start, row.end)) for row in rows)
    span = (high - low) or 1.0
    with _figure(len(rows) * _ROW + 4) as (figure, axes):
        axes.set_xlim(low - span * 0.005, high + span * 0.005)
        axes.set_ylim(len(rows) * _ROW, -4)
        for number, row in enumerate(rows):
            top = number * _ROW
            left, right = sorted((float(row.start), float(row.end)))
            axes.barh(top + 27, span, left=low, height=11, color=_TOKENS["track"], linewidth=0)
            width = max(right - left, span * 0.004)
            axes.barh(top + 27, width, left=left, height=11, color=_TOKENS[row.tone], linewidth=0)
            weight = "bold" if row.tone == "total" else "normal"
            _write(axes, low, top + 16, _short(row.label, 47 - len(row.text)), "left", weight)
            _write(axes, high, top + 16, row.text, "right", "bold")
            if line_at is not None:
                axes.vlines(float(line_at), top + 18, top + 36, color=_TOKENS["ink"], linewidth=1.5)
        return _svg(figure, name, title)


def columns(name: str, title: str, rows: Sequence[Bar]) -> str:
    """Upright columns from left to right, for months; the highest carries its figure."""
    height = 190
    tops = [float(row.end) for row in rows]
    high = max(*tops, 0.0) or 1.0
    with _figure(height) as (figure, axes):
        axes.set_xlim(-0.6, len(rows) - 0.4)
        axes.set_ylim(min(*tops, 0.0) - high * 0.16, high * 1.14)
        axes.bar(range(len(rows)), tops, width=0.72, color=_TOKENS["value"], linewidth=0)
        axes.axhline(0, color=_TOKENS["ink"], linewidth=0.8)
        every = -(-len(rows) // 6)
        for number, row in enumerate(rows):
            if number % every == 0:
                first = number == 0
                _write(axes, -0.4 if first else number, -high * 0.11, row.label, "left" if first else "center")
        peak = tops.index(max(tops))
        side = "left" if peak < len(rows) * 0.2 else "right" if peak > len(rows) * 0.8 else "center"
        edge = {"left": -0.4, "right": 0.4, "center": 0.0}[side]
        _write(axes, peak + edge, tops[peak] + high * 0.03, rows[peak].text, side, "bold")
        return _svg(figure, name, title)


@contextmanager
def _figure(height: float) -> Iterator[tuple[Figure, Axes]]:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it would tell of its caches where problems are told
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "socialvalue", "font.family": "sans-serif"}
    # A name in a script the measuring font lacks is still written as text, and shown in the reader's own font.
    with rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")
        figure = Figure(figsize=(_WIDTH / 72, height / 72), dpi=72)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        yield figure, axes


def _write(axes: Axes, x: float, y: float, text: str, side: str, weight: str = "normal") -> None:
    axes.text(x, y, text, fontsize=_TEXT, color=_TOKENS["ink"], ha=side, weight=weight, parse_math=False)


def _short(label: str, most: int) -> str:
    label = " ".join(label.encode("utf-8", "replace").decode().split())
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _svg(figure: Figure, name: str, title: str) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    drawing = out.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"\s*<metadata>.*?</metadata>|\s*<!--.*?-->", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r' (?:width|height)="[\d.]+pt"', "", drawing, count=2)
    drawing = re.sub(r"<[^<>]+>", lambda tag: _tag(tag[0], name), drawing)  # marks only, never the words between them
    return drawing.replace("<svg", f'<svg role="img" aria-label="{escape(title)}"', 1)


def _tag(tag: str, name: str) -> str:
    tag = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", tag)
    for token, colour in _TOKENS.items():
        tag = tag.replace(colour, f"var(--{token})")
    return tag

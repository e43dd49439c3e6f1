"""Bars and the wall as HTML, placed in percent of their row; the style sheet draws them.

A picture adds nothing to the figure beside it, and is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.money import EXACT
from socialvalue.showing.board.bars import Bar, Tone
from socialvalue.showing.board.wall import Wall


def bar_html(drawn: Bar) -> str:
    """One bar: its parts from the left, the line at zero where amounts fall below it, and the line of ink."""
    html_marks = [
        _mark_html(part.tone, drawn.scale.at(min(part.start, part.end)), _part_width(drawn, part.end - part.start))
        for part in drawn.parts
    ]
    if drawn.scale.low:
        html_marks.append(_mark_html("nought", drawn.scale.at(Decimal(0))))
    if drawn.line is not None:
        html_marks.append(_mark_html("line", drawn.scale.at(drawn.line)))
    return f'<span class="t" style="--n:{drawn.scale.blocks}" aria-hidden="true">{"".join(html_marks)}</span>'


def _part_width(drawn: Bar, amount: Decimal) -> Decimal:
    return EXACT.divide(abs(amount), drawn.scale.high - drawn.scale.low)


def _mark_html(name: str, left: Decimal, width: Decimal | None = None) -> str:
    wide = "" if width is None else f";width:{_css_percent(width)}"
    return f'<i class="{name}" style="left:{_css_percent(left)}{wide}"></i>'


def _css_percent(share: Decimal) -> str:
    return f"{share * 100:.3f}%"


def wall_html(drawn: Wall) -> str:
    """The courses of the wall, the highest first; the lowest is what was spent, and each is as long as that."""
    wall_courses = []
    for number in range(int(EXACT.divide(drawn.high, drawn.spent)), -1, -1):
        html_marks = "".join(_wall_course(number * drawn.spent, drawn.spent, drawn.tones))
        if html_marks:
            wall_courses.append(f'<span class="{"even" if number % 2 else "odd"}">{html_marks}</span>')
    wall_courses.append(f'<span class="foot">{_mark_html("spent", Decimal(0), Decimal(1))}</span>')
    return f'<span class="courses" style="--n:{drawn.bricks:.3f}">{"".join(wall_courses)}</span>'


def _wall_course(start: Decimal, length: Decimal, tones: tuple[tuple[Tone, Decimal], ...]) -> Iterator[str]:
    done = Decimal(0)
    for name, end in tones:
        left, right = max(done, start), min(end, start + length)
        if right > left:
            yield _mark_html(name, EXACT.divide(left - start, length), EXACT.divide(right - left, length))
        done = max(done, end)

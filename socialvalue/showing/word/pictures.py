"""Bars and the wall as small PNG pictures, for documents that draw none themselves.

The same figures give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal

from attrs import field, frozen

from socialvalue.money import EXACT
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.wall import Wall

#: Dots in a millimetre: 300 to the inch.
DOTS = 12

#: The colours, as numbers of the palette; those of the page on paper.
_COLOURS = {
    "paper": (255, 255, 255),
    "value": (0x0B, 0x6A, 0x53),
    "other": (0x5F, 0x9F, 0x8D),
    "unsure": (0xB5, 0xD6, 0xCB),
    "spent": (0x17, 0x19, 0x1C),
    "count": (0x7D, 0x85, 0x88),
}

_NUMBER = {name: number for number, name in enumerate(_COLOURS)}

_JOINT = 4  # dots of mortar between blocks

_HALF = Decimal("0.5")


@frozen
class _PngCanvas:
    width: int
    height: int
    dots: list[bytearray] = field(init=False)

    @dots.default
    def _blank(self) -> list[bytearray]:
        return [bytearray(self.width) for _ in range(self.height)]

    def box(self, left: int, right: int, top: int, bottom: int, colour: str) -> None:
        """Fill a box."""
        left, right = max(0, left), min(self.width, right)
        for row in self.dots[max(0, top) : bottom]:
            row[left:right] = bytes([_NUMBER[colour]]) * max(0, right - left)

    def png(self) -> bytes:
        """The picture in the PNG format (ISO/IEC 15948), one byte a dot."""

        def chunk(name: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        palette = b"".join(bytes(colour) for colour in _COLOURS.values())
        rows = b"".join(b"\0" + bytes(row) for row in self.dots)
        parts = (
            (b"IHDR", head),
            (b"PLTE", palette),
            (b"tRNS", b"\0"),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def bar_picture(drawn: Bar, width: int, height: int) -> bytes:
    """A bar as a picture of so many millimetres."""
    canvas = _PngCanvas(width * DOTS, height * DOTS)
    top, bottom = 4, height * DOTS - 4
    last = canvas.width - 6  # room for a line at the right edge

    def at(amount: Decimal) -> int:
        return int(drawn.scale.at(amount) * last + _HALF)

    for part in drawn.parts:
        left, right = at(min(part.start, part.end)), at(max(part.start, part.end))
        if part.tone == "off":
            _dashed_box(canvas, left, right, top, bottom)
            continue
        canvas.box(left, right, top, bottom, "unsure" if part.tone == "unsure" else part.tone)
        if part.tone == "unsure":
            _hatched_box(canvas, left, right, top, bottom)
        _mortar_joints(canvas, left, right, top, bottom, drawn, last)
    for line in (drawn.line, Decimal(0) if drawn.scale.low else None):
        if line is not None:
            canvas.box(at(line), at(line) + 5, 0, height * DOTS, "spent")
    return canvas.png()


def _mortar_joints(canvas: _PngCanvas, left: int, right: int, top: int, bottom: int, drawn: Bar, last: int) -> None:
    """Mortar at the end of each block; a count has none."""
    if all(part.tone == "count" for part in drawn.parts):
        return
    for number in range(1, drawn.scale.blocks + 1):
        end = int(EXACT.divide(Decimal(number * last), Decimal(drawn.scale.blocks)) + _HALF)
        if left < end <= right:
            canvas.box(max(left, end - _JOINT), end, top, bottom, "paper")


def _hatched_box(canvas: _PngCanvas, left: int, right: int, top: int, bottom: int) -> None:
    for row in range(top, bottom):
        for column in range(left, min(right, canvas.width)):
            if (column + row) % 12 < 4:
                canvas.dots[row][column] = _NUMBER["value"]


def _dashed_box(canvas: _PngCanvas, left: int, right: int, top: int, bottom: int) -> None:
    for start in range(left, right, 14):
        for edge in (top, bottom - 4):
            canvas.box(start, min(start + 9, right), edge, edge + 4, "value")
    for start in range(top, bottom, 14):
        for edge in (left, max(left, right - 4)):
            canvas.box(edge, edge + 4, start, min(start + 9, bottom), "value")


def wall_picture(drawn: Wall, width: int) -> tuple[bytes, int]:
    """The wall as a picture of so many millimetres, and its height in millimetres."""
    course, gap = 18, 5
    courses = int(EXACT.divide(drawn.high, drawn.spent)) + 1
    canvas = _PngCanvas(width * DOTS, (courses + 1) * (course + gap) + gap)
    for number in range(-1, courses):
        top = canvas.height - (number + 2) * (course + gap) - (gap if number >= 0 else 0)
        done = Decimal(0)
        for name, end in [("spent", drawn.spent)] if number < 0 else drawn.tones:
            start = max(number, 0) * drawn.spent
            left, right = max(done, start), min(end, start + drawn.spent)
            if right > left:
                sides = [int(EXACT.divide(x - start, drawn.spent) * canvas.width + _HALF) for x in (left, right)]
                canvas.box(sides[0], sides[1], top, top + course, name)
            done = max(done, end)
        shift = _HALF if number % 2 else Decimal(0)
        for brick in range(int(drawn.bricks) + 1):
            x = int(EXACT.divide((brick + 1 - shift) * canvas.width, drawn.bricks) + _HALF)
            canvas.box(x - _JOINT, x, top, top + course, "paper")
    return canvas.png(), canvas.height // DOTS + 1

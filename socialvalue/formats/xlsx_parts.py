"""The parts of an .xlsx workbook: how they are linked, and their XML, read an element at a time and bounded."""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from socialvalue.formats.zipcheck import Archive

#: No row that people make is larger than this, nor is the part of the file before the first.
MOST_BYTES, MOST_TAGS = 4_000_000, 400_000
_DEEPEST_ELEMENT = 100  # elements within one another

#: What a damaged part raises; ElementTree's ParseError is a SyntaxError, and what it forbids a ValueError.
DAMAGE = (ValueError, LookupError, TypeError, SyntaxError, OverflowError, OSError, zlib.error, struct.error)


class BoundedPart:
    """A part of a workbook, of which so much may be read before a row is complete."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.left: int = MOST_BYTES
        self.tags: int = MOST_TAGS

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self._read(size)
        self.left -= len(found)
        self.tags -= found.count(b"<")
        if self.left < 0 or self.tags < 0:
            msg = f"there are more than {MOST_BYTES:,} bytes or {MOST_TAGS:,} tags in one row or text"
            raise ValueError(msg)
        return found

    def complete(self) -> None:
        """Count from here on."""
        self.left, self.tags = MOST_BYTES, MOST_TAGS


def local_name(name: str) -> str:
    """A name of XML without its namespace."""
    return name.rpartition("}")[2]


def elements_of(
    archive: Archive, part: str, wanted: Sequence[str], inside: Mapping[str, str] | None = None
) -> Iterator[Element]:
    """The elements of those names, complete; others are not kept."""
    inside = inside or {}
    source = BoundedPart(archive.open(part).read)
    around: list[Element] = []
    held = 0  # how many of them are wanted, and keep what is in them
    for event, element in iterparse(source, events=("start", "end")):
        tag = local_name(element.tag)
        if event == "start":
            around.append(element)
            if len(around) > _DEEPEST_ELEMENT:
                msg = f"elements of {part} lie too deep"
                raise ValueError(msg)
            held += tag in wanted
            continue
        around.pop()
        if tag in wanted:
            held -= 1
            if tag not in inside or [local_name(parent.tag) for parent in around[-1:]] == [inside[tag]]:
                yield element
        if around and not held:
            around[-1].clear()
            source.complete()


def main_part(archive: Archive) -> str:
    """The part that names the sheets."""
    if archive.find("_rels/.rels"):
        for _, kind, target in links_of(archive, ""):
            if kind == "officeDocument" and (found := archive.find(target)):
                return found
    books = [name for name in archive.parts if re.fullmatch(r"xl/workbook\d*\.xml", name, re.IGNORECASE)]
    return books[0]


def links_of(archive: Archive, part: str) -> list[tuple[str, str, str]]:
    """What a part is linked with: the id, the kind and the name of each."""
    folder, name = posixpath.split(part)
    links = archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    if links is None:
        links = next(one for one in archive.parts if re.fullmatch(r"xl/_rels/workbook\d*\.xml\.rels", one, re.I))
    linked = []
    for link in elements_of(archive, links, ("Relationship",)):
        if link.get("TargetMode") == "External":
            continue
        target = posixpath.join(f"/{folder}", link.get("Target", "").replace("\\", "/"))
        linked.append((link.get("Id", ""), link.get("Type", "").rpartition("/")[2], posixpath.normpath(target)[1:]))
    return linked

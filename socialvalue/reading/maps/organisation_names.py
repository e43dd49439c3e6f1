"""Organisations that are written in several ways, and the one that the lines above a table name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence

from socialvalue.reading import cells
from socialvalue.reading.layouts.find_table import FoundTable
from socialvalue.reading.layouts.heading_guesses import LANDLORD_WORDS
from socialvalue.records.maps import Word


def organisation_words(tables: Sequence[FoundTable]) -> list[Word]:
    """Organisations that are written in several ways, with the name used most."""
    counts: Counter[str] = Counter()
    for seen in tables:
        for column in seen.columns("organisation"):
            counts.update(
                text for cell in seen.samples[column] if isinstance(cell, str) and (text := cells.shown(cell))
            )
    if not 1 < len(counts) <= 200:
        return []
    names = sorted(counts, key=lambda name: (-counts[name], name))
    chosen: dict[str, str] = {}
    for name in names:
        twin = next(
            (
                other
                for other in names
                if other != name and other not in chosen and _may_be_one_name(name, other) and len(other) > len(name)
            ),
            None,
        )
        if twin is not None:
            chosen[name] = twin
    both = {*chosen, *chosen.values()}
    return [
        Word(name, chosen.get(name, name), "organisation", counts[name], "likely") for name in names if name in both
    ]


def _may_be_one_name(short: str, long: str) -> bool:
    """Whether one name may be another, written shorter: its initials, or its first words."""
    words = re.findall(r"[a-z0-9]+", long.lower().replace("&", " "))
    initials = "".join(word[0] for word in words if word != "and")
    bare = [word for word in re.findall(r"[a-z0-9]+", short.lower().replace("&", " ")) if word != "and"]
    if "".join(bare) == initials and len(initials) > 1:
        return True
    full = [word for word in words if word != "and"]
    return (len(bare) > 1 and full[: len(bare)] == bare) or difflib.SequenceMatcher(None, bare, full).ratio() > 0.9


def organisation_above(tables: Sequence[FoundTable]) -> str:
    """The organisation that the lines above a table name."""
    for seen in tables:
        if said := seen.above.said.get("organisation"):
            return said
        for title in seen.head.titles:
            for part in re.split(r" [-–—|:] |: ", title):
                if (
                    LANDLORD_WORDS.search(part)
                    and len(part) <= 60
                    and not re.search(r"\d{4}|tracker|return|report", part, re.IGNORECASE)
                ):
                    return part.strip()
    return ""

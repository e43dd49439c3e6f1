"""A map as TOML, for people who keep text under version control."""

from __future__ import annotations

from typing import Any

import tomli_w

from socialvalue.records.maps import CONSTANTS, MARK, Mapping


def map_to_toml(mapping: Mapping) -> str:
    """The map, its words by how often they were met; those nobody has decided have an empty ``taken_for``."""
    toml_constants = {key: value for key in CONSTANTS if (value := getattr(mapping, key))}
    toml_words = sorted(mapping.words, key=lambda word: (word.about, bool(word.meaning), -word.times, word.word))
    toml_content: dict[str, Any] = {
        "format": MARK,
        **toml_constants,
        "column": [
            _map_entry(header=column.header, taken_for=column.meaning, sheet=column.sheet, example=column.example)
            for column in mapping.columns
        ],
        "sheet": [{"name": sheet.name, "taken_for": sheet.meaning} for sheet in mapping.sheets],
        "word": [
            _map_entry(
                word=word.word,
                taken_for=word.meaning,
                about=word.about if word.about != "outcome" else "",
                times=word.times,
                sure=word.sure,
            )
            for word in toml_words
        ],
    }
    return tomli_w.dumps({key: value for key, value in toml_content.items() if value != []})


def _map_entry(**entry: Any) -> dict[str, Any]:
    """An entry without what is empty; what it is taken for is there all the same."""
    return {key: value for key, value in entry.items() if value or key == "taken_for"}

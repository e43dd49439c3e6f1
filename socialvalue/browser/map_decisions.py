"""What a person decided of a suggested map on the page, heading by heading and word by word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from socialvalue.records.maps import Mapping as Map


@frozen
class Decisions:
    """What a person decided of a map on the page; each entry ends with what the thing is taken for.

    Attributes:
        columns: sheet, heading and meaning.
        sheets: name and meaning.
        words: about, word and meaning.
        constants: what holds for the whole file, by name.
    """

    columns: tuple[tuple[str, str, str], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Decisions:
        """The decisions that plain data hold."""
        return cls(**{name: tuple(map(tuple, entries)) for name, entries in data.items()})

    def over(self, suggested: Map) -> Map:
        """A suggested map with these decisions in it; what it does not know is left out."""
        for sheet, header, meaning in self.columns:
            if suggested.column(header, sheet):
                suggested = suggested.decide_column(header, meaning, sheet)
        for name, meaning in self.sheets:
            if suggested.sheet(name):
                suggested = suggested.decide_sheet(name, meaning)
        for about, word, meaning in self.words:
            if suggested.word(word, about):
                suggested = suggested.decide(word, meaning, about)
        constants: dict[str, Any] = dict(self.constants)
        if "estimates" in constants:
            constants["estimates"] = constants["estimates"] == "yes"
        return evolve(suggested, **constants)

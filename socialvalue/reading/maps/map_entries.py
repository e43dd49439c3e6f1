"""The entries of a map, however it is written: what a heading, sheet or word may be taken for, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import Any

from attrs import evolve

from socialvalue.problems import Place, Problem, error
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.layouts.heading_words import year_of
from socialvalue.records.maps import (
    LEAVE_OUT,
    NOT_YET,
    Mapping,
    Word,
    same,
)


class MapReader:
    """Reads the entries of a map, and keeps what is wrong with them."""

    def __init__(self, file: str, vocabulary: Vocabulary, names: Names) -> None:
        self.file: str = file
        self.vocabulary: Vocabulary = vocabulary
        self.names: Names = names
        self.problems: list[Problem] = []

    def wrong(self, place: Place, message: str, remedy: str) -> None:
        """Note what is wrong at a place."""
        self.problems.append(error("map-unreadable", place, message, remedy))

    def meaning(self, said: str, meanings: Iterable[str], place: Place) -> str:
        """What an entry is taken for; empty, and a problem, where that is none of what it may be."""
        bare = same(said)
        found = next((meaning for meaning in meanings if same(meaning) == bare), None)
        if bare and found is None:
            message = f"“{said}” is not something it can be taken for."
            remedy = f"Choose one of: {', '.join(meanings)}."
            self.wrong(place, message, remedy)
        return found or ""

    def word(self, written: str, said: str, about: str, times: int, sure: str, place: Place) -> Word:
        """A word and what it is taken for."""
        if about == "organisation":
            return Word(written, said, "organisation", times, sure, place)
        meaning = said if same(said) in (LEAVE_OUT, NOT_YET) else ""
        if same(said) in (LEAVE_OUT, NOT_YET):
            meaning = same(said)
        elif said:
            meaning = self.names.find(said) or ""
            if not meaning:
                message = f"“{written}” is taken for “{said}”, which is no outcome known here."
                close = self.names.nearest(said)
                hint = f"Did you mean “{close[0]}”? " if close else ""
                remedy = f"{hint}“sv outcomes” lists them; “leave out” and “not yet” may be chosen too."
                self.problems.append(error("unknown-outcome", place, message, remedy))
        return Word(written, meaning, "outcome", times, sure, place)

    def with_constants(
        self, mapping: Mapping, constants: MappingOf[str, Any], places: MappingOf[str, Place]
    ) -> Mapping:
        """The map with what holds for every row: organisation, project, area, year, and whether estimates count."""
        said = {key: str(value).strip() for key, value in constants.items()}
        for key in ("year",):
            if said.get(key) and year_of([said[key]]) is None:
                message = f"“{said[key]}” is no year."
                self.wrong(places[key], message, "Write it as 2024-25, or 2024.")
        estimates = constants.get("estimates", False)
        allowed = estimates is True or same(str(estimates)) in ("yes", "y", "true", "1")
        if not allowed and same(str(estimates)) not in ("no", "n", "false", "0", ""):
            message = f"“{estimates}” is neither yes nor no."
            self.wrong(places["estimates"], message, "Write yes or no.")
        texts = {key: said.get(key, "") for key in ("organisation", "project", "area", "year", "if_blank")}
        return evolve(mapping, **texts, estimates=allowed, places=dict(places))

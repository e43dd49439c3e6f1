"""What the titles above a table of values say of all of them: price year, unit and kind."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, error, note
from socialvalue.reading.banks.wide_header import WideLayout, facets_of

_PRICE_YEAR = r"((?:19|20)\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?)"
_PRICES_OF_YEAR = re.compile(
    rf"(?:prices?(?: base| year| of| in| for|:|\s)*+{_PRICE_YEAR})|(?:{_PRICE_YEAR}\s*(?:prices|price base|pounds))",
    re.IGNORECASE,
)
_PER_UNIT = re.compile(r"per (person|home|household|hour|incident)(?:,? per (annum|year))?", re.IGNORECASE)
_KIND_WORDS = re.compile(r"social value bank|well-?being", re.IGNORECASE)


@frozen(kw_only=True)
class GivenForValues:
    """What is said of a bank's values where the sheet does not say it: price year, unit and kind, empty where not."""

    prices: str = ""
    unit: str = ""
    kind: str = ""


def said_in_titles(
    layout: WideLayout, given: GivenForValues, lacking: list[str], sheet: Sheet, *, wide: bool
) -> tuple[dict[str, str], list[Problem]]:
    """Price year, unit and kind where no column has them: as given, else as a title says."""
    said: dict[str, str] = {}
    problems: list[Problem] = []
    by_column = bool(layout.values) and all("kind" in facets for facets in layout.values.values())
    for name in lacking:
        if mine := getattr(given, name):
            said[name] = mine
            continue
        if name == "kind" and by_column:
            continue
        found = next(((place, word) for place, text in layout.above if (word := _READ_IN_TITLE[name](text))), None)
        if found is not None:
            said[name] = found[1]
            problems.append(
                note("title-read", found[0], f"The {_CALLED_IN_TITLE[name]} is taken from the title: {found[1]}.")
            )
        elif not wide:
            continue  # what a long table lacks is told when it is read
        elif name == "kind":
            said[name] = "wellbeing"
            message = "No kind of value is stated: they are taken as wellbeing values, as a social value bank has."
            problems.append(note("title-read", sheet.place(layout.row, 0), message))
        else:
            titles = "; ".join(f"“{text[:60]}”" for _, text in layout.above[:4]) or "nothing"
            message = f"No column and no title says the {_CALLED_IN_TITLE[name]}. Above the table is {titles}."
            problems.append(error("missing-column", sheet.place(layout.row, 0), message, f"Give it with --{name}."))
    return said, problems


def _price_year_in_title(text: str) -> str:
    found = _PRICES_OF_YEAR.search(text)
    if not found:
        return ""
    year = re.sub(r"\s", "", found[1] or found[2]).replace("–", "-")
    return re.sub(r"^((?:19|20)\d\d)[-/](?:20)?(\d\d)$", r"\1-\2", year)


def _unit_in_title(text: str) -> str:
    found = _PER_UNIT.search(text)
    if not found:
        return ""
    what = {"household": "home"}.get(found[1].lower(), found[1].lower())
    return f"GBP / {what}" + (" / year" if found[2] else "")


def _kind_in_title(text: str) -> str:
    facets = facets_of(text) or {}
    return facets.get("kind") or ("wellbeing" if _KIND_WORDS.search(text) else "")


_READ_IN_TITLE: dict[str, Callable[[str], str]] = {
    "prices": _price_year_in_title,
    "unit": _unit_in_title,
    "kind": _kind_in_title,
}
_CALLED_IN_TITLE = {"prices": "price year", "unit": "unit", "kind": "kind of value"}

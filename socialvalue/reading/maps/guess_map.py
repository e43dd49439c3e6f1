"""A guess at what a file's headers, sheets and words mean, for a person to look over."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from operator import itemgetter

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.published.outcomes import Names
from socialvalue.reading import cells
from socialvalue.reading.layouts.column_samples import are_percentages
from socialvalue.reading.layouts.find_table import FoundTable, find_table, outcome_in_heading
from socialvalue.reading.layouts.heading_guesses import LANDLORD_WORDS
from socialvalue.reading.layouts.heading_words import Year, read_heading, row_kind
from socialvalue.reading.layouts.stacked_tables import stacked_tables
from socialvalue.reading.layouts.ticks import without_date_words
from socialvalue.reading.long_form.rows import says_total
from socialvalue.records.maps import (
    DATES,
    FIGURES,
    LEAVE_OUT,
    NOT_YET,
    OF_ORGANISATION,
    OF_PROJECT,
    SECOND,
    TABLE,
    TICKS,
    Column,
    Mapping,
    SheetName,
    Word,
    same,
)
from socialvalue.records.periods import Period

#: Sheets that sum up others, and sheets that are put by.
_SUMMARY = re.compile(
    r"\b(summary|totals?|overview|dashboard|all projects|combined|consolidated|overall|annual|full[ -]year|year[ -]end"
    r"|ytd|year[ -]to[ -]date|cumulative)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\(\d\)$|\b(copy|old|backup|draft|archived?|example|template|lists?|lookups?|notes|guidance|instructions|pivot)\b",
    re.IGNORECASE,
)
_OF_AREAS = re.compile(r"\b(area|region|locality|borough|neighbourhood|district)s?\b", re.IGNORECASE)
_NOT_YET = frozenset(
    {"ongoing", "in progress", "pending", "awaiting", "tbc", "tba", "not yet", "active", "open", "waiting", "current"}
)


def suggest(sheets: Sequence[Sheet], names: Names) -> Mapping:
    """A map of a workbook's sheets, with everything guessed that can be; a person looks it over.

    Args:
        sheets: of one file.
        names: what outcomes may be called.
    """
    found = {sheet.name: find_table(sheet, names) for sheet in sheets}
    kinds = sheet_meanings(found)
    tables = [
        part
        for name, table in found.items()
        if table is not None and kinds[name] != LEAVE_OUT
        for part in stacked_tables(table)
    ]
    columns = _columns(tables)
    words = [*_outcome_words(tables, names), *_organisation_words(tables)]
    needed = any(
        read_heading(seen.head.texts[c], None).dateless for seen in tables for c in seen.columns(FIGURES)
    ) or any(_dateless(seen.samples[c]) for seen in tables for c in seen.columns("period"))
    year = next((seen.above.year for seen in tables if seen.above.year), None)
    organisation = "" if any(seen.columns("organisation") for seen in tables) else _organisation(tables)
    return Mapping(
        columns,
        [SheetName(name, meaning) for name, meaning in kinds.items() if name],
        words,
        organisation=organisation,
        year=str(year) if needed and year else "",
    )


def _dateless(sample: Iterable[Cell]) -> bool:
    return any(isinstance(cell, str) and read_heading(cell, None).dateless for cell in sample)


def sheet_meanings(found: MappingOf[str, FoundTable | None]) -> dict[str, str]:
    """What each sheet is taken for."""
    tables = {name: seen for name, seen in found.items() if seen is not None and seen.readable}
    records = [name for name, seen in tables.items() if seen.rows and not _SUMMARY.search(name)]
    kept = [
        name
        for name in (records or tables)
        if not _ASIDE.search(name) and not (_SUMMARY.search(name) and len(tables) > 1)
    ]
    longer = _longer({name: tables[name].above.year for name in kept})
    kept = [name for name in kept if name not in longer] or list(tables)[:1]
    meanings = dict.fromkeys(found, LEAVE_OUT)
    several = _alike([tables[name] for name in kept])
    for name in kept:
        if len(kept) == 1 or not name or not several:
            meanings[name] = TABLE
        elif all(_names_period(other, tables[other].above.year) for other in kept):
            meanings[name] = "period" if not tables[name].across else TABLE
        elif tables[name].columns("project") or (records and len(kept) == 1):
            meanings[name] = TABLE
        else:
            meanings[name] = "area" if any(map(_OF_AREAS.search, tables[name].head.titles)) else "project"
    return meanings


def _longer(years: MappingOf[str, Year | None]) -> set[str]:
    """Sheets named for a period that others are named for parts of: “2024-25” beside “Q1 2024-25” sums it up."""
    spans = {name: _period_named(name, year) for name, year in years.items()}
    return {
        name
        for name, span in spans.items()
        if span is not None
        and any(p is not None and p != span and span.start <= p.start and p.end <= span.end for p in spans.values())
    }


def _names_period(name: str, year: Year | None) -> bool:
    return _period_named(name, year) is not None


def _period_named(name: str, year: Year | None) -> Period | None:
    try:
        return Period.of(name, year=year.start if year else None)
    except ValueError:
        return None


def _alike(tables: Sequence[FoundTable]) -> bool:
    """Whether several tables have the same headings."""
    headings = [{same(text) for text in seen.head.texts.values()} for seen in tables]
    return len(headings) > 1 and all(len(h & headings[0]) >= 0.6 * len(headings[0]) for h in headings[1:])


def _columns(tables: Sequence[FoundTable]) -> list[Column]:
    """Each heading once where every sheet takes it alike, else for each sheet."""
    met: dict[str, dict[str, Column]] = {}
    for seen in tables:
        for column, text in seen.head.texts.items():
            meaning, sure = seen.meanings[column]
            example = next(filter(None, map(cells.shown, seen.samples[column])), "")
            entry = Column(text, meaning, seen.sheet.name, _private(text, meaning, example), sure)
            met.setdefault(same(text), {}).setdefault(seen.sheet.name, entry)
    found: list[Column] = []
    for entries in met.values():
        first = next(iter(entries.values()))
        if len({entry.meaning for entry in entries.values()}) == 1:
            found.append(Column(first.header, first.meaning, "", first.example, first.sure))
        else:
            found += entries.values()
    return found


def _private(header: str, meaning: str, example: str) -> str:
    """The example, where it may be shown: nothing that may tell who someone is."""
    if meaning in ("person", LEAVE_OUT) or re.search(
        r"\b(name|e-?mail|phone|address|dob|birth)\b", header, re.IGNORECASE
    ):
        return ""
    return example if len(example) <= 40 else f"{example[:39]}…"


def _outcome_words(tables: Sequence[FoundTable], names: Names) -> list[Word]:
    counts: dict[str, tuple[str, int]] = {}

    def met(written: str, times: int) -> None:
        if written and not says_total(written):
            first, before = counts.get(same(written), (written, 0))
            counts[same(written)] = first, before + times

    for seen in tables:
        for column in (*seen.columns(FIGURES), *seen.columns(DATES), *seen.columns(TICKS)):
            if not seen.columns("outcome") or seen.meanings[column][0] != FIGURES:
                text = (
                    outcome_in_heading(seen.head, column)
                    if seen.meanings[column][0] == FIGURES
                    else without_date_words(seen.head.texts[column])
                )
                met(text, len(seen.samples[column]))
        for column in seen.columns("outcome"):
            counted = _under_sections(seen, column, names) if seen.across else _counted(seen, column)
            for written, times in counted.items():
                met(written, times)
    found = []
    for written, times in counts.values():
        taken = names.taken(written)
        if taken is not None:
            found.append(Word(written, taken[0], times=times, sure="likely" if taken[1] == "slip" else "listed"))
        elif same(written) in _NOT_YET:
            found.append(Word(written, NOT_YET, times=times, sure="likely"))
        else:
            found.append(Word(written, times=times))
    return found


def _under_sections(seen: FoundTable, column: int, names: Names) -> Counter[str]:
    """How often each word occurs in a column beside figures; with the heading over its rows, where both make a word."""
    figures = [*seen.columns(FIGURES), *seen.columns(OF_PROJECT), *seen.columns(OF_ORGANISATION)]
    found: Counter[str] = Counter()
    section = ""
    for number, row in seen.sheet.rows:
        cell = row[column] if column < len(row) and number > seen.head.last else None
        if not isinstance(cell, str) or not cell.strip():
            continue
        written = " ".join(cell.split())
        kind, bare = row_kind(written) if names.read(written) is None else (FIGURES, written)
        if not any(at < len(row) and not cells.blank(row[at]) for at in figures):
            section = written
        elif kind != FIGURES or are_percentages(written, [row[at] for at in figures if at < len(row)], names):
            continue
        elif bare != written:
            found[bare] += 1
        elif section and names.read(written) is None and names.read(f"{section} {written}"):
            found[f"{section} / {written}"] += 1
        else:
            found[written] += 1
    return found


def _counted(seen: FoundTable, column: int) -> Counter[str]:
    """How often each word occurs in a column; of an outcome in two parts, both."""
    second = next(iter(seen.columns(SECOND)), None)
    rows = (row for number, row in seen.sheet.rows if number > seen.head.last)
    width = max([column, second or 0]) + 1
    key = itemgetter(column) if second is None else itemgetter(column, second)
    counts: Counter[object] = Counter(
        map(key, (row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows))
    )
    found: Counter[str] = Counter()
    for met, times in counts.items():
        parts = met if isinstance(met, tuple) else (met,)
        texts = [cells.shown(part) for part in parts]
        if texts[0]:
            found[" / ".join(filter(None, texts))] += times
    return found


def _organisation_words(tables: Sequence[FoundTable]) -> list[Word]:
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
                if other != name and other not in chosen and _like(name, other) and len(other) > len(name)
            ),
            None,
        )
        if twin is not None:
            chosen[name] = twin
    both = {*chosen, *chosen.values()}
    return [
        Word(name, chosen.get(name, name), "organisation", counts[name], "likely") for name in names if name in both
    ]


def _like(short: str, long: str) -> bool:
    """Whether one name may be another, written shorter: its initials, or its first words."""
    words = re.findall(r"[a-z0-9]+", long.lower().replace("&", " "))
    initials = "".join(word[0] for word in words if word != "and")
    bare = [word for word in re.findall(r"[a-z0-9]+", short.lower().replace("&", " ")) if word != "and"]
    if "".join(bare) == initials and len(initials) > 1:
        return True
    full = [word for word in words if word != "and"]
    return (len(bare) > 1 and full[: len(bare)] == bare) or difflib.SequenceMatcher(None, bare, full).ratio() > 0.9


def _organisation(tables: Sequence[FoundTable]) -> str:
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

"""A guess at what a file's headers, sheets and words mean, for a person to look over."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from itertools import islice
from operator import itemgetter

from attrs import evolve, field, frozen

from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated, Sheet, letters
from socialvalue.mapping import (
    DATES,
    FIGURES,
    KEEP,
    KIND,
    LEAVE_OUT,
    NOT_YET,
    OF_ORGANISATION,
    OF_PROJECT,
    SECOND,
    TABLE,
    TARGET,
    TICKS,
    TOTAL,
    Column,
    Mapping,
    SheetName,
    Word,
    same,
)
from socialvalue.periods import Period
from socialvalue.published.outcomes import Names
from socialvalue.reading import cells
from socialvalue.reading.headers import listed_field
from socialvalue.reading.headings import Year, read_heading, row_kind
from socialvalue.reading.layouts import (
    TITLE_ROWS,
    About,
    Head,
    about,
    heading_text,
    heads,
    is_actual,
    is_tick,
    undated,
)
from socialvalue.reading.rows import says_total

#: Rows below the headings that are looked at for what a column holds.
_SAMPLE = 300

#: What headers that are not listed may mean; the first that fits holds, and it is a guess.
_GUESSES: tuple[tuple[str, str], ...] = (
    (LEAVE_OUT, r"\b(comments?|notes?|remarks?|anything else|e-?mail|phone|mobile|tel|surname|forename)\b|^name$"),
    (LEAVE_OUT, r"\b(name of (resident|client|customer|participant)|d\.?o\.?b|date of birth|postcode|address)\b"),
    (LEAVE_OUT, r"\b(first|last|full|client|resident|customer|participant|tenant)[ _]?name\b"),
    (LEAVE_OUT, r"\b(officer|advis[oe]r|mentor|coach|worker|caseworker|manager|entered by|referred by|rag)\b"),
    (LEAVE_OUT, r"\b(wage|salary|pay|hours per week|hourly|employer|job title|sector|industry)\b"),
    (LEAVE_OUT, r"\b(gender|sex|ethnicity|disability|nationality|religion)\b"),
    (LEAVE_OUT, r"\b(created|modified|updated|completion time|start time|referral (source|date))\b"),
    (SECOND, r"\b(sub[ -]?(type|category|outcome)|second(ary)? outcome|outcome (detail|sub)|detail of outcome)"),
    ("organisation", r"\b(housing association|landlord|provider|organi[sz]ation|association|company|partner)\b"),
    ("evidence", r"\b(evidence|proof|payslip|verified|verification)\b"),
    ("sustained", r"\bsustain"),
    ("period", r"\b(month|quarter|period|when|date)\b"),
    ("quantity", r"^(actuals?|achieved|delivered|value|figure|total|how many)$"),
    ("outcome", r"\b(outcome|result|destination|achievement|measure|kpi|indicator|intervention|activity)\b"),
    (
        "person",
        r"\b(client|resident|customer|participant|case|person|tenant|service user|contact)s?( ?(id|ref|no|code))?\b",
    ),
    ("person", r"\b(ref|reference|urn|id)\b"),
    ("project", r"\b(project|scheme|programme|program|service|contract|fund|funding stream|workstream)\b"),
    ("area", r"\b(area|region|borough|local authority|locality|ward|neighbourhood|estate|patch|location|town)\b"),
    ("age", r"\bage\b"),
    ("cost", r"\b(cost|spend|spent|expenditure)\b"),
    ("quantity", r"\b(how many|number|count|quantity|qty|residents|people|headcount|no\.?)\b"),
)
_GUESS = [(meaning, re.compile(pattern, re.IGNORECASE)) for meaning, pattern in _GUESSES]

#: A column like these holds no figures, whatever numbers are in it.
_NO_FIGURES = re.compile(
    r"^(no\.?|#|row|s/?n|line|urn)$|\b(id|ref|reference|phone|postcode|age|dob|year|rate|score)\b", re.IGNORECASE
)

#: Sheets that sum up others, and sheets that are put by.
_SUMMARY = re.compile(
    r"\b(summary|totals?|overview|dashboard|all projects|combined|consolidated|overall)\b", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\(\d\)$|\b(copy|old|backup|draft|archived?|example|template|lists?|lookups?|notes|guidance|instructions|pivot)\b",
    re.IGNORECASE,
)
_OF_AREAS = re.compile(r"\b(area|region|locality|borough|neighbourhood|district)s?\b", re.IGNORECASE)
_LANDLORD = re.compile(r"\b(homes?|housing|association|group|trust|landlord)\b", re.IGNORECASE)
_NOT_YET = frozenset(
    {"ongoing", "in progress", "pending", "awaiting", "tbc", "tba", "not yet", "active", "open", "waiting", "current"}
)


@frozen
class Seen:
    """A table as it was found on a sheet.

    Attributes:
        sheet: where.
        head, above: its headings, and what is above them.
        meanings: what each column is taken for, and how that is known.
        samples: what is in each column.
    """

    sheet: Sheet
    head: Head
    above: About
    meanings: MappingOf[int, tuple[str, str]]
    samples: MappingOf[int, Sequence[Cell]] = field(repr=False)

    def columns(self, meaning: str) -> list[int]:
        """The columns of a meaning."""
        return [column for column, (found, _) in self.meanings.items() if found == meaning]

    @property
    def across(self) -> bool:
        """Whether there are figures under headings that say what they are."""
        return bool(self.columns(FIGURES) or self.columns(OF_PROJECT) or self.columns(OF_ORGANISATION))

    @property
    def rows(self) -> bool:
        """Whether each row is a record: it says what, and when, who or how many."""
        marks = self.columns(DATES) or self.columns(TICKS)
        said = self.columns("period") or self.columns("person") or self.columns("quantity")
        return not self.across and bool(marks or (self.columns("outcome") and said))

    @property
    def readable(self) -> bool:
        """Whether there is anything to read."""
        return self.rows or (self.across and bool(self.columns("outcome") or _headed(self)))

    @property
    def listed(self) -> bool:
        """Whether all that is needed is known, and nothing guessed."""
        needed = [how for meaning, how in self.meanings.values() if meaning not in (LEAVE_OUT, KEEP)]
        return self.readable and all(how == "listed" for how in needed)


def _headed(seen: Seen) -> bool:
    return any(_outcome_of(seen.head, column) for column in seen.columns(FIGURES))


def _outcome_of(head: Head, column: int) -> str:
    cell = head.cells.get(column)
    return read_heading(cell if isinstance(cell, dt.date) else head.texts[column], Year(2020)).rest


def look(sheet: Sheet, names: Names) -> Seen | None:
    """The table on a sheet, where there is one."""
    rows = list(islice(sheet.rows, TITLE_ROWS + 10))
    best, most = None, 5.0
    for head in heads(rows, names.read):
        score = _score(head, dict(rows), names)
        if score > most:
            best, most = head, score
    return None if best is None else seen(sheet, best, names)


def _score(head: Head, rows: MappingOf[int, Sequence[Cell]], names: Names) -> float:
    """How much a row looks like headings."""
    after = [row for number, row in rows.items() if number > head.last and not all(map(cells.blank, row))]
    if not after:
        return 0
    own = [
        cell for number in range(head.first, head.last + 1) for cell in rows.get(number, ()) if not cells.blank(cell)
    ]
    dates = [cell for cell in own if isinstance(cell, dt.date)]
    months = len(dates) > 1 and len(set(dates)) == len(dates) and all(day.day == 1 for day in dates)
    score = 0.0 if months else -2.0 * len(dates)
    score -= sum(3 for cell in own if isinstance(cell, int | float) and not 2000 <= cell < 2100)
    for column, text in head.texts.items():
        if isinstance(head.cells.get(column), dt.date):
            score += 3 * months
            continue
        heading = read_heading(text, Year(2020))
        if listed_field(text) or ((heading.period or heading.kind != FIGURES) and not heading.rest):
            score += 3
        elif len(text) < 300 and (names.read(undated(text)) or _guess(text)):
            score += 2
        else:
            score += 0.5
    return score


def _guess(text: str) -> str:
    return next((meaning for meaning, pattern in _GUESS if pattern.search(text[:300])), "")


def seen(sheet: Sheet, head: Head, names: Names) -> Seen:
    """What the columns beneath headings are taken for."""
    below = [row for number, row in islice(sheet.rows, head.last + _SAMPLE) if number > head.last]
    width = max([*head.texts, *(len(row) - 1 for row in below), 0]) + 1
    samples = {
        column: [row[column] for row in below if column < len(row) and not cells.blank(row[column])]
        for column in range(width)
    }
    above = about(sheet, head)
    texts = dict(head.texts)
    first = min((c for c, text in texts.items() if _periodic(head, c, text)), default=None)
    for column in range(first if first is not None else 0):  # the words beside months often are under no heading
        if column not in texts and any(isinstance(cell, str) for cell in samples[column]):
            texts[column] = unheaded(column)
    head = Head(head.first, head.last, dict(sorted(texts.items())), head.cells, head.above)
    if above.year is None:
        above = evolve(above, year=_year_of_months(head))
    meanings = _meanings(head, samples, names, above.year or Year(2020))
    return Seen(sheet, head, above, meanings, {column: samples[column] for column in head.texts})


def _year_of_months(head: Head) -> Year | None:
    """The year of a quarter without one beside months that have theirs."""
    months = []
    for column, text in head.texts.items():
        cell = head.cells.get(column)
        period = read_heading(cell if isinstance(cell, dt.date) else text).period
        if period is not None and (period.start.year, period.start.month) == (period.end.year, period.end.month):
            months.append(period.start)
    if len(months) < 2:
        return None
    first = min(months)
    if first.month == 1 and max(months).year == first.year:
        return Year(first.year, financial=False)
    return Year(first.year - (first.month < 4))


def unheaded(column: int) -> str:
    """What is taken for a missing heading."""
    return f"(column {letters(column)})"


def _periodic(head: Head, column: int, text: str) -> bool:
    cell = head.cells.get(column)
    heading = read_heading(cell if isinstance(cell, dt.date) else text, Year(2020))
    return heading.kind == FIGURES and heading.period is not None and not heading.rest


def _meanings(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, year: Year
) -> dict[int, tuple[str, str]]:
    texts = head.texts
    months = [column for column, text in texts.items() if _periodic(head, column, text)]
    if len(months) > 1 or (months and len(texts) <= 3):
        return _months_across(head, samples, names, months, year)
    counted = [column for column in texts if _numeric(samples[column]) and _known(texts[column], names)]
    worded = [column for column in texts if _worded(samples[column]) and _share_known(samples[column], names) >= 0.3]
    if len(counted) > 1 and not worded:
        return _outcomes_across(head, samples, names, counted)
    found = _records(head, samples, names, worded)
    return _names_across(found, head, samples) if worded else found


def _names_across(
    found: dict[int, tuple[str, str]], head: Head, samples: MappingOf[int, Sequence[Cell]]
) -> dict[int, tuple[str, str]]:
    """The same, where outcomes are down the side and projects or organisations across, perhaps with a total."""
    numbers = [c for c in head.texts if _numeric(samples[c]) and not _NO_FIGURES.search(head.texts[c])]
    totals = [c for c in numbers if read_heading(head.texts[c]).kind == TOTAL]
    across = [c for c in numbers if c not in totals and found[c][0] in (LEAVE_OUT, "") and not _guess(head.texts[c])]
    held = {taken for taken, _ in found.values()}
    if len(across) < 2 or held & {"person", "period", DATES, TICKS} or not (totals or len(across) == len(numbers)):
        return found
    named = any(_LANDLORD.search(head.texts[column]) for column in across)
    meaning = OF_ORGANISATION if named else OF_PROJECT
    return found | dict.fromkeys(across, (meaning, "likely")) | dict.fromkeys(totals, (TOTAL, "listed"))


def _months_across(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, months: Sequence[int], year: Year
) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    longer = _longer(head, months, year)
    outcomes = [c for c in head.texts if c not in months and _worded(samples[c])]
    outcome = max(
        outcomes,
        key=lambda c: (listed_field(head.texts[c]) == "outcome", _share_known(samples[c], names), -c),
        default=None,
    )
    for column, text in head.texts.items():
        heading = read_heading(text, Year(2020))
        listed = listed_field(text)
        if column == outcome:
            sure = listed == "outcome" or _share_known(samples[column], names) >= 0.3
            found[column] = "outcome", "listed" if sure else "likely"
        elif _says_kind(samples[column]):
            found[column] = KIND, "listed"
        elif column in months:
            found[column] = (TOTAL if column in longer else FIGURES), "listed"
        elif heading.kind in (TARGET, TOTAL) and (heading.period is not None or not heading.rest):
            found[column] = heading.kind, "listed"
        elif listed in ("organisation", "project", "area", "period", "age"):
            found[column] = listed, "listed"
        elif heading.kind == LEAVE_OUT:
            found[column] = LEAVE_OUT, "listed"
        elif (guess := _guess(text)) in ("organisation", "project", "area") and _worded(samples[column]):
            found[column] = guess, "listed" if guess != "organisation" else "likely"
        else:
            found[column] = LEAVE_OUT, "likely"
    return found


def _says_kind(sample: Sequence[Cell]) -> bool:
    """Whether a column says of each row whether it holds actual figures or targets."""
    texts = {" ".join(cell.split()) for cell in sample if isinstance(cell, str)}
    if not texts or len(texts) > 6 or not all(isinstance(cell, str) for cell in sample):
        return False
    kinds = [read_heading(text[:40]) for text in texts]
    plain = all(
        (kind.kind != FIGURES and not kind.rest) or is_actual(text) for kind, text in zip(kinds, texts, strict=True)
    )
    return plain and any(kind.kind == TARGET for kind in kinds)


def _longer(head: Head, months: Sequence[int], year: Year) -> set[int]:
    """Columns of a quarter, half or year beside columns of the months it is made of: sums of these."""
    spans: dict[int, Period] = {}
    for column in months:
        cell = head.cells.get(column)
        period = read_heading(cell if isinstance(cell, dt.date) else head.texts[column], year).period
        if period is not None:
            spans[column] = period
    return {
        column
        for column, span in spans.items()
        if any(span.start <= p.start and p.end <= span.end and p != span for c, p in spans.items() if c != column)
    }


def _outcomes_across(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, counted: Sequence[int]
) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for column, text in head.texts.items():
        listed, guess, heading = listed_field(text), _guess(text), read_heading(text, Year(2020))
        if column in counted:
            found[column] = FIGURES, "listed"
        elif heading.kind in (TOTAL, TARGET) and not listed:
            found[column] = heading.kind, "listed"
        elif listed in ("organisation", "period", "project", "area", "age") and listed != "period":
            found[column] = listed, "listed"
        elif listed == "period" or (guess == "period" and _dated(samples[column]) > 0.5):
            found[column] = "period", "listed" if listed else "likely"
        elif _dated(samples[column]) > 0.8 and not _numeric(samples[column]) and guess != LEAVE_OUT:
            found[column] = "period", "likely"
        elif guess in ("organisation", "project", "area"):
            found[column] = guess, "likely"
        elif _numeric(samples[column]) and guess in ("", "quantity", "outcome") and not _NO_FIGURES.search(text):
            found[column] = FIGURES, "likely"  # an outcome of which nobody has said yet what it is
        else:
            found[column] = LEAVE_OUT, "likely"
    return _one(found, "period", head)


def _one(found: dict[int, tuple[str, str]], meaning: str, head: Head) -> dict[int, tuple[str, str]]:
    """The same, with one column of a meaning: that which is surest, or whose heading says it best."""
    columns = [column for column, (taken, _) in found.items() if taken == meaning]
    if len(columns) > 1:
        best = min(columns, key=lambda c: (found[c][1] != "listed", _rank(head.texts[c]), c))
        found |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return found


#: Which of several columns of dates is that of the outcome, the surest first.
_RANK = (
    r"\b(outcome|achieved|achievement)\b",
    r"\b(month|period|quarter)\b",
    r"\b(activity|event|job)\b",
    r"^date$",
    r"\bdate\b",
)
_RANKS = [re.compile(pattern, re.IGNORECASE) for pattern in _RANK]


def _rank(text: str) -> int:
    return next((number for number, pattern in enumerate(_RANKS) if pattern.search(text)), len(_RANKS))


def _record_column(text: str, sample: Sequence[Cell], names: Names) -> tuple[str, str]:
    """What a column of a table with a row for each record is taken for, by its heading and what is in it."""
    listed, guess = listed_field(text), _guess(text)
    if re.fullmatch(r"outcome ?(no\.? ?)?\d", text, re.IGNORECASE):
        return "outcome", "listed"
    if sample and not listed and _known(undated(text), names):
        if _ticks(sample):
            return TICKS, "listed"
        if _dated(sample) > 0.8 and not _numeric(sample):
            return DATES, "listed"
    if listed in ("start", "end") and guess == "period":
        return "period", "likely"  # unless another date is the outcome's own
    if listed:
        return listed, "listed"
    if _AIM.fullmatch(text) and _numeric(sample):
        return TARGET, "listed"
    return (guess if _holds(guess, text, sample) else LEAVE_OUT), "likely"


def _holds(guess: str, text: str, sample: Sequence[Cell]) -> bool:
    """Whether a column holds what its heading makes one guess."""
    if guess == "period":
        return _dated(sample) > 0.5
    if guess == "outcome":
        return _worded(sample)
    if guess in ("quantity", "cost"):
        return _numeric(sample)
    if guess == "person":
        return not _numeric(sample) or _REFERENCE.search(text) is not None
    return guess != ""


def _records(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, worded: Sequence[int]
) -> dict[int, tuple[str, str]]:
    found = {column: _record_column(text, samples[column], names) for column, text in head.texts.items()}
    many = [
        column for column, (taken, _) in found.items() if taken == "outcome" and re.search(r"\d$", head.texts[column])
    ]
    if len(many) < 2:
        found = _outcome_column(found, head, samples, names, worded)
        found = _one(found, "period", head)
    for meaning in (
        "organisation",
        "project",
        "area",
        "age",
        "quantity",
        "cost",
        "evidence",
        "sustained",
        "unit",
        SECOND,
    ):
        found = _one(found, meaning, head)
    found = _counted_by(_one_person(found, head), head, samples)
    if any(taken in (DATES, TICKS) for taken, _ in found.values()):
        if any(taken == DATES for taken, _ in found.values()) and not any(t == TICKS for t, _ in found.values()):
            found |= {c: (LEAVE_OUT, "likely") for c, (taken, _) in found.items() if taken in ("period", "outcome")}
        found |= {c: (LEAVE_OUT, "likely") for c, (taken, _) in found.items() if taken == "quantity"}
    return found


_REFERENCE = re.compile(r"\b(id|ref|reference|no|code|number|urn)\b", re.IGNORECASE)
_AIM = re.compile(r"targets?|tgt|plan(ned)?|goal|profiled?", re.IGNORECASE)


def _counted_by(
    found: dict[int, tuple[str, str]], head: Head, samples: MappingOf[int, Sequence[Cell]]
) -> dict[int, tuple[str, str]]:
    """The same, with a column of numbers that nothing explains as the count; of several, a person must say which."""
    if any(taken in ("quantity", "person", DATES, TICKS) for taken, _ in found.values()):
        return found
    unexplained = [
        column
        for column, (taken, _) in found.items()
        if taken == LEAVE_OUT
        and _numeric(samples[column])
        and _guess(head.texts[column]) != LEAVE_OUT
        and not _NO_FIGURES.search(head.texts[column])
    ]
    meaning = ("quantity", "likely") if len(unexplained) == 1 else ("", "")
    return found | dict.fromkeys(unexplained, meaning)


def _one_person(found: dict[int, tuple[str, str]], head: Head) -> dict[int, tuple[str, str]]:
    columns = [column for column, (taken, _) in found.items() if taken == "person"]
    if len(columns) > 1:
        best = min(
            columns,
            key=lambda c: (found[c][1] != "listed", not re.search(r"\b(id|ref)", head.texts[c], re.IGNORECASE), c),
        )
        found |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return found


def _outcome_column(
    found: dict[int, tuple[str, str]],
    head: Head,
    samples: MappingOf[int, Sequence[Cell]],
    names: Names,
    worded: Sequence[int],
) -> dict[int, tuple[str, str]]:
    """The same, with one outcome column: the one that is named so, or that holds known words."""
    columns = [column for column, (taken, _) in found.items() if taken == "outcome"] or list(worded)
    if not columns:
        return found
    best = min(
        columns,
        key=lambda c: (
            found[c] != ("outcome", "listed"),
            -_share_known(samples[c], names),
            _rank_outcome(head.texts[c]),
            c,
        ),
    )
    found |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return found | {best: ("outcome", found[best][1] if found[best][0] == "outcome" else "likely")}


def _rank_outcome(text: str) -> int:
    return 0 if re.search(r"outcome", text, re.IGNORECASE) else 1


def _known(text: str, names: Names) -> bool:
    return len(text) <= 300 and names.read(text) is not None


def _share_known(sample: Sequence[Cell], names: Names) -> float:
    texts = {cell for cell in sample if isinstance(cell, str)}
    return sum(_known(text, names) or _known(row_kind(text)[1], names) for text in texts) / len(texts) if texts else 0


def _numeric(sample: Sequence[Cell]) -> bool:
    figures = sum(_figure(cell) for cell in sample)
    return figures > 0 and figures >= 0.6 * sum(not isinstance(cell, NotCalculated | ErrorCell) for cell in sample)


def _figure(cell: Cell) -> bool:
    if isinstance(cell, dt.date | dt.time | ErrorCell | NotCalculated):
        return False
    try:
        return cells.quantity(cell, "GBP", estimates=True) is not None
    except cells.Remark:
        return True  # a figure in words
    except cells.CellFault as fault:
        return fault.code in ("negative-quantity", "quantity-too-large")


def _worded(sample: Sequence[Cell]) -> bool:
    return sum(isinstance(cell, str) and not _figure(cell) for cell in sample) > len(sample) / 2


_MARKS = frozenset({"yes", "no", "y", "n", "true", "false", "x", "✓", "✔", "☑", "✅", "√", "n/a", "-", "1", "0"})


def _ticks(sample: Sequence[Cell]) -> bool:
    marks = {str(cell).strip().lower() for cell in sample}
    return marks <= _MARKS and any(map(is_tick, sample))


def _dated(sample: Sequence[Cell]) -> float:
    return sum(map(_date, sample)) / len(sample) if sample else 0


def _date(cell: Cell) -> bool:
    if isinstance(cell, dt.date):
        return True
    if not isinstance(cell, str):
        return False
    try:
        Period.of(" ".join(cell.split()), year=2020)
    except ValueError:
        return False
    return True


def blocks(table: Seen) -> list[Seen]:
    """The tables of one sheet that have the same headings, one beneath the other, each with the lines above it."""
    if not table.across:
        return [table]
    rows = list(table.sheet.rows)
    starts = [at for at, (number, row) in enumerate(rows) if number >= table.head.last and _is_head(table.head, row)]
    if len(starts) < 2:
        return [table]
    figures = table.columns(FIGURES)
    tops = []
    for at in starts:  # the lines above a table reach up to the last row of figures before it
        top = at
        while top and not any(c < len(rows[top - 1][1]) and not cells.blank(rows[top - 1][1][c]) for c in figures[1:]):
            top -= 1
        tops.append(top)
    found = []
    for top, at, end in zip(tops, starts, [*tops[1:], len(rows)], strict=True):
        sheet = evolve(table.sheet, rows=rows[top:end])
        number = rows[at][0]
        first = number - (table.head.last - table.head.first)
        head = evolve(table.head, first=first, last=number, above=tuple(rows[top:at]))
        samples = {
            column: [row[column] for _, row in rows[at + 1 : end] if column < len(row) and not cells.blank(row[column])]
            for column in table.head.texts
        }
        above = about(sheet, head)
        found.append(
            evolve(
                table, sheet=sheet, head=head, above=evolve(above, year=above.year or table.above.year), samples=samples
            )
        )
    return found


def _is_head(head: Head, row: Sequence[Cell]) -> bool:
    """Whether a row has the headings once more."""
    again = sum(column < len(row) and heading_text(row[column]) == text for column, text in head.texts.items())
    return again > 1 and again >= len(head.texts) - 1


def suggest(sheets: Sequence[Sheet], names: Names) -> Mapping:
    """A map of a workbook's sheets, with everything guessed that can be; a person looks it over.

    Args:
        sheets: of one file.
        names: what outcomes may be called.
    """
    found = {sheet.name: look(sheet, names) for sheet in sheets}
    kinds = sheet_meanings(found)
    tables = [
        part
        for name, table in found.items()
        if table is not None and kinds[name] != LEAVE_OUT
        for part in blocks(table)
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


def sheet_meanings(found: MappingOf[str, Seen | None]) -> dict[str, str]:
    """What each sheet is taken for."""
    tables = {name: seen for name, seen in found.items() if seen is not None and seen.readable}
    records = [name for name, seen in tables.items() if seen.rows and not _SUMMARY.search(name)]
    kept = [
        name
        for name in (records or tables)
        if not _ASIDE.search(name) and not (_SUMMARY.search(name) and len(tables) > 1)
    ]
    kept = kept or list(tables)[:1]
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


def _names_period(name: str, year: Year | None) -> bool:
    try:
        Period.of(name, year=year.start if year else None)
    except ValueError:
        return False
    return True


def _alike(tables: Sequence[Seen]) -> bool:
    """Whether several tables have the same headings."""
    headings = [{same(text) for text in seen.head.texts.values()} for seen in tables]
    return len(headings) > 1 and all(len(h & headings[0]) >= 0.6 * len(headings[0]) for h in headings[1:])


def _columns(tables: Sequence[Seen]) -> list[Column]:
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


def _outcome_words(tables: Sequence[Seen], names: Names) -> list[Word]:
    counts: dict[str, tuple[str, int]] = {}

    def met(written: str, times: int) -> None:
        if written and not says_total(written):
            first, before = counts.get(same(written), (written, 0))
            counts[same(written)] = first, before + times

    for seen in tables:
        for column in (*seen.columns(FIGURES), *seen.columns(DATES), *seen.columns(TICKS)):
            if not seen.columns("outcome") or seen.meanings[column][0] != FIGURES:
                text = (
                    _outcome_of(seen.head, column)
                    if seen.meanings[column][0] == FIGURES
                    else undated(seen.head.texts[column])
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


def _under_sections(seen: Seen, column: int, names: Names) -> Counter[str]:
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
        elif kind != FIGURES:
            continue
        elif bare != written:
            found[bare] += 1
        elif section and names.read(written) is None and names.read(f"{section} {written}"):
            found[f"{section} / {written}"] += 1
        else:
            found[written] += 1
    return found


def _counted(seen: Seen, column: int) -> Counter[str]:
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


def _organisation_words(tables: Sequence[Seen]) -> list[Word]:
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


def _organisation(tables: Sequence[Seen]) -> str:
    """The organisation that the lines above a table name."""
    for seen in tables:
        if said := seen.above.said.get("organisation"):
            return said
        for title in seen.head.titles:
            for part in re.split(r" [-–—|:] |: ", title):
                if (
                    _LANDLORD.search(part)
                    and len(part) <= 60
                    and not re.search(r"\d{4}|tracker|return|report", part, re.IGNORECASE)
                ):
                    return part.strip()
    return ""

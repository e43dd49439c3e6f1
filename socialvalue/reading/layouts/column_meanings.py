"""What each column of a table is taken for, by its heading and what stands beneath it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from socialvalue.formats.sheets import Cell
from socialvalue.published.outcomes import Names
from socialvalue.reading.layouts.column_samples import (
    all_ticks,
    counts_many,
    in_words,
    is_known,
    mostly_figures,
    share_dated,
    share_known,
)
from socialvalue.reading.layouts.headings import Year, read_heading
from socialvalue.reading.layouts.unpivot import (
    Head,
    is_actual,
    undated,
)
from socialvalue.reading.long_form.header import listed_field
from socialvalue.records.maps import (
    DATES,
    FIGURES,
    KIND,
    LEAVE_OUT,
    OF_ORGANISATION,
    OF_PROJECT,
    SECOND,
    TARGET,
    TICKS,
    TOTAL,
)
from socialvalue.records.periods import Period

LANDLORD = re.compile(r"\b(homes?|housing|association|group|trust|landlord)\b", re.IGNORECASE)

#: What headers that are not listed may mean; the first that fits holds, and it is a guess.
_GUESSES: tuple[tuple[str, str], ...] = (
    (LEAVE_OUT, r"\b(comments?|notes?|remarks?|anything else|e-?mail|phone|mobile|tel|surname|forename)\b|^name$"),
    (LEAVE_OUT, r"\b(name of (resident|client|customer|participant)|d\.?o\.?b|date of birth|postcode|address)\b"),
    (LEAVE_OUT, r"\b(first|last|full|client|resident|customer|participant|tenant)[ _]?name\b"),
    (LEAVE_OUT, r"\b(officer|advis[oe]r|mentor|coach|worker|caseworker|manager|entered by|referred by|rag)\b"),
    (LEAVE_OUT, r"\b(wage|salary|pay|hours (per|a|each) week|hourly|employer|job title|sector|industry)\b"),
    (LEAVE_OUT, r"\b(household|dependants?|children|bedrooms?)\b"),
    (LEAVE_OUT, r"\b(gender|sex|ethnicity|disability|nationality|religion)\b"),
    (LEAVE_OUT, r"\b(created|modified|updated|completion time|start time|referral (source|date))\b"),
    (SECOND, r"\b(sub[ -]?(type|category|outcome)|second(ary)? outcome|outcome (detail|sub)|detail of outcome)"),
    ("organisation", r"\b(housing association|landlord|provider|organi[sz]ation|association|company|partner)\b"),
    ("quantity", r"\bhow many (residents|people|customers|tenants|participants|clients|individuals)\b"),
    ("evidence", r"\b(evidence|proof|payslip|verified|verification)\b"),
    ("sustained", r"\bsustain"),
    ("period", r"\b(month|quarter|period|when|date|week (ending|commencing|beginning|starting)|w/[ce])\b"),
    ("period", r"\b(achieved|gained|obtained|reached|started|completed|claimed) on$"),
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


def guess_of(text: str) -> str:
    """What a heading that is not listed may mean; empty where nothing fits."""
    return next((meaning for meaning, pattern in _GUESS if pattern.search(text[:300])), "")


def periodic(head: Head, column: int, text: str) -> bool:
    """Whether a heading is a month or another period, and nothing more."""
    cell = head.cells.get(column)
    heading = read_heading(cell if isinstance(cell, dt.date) else text, Year(2020))
    return heading.kind == FIGURES and heading.period is not None and not heading.rest


def meanings_of(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, year: Year
) -> dict[int, tuple[str, str]]:
    """What each column beneath headings is taken for, and how that is known: ``listed`` or ``likely``."""
    texts = head.texts
    months = [column for column, text in texts.items() if periodic(head, column, text)]
    if len(months) > 1 or (months and len(texts) <= 3):
        return _months_across(head, samples, names, months, year)
    counted = [column for column in texts if mostly_figures(samples[column]) and is_known(texts[column], names)]
    worded = [column for column in texts if in_words(samples[column]) and share_known(samples[column], names) >= 0.3]
    if len(counted) > 1 and not worded:
        return _outcomes_across(head, samples, names, counted)
    found = _records(head, samples, names, worded)
    return _names_across(found, head, samples) if worded else found


def _names_across(
    found: dict[int, tuple[str, str]], head: Head, samples: MappingOf[int, Sequence[Cell]]
) -> dict[int, tuple[str, str]]:
    """The same, where outcomes are down the side and projects or organisations across, perhaps with a total."""
    kinds = {c: read_heading(text, Year(2020)) for c, text in head.texts.items() if mostly_figures(samples[c])}
    if any(kind.period is not None for kind in kinds.values()):
        return found
    numbers = [  # a target or a variance is no project
        c for c, kind in kinds.items() if kind.kind in (FIGURES, TOTAL) and not _NO_FIGURES.search(head.texts[c])
    ]
    totals = [c for c in numbers if kinds[c].kind == TOTAL]
    across = [c for c in numbers if c not in totals and found[c][0] in (LEAVE_OUT, "") and not guess_of(head.texts[c])]
    held = {taken for taken, _ in found.values()}
    if len(across) < 2 or held & {"person", "period", DATES, TICKS} or not (totals or len(across) == len(numbers)):
        return found
    named = any(LANDLORD.search(head.texts[column]) for column in across)
    meaning = OF_ORGANISATION if named else OF_PROJECT
    return found | dict.fromkeys(across, (meaning, "likely")) | dict.fromkeys(totals, (TOTAL, "listed"))


def _months_across(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, months: Sequence[int], year: Year
) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    longer = _longer(head, months, year)
    outcomes = [c for c in head.texts if c not in months and in_words(samples[c])]
    outcome = max(
        outcomes,
        key=lambda c: (listed_field(head.texts[c]) == "outcome", share_known(samples[c], names), -c),
        default=None,
    )
    for column, text in head.texts.items():
        heading = read_heading(text, Year(2020))
        listed = listed_field(text)
        if column == outcome:
            sure = listed == "outcome" or share_known(samples[column], names) >= 0.3
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
        elif (guess := guess_of(text)) in ("organisation", "project", "area") and in_words(samples[column]):
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
        listed, guess, heading = listed_field(text), guess_of(text), read_heading(text, Year(2020))
        if column in counted:
            found[column] = FIGURES, "listed"
        elif heading.kind in (TOTAL, TARGET) and not listed:
            found[column] = heading.kind, "listed"
        elif listed in ("organisation", "period", "project", "area", "age") and listed != "period":
            found[column] = listed, "listed"
        elif listed == "period" or (guess == "period" and share_dated(samples[column]) > 0.5):
            found[column] = "period", "listed" if listed else "likely"
        elif share_dated(samples[column]) > 0.8 and not mostly_figures(samples[column]) and guess != LEAVE_OUT:
            found[column] = "period", "likely"
        elif guess in ("organisation", "project", "area"):
            found[column] = guess, "likely"
        elif mostly_figures(samples[column]) and guess in ("", "quantity", "outcome") and not _NO_FIGURES.search(text):
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


#: One of several outcomes in a row, where what is beneath are outcomes by themselves and no parts of one.
_NTH = re.compile(r"\b(primary|secondary|first|second|third|1st|2nd|3rd) outcome\b|\d$", re.IGNORECASE)


def _record_column(text: str, sample: Sequence[Cell], names: Names) -> tuple[str, str]:
    """What a column of a table with a row for each record is taken for, by its heading and what is in it."""
    listed, guess = listed_field(text), guess_of(text)
    if re.fullmatch(r"outcome ?(no\.? ?)?\d", text, re.IGNORECASE):
        return "outcome", "listed"
    if guess == SECOND and share_dated(sample) > 0.5:
        return "period", "likely"
    if _NTH.search(text[:300]) and share_known(sample, names) >= 0.5:
        return "outcome", "likely"
    if sample and not listed and is_known(undated(text), names):
        if all_ticks(sample):
            return TICKS, "listed"
        if share_dated(sample) > 0.8 and not mostly_figures(sample):
            return DATES, "listed"
    if listed in ("start", "end") and guess == "period":
        return "period", "likely"  # unless another date is the outcome's own
    if listed:
        return listed, "listed"
    if _AIM.fullmatch(text) and mostly_figures(sample):
        return TARGET, "listed"
    if _holds(guess, text, sample):
        return guess, "likely"
    if sample and is_known(undated(text), names):
        return "", ""  # it names an outcome, and what is beneath does not say how: a person must say
    return LEAVE_OUT, "likely"


def _holds(guess: str, text: str, sample: Sequence[Cell]) -> bool:
    """Whether a column holds what its heading makes one guess."""
    if guess == "period":
        return share_dated(sample) > 0.5
    if guess == "outcome":
        return in_words(sample)
    if guess == "sustained":
        return all_ticks(sample)
    if guess in ("quantity", "cost"):
        return mostly_figures(sample)
    if guess == "person":
        return not mostly_figures(sample) or _REFERENCE.search(text) is not None
    return guess != ""


def _records(
    head: Head, samples: MappingOf[int, Sequence[Cell]], names: Names, worded: Sequence[int]
) -> dict[int, tuple[str, str]]:
    found = {column: _record_column(text, samples[column], names) for column, text in head.texts.items()}
    many = [column for column, (taken, _) in found.items() if taken == "outcome" and _NTH.search(head.texts[column])]
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
    found = _counted_by(_one_person(_of_rows(found, head, samples), head), head, samples)
    found = _of_a_type(found, head, samples)
    if any(taken in (DATES, TICKS) for taken, _ in found.values()):
        if any(taken == DATES for taken, _ in found.values()) and not any(t == TICKS for t, _ in found.values()):
            found |= {c: (LEAVE_OUT, "likely") for c, (taken, _) in found.items() if taken in ("period", "outcome")}
        found |= {c: (LEAVE_OUT, "likely") for c, (taken, _) in found.items() if taken == "quantity"}
    return found


_REFERENCE = re.compile(r"\b(id|ref|reference|no|code|number|urn)\b", re.IGNORECASE)
_AIM = re.compile(r"targets?|tgt|plan(ned)?|goal|profiled?", re.IGNORECASE)


_TYPE = re.compile(r"\b(job|work|employment|contract) ?(type|status|pattern)\b|\btype of (job|work|employment)\b", re.I)


def _of_a_type(
    found: dict[int, tuple[str, str]], head: Head, samples: MappingOf[int, Sequence[Cell]]
) -> dict[int, tuple[str, str]]:
    """The same; where a column says the type of job, the date of a job says when, and not that it is of any type."""
    dates = [column for column, (taken, _) in found.items() if taken == DATES]
    types = [column for column, text in head.texts.items() if _TYPE.search(text[:300]) and in_words(samples[column])]
    if len(dates) != 1 or len(types) != 1 or any(taken in ("outcome", TICKS) for taken, _ in found.values()):
        return found
    return _one(found | {types[0]: ("outcome", "likely"), dates[0]: ("period", "listed")}, "period", head)


#: The number of a row: of an answer to a form, or of an indicator. It may be a person's, where each row counts one.
_OF_ROW = re.compile(
    r"((response|entry|submission|form|record|kpi|indicator|measure) ?)?(id|no\.?|number|ref\.?|reference|code)|#",
    re.IGNORECASE,
)


def _of_rows(
    found: dict[int, tuple[str, str]], head: Head, samples: MappingOf[int, Sequence[Cell]]
) -> dict[int, tuple[str, str]]:
    """The same; the number of a row that counts many is no person."""
    counts = [cell for column, (taken, _) in found.items() if taken == "quantity" for cell in samples[column]]
    if not any(counts_many(cell) for cell in counts):
        return found
    rows = [c for c, said in found.items() if said == ("person", "likely") and _OF_ROW.fullmatch(head.texts[c])]
    return found | dict.fromkeys(rows, (LEAVE_OUT, "likely"))


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
        and mostly_figures(samples[column])
        and guess_of(head.texts[column]) != LEAVE_OUT
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
            -share_known(samples[c], names),
            _rank_outcome(head.texts[c]),
            c,
        ),
    )
    found |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return found | {best: ("outcome", found[best][1] if found[best][0] == "outcome" else "likely")}


def _rank_outcome(text: str) -> int:
    return 0 if re.search(r"outcome", text, re.IGNORECASE) else 1

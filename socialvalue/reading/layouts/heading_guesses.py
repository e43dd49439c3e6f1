"""What a heading that is not listed may mean, by its words; and which of several columns says it best."""

from __future__ import annotations

import re
from typing import TypeAlias

from socialvalue.reading.layouts.heading_rows import TableHead
from socialvalue.records.maps import LEAVE_OUT, SECOND

#: What each column is taken for, and how that is known: ``listed`` or ``likely``.
Meanings: TypeAlias = dict[int, tuple[str, str]]


#: Words in the name of an organisation.
LANDLORD_WORDS = re.compile(r"\b(homes?|housing|association|group|trust|landlord)\b", re.IGNORECASE)


#: What headers that are not listed may mean; the first that fits holds, and it is a guess.
_HEADING_GUESSES: tuple[tuple[str, str], ...] = (
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


_HEADING_GUESS_PATTERNS = [(meaning, re.compile(pattern, re.IGNORECASE)) for meaning, pattern in _HEADING_GUESSES]


#: A column like these holds no figures, whatever numbers are in it.
NO_FIGURES = re.compile(
    r"^(no\.?|#|row|s/?n|line|urn)$|\b(id|ref|reference|phone|postcode|age|dob|year|rate|score)\b", re.IGNORECASE
)


def guessed_field(text: str) -> str:
    """What a heading that is not listed may mean; empty where nothing fits."""
    return next((meaning for meaning, pattern in _HEADING_GUESS_PATTERNS if pattern.search(text[:300])), "")


def one_column(meanings: Meanings, meaning: str, head: TableHead) -> Meanings:
    """The meanings, with one column of a meaning: that which is surest, or whose heading says it best."""
    columns = [column for column, (taken, _) in meanings.items() if taken == meaning]
    if len(columns) > 1:
        best = min(columns, key=lambda c: (meanings[c][1] != "listed", _date_rank(head.texts[c]), c))
        meanings |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return meanings


#: Which of several columns of dates is that of the outcome, the surest first.
_DATE_RANK = (
    r"\b(outcome|achieved|achievement)\b",
    r"\b(month|period|quarter)\b",
    r"\b(activity|event|job)\b",
    r"^date$",
    r"\bdate\b",
)


_DATE_RANK_PATTERNS = [re.compile(pattern, re.IGNORECASE) for pattern in _DATE_RANK]


def _date_rank(text: str) -> int:
    return next(
        (number for number, pattern in enumerate(_DATE_RANK_PATTERNS) if pattern.search(text)), len(_DATE_RANK_PATTERNS)
    )

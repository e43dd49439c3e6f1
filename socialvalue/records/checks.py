"""The checks of what was reported, whichever way it came in: files, dataframes, or lines made by a program."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from operator import attrgetter

from attrs import evolve

from socialvalue.adjustments import MOST_YEARS
from socialvalue.money import pounds, total
from socialvalue.problems import NOWHERE, Place, Problem, error, in_order, warning
from socialvalue.published.outcomes import Vocabulary
from socialvalue.published.prices import PriceBase
from socialvalue.records.lines import COLUMNS
from socialvalue.records.periods import SIGNIFICANT, Period, years_between
from socialvalue.records.returns import LARGEST, Cost, Line, Return, folded

#: Units of which there can be a part of one.
DIVISIBLE = ("GBP", "hour", "wellby")

#: What is wrong, and what to do, where one person key is beside more than one.
ONE_PERSON = (
    "The quantity is more than 1 beside a person key, which counts one person.",
    "Write 1, or leave the key out where the row counts many.",
)


def checked(entered: Return, vocabulary: Vocabulary, today: dt.date | None = None) -> Return:
    """The return with what is wrong in its lines, alone and together, among its problems.

    A line that is there twice with one figure is kept once, and an organisation has one spelling. What was checked
    before comes back with nothing said twice.

    Args:
        entered: what was reported.
        vocabulary: the outcomes.
        today: the day after which a period is in the future; the day it is when None. Of lines that
            were read from cells it was said when they were read.
    """
    if _was_checked(entered, vocabulary):
        return entered
    day = today or dt.datetime.now(tz=dt.UTC).date()
    known = set(entered.problems)
    lines, repeats = _same_lines(_one_spelling(entered.lines), by_words=entered.mapping is not None)
    lines, costs = _one_project(lines, entered.costs)
    costs, spent_twice = _spent_once(costs, lines)
    stocks = {outcome.id for outcome in vocabulary if outcome.flow == "stock"}
    lines, counted_twice = _registered_once(lines, stocks)
    together = in_order(
        [
            *repeats,
            *spent_twice,
            *counted_twice,
            *_overlapping(lines, stocks),
            *_similar(lines),
            *_sums_of_others(lines),
            *_sums_of_parts(lines),
            *_of_one_day(lines, stocks),
            *_cost_on_each(lines),
            *_some(_out_of_time(lines)),
        ]
    )
    found = [*(problem for line in lines for problem in _faults(line, vocabulary, day)), *together]
    new = [problem for problem in dict.fromkeys(found) if problem not in known]
    entered = evolve(entered, lines=lines, costs=costs, problems=(*entered.problems, *new))
    return evolve(entered, checked_as=(entered.lines, entered.costs, vocabulary))


def _was_checked(entered: Return, vocabulary: Vocabulary) -> bool:
    """Whether these very lines and costs were checked with these outcomes; others put in their place were not."""
    if entered.checked_as is None:
        return False
    lines, costs, outcomes = entered.checked_as
    return lines is entered.lines and costs is entered.costs and outcomes == vocabulary


def _faults(line: Line, vocabulary: Vocabulary, today: dt.date) -> Iterator[Problem]:
    """What is wrong with one line, as it would be said of the cells it could have been read from."""
    read = bool(line.place.file)  # from a cell, of which this was said
    if not read and not line.organisation.strip():
        yield error("missing-value", line.place, "The organisation is blank.", "Name it.")
    if not read and line.period.start > today and line.quantity is not None:
        remedy = "Mend the period; forecasts are not reported as done."
        yield error("future-period", line.place, f"{line.period} has not happened yet.", remedy)
    if line.start and line.end and line.end < line.start:
        yield error("bad-date", line.place, "The end is before the start.", "Mend one of the dates.")
    if line.outcome not in vocabulary:
        close = vocabulary.names().find(line.outcome)
        remedy = f"Its id is “{close}”." if close else "The ids are those of the vocabulary and of the bank’s own."
        yield error("unknown-outcome", line.place, f"“{line.outcome}” is not an outcome known here.", remedy)
        return
    if line.start and line.end and years_between(line.start, line.end) > MOST_YEARS:
        message = f"From {line.start} to {line.end} is more than {MOST_YEARS} years."
        yield error("duration-too-long", line.place, message, "Mend one of the dates.")
    if line.quantity is None:
        return
    unit = vocabulary[line.outcome].unit
    if line.person and unit == "person" and line.quantity > line.rows:
        yield error("person-quantity", line.place, *ONE_PERSON)
    if line.quantity > LARGEST * line.rows:
        remedy = "Check for a slipped digit, or a date or reference number in its place."
        yield error("quantity-too-large", line.place, f"{line.quantity:,} is more than {LARGEST:,}.", remedy)
    elif unit not in DIVISIBLE and line.quantity != line.quantity.to_integral_value():
        message = f"{line.quantity} is not a whole number, and this outcome is counted one {unit} at a time."
        remedy = "Report head counts, not full-time equivalents or averages."
        yield error("fractional-people", line.place, message, remedy)


def told_apart(line: Line) -> tuple[object, ...]:
    """What tells the lines of one organisation and period apart."""
    if line.register:  # rows that are alike are different people: only the file as a whole can be repeated
        return line.outcome, line.project
    return line.outcome, line.project, line.age, line.area, tuple(sorted(line.tags.items()))


def _one_spelling(lines: Sequence[Line]) -> Iterable[Line]:
    """An organisation written in several cases, apostrophes or dashes is one, under the spelling used most."""
    written: Counter[str] = Counter()
    for line in lines:
        written[line.organisation] += line.rows
    names = _spellings(written)
    if not names:
        return lines
    return (evolve(line, organisation=names.get(line.organisation, line.organisation)) for line in lines)


def _one_project(lines: list[Line], costs: Sequence[Cost]) -> tuple[list[Line], list[Cost]]:
    """A project written in several cases, spaces or dashes is one, under the spelling of most lines; of costs too."""
    written: Counter[str] = Counter()
    for line in lines:
        written[line.project] += line.rows
    for cost in costs:
        written[cost.project] += 0
    names = _spellings(written)
    if not names:
        return lines, list(costs)
    return (
        [evolve(line, project=names[line.project]) if line.project in names else line for line in lines],
        [evolve(cost, project=names.get(cost.project, cost.project)) for cost in costs],
    )


def _spellings(written: Counter[str]) -> dict[str, str]:
    """The spelling used most, for each name that is written in another way too."""
    used: dict[str, list[str]] = {}
    for name in sorted(written, key=lambda name: (-written[name], name)):
        used.setdefault(folded(name), []).append(name)
    return {name: found[0] for found in used.values() for name in found[1:]}


_apart = attrgetter(*(name for name, column in COLUMNS.items() if column.apart == "all" and name != "organisation"))


def _same_lines(lines: Iterable[Line], *, by_words: bool = False) -> tuple[list[Line], list[Problem]]:
    """Lines without repeats: one that is reported twice counts once, and is an error where the figures differ.

    A register's rows all count.

    Args:
        lines: what was reported.
        by_words: whether two words for one outcome are two lines, as somebody has said they both mean it.
    """
    kept: dict[tuple[object, ...], Line] = {}
    rows: list[Line] = []
    problems: list[Problem] = []
    for line in lines:
        if line.register:
            rows.append(line)
            continue
        key = (folded(line.organisation), *_apart(line), *sorted(line.tags.items()), line.said if by_words else "")
        first = kept.setdefault(key, line)
        if first is line:
            continue
        what = f"{line.organisation}, {line.period}, {line.outcome}"
        here, there = ("here", f" and at {first.place}") if first.place != line.place else ("twice", "")
        if first.quantity == line.quantity:
            message = f"{what} is {here}{there} with the same figure, and is counted once."
            problems.append(Problem("repeated-line", "warning", line.place, message, "Take one of the two out."))
        else:
            message = f"{what} is {here} with {line.quantity} and{there.removeprefix(' and')} with {first.quantity}."
            problems.append(error("conflicting-lines", line.place, message, "Keep the right one."))
    return list(chain(kept.values(), rows)), problems


#: Problems of one kind that are named one by one; more are counted.
_NAMED = 20


def _some(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of each kind, and how many more there are."""
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.code] += 1
        if told[problem.code] <= _NAMED:
            yield problem
    for code, number in told.items():
        if number > _NAMED:
            message = f"{number - _NAMED:,} more rows of the kind {code}."
            yield warning("more-problems", NOWHERE, message, "Mend those that are named, and check again.")


def _out_of_time(lines: Iterable[Line]) -> Iterator[Problem]:
    """Outcomes whose dates do not fit what is claimed: their period, that they were sustained, their project."""
    dated = [line for line in lines if line.quantity and (line.start or line.end)]
    began: dict[tuple[str, str], dt.date] = {}
    for line in lines if dated else ():
        key = line.organisation, line.project
        first = _project_start(line) or line.period.start
        began[key] = min(first, began.get(key, first)) if _project_start(line) is None else first
    for line in dated:
        what = f"{line.organisation}, {line.outcome}, {line.period}"
        if line.start and line.start > line.period.end:
            message = f"{what}: it starts on {line.start}, after its period."
            yield warning("start-after-period", line.place, message, "Claim it in the period it starts in.")
        if line.sustained and line.start and line.end and years_between(line.start, line.end) < SIGNIFICANT:
            days = (line.end - line.start).days + 1
            message = f"{what}: it is said to be sustained, and lasted {days:,} {'day' if days == 1 else 'days'}."
            yield warning("ended-early", line.place, message, "Mend the dates, or say that it was not sustained.")
        first = began[line.organisation, line.project]
        if line.project and line.start and line.start < first:
            message = f"{what}: it starts on {line.start}, before {line.project} began ({first})."
            yield warning("outcome-before-project", line.place, message, "Check that it belongs to the project.")


def _project_start(line: Line) -> dt.date | None:
    """When the project began, where a column says so."""
    for name, text in line.tags.items():
        if folded(name) in ("project start", "project start date", "project began"):
            try:
                return dt.date.fromisoformat(text.strip()[:10])
            except ValueError:
                day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
                return dt.date(int(day[3]), int(day[2]), int(day[1])) if day and int(day[2]) <= 12 else None
    return None


def _registered_once(lines: list[Line], stocks: Collection[str]) -> tuple[list[Line], list[Problem]]:
    """The lines without counts of what a register holds too, and what is said of each.

    A count and a register of one organisation, outcome and period are of the same people: the register counts, which
    says who they are. Of periods that differ and overlap, both count, and both are named.
    """
    registered: dict[tuple[str, str], dict[tuple[Period, str], list[Line]]] = {}
    for line in lines:
        if line.register and line.quantity and line.outcome not in stocks:
            found = registered.setdefault((line.organisation, line.outcome), {})
            found.setdefault((line.period, line.project), []).append(line)
    if not registered:
        return lines, []
    kept: list[Line] = []
    problems: list[Problem] = []
    for line in lines:
        found = registered.get((line.organisation, line.outcome), {})
        near = [
            (period, rows)
            for (period, project), rows in (found.items() if line.quantity and not line.register else ())
            if period.start <= line.period.end
            and line.period.start <= period.end
            and (not project or not line.project or project == line.project)
        ]
        same = [row for period, rows in near if period == line.period for row in rows]
        what = f"{line.organisation}, {line.outcome}"
        if same:
            number = total(row.quantity or Decimal(0) for row in same)
            agree = "" if number == line.quantity else f", {line.quantity:,} and {number:,}"
            message = f"{what}, {line.period}: it is counted here and in the register at {same[0].place}{agree}."
            remedy = "The register counts. Keep one of the two."
            problems.append(warning("counted-twice", line.place, message, remedy))
            continue
        if near:
            period, rows = near[0]
            message = f"{what}: {line.period} is counted here, and {period} in the register at {rows[0].place}."
            remedy = "Both count. Report one of the two, if they are of the same people."
            problems.append(warning("overlapping-periods", line.place, message, remedy))
        kept.append(line)
    return kept, problems


def _overlapping(lines: Iterable[Line], stocks: Collection[str]) -> list[Problem]:
    """Where an organisation reports one flow for a month and for a longer time that holds it, a warning for each pair.

    Args:
        lines: what was reported; a register's rows are people, and not looked at.
        stocks: the outcomes whose figures are never added over time.
    """
    series: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if line.quantity and not line.register and line.outcome not in stocks:
            series.setdefault((line.organisation, *told_apart(line)), []).append(line)
    problems = []
    for found in series.values():
        found.sort(key=lambda line: (line.period.start, line.period.start - line.period.end))  # the longer first
        reach = found[0]
        for line in found[1:]:
            if line.period != reach.period and line.period.start <= reach.period.end:
                message = f"{line.organisation}, {line.outcome}: {line.period} lies within {reach.period}"
                remedy = "Both count. Report one of the two, if they are of the same people or things."
                problems.append(warning("overlapping-periods", line.place, f"{message}, at {reach.place}.", remedy))
            reach = max(reach, line, key=lambda one: one.period.end)
    return [*problems, *_within_a_whole([line for found in series.values() for line in found])]


def _within_a_whole(lines: Iterable[Line]) -> Iterator[Problem]:
    """Where a figure for all projects, ages or areas and one for some of them are of times that overlap and differ."""
    every: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        every.setdefault((line.organisation, line.outcome), []).append(line)
    for found in every.values():
        wholes, parts = _first_of_each([line for line in found if _is_whole(line)]), list[Line]()
        if wholes:
            parts = _first_of_each([line for line in found if not _is_whole(line)])
        for whole in wholes:
            part = next((line for line in parts if _overlap(line.period, whole.period)), None)
            if part is not None:
                of = part.project or ", ".join(word for word in (part.age, part.area) if word != "all")
                message = (
                    f"{whole.organisation}, {whole.outcome}: {whole.period} is reported here for all, and "
                    f"{part.period} for {of} at {part.place}."
                )
                remedy = "Both count. Report one of the two, if they are of the same people or things."
                yield warning("overlapping-periods", whole.place, message, remedy)


def _first_of_each(lines: Iterable[Line]) -> list[Line]:
    """The first line of each period."""
    found: dict[Period, Line] = {}
    for line in lines:
        found.setdefault(line.period, line)
    return list(found.values())


def _overlap(one: Period, other: Period) -> bool:
    """Whether two periods differ and share a day."""
    return one != other and one.start <= other.end and other.start <= one.end


def _is_whole(line: Line) -> bool:
    """Whether a figure is not for one project, age or area alone."""
    return not line.project and line.age == "all" and line.area == "all"


def _spent_once(costs: Sequence[Cost], lines: Iterable[Line]) -> tuple[list[Cost], list[Problem]]:
    """What was spent, each once however often files, sheets and tables say it, and what is to be said about it.

    What one sheet says of a project, a year, its prices and its payer is added up. Where another says the same sum of
    the same, it is the same money, and counts once; where it says another sum, both count. So it is where one of two
    sheets leaves the year or the payer unsaid. A cost on a line is one of the financial year of its period.
    """
    stated: dict[tuple[object, ...], dict[tuple[str, str], list[Cost]]] = {}
    on_lines = [
        Cost(line.cost, line.project, PriceBase.on(line.period.start, financial=True), place=line.place)
        for line in lines
        if line.cost is not None
    ]
    lines_of = {id(cost) for cost in on_lines}
    every = [*on_lines, *sorted(costs, key=lambda cost: _standing(cost.place))]
    source = {
        id(cost): ("", "lines") if id(cost) in lines_of else (cost.place.file, cost.place.sheet) for cost in every
    }
    for cost in every:
        what = (folded(cost.project), *_beside(cost))
        stated.setdefault(what, {}).setdefault(source[id(cost)], []).append(cost)
    dropped, problems = _compared(stated.values(), lambda some, others: True)
    projects: dict[str, dict[tuple[str, str], list[Cost]]] = {}
    for cost in every:
        if id(cost) not in dropped:
            projects.setdefault(folded(cost.project), {}).setdefault(source[id(cost)], []).append(cost)
    again, more = _compared(projects.values(), _unsaid)
    dropped |= again
    return [cost for cost in costs if id(cost) not in dropped], [*problems, *more]


def _cost_on_each(lines: Iterable[Line]) -> Iterator[Problem]:
    """A warning where one cost is beside every line of a project and period: it may be the project's, said again."""
    groups: dict[tuple[str, Period], list[Line]] = {}
    for line in lines:
        if line.project and not line.register and line.quantity is not None:
            groups.setdefault((line.project, line.period), []).append(line)
    for (project, period), found in groups.items():
        cost = found[0].cost
        if len(found) > 1 and cost and all(line.cost == cost for line in found):
            message = (
                f"{project}, {period}: a cost of {pounds(cost)} is beside each of {len(found)} lines, and "
                f"{pounds(cost * len(found))} counts."
            )
            remedy = "If it is the cost of the project, write it beside one line, or in a table of costs."
            yield warning("second-cost", found[0].place, message, remedy)


def _compared(
    groups: Iterable[Mapping[tuple[str, str], list[Cost]]],
    may_be_one: Callable[[Sequence[Cost], Sequence[Cost]], bool],
) -> tuple[set[int], list[Problem]]:
    """The costs, by identity, that repeat what an earlier sheet says, and a warning for each two that may be one."""
    dropped: set[int] = set()
    problems: list[Problem] = []
    for sources in groups:
        earlier: list[list[Cost]] = []
        for found in sources.values():
            near = [other for other in earlier if may_be_one(other, found)]
            amount = total(cost.amount for cost in found)
            same = next((other for other in near if total(cost.amount for cost in other) == amount), None)
            about = f"{pounds(amount)} for {found[0].project or 'the whole'}"
            if not near or not amount or not str(found[0].place):  # without a place it was not read, so not twice
                earlier.append(found)
            elif same is not None:
                dropped |= {id(cost) for cost in found}
                message = f"The cost of {about} is said here and at {same[0].place}: it is counted once."
                problems.append(warning("repeated-cost", found[0].place, message, "Keep it in one place."))
            else:
                other = f"{pounds(total(cost.amount for cost in near[0]))} at {near[0][0].place}"
                message = f"A cost of {about} is said here, and {other}: both count."
                remedy = "If they are the same money, keep one; else say what year or project each is for."
                problems.append(warning("second-cost", found[0].place, message, remedy))
                earlier.append(found)
    return dropped, problems


def _beside(cost: Cost) -> tuple[PriceBase | None, PriceBase | None, str]:
    return cost.year, cost.prices, folded(cost.payer)


def _unsaid(some: Sequence[Cost], others: Sequence[Cost]) -> bool:
    """Whether two sheets' costs of a project may be one money, as one leaves the year or the payer unsaid."""
    said, also = set(map(_beside, some)), set(map(_beside, others))
    if said & also:
        return False  # compared already
    years, other_years = ({year for year, _, _ in each} - {None} for each in (said, also))
    payers, other_payers = ({payer for _, _, payer in each} - {""} for each in (said, also))
    return not (years and other_years and years != other_years) and not (
        payers and other_payers and payers != other_payers
    )


def _standing(place: Place) -> tuple[str, str, int, str]:
    """Where a cell is, in the order of reading down a sheet."""
    return place.file, place.sheet, len(place.cell), place.cell


#: An organisation with no more figures than this, all small, may be the sum of others by chance.
_BY_CHANCE = 10


def _sums_of_others(lines: Sequence[Line]) -> list[Problem]:
    """A warning for each organisation whose every figure is the sum of those of the others: a total under some name."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if not line.register and line.quantity is not None:
            key = (line.period, line.outcome, line.project, line.age, line.area, tuple(sorted(line.tags.items())))
            groups.setdefault(key, []).append(line)
    sums = {key: sum((line.quantity or Decimal(0) for line in found), Decimal(0)) for key, found in groups.items()}
    fits: dict[str, list[Line]] = {}
    others: set[str] = set()
    for group, found in groups.items():
        for line in found:
            quantity = line.quantity or Decimal(0)
            if len(found) > 2 and quantity and quantity * 2 == sums[group]:
                fits.setdefault(line.organisation, []).append(line)
            elif quantity:
                others.add(line.organisation)
    problems = []
    for name, mine in fits.items():
        if name in others or sum(line.quantity or Decimal(0) for line in mine) < _BY_CHANCE:
            continue
        figures = "Its figure is the sum" if len(mine) == 1 else f"Each of its {len(mine)} figures is the sum"
        message = f"“{name}” may be a total of other rows. {figures} of the others'; both count."
        remedy = "Take it out, if it is a total; nothing needs doing if it is an organisation."
        problems.append(warning("total-row", mine[0].place, message, remedy))
    return problems


#: Lines are for all of these, or for one.
_PARTS = {"project": "", "age": "all", "area": "all"}


def _sums_of_parts(lines: Sequence[Line]) -> Iterator[Problem]:
    """A warning where an organisation's figures for all ages, areas or projects are the sum of those for each."""
    for name, every in _PARTS.items():
        wholes: dict[tuple[object, ...], Line] = {}
        parts: dict[tuple[object, ...], list[Decimal]] = {}
        for line in lines:
            if line.register or not line.quantity:
                continue
            rest = (getattr(line, other) for other in _PARTS if other != name)
            key = line.organisation, line.period, line.outcome, *rest, tuple(sorted(line.tags.items()))
            if getattr(line, name) == every:
                wholes[key] = line
            else:
                parts.setdefault(key, []).append(line.quantity)
        found: dict[str, list[Line]] = {}
        for key, line in wholes.items():
            if len(parts.get(key, ())) > 1 and total(parts[key]) == line.quantity:
                found.setdefault(line.organisation, []).append(line)
        for organisation, sums in found.items():
            first = sums[0]
            more = f", and {len(sums) - 1} more," if len(sums) > 1 else ""
            message = (
                f"{organisation}, {first.outcome}, {first.period}: the figure without {_A[name]}{more} is the sum of "
                f"those with one. All count."
            )
            remedy = "Take it out, if it is their total; nothing needs doing if it is of others."
            yield warning("total-row", first.place, message, remedy)


_A = {"project": "a project", "age": "an age", "area": "an area"}


def _of_one_day(lines: Iterable[Line], stocks: Collection[str]) -> Iterator[Problem]:
    """A warning where an organisation gives a stock as of one day twice, of two periods, with figures that differ."""
    ends: dict[tuple[object, ...], dict[Period, list[Line]]] = {}
    for line in lines:
        if line.outcome in stocks and line.quantity is not None:
            key = line.organisation, line.outcome, line.period.end
            ends.setdefault(key, {}).setdefault(line.period, []).append(line)
    for found in ends.values():
        if len(found) < 2:
            continue
        figures = {period: total(line.quantity or Decimal(0) for line in of) for period, of in found.items()}
        if len(set(figures.values())) > 1:
            counts = max(figures, key=lambda period: period.start)
            other = next(period for period in figures if figures[period] != figures[counts])
            line, there = found[counts][0], found[other][0]
            message = (
                f"{line.organisation}, {line.outcome}: {figures[counts]:,f} for {counts}, and {figures[other]:,f} for "
                f"{other} at {there.place}, are of the same day. The one for {counts} counts."
            )
            yield warning("overlapping-periods", line.place, message, "Keep the right one.")


def _similar(lines: Sequence[Line]) -> list[Problem]:
    """A warning for each two organisations that may be one: their names are near the same, and so is what they report.

    Names are near the same that differ in nothing but ``Ltd`` or ``Limited``, ``&`` or ``and``, a leading ``The`` and
    punctuation.
    """
    near: dict[str, set[str]] = {}
    for name in {line.organisation for line in lines}:
        near.setdefault(_near(name), set()).add(name)
    doubtful = {name for found in near.values() if len(found) > 1 for name in found}
    if not doubtful:
        return []
    problems = []
    first: dict[tuple[object, ...], Line] = {}
    said: set[frozenset[str]] = set()
    for line in lines:
        if line.organisation not in doubtful or line.quantity is None:
            continue
        other = first.setdefault((_near(line.organisation), line.period, line.outcome), line)
        pair = frozenset((line.organisation, other.organisation))
        if len(pair) > 1 and pair not in said:
            said.add(pair)
            message = f"“{line.organisation}” and “{other.organisation}” both report {line.outcome} for {line.period}"
            remedy = "Both count. If they are one organisation, write its name one way and take one of the two out."
            problems.append(warning("similar-organisations", line.place, f"{message}, at {other.place}.", remedy))
    return problems


def _near(name: str) -> str:
    words = re.sub(r"[^\w\s]", "", folded(name).replace("&", " and ").replace("-", " ")).split()
    bare = [word for word in words if word not in ("ltd", "limited", "and")]
    return " ".join(bare[1:] if bare[:1] == ["the"] else bare)

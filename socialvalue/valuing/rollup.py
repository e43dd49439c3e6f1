"""Totals of a result by whatever its lines say: who, when, where, what for; and against targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import cache, cached_property
from itertools import product

from attrs import evolve, field, frozen

from socialvalue.money import EXACT, total
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Group, Progress, RollUp
from socialvalue.records.lines import COLUMNS
from socialvalue.records.periods import Period, months_of
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line, Target
from socialvalue.valuing.measures import amount, counted

#: What a result can be grouped by, beside the tags of its lines.
TIMES = ("period", "quarter", "financial-year")
_TEXTS = tuple(name for name, column in COLUMNS.items() if column.kind == "text")
FIELDS = ("organisation", *TIMES, *_TEXTS, "outcome", "theme", "kind")
_OTHER_NAMES = {
    "month": "period",
    "financial year": "financial-year",
    "association": "organisation",
    "organization": "organisation",
    "landlord": "organisation",
    "programme": "project",
    "location": "area",
    "region": "area",
}


#: The keys of a group that holds all others.
REST: tuple[str, ...] = ("\0others",)


#: Words in the name of a column that make it a place to group by.
_PLACES = ("area", "region", "authority", "borough", "county", "district", "ics", "ward", "lep")


def place_tags(result: Result) -> tuple[str, ...]:
    """The tags of the result's lines that name a place; other columns may name a person."""
    tags = {tag for entry in result.lines for tag in entry.line.tags}
    return tuple(sorted(tag for tag in tags if any(word in tag.casefold() for word in _PLACES)))


class UnknownGrouping(ValueError):
    """Something no line can be grouped by."""


def roll_up(result: Result, by: Sequence[str], *, league: bool = False) -> RollUp:
    """The result's totals by one or more of its lines' properties.

    Args:
        result: what is rolled up.
        by: of `FIELDS` or the tags of the lines, such as ``ICS``; case does not matter.
        league: order by net pounds, the largest first.

    Raises:
        UnknownGrouping: naming what could be asked for.
    """
    lines = counted(result)
    tags = {tag.casefold(): tag for tag in sorted({tag for line in lines for tag in line.tags})}
    keys = [_Key.named(name, tags, result.vocabulary) for name in by]
    names = tuple(key.name for key in keys)
    valued: dict[int, list[ResultLine]] = {}
    for entry in result.lines:
        valued.setdefault(id(entry.line), []).append(entry)
    members: dict[tuple[str, ...], list[_Member]] = {}
    for line in lines:
        for member in _members(line, valued.get(id(line), []), apart="kind" in names):
            for found in product(*(key.of(member) for key in keys)):
                members.setdefault(found, []).append(member)
    missing = {entry.outcome for entry in result.not_valued}
    with localcontext(EXACT):
        groups = [
            _group(found, names, members[found], result.vocabulary, missing, combine=result.method.combine_kinds)
            for found in members
        ]
        groups.sort(key=lambda group: [key.order(text) for key, text in zip(keys, group.keys, strict=True)])
        groups = _over_time(groups, keys, result.vocabulary)
        groups = _with_costs(groups, names, members, result)
    if league:
        groups.sort(key=lambda group: -(group.net or Decimal(0)))
    return RollUp(names, tuple(groups), league=league, overlapping="theme" in names)


#: What a group of all that is too small to be told by itself is called.
SMALL = "small groups together"


class TooFew(ValueError):
    """So few people that no group of them can be told."""


def suppressed(rolled: RollUp, below: int) -> RollUp:
    """The groups with those of 1 to `below` - 1 people as one, so that no small number can be told or worked out.

    All small groups are added to one another. Where that would be one group alone, or still fewer than `below` people,
    the next smallest goes with them: else the total less all others would tell it. What was beside them from one
    period to the next is left out, for the same reason. Groups counted in anything but people are not changed.

    Args:
        rolled: the groups.
        below: the fewest people that may be told.

    Raises:
        TooFew: when all people together are fewer than `below`.
    """

    def people(group: Group) -> Decimal:
        return group.quantity if group.unit == "person" else Decimal(0)

    small = [group for group in rolled.groups if 0 < people(group) < below]
    if not small:
        return evolve(rolled, suppressed_below=below)
    others = sorted((group for group in rolled.groups if people(group) >= below), key=people, reverse=True)
    while others and (len(small) < 2 or total(map(people, small)) < below):
        small.append(others.pop())
    if total(map(people, small)) < below:
        msg = f"there are fewer than {below} people in all"
        raise TooFew(msg)
    merged = {id(group) for group in small}
    kept = [_alone(group) for group in rolled.groups if id(group) not in merged]
    together = Group(
        (SMALL,) * len(rolled.by),
        max(group.organisations for group in small),
        total(group.quantity for group in small),
        "person",
        _all(group.gross for group in small),
        _all(group.net for group in small),
    )
    return evolve(rolled, groups=(*kept, together), suppressed_below=below)


def _alone(group: Group) -> Group:
    """The group without what was before it, or comes with it."""
    return evolve(group, before=None, net_before=None, to_date=None, net_to_date=None)


def _all(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where one of them is not known."""
    known = list(amounts)
    return None if None in known else total(amount or Decimal(0) for amount in known)


def first_and_rest(groups: Sequence[Group], most: int) -> tuple[list[Group], list[Group]]:
    """The first groups, the last of them all others together, and those others; all of them where they are so few.

    The keys of the others together are `REST`. Sums are of pounds and people; where one of them has no net value, the
    others together have none.
    """
    if len(groups) <= most:
        return list(groups), []
    rest = list(groups[most - 1 :])

    def summed(amounts: Iterable[Decimal | None]) -> Decimal | None:
        known = list(amounts)
        return None if None in known else total(amount or Decimal(0) for amount in known)

    net, cost = summed(group.net for group in rest), summed(group.cost for group in rest)
    others = Group(
        REST,
        max(group.organisations for group in rest),
        total(group.quantity for group in rest),
        rest[0].unit,
        summed(group.gross for group in rest),
        net,
    )
    return [*groups[: most - 1], _against(others, cost)], rest


def progress(result: Result, targets: Iterable[Target]) -> tuple[Progress, ...]:
    """Each target beside what was reported for it, in the order of period, organisation and outcome."""
    lines: dict[str, list[Line]] = {}
    for line in counted(result):
        lines.setdefault(line.outcome, []).append(line)
    found = []
    for target in targets:
        who, within = target.organisation.casefold(), target.period
        mine = [
            line
            for line in lines.get(target.outcome, ())
            if who in ("all", line.organisation.casefold())
            and target.project in ("", line.project)
            and within.start <= line.period.start
            and line.period.end <= within.end
        ]
        found.append(_progress(target, mine, result))
    place = {outcome.id: number for number, outcome in enumerate(result.vocabulary)}

    def order(entry: Progress) -> tuple[object, ...]:
        target = entry.target
        span = (target.period.start, target.period.end)
        return (*span, target.organisation.casefold(), place[target.outcome], target.project, target.quantity)

    return tuple(sorted(found, key=order))


def _progress(target: Target, mine: Sequence[Line], result: Result) -> Progress:
    flow = result.vocabulary[target.outcome].flow
    actual = amount(mine, flow)
    who, within = target.organisation.casefold(), target.period
    reported = {
        line.period
        for line in counted(result)
        if who in ("all", line.organisation.casefold())
        and within.start <= line.period.start
        and line.period.end <= within.end
    }
    months, of_months = len(months_of(reported)), len(months_of([within]))
    due = EXACT.divide(EXACT.multiply(target.quantity, months), of_months) if flow == "flow" else target.quantity
    members = {id(line) for line in mine}
    values = [entry for entry in result.lines if entry.line.outcome == target.outcome]
    one_total = result.method.combine_kinds or len({entry.kind for entry in values}) == 1
    net = total(entry.net for entry in values if id(entry.line) in members) if values and one_total else None
    # What is due is valued like what was reported: of this target where anything was, else of everybody's.
    net_due = None
    if net is not None:
        value, quantity = net, actual
        if not quantity:
            value = total(entry.net for entry in values)
            once = {id(entry.line): entry.line for entry in values}.values()
            quantity = total(line.quantity or Decimal(0) for line in once)
        net_due = EXACT.divide(EXACT.multiply(value, due), quantity) if quantity else None
    return Progress(target, actual, months, of_months, due, net, net_due)


def _with_costs(
    groups: list[Group], names: tuple[str, ...], members: Mapping[tuple[str, ...], list[_Member]], result: Result
) -> list[Group]:
    """The groups with what was spent on each, where every pound spent belongs to one; else as they are."""
    if names == ("project",):
        unnamed = result.costs.get("") is not None and len(result.costs) == 1
        if not result.costs or unnamed:
            return groups
        known = {group.keys[0] for group in groups}
        idle = [Group((name,), 0, Decimal(0), "person", Decimal(0), Decimal(0)) for name in result.costs.keys() - known]
        every = sorted([*groups, *idle], key=lambda group: (group.keys[0] == "", group.keys[0].casefold()))
        return [_against(group, result.costs.get(group.keys[0])) for group in every]
    spent = {
        keys: [m.line.cost for m in {id(m.line): m for m in found}.values() if m.line.cost is not None]
        for keys, found in members.items()
    }
    by_group = {keys: total(costs) for keys, costs in spent.items()}
    if not result.costs or total(by_group.values()) != total(result.costs.values()):
        return groups
    return [_against(group, by_group[group.keys]) for group in groups]


def _against(group: Group, cost: Decimal | None) -> Group:
    """The group with its cost, and what is left and how many times over its value is."""
    if cost is None or group.net is None or not group.valued:
        return evolve(group, cost=cost)
    benefit, ratio = EXACT.subtract(group.net, cost), EXACT.divide(group.net, cost) if cost else None
    return evolve(group, cost=cost, net_benefit=benefit, ratio=ratio)


@frozen
class _Member:
    """A line in a group, with its results; where kinds are told apart, those of one kind."""

    line: Line
    values: list[ResultLine]
    kind: str = ""


def _members(line: Line, values: list[ResultLine], *, apart: bool) -> Iterator[_Member]:
    if not apart:
        yield _Member(line, values)
    for kind in sorted({value.kind for value in values}) if apart else ():
        yield _Member(line, [value for value in values if value.kind == kind], kind)


@frozen(slots=False)
class _Key:
    """One of the things lines are grouped by: what a line says of it, and how its values are ordered."""

    name: str
    vocabulary: Vocabulary
    tag: str = ""
    spans: dict[str, Period] = field(factory=dict, init=False)

    @classmethod
    def named(cls, asked: str, tags: Mapping[str, str], vocabulary: Vocabulary) -> _Key:
        name = " ".join(asked.casefold().replace("_", " ").split())
        name = name if name in tags else _OTHER_NAMES.get(name, name)
        if name in FIELDS:
            return cls(name, vocabulary)
        if name in tags:
            return cls(tags[name], vocabulary, tags[name])
        every = ", ".join((*FIELDS, *tags.values()))
        msg = f"nothing here is called “{asked}”; there is {every}"
        raise UnknownGrouping(msg)

    def of(self, member: _Member) -> Sequence[str]:
        line = member.line
        if self.tag:
            return (line.tags.get(self.tag, ""),)
        if self.name in TIMES:
            span = _span(line.period, self.name)
            self.spans[str(span)] = span
            return (str(span),)
        if self.name == "theme":
            return self.vocabulary[line.outcome].themes
        if self.name == "kind":
            return (member.kind,)
        return (str(getattr(line, self.name)),)

    def order(self, text: str) -> tuple[object, ...]:
        if self.name in TIMES:
            return self.spans[text].start, self.spans[text].end
        if self.name == "outcome":
            return (self._places[text],)
        return text == "", text.casefold(), text

    @cached_property
    def _places(self) -> dict[str, int]:
        return {outcome.id: number for number, outcome in enumerate(self.vocabulary)}


@cache
def _span(period: Period, time: str) -> Period:
    """The quarter or financial year a period lies in; a period that does not fit into one stays itself."""
    if time == "period":
        return period
    year = period.financial_year
    span = Period.of(period.quarter if time == "quarter" else f"{year[:4]}/{year[5:]}")
    return span if period.end <= span.end else period


def _group(
    keys: tuple[str, ...],
    names: tuple[str, ...],
    members: list[_Member],
    vocabulary: Vocabulary,
    missing: set[str],
    *,
    combine: bool,
) -> Group:
    values = [value for member in members for value in member.values]
    one_total = combine or len({value.kind for value in values}) <= 1
    outcome = vocabulary[keys[names.index("outcome")]] if "outcome" in names else None
    if outcome is None:
        counts = [m.line for m in members if m.values and vocabulary[m.line.outcome].unit == "person"]
        quantity, unit = total(line.quantity or Decimal(0) for line in counts), "person"
    else:
        quantity, unit = amount((member.line for member in members), outcome.flow), outcome.unit
    shown = one_total and (bool(values) or outcome is None)
    return Group(
        keys,
        len({member.line.organisation for member in members}),
        quantity,
        unit,
        total(value.gross for value in values) if shown else None,
        total(value.net for value in values) if shown else None,
        valued=bool(values) or not any(member.line.outcome in missing for member in members),
    )


def _over_time(groups: list[Group], keys: list[_Key], vocabulary: Vocabulary) -> list[Group]:
    """Groups of periods with the period before and the financial year to date beside them."""
    names = [key.name for key in keys]
    time = next((name for name in TIMES if name in names), None)
    if time is None:
        return groups
    spans, column = keys[names.index(time)].spans, names.index(time)
    others = [number for number, name in enumerate(names) if name not in TIMES]
    stocks = {outcome.id for outcome in vocabulary if outcome.flow == "stock"}
    chains: dict[tuple[str, ...], list[Group]] = {}
    found = []
    for group in sorted(groups, key=lambda group: spans[group.keys[column]]):
        chain = chains.setdefault(tuple(group.keys[number] for number in others), [])
        span = spans[group.keys[column]]
        eve = span.start - dt.timedelta(days=1)
        before = next((one for one in reversed(chain) if spans[one.keys[column]].end == eve), None)
        chain.append(group)
        year = [one for one in chain if spans[one.keys[column]].financial_year == span.financial_year]
        stock = "outcome" in names and group.keys[names.index("outcome")] in stocks
        to_date = group.quantity if stock else total(one.quantity for one in year)
        pounds = [one.net for one in year if one.net is not None]
        found.append(
            evolve(
                group,
                before=before.quantity if before else None,
                net_before=before.net if before else None,
                to_date=None if time == "financial-year" else to_date,
                net_to_date=None if time == "financial-year" or len(pounds) < len(year) else total(pounds),
            )
        )
    place = {group.keys: number for number, group in enumerate(groups)}
    return sorted(found, key=lambda group: place[group.keys])

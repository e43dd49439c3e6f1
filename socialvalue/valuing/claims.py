"""What may be claimed: the bank's rules applied to lines, before anything is valued.

A value for a year is claimed once a year for one person. Two claims for a person overlap when they begin less than
twelve months apart (on the days they give, else with their periods), and conflict when they are the same outcome,
exclude each other, or the value of one holds that of the other. The one kept is the one named first in the bank's list;
then the one whose value holds others; then the earliest; then the one that comes first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from attrs import frozen

from socialvalue.money import EXACT, count, total
from socialvalue.problems import Place, Problem, note, warning
from socialvalue.published.banks import Bank
from socialvalue.published.valuations import KINDS
from socialvalue.records.periods import years_between
from socialvalue.records.registers import Lines, as_told
from socialvalue.records.returns import Line
from socialvalue.records.totals import Refused

_WORD = re.compile("[a-z]+")

#: The outcome that counts the people supported, each once; claims are checked against it.
PEOPLE = "residents-supported"


@frozen
class Claim:
    """Lines that may be claimed, lines that may not, and what is to be said about them.

    Attributes:
        kept, refused: every line is in one of the two; one refused line may be of many rows that are alike.
        problems: doubts that came to light.
        until: the years that a kept claim lasts before another for the same person begins, and which that is, by the
            line's identity.
        unchecked: the checks for which the lines say too little, each as words that follow “not checked”.
    """

    kept: Lines
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()
    unchecked: tuple[str, ...] = ()
    until: Mapping[int, tuple[Decimal, Line]] = {}


def claimable(lines: Iterable[Line], bank: Bank) -> Claim:
    """The lines sorted by the bank's claiming rules.

    An outcome that was not sustained is not claimed where the bank says so; nor is one without evidence where the
    bank asks for it. A blank is not held against a line. Of claims for one person that conflict
    one is kept; a person is known by a key within one organisation.
    """
    rules = _Rules(bank)
    every = _made_where_claims_may_conflict(Lines.of(lines), rules)
    reasons, until, people = _claims_of_lines(every.made, bank, rules)
    rows, refused_rows = _claims_of_rows(Lines((), every.registers), bank)
    kept = Lines((line for line in every.made if id(line) not in reasons), rows.registers)
    refused = [Refused(line, reasons[id(line)]) for line in every.made if id(line) in reasons]
    if refused_rows:
        refused = sorted([*refused, *refused_rows], key=lambda entry: as_told(entry.line))
    return Claim(
        kept,
        tuple(refused),
        (*_more_than_people(kept, rules), *_shared_keys({*people, *_claimants(rows, rules)})),
        tuple(_unchecked(kept, rules)),
        until,
    )


def _claims_of_lines(
    lines: Sequence[Line], bank: Bank, rules: _Rules
) -> tuple[dict[int, str], dict[int, tuple[Decimal, Line]], Iterable[tuple[str, str]]]:
    """Why lines are refused, and how long kept claims last, both by identity; and the people who claim."""
    said = ((id(line), _unclaimed(bank, line.sustained, line.evidence)) for line in lines)
    reasons = {line: reason for line, reason in said if reason}
    people: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.person and line.quantity and id(line) not in reasons and line.outcome in rules.outcomes:
            people.setdefault((line.organisation, line.person), []).append(line)
    until: dict[int, tuple[Decimal, Line]] = {}
    for claims in people.values():
        if len(claims) > 1:
            refused = rules.overlapping(claims)
            reasons |= refused
            until |= rules.followed([line for line in claims if id(line) not in refused])
    return reasons, until, people


def _claims_of_rows(rows: Lines, bank: Bank) -> tuple[Lines, list[Refused]]:
    """The rows of registers that may be claimed, and a refused line for those alike that may not.

    No claim of theirs can meet another: rows for which one can were made into lines before.
    """
    said = ["sustained", "evidence"]
    claimed = rows.where(said, lambda *of_row: not _unclaimed(bank, *of_row))
    if claimed is rows:
        return rows, []
    others = rows.where(said, lambda *of_row: bool(_unclaimed(bank, *of_row)))
    alike = others.alike("organisation", "period", "outcome", *said)
    return claimed, [Refused(line, _unclaimed(bank, line.sustained, line.evidence)) for line in alike]


def _unclaimed(bank: Bank, sustained: bool | None, evidence: str) -> str:
    """Why an outcome is not claimed, by what is said of it alone; empty where it may be."""
    if bank.claiming.sustained_only and sustained is False:
        return f"not sustained: {bank.id} values outcomes that last"
    if bank.claiming.evidence_required and not evidence:
        return f"no evidence given: {bank.id} asks for it"
    return ""


def _claimants(rows: Lines, rules: _Rules) -> Iterator[tuple[str, str]]:
    """The people of several rows of registers who have claims, by organisation and key."""
    for register in rows.registers:
        yield from register.claimants(rules.outcomes)


def _made_where_claims_may_conflict(lines: Lines, rules: _Rules) -> Lines:
    """The lines, with one made for each row of people who are in several rows and may have claims that conflict.

    All other rows stay in their registers: of people who are in one row, or whose outcomes may be claimed together.
    """
    claims: dict[tuple[str, str], list[tuple[int, int]]] = {}
    outcomes: dict[tuple[str, str], list[str]] = {}
    for number, register in enumerate(lines.registers):
        for row, organisation, person, outcome in register.of_several_rows(rules.may_conflict):
            claims.setdefault((organisation, person), []).append((number, row))
            outcomes.setdefault((organisation, person), []).append(outcome)
    for line in lines.made if claims else ():
        if line.person:
            outcomes.setdefault((line.organisation, line.person), []).append(line.outcome)
    may: dict[tuple[str, ...], bool] = {}
    made = list(lines.made)
    taken: list[list[int]] = [[] for _ in lines.registers]
    for whose, rows in claims.items():
        what = tuple(sorted(outcomes[whose]))
        if what not in may:
            may[what] = rules.may_conflict(what)
        for number, row in rows if may[what] else ():
            taken[number].append(row)
    registers = []
    for register, rows_taken in zip(lines.registers, taken, strict=True):
        if rows_taken:
            alone, register = register.parted(rows_taken)
            made += alone
        registers.append(register)
    return Lines(sorted(made, key=as_told), registers) if any(taken) else lines


class GivenWay:
    """Kinds of value that give way because a better one for the same thing is reported, by the bank's rules.

    A rule holds for claims of one person, or for what one organisation reports for one period and project, where counts
    do not say who is behind them: then the better value takes the place of the other for all of them.
    """

    def __init__(self, lines: Lines, bank: Bank) -> None:
        self._rules = bank.claiming.replaces
        self._said: dict[tuple[str, str, str], int] = {}
        wanted = {rule.outcome for rule in self._rules}
        self._reported = {
            key
            for line in (lines.alike("organisation", "period", "project", "outcome") if wanted else ())
            if line.quantity and line.outcome in wanted
            for key in (("project", *_together(line)), ("person", line.organisation, line.person, line.outcome))
        }

    def kinds(self, line: Line) -> dict[str, str]:
        """The kinds that give way for a line, each with the reason."""
        gone: dict[str, str] = {}
        for rule in self._rules:
            if line.outcome not in rule.replaces:
                continue
            if rule.within == "project":
                key: tuple[object, ...] = ("project", *_together(line)[:-1], rule.outcome)
            else:
                key = ("person", line.organisation, line.person, rule.outcome)
            if key in self._reported and (rule.within == "project" or line.person):
                for kind in rule.kinds or KINDS:
                    gone.setdefault(kind, f"{rule.outcome} takes the place of its {kind} value")
                said = rule.outcome, line.outcome, " and ".join(rule.kinds or KINDS)
                self._said[said] = self._said.get(said, 0) + line.rows
        return gone

    def problems(self) -> Iterator[Problem]:
        """A note for each pair of outcomes of which one gave way."""
        for (better, other, kinds), number in self._said.items():
            lines = f"{number:,} line{'' if number == 1 else 's'}"
            message = f"{better} is reported: it takes the place of the {kinds} value of {other} ({lines})."
            remedy = "Where they are different people or hours, name their projects apart."
            yield note("value-replaced", Place(key=other), message, remedy)


def _together(line: Line) -> tuple[object, ...]:
    return line.organisation, line.period, line.project, line.outcome


class _Rules:
    """Which outcomes may not be claimed together for one person, and which of two is kept."""

    def __init__(self, bank: Bank) -> None:
        rules = bank.claiming
        self.groups = {rule.group: rule.outcomes for rule in rules.exclusive}
        self.holds = {(rule.outcome, held) for rule in rules.includes for held in rule.includes}
        annual = {
            value.outcome for value in bank if rules.annual and {"person", "year"} <= set(_WORD.findall(value.unit))
        }
        together = {outcome for group in self.groups.values() for outcome in group}
        self.outcomes = annual | together | {outcome for pair in self.holds for outcome in pair}
        self.replaced = {
            (rule.outcome, other) for rule in rules.replaces if rule.within == "person" for other in rule.replaces
        }
        self.replacing = {outcome for pair in self.replaced for outcome in pair}
        self._months = 12 if rules.annual else 1
        self._rank: dict[str, int] = {}
        for group in self.groups.values():
            for number, outcome in enumerate(group):
                self._rank[outcome] = min(number, self._rank.get(outcome, number))
        self._holders = {holder for holder, _ in self.holds}

    def overlapping(self, claims: Iterable[Line]) -> dict[int, str]:
        """Why each refused claim of one person conflicts with a kept one, by the line's identity."""
        kept: list[Line] = []
        refused: dict[int, str] = {}
        for line in sorted(claims, key=self._precedence):
            for other in kept:
                rule = self._rule(other.outcome, line.outcome)
                if rule and self._together(other, line):
                    at = f" at {other.place}" if str(other.place) else ""
                    refused[id(line)] = (
                        f"claimed already for this person as {other.outcome}, {other.period}{at}: {rule}"
                    )
                    break
            else:
                kept.append(line)
        return refused

    def followed(self, claims: Sequence[Line]) -> dict[int, tuple[Decimal, Line]]:
        """How long each claim of one person lasts before one that conflicts with it begins, and which, by identity.

        Claims of several years would otherwise count one person's year twice.
        """
        found: dict[int, tuple[Decimal, Line]] = {}
        if self._months != 12:
            return found
        order = sorted(claims, key=_began)
        for number, line in enumerate(order):
            for other in order[number + 1 :]:
                if self._rule(line.outcome, other.outcome) or self._rule(other.outcome, line.outcome):
                    found[id(line)] = _years_to(line, other), other
                    break
        return found

    def may_conflict(self, outcomes: Sequence[str]) -> bool:
        """Whether any two claims of one person could."""
        pairs = [pair for one, other in combinations(outcomes, 2) for pair in ((one, other), (other, one))]
        return any(pair in self.replaced or self._rule(*pair) for pair in pairs)

    def _together(self, one: Line, other: Line) -> bool:
        """Whether two claims begin less than a year apart: to the day where both give one, else to the month."""
        first, second = sorted((one, other), key=_began)
        if self._months == 12 and first.start and second.start:
            return _years_to(first, second) < 1
        return _month(second) - _month(first) < self._months

    def _precedence(self, line: Line) -> tuple[int, bool, int]:
        return self._rank.get(line.outcome, 1_000), line.outcome not in self._holders, _month(line)

    def _rule(self, kept: str, other: str) -> str:
        if kept == other:
            return "once a year" if self._months == 12 else "once a period"
        if (kept, other) in self.holds:
            return f"the value of {kept} holds that of {other}"
        return next((f"one {name} at a time" for name, group in self.groups.items() if {kept, other} <= set(group)), "")


def _began(line: Line) -> dt.date:
    return line.start or line.period.start


def _month(line: Line) -> int:
    return _began(line).year * 12 + _began(line).month


def _years_to(line: Line, other: Line) -> Decimal:
    """Years from the beginning of one claim to that of a later one."""
    if line.start and other.start:
        return years_between(line.start, other.start - dt.timedelta(days=1)) if other.start > line.start else Decimal(0)
    return EXACT.divide(Decimal(_month(other) - _month(line)), Decimal(12))


def _more_than_people(lines: Lines, rules: _Rules) -> Iterator[Problem]:
    """A warning for each outcome or exclusive group with more claims than the return says people were supported."""
    places: dict[tuple[str, object], Place] = {}
    for line in lines.where(["outcome"], lambda outcome: outcome == PEOPLE).alike("organisation", "period"):
        places.setdefault((line.organisation, line.period), line.place)
    sums: dict[tuple[str, object], dict[str, Decimal]] = {}
    for line in lines.alike("organisation", "period", "outcome") if places else ():
        key = (line.organisation, line.period)
        if line.outcome == PEOPLE or line.outcome in rules.outcomes:
            quantities = sums.setdefault(key, {})
            quantities[line.outcome] = quantities.get(line.outcome, Decimal(0)) + (line.quantity or Decimal(0))
    for (organisation, period), place in places.items():
        quantities = sums[organisation, period]
        people = quantities.pop(PEOPLE)
        grouped = {
            name: [outcome for outcome in group if outcome in quantities] for name, group in rules.groups.items()
        }
        for name, outcomes in (grouped | {outcome: [outcome] for outcome in sorted(quantities)}).items():
            claimed = total(quantities[outcome] for outcome in outcomes)
            if claimed > people:
                message = (
                    f"{organisation}, {period}: {count(claimed)} claims of {name} for {count(people)} people supported."
                )
                remedy = "A person has one at a time: check the counts, or send a register with a person column."
                yield warning("more-claims-than-people", place, message, remedy)


def _shared_keys(people: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    organisations: dict[str, int] = {}
    for _, person in people:
        organisations[person] = organisations.get(person, 0) + 1
    shared = sum(number > 1 for number in organisations.values())
    if shared:
        message = f"{shared} person keys are used by more than one organisation, and are taken for different people."
        remedy = "Keys are each organisation's own. If yours are shared, claims of two organisations were not compared."
        yield note("shared-keys", Place(), message, remedy)


def _unchecked(lines: Lines, rules: _Rules) -> Iterator[str]:
    """The check for double counting, where counts without person keys could hide it."""
    claimed: dict[str, set[str]] = {}
    for line in lines.alike("organisation", "outcome", "person"):
        if line.quantity and not line.person and line.outcome in rules.outcomes | rules.replacing:
            claimed.setdefault(line.organisation, set()).add(line.outcome)
    pairs = [set(group) for group in rules.groups.values()] + [set(pair) for pair in (*rules.holds, *rules.replaced)]
    if any(len(outcomes & pair) > 1 for outcomes in claimed.values() for pair in pairs):
        yield "double counting: counts alone do not show who each person is; a register of people does"

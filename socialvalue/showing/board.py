"""The page a board reads, as findings, tables and bars that any medium can show. Every figure comes from a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from attrs import evolve, field, frozen

from socialvalue.money import EXACT, apportioned, count, percent, places, rounded, total, whole_pounds
from socialvalue.records.groups import Group, Progress
from socialvalue.records.ranges import Range
from socialvalue.records.results import Result
from socialvalue.showing.bars import Bar, Part, Scale
from socialvalue.showing.words.amounts import counted, ratio_figure
from socialvalue.showing.words.board_title import board_subtitle, board_title
from socialvalue.showing.words.cost import spent_in_prices
from socialvalue.showing.words.forecast import forecast_notes
from socialvalue.showing.words.grammar import capital, in_text, listed, minus, number_word
from socialvalue.showing.words.gross_to_net import gross_only_note, gross_to_net_title, own_figures_note
from socialvalue.showing.words.groups import (
    group_heading,
    group_name,
    groups_title,
    months_title,
    outcomes_title,
)
from socialvalue.showing.words.headline import is_adjusted, months_reported, who_reported
from socialvalue.showing.words.last_year import (
    bridge_part_notes,
    bridge_part_words,
    change_title,
    change_title_by_kind,
    largest_change_title,
    more_than_last_year,
    outcomes_more_than_last_year,
    ratio_last_year,
    spent_more_than_last_year,
    year_names,
)
from socialvalue.showing.words.left_out import left_out
from socialvalue.showing.words.licence import basis_and_licence
from socialvalue.showing.words.read_first import read_first
from socialvalue.showing.words.sensitivity import (
    assumption_ends,
    assumption_name,
    no_range_notes,
    range_unknown_title,
    runs_notes,
    sensitivity_title,
)
from socialvalue.showing.words.steps import step_meaning
from socialvalue.showing.words.targets import target_name, target_notes, targets_title
from socialvalue.valuing.gaps import gaps
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.changes import Change, changes
from socialvalue.valuing.last_year.like_for_like import LikeForLike
from socialvalue.valuing.rollup.group_by import TIMES, place_tags
from socialvalue.valuing.rollup.largest_groups import REST, first_and_rest
from socialvalue.valuing.rollup.roll_up import roll_up
from socialvalue.valuing.stages import Stages, stages

Rounding = Literal["pounds", "thousands"]

#: Rows of a table by project or organisation; the rest are added up to one.
_MOST_ROWS = 7
#: Rows of a table of months; more are shown by quarter.
_MOST_MONTHS = 13
#: Assumptions shown on the first page; the appendix holds them all.
_MOST_ASSUMPTIONS = 4
#: Courses of the wall; a value of more times what was spent is not drawn as one.
_MOST_COURSES = 12


@frozen
class Pounds:
    """How the pounds of a report are written.

    Attributes:
        unit: 1 for whole pounds, 1000 for thousands, a penny where the whole is small.
    """

    unit: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal], rounding: Rounding = "pounds") -> Pounds:
        """The rounding asked for; pence where everything is below £1,000."""
        largest = max((abs(amount) for amount in amounts), default=Decimal(0))
        if largest < 1000:
            return cls(Decimal("0.01"))
        return cls(Decimal(1000 if rounding == "thousands" else 1))

    @property
    def head(self) -> str:
        """The heading of a column."""
        return "£000" if self.unit == 1000 else "£"

    @property
    def told(self) -> str:
        """How the figures are rounded, in words."""
        unit = "a thousand pounds" if self.unit == 1000 else "whole pounds"
        return "" if self.unit < 1 else f"Figures are rounded to {unit} so that each column adds up as printed."

    def shown(self, amount: Decimal) -> str:
        """The amount without its sign of pounds: ``1,426,660``, ``−251,764``."""
        figure = rounded(amount, self.unit) / max(self.unit, Decimal(1))
        return minus(f"{figure:,.{0 if self.unit >= 1 else 2}f}")

    def signed(self, amount: Decimal) -> str:
        """A change, with its sign."""
        return f"+{self.shown(amount)}" if amount > 0 else self.shown(amount)

    def column(self, amounts: Sequence[Decimal]) -> list[Decimal]:
        """The amounts rounded so that they add up to their rounded sum."""
        return apportioned(amounts, self.unit)


# what a page is made of


@frozen
class Fact:
    """A figure of the headline, what it is, a note under it, and whether it is the value itself."""

    name: str
    figure: str
    note: str = ""
    main: bool = False


@frozen
class Column:
    """A column: its heading, what it holds, and the name of a single figure, where that is not the heading."""

    head: str
    kind: Literal["name", "figure", "value", "bar"] = "figure"
    alone: str = ""

    @property
    def said(self) -> str:
        """The name of a single figure."""
        return self.alone or in_text(self.head.removesuffix(" £000").removesuffix(" £"))


@frozen
class Row:
    """A row: a cell for each column, a few words after its name, and whether it is a total or the net one."""

    cells: tuple[str | Bar | None, ...]
    small: str = ""
    look: Literal["", "total", "net"] = ""


@frozen
class Table:
    """A finding and the figures behind it.

    Attributes:
        name: a word that no other table of the page has.
        title: what was found.
        sub: what the figures are, their unit, and what one block of a bar is.
        columns, rows: the table; none where there is only something to say.
        notes: sentences under it.
    """

    name: str
    title: str
    sub: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class Wall:
    """The value as courses of bricks on what was spent.

    Attributes:
        brick: what a brick is, in pounds.
        spent: pounds; a course is as long as this.
        low, central, high: net pounds, with the range where one is known.
    """

    brick: Decimal
    spent: Decimal
    low: Decimal
    central: Decimal
    high: Decimal


@frozen
class Board:
    """One page for a board.

    Attributes:
        who, when: the masthead.
        title, sub: the finding, and what kind of figure it is.
        first: what must be read before any figure.
        wall: the picture; None where there is no cost, or no single total.
        facts: the figures of the headline, the net value first.
        lead: the table across the page.
        panels: the tables beside one another.
        left_out: what the figure leaves out: a name and a sentence each.
        foot: basis and licence: a name and sentences each.
        pounds: how pounds are rounded.
    """

    who: str
    when: str
    title: str
    sub: str
    first: tuple[str, ...]
    wall: Wall | None
    facts: tuple[Fact, ...]
    lead: Table | None
    panels: tuple[Table, ...]
    left_out: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]
    pounds: Pounds = field(repr=False)


@frozen
class Asked:
    """What is shown beside a result.

    Attributes:
        years: last year, compared like for like.
        targets: each with what was reported for it.
        by: what there are tables by: the first across the page, the others in the appendix; projects, else
            organisations, where none is named and there are any.
        rounding: pounds or thousands.
    """

    years: LikeForLike | None = None
    targets: tuple[Progress, ...] = ()
    by: tuple[str, ...] = ()
    rounding: Rounding = "pounds"


def board(result: Result, asked: Asked | None = None) -> Board:
    """The page for a board.

    Args:
        result: a sound one, assessed (`socialvalue.valuing.uncertainty.assess.assess`) where its range is to be shown.
        asked: what is shown beside it.
    """
    asked = asked or Asked()
    maker = _Maker(result, asked, Pounds.of((entry.gross for entry in result.by_outcome), asked.rounding))
    return Board(
        who=who_reported(result),
        when=months_reported(result),
        title=board_title(result),
        sub=board_subtitle(result),
        first=tuple(read_first(result, asked.years)),
        wall=maker.wall(),
        facts=tuple(maker.facts()),
        lead=maker.lead(),
        panels=tuple(maker.panels()),
        left_out=tuple(left_out(result, gaps(result))),
        foot=tuple(basis_and_licence(result)),
        pounds=maker.pounds,
    )


def further(result: Result, asked: Asked | None = None) -> tuple[Table, ...]:
    """The tables of the appendix."""
    asked = asked or Asked()
    pounds = Pounds.of((entry.gross for entry in result.by_outcome), asked.rounding)
    return tuple(_Maker(result, asked, pounds).further())


def beside_tables(result: Result, targets: Sequence[Progress] = ()) -> tuple[Table, ...]:
    """What is set beside a result: its targets, and how sure it is."""
    pounds = Pounds.of(entry.gross for entry in result.by_outcome)
    maker = _Maker(result, Asked(targets=tuple(targets)), pounds)
    aims = [maker.targets()] if targets else []
    return (*aims, *(maker.sure(entry) for entry in result.uncertainty))


def year_tables(years: LikeForLike, rounding: Rounding = "pounds") -> tuple[Table, ...]:
    """Two years side by side: from last year to this, then outcome by outcome and project by project."""
    pounds = Pounds.of((amount for one in years.bridges for amount in (one.then, one.now)), rounding)
    maker = _Maker(years.now, Asked(years=years, rounding=rounding), pounds)
    tables = [maker.from_last_year(bridge) for bridge in years.bridges]
    for by in ("outcome", "project"):
        rows = [change for change in changes(years, by) if change.change is not None]
        if rows and any(change.key for change in rows):
            tables.append(maker.changes(by, rows))
    return tuple(tables)


@frozen(slots=False)
class _Maker:
    result: Result
    asked: Asked
    pounds: Pounds

    @property
    def bridge(self) -> Bridge | None:
        """The one bridge from last year; None where there is no last year, or kinds are held apart."""
        years = self.asked.years
        return years.bridges[0] if years and len(years.bridges) == 1 else None

    # the top

    def wall(self) -> Wall | None:
        head = self.result.headline
        if head is None or head.net is None or not head.present_cost or head.net <= 0:
            return None
        known = next((entry for entry in self.result.uncertainty if entry.known), None)
        low, high = (known.low, known.high) if known else (head.net, head.net)
        if low < 0 or high > head.present_cost * _MOST_COURSES:
            return None
        return Wall(Scale.of([head.present_cost], most=40).block, head.present_cost, low, head.net, high)

    def facts(self) -> Iterator[Fact]:
        head, years = self.result.headline, self.asked.years
        if head is None or not self.result.lines:
            return
        whole = years is None or not (years.only_now or years.only_then)
        word = "Net" if is_adjusted(self.result) else "Gross"
        totals = [(head.kinds, head.net)] if head.net is not None else [((e.kind,), e.net) for e in head.by_kind]
        for kinds, net in totals:
            name = f"{word} {listed(list(kinds))} value"
            yield Fact(name, self._sum(net or Decimal(0)), more_than_last_year(self.bridge, whole=whole), main=True)
        if head.cost is not None:
            yield Fact("Spent", self._sum(head.cost), spent_more_than_last_year(years) or spent_in_prices(head))
        if head.ratio is not None:
            yield Fact("For each £1", f"£{ratio_figure(head.ratio)}", ratio_last_year(years))
        if head.outcomes:
            yield Fact("Outcomes", count(head.outcomes), outcomes_more_than_last_year(self.bridge, head))

    def _sum(self, amount: Decimal) -> str:
        """A sum with its sign of pounds: ``£1,426,660``, or ``£1,427k``."""
        figure = self.pounds.shown(amount)
        sign, figure = ("−", figure[1:]) if figure.startswith("−") else ("", figure)
        return f"{sign}£{figure}{'k' if self.pounds.unit == 1000 else ''}"

    # the table across the page

    def lead(self) -> Table | None:
        head = self.result.headline
        if head is None or not self.result.lines:
            return None
        if head.net is None:
            return self._by_kind() or self._by_outcome("lead")
        for by in self.asked.by[:1] or ("project", "organisation"):
            groups = roll_up(self.result, (by,)).groups
            if len(groups) > 1:
                return self._by(by, groups)
        return self._by_outcome("lead")

    def _by_kind(self) -> Table | None:
        """A table by project or organisation with a column for each kind of value that is held apart."""
        head = self.result.headline
        for by in self.asked.by[:1] or ("project", "organisation"):
            groups = [group for group in roll_up(self.result, (by, "kind")).groups if group.net is not None]
            names = list(dict.fromkeys(group.keys[0] for group in groups))
            if len(names) < 2 or len(names) > _MOST_MONTHS or head is None:
                continue
            counts = {group.keys[0]: group for group in roll_up(self.result, (by,)).groups}
            spent = any(group.cost is not None for group in counts.values())
            cells: dict[str, list[str | Bar | None]] = {name: [group_name(by, name, self.result)] for name in names}
            for name in names:
                cells[name].append(count(counts[name].quantity))
                cost = counts[name].cost
                cells[name] += ["" if cost is None else self.pounds.shown(cost)] if spent else []
            whole: list[str | Bar | None] = [f"All {number_word(len(names))}", count(head.outcomes)]
            whole += [self.pounds.shown(head.present_cost or Decimal(0))] if spent else []
            for kind in head.kinds:
                nets = {group.keys[0]: group.net or Decimal(0) for group in groups if group.keys[1] == kind}
                for name, value in zip(
                    names, self.pounds.column([nets.get(n, Decimal(0)) for n in names]), strict=True
                ):
                    cells[name].append(self.pounds.shown(value))
                whole.append(self.pounds.shown(total(nets.values())))
            columns = [Column(group_heading(by), "name"), Column("Outcomes")]
            columns += [Column(f"Spent {self.pounds.head}")] if spent else []
            columns += [Column(f"{capital(kind)} {self.pounds.head}") for kind in head.kinds]
            rows = [*(Row(tuple(cells[name])) for name in names), Row(tuple(whole), look="total")]
            name = group_heading(by).lower()
            sub = f"{self._value} by {name}, {self.pounds.head}; the kinds are different things and are not added"
            return Table("lead", f"Value by {name}, each kind apart", sub, tuple(columns), tuple(rows))
        return None

    def _by(self, by: str, groups: Sequence[Group], name: str = "lead", most: int = _MOST_ROWS) -> Table:
        """A table by project, organisation, area … with what was spent and last year where they are known."""
        if by not in TIMES:
            groups = sorted(groups, key=lambda group: -(group.net or 0))
        shown, others = first_and_rest(groups, max(most, _MOST_MONTHS) if by in TIMES else most)
        years = self.asked.years
        before = (
            {change.key: change for change in changes(years, by)} if years and self.bridge and by not in TIMES else {}
        )
        same = years is not None and not (years.only_now or years.only_then)
        spent = any(group.cost is not None for group in groups)
        mine = [before.get(group.keys[0]) if same else None for group in shown]
        lines = [change.then if change else None for change in mine]
        values = self.pounds.column([group.net or Decimal(0) for group in shown])
        costs = self.pounds.column([group.cost or Decimal(0) for group in shown])
        drawn_ = [value for group, value in zip(shown, values, strict=True) if group.keys != REST]
        scale = Scale.of([*drawn_, *(line for line in lines if line is not None)])
        head = self.pounds.head
        columns = [Column(group_heading(by), "name"), Column("Outcomes")]
        columns += [Column(f"Spent {head}")] if spent else []
        columns += [Column(f"Value {head}", "value"), Column("", "bar")]
        columns += [Column("For each £1")] if spent else []
        rows = []
        for group, value, cost, line in zip(shown, values, costs, lines, strict=True):
            label = group_name(by, group.keys[0], self.result)
            label = f"{len(others)} others" if group.keys == REST else label
            cells: list[str | Bar | None] = [label, count(group.quantity)]
            cells += [self.pounds.shown(cost) if group.cost is not None else ""] if spent else []
            drawn = None if group.keys == REST else Bar.whole(scale, value, line=line)
            cells += [self.pounds.shown(value), drawn]
            cells += [ratio_figure(group.ratio)] if spent else []
            rows.append(Row(tuple(cells)))
        rows.append(self._all(len(groups), spent=spent))
        told = "; the line is last year" if any(line is not None for line in lines) else ""
        sub = f"{self._value} by {group_heading(by).lower()}, {self._block(scale)}{told}"
        table = Table(name, groups_title(by, groups, self.result), sub, tuple(columns), tuple(rows))
        return self._with_changes(table, mine) if any(mine) and not others else table

    def further(self) -> Iterator[Table]:
        """The tables of the appendix: by whatever else was asked for, or else by month, organisation and place."""
        head = self.result.headline
        if head is None or head.net is None or not self.result.lines:
            return
        lead, panels = self.lead(), {table.name for table in self.panels()}
        months = [] if "months" in panels else ["period"]
        number = 0
        for by in self.asked.by[1:] or ("project", "organisation", *months, *place_tags(self.result)):
            groups = roll_up(self.result, (by,)).groups
            whole = lead is not None and lead.columns[0].head == group_heading(by) and len(lead.rows) > len(groups)
            if len(groups) > 1 and not whole:
                number += 1
                yield self._by(by, groups, f"by-{number}", len(groups))

    def _all(self, many: int, *, spent: bool) -> Row:
        head = self.result.headline
        net = head.net if head and head.net is not None else Decimal(0)
        cost, ratio, people = (head.present_cost, head.ratio, head.outcomes) if head else (None, None, Decimal(0))
        cells: list[str | Bar | None] = [f"All {number_word(many)}", count(people)]
        cells += ["" if cost is None else self.pounds.shown(cost)] if spent else []
        cells += [self.pounds.shown(net), None]
        cells += [ratio_figure(ratio)] if spent else []
        return Row(tuple(cells), look=self._look)

    def _with_changes(self, table: Table, rows: Sequence[Change | None]) -> Table:
        """The table with a last column: how much more or less than in the same months of last year."""
        amounts = self.pounds.column([change.change or Decimal(0) if change else Decimal(0) for change in rows])
        cells = [*map(self.pounds.signed, amounts), self.pounds.signed(total(amounts))]
        column = Column(f"On last year {self.pounds.head}")
        wider = [evolve(row, cells=(*row.cells, cell)) for row, cell in zip(table.rows, cells, strict=True)]
        return evolve(table, columns=(*table.columns, column), rows=tuple(wider))

    @property
    def _look(self) -> Literal["total", "net"]:
        """Only the net total is ruled twice."""
        return "net" if is_adjusted(self.result) else "total"

    @property
    def _value(self) -> str:
        return "Net value" if is_adjusted(self.result) else "Gross value"

    def _block(self, scale: Scale) -> str:
        return f"{self.pounds.head}; one block is {whole_pounds(scale.block)}"

    # the tables beside one another

    def panels(self) -> Iterator[Table]:
        if self.result.headline is None or not self.result.lines:
            return
        years, lead = self.asked.years, self.lead()
        if years and len(years.bridges) > 1:
            yield self._apart(years)
        elif self.bridge:
            yield self.from_last_year(self.bridge)
        if years is None or not years.bridges:
            yield from self._months()
        if self.asked.targets:
            yield self.targets()
        elif lead is not None and lead.columns[0].head != "Outcome":
            yield self._by_outcome("outcomes")
        found = list(stages(self.result))
        gross = [entry for entry in found if not entry.changes]
        for entry in found:
            if entry.changes or len(gross) == 1:
                yield self._stages(entry)
        if len(gross) > 1:
            yield Table("stages-gross", "Nothing is taken off: the figures are gross", notes=(gross_only_note(),))
        unknown = [kind for ranged in self.result.uncertainty if not ranged.known for kind in ranged.kinds]
        if unknown:
            yield Table("sure-unknown", range_unknown_title(unknown, self.result), notes=no_range_notes())
        for ranged in self.result.uncertainty:
            if ranged.known:
                yield self.sure(ranged)

    def _months(self) -> Iterator[Table]:
        head = self.result.headline
        if head is None or head.net is None:
            return
        for by in TIMES:
            groups = [group for group in roll_up(self.result, (by,)).groups if group.net is not None]
            if len(groups) <= _MOST_MONTHS:
                break
        if len(groups) < 2:
            return
        values = self.pounds.column([group.net or Decimal(0) for group in groups])
        scale = Scale.of(values, most=20)
        rows = [
            Row(
                (
                    group_name(by, group.keys[0], self.result),
                    count(group.quantity),
                    Bar.whole(scale, value),
                    self.pounds.shown(value),
                )
            )
            for group, value in zip(groups, values, strict=True)
        ]
        rows.append(Row(("All", count(head.outcomes), None, self.pounds.shown(head.net)), look=self._look))
        columns = (Column("", "name"), Column("Outcomes"), Column("", "bar"), Column(self.pounds.head, "value"))
        sub = f"{self._value}, {self._block(scale)}"
        yield Table("months", months_title(groups, by), sub, columns, tuple(rows))

    def _by_outcome(self, name: str) -> Table:
        entries = sorted(self.result.by_outcome, key=lambda entry: -entry.net)
        kinds = len({entry.kind for entry in entries}) > 1
        head = self.result.headline
        values = self.pounds.column([entry.net for entry in entries])
        scale = Scale.of(values, most=20)
        rows = []
        for entry, value in zip(entries, values, strict=True):
            outcome = self.result.vocabulary[entry.outcome]
            person = outcome.unit == "person"
            quantity = count(entry.quantity) if person else counted(entry.quantity, outcome.unit)
            cells = (outcome.label, quantity, Bar.whole(scale, value), self.pounds.shown(value))
            rows.append(Row(cells, small=entry.kind if kinds else ""))
        if head is not None and head.net is not None:
            people = not kinds and all(self.result.vocabulary[e.outcome].unit == "person" for e in entries)
            rows.append(
                Row(("All", count(head.outcomes) if people else "", None, self.pounds.shown(head.net)), look=self._look)
            )
        columns = (
            Column("Outcome", "name"),
            Column("Number"),
            Column("", "bar"),
            Column(f"Value {self.pounds.head}", "value"),
        )
        sub = f"{self._value} by outcome, {self._block(scale)}"
        return Table(name, outcomes_title(entries, self.result), sub, columns, tuple(rows))

    def changes(self, by: str, rows: Sequence[Change]) -> Table:
        """Both years by outcome or project, last year with this year's values, prices and method."""
        years = self.asked.years
        assert years is not None  # noqa: S101 - the changes come from there
        then, now = year_names(years)
        sides = [self.pounds.column([getattr(row, side) or Decimal(0) for row in rows]) for side in ("then", "now")]
        moved = [EXACT.subtract(after, before) for before, after in zip(*sides, strict=True)]
        shown = [
            Row(
                (
                    group_name(by, row.key, self.result),
                    count(row.quantity_then),
                    count(row.quantity_now),
                    self.pounds.shown(before),
                    self.pounds.shown(after),
                    self.pounds.signed(change),
                )
            )
            for row, before, after, change in zip(rows, *sides, moved, strict=True)
        ]
        sums = [total(side) for side in (*sides, moved)]
        figures = (self.pounds.shown(sums[0]), self.pounds.shown(sums[1]), self.pounds.signed(sums[2]))
        shown.append(Row(("All", "", "", *figures), look=self._look))
        head = self.pounds.head
        columns = (
            Column(group_heading(by), "name"),
            Column(f"Number {then}"),
            Column(f"Number {now}"),
            Column(f"{then} {head}"),
            Column(f"{now} {head}", "value"),
            Column(f"Change {head}"),
        )
        sub = f"Outcomes, and their {self._value.lower()} with this year’s values, prices and method"
        return Table(
            f"changes-{by}",
            largest_change_title(by, [row.key for row in rows], moved, self.result),
            sub,
            columns,
            tuple(shown),
        )

    def from_last_year(self, bridge: Bridge) -> Table:
        """From last year to this: bars of change from last year's line, never a cut axis."""
        years = self.asked.years
        assert years is not None  # noqa: S101 - a bridge comes from there
        first, last = (rounded(amount, self.pounds.unit) for amount in (bridge.then, bridge.now))
        moved = EXACT.subtract(last, first)
        parts = (("value", bridge.value), ("method", bridge.method), ("volume", bridge.volume), ("mix", bridge.mix))
        shown = apportioned([amount for _, amount in parts], self.pounds.unit, moved)
        starts = [Decimal(0)]
        for amount in shown:
            starts.append(EXACT.add(starts[-1], amount))
        scale = Scale.of(starts, most=20)
        then, now = year_names(years)
        small = bridge_part_words(bridge, years)
        rows = [Row((then, None, self.pounds.shown(first)), small="as valued then", look="total")]
        for (name, _), amount, start, end in zip(parts, shown, starts, starts[1:], strict=False):
            if amount:
                bar = Bar(scale, (Part(start, end, "value" if amount > 0 else "off"),))
                rows.append(Row((capital(name), bar, self.pounds.signed(amount)), small=small[name]))
        bar = Bar(scale, (Part(Decimal(0), moved, "value" if moved > 0 else "off"),))
        rows.append(Row((now, bar, self.pounds.shown(last)), small=self.pounds.signed(moved), look=self._look))
        columns = (Column("", "name"), Column("", "bar"), Column(self.pounds.head, "value"))
        name = f"bridge-{'-'.join(bridge.kinds)}"
        sub = f"From last year’s {self._value.lower()} to this year’s, {self._block(scale)}"
        notes = (*bridge_part_notes(bridge, years), *forecast_notes(years))
        return Table(name, change_title(bridge, moved, apart=len(years.bridges) > 1), sub, columns, tuple(rows), notes)

    def _apart(self, years: LikeForLike) -> Table:
        """From last year to this with a column for each kind of value that is held apart."""
        then, now = year_names(years)
        columns = [Column("", "name")]
        cells: dict[str, list[str | Bar | None]] = {then: [then], now: [now]}
        moves = []
        names = ("value", "method", "volume", "mix")
        parts: dict[str, list[str | Bar | None]] = {name: [capital(name)] for name in names}
        for bridge in years.bridges:
            columns.append(Column(f"{capital(listed(list(bridge.kinds)))} {self.pounds.head}"))
            first, last = (rounded(amount, self.pounds.unit) for amount in (bridge.then, bridge.now))
            moved = EXACT.subtract(last, first)
            moves.append((listed(list(bridge.kinds)), moved))
            cells[then].append(self.pounds.shown(first))
            cells[now].append(self.pounds.shown(last))
            shown = apportioned([getattr(bridge, name) for name in names], self.pounds.unit, moved)
            for name, amount in zip(names, shown, strict=True):
                parts[name].append(self.pounds.signed(amount))
        used = [name for name in names if any(getattr(bridge, name) for bridge in years.bridges)]
        rows = [Row(tuple(cells[then]), small="as valued then", look="total")]
        rows += [Row(tuple(parts[name])) for name in used]
        rows.append(Row(tuple(cells[now]), look="total"))
        sub = f"From last year’s {self._value.lower()} to this year’s, {self.pounds.head}"
        notes = bridge_part_notes(years.bridges[0], years)
        return Table("bridge", change_title_by_kind(moves), sub, tuple(columns), tuple(rows), notes)

    def targets(self) -> Table:
        """Each target with what was reported for it; the line is the target, or the part of it that is due."""
        entries = self.asked.targets
        valued = all(entry.net is not None for entry in entries)
        shown = self.pounds.column([entry.net or Decimal(0) for entry in entries])
        rows = []
        for entry, value in zip(entries, shown, strict=True):
            most = max(entry.actual, entry.due) or Decimal(1)
            bar = Bar(Scale(most, Decimal(0), most), (Part(Decimal(0), entry.actual, "count"),), entry.due)
            share = "" if entry.share_due is None else percent(entry.share_due, 0)
            done = f"{count(entry.actual)} of {count(places(entry.due, 0))}"
            cells: list[str | Bar | None] = [target_name(entry, entries, self.result), done, bar, share]
            rows.append(Row((*cells, *([self.pounds.shown(value)] if valued else []))))
        columns = [
            Column("Outcome", "name"),
            Column("Done of target", alone="done"),
            Column("", "bar"),
            Column("%", alone="reached"),
        ]
        columns += [Column(f"Value {self.pounds.head}", "value")] if valued else []
        sub = f"Against target, the line{f', and what was done in {self._value.lower()}' if valued else ''}"
        title = targets_title(entries, self.result)
        return Table("targets", title, sub, tuple(columns), tuple(rows), target_notes(entries))

    def _stages(self, found: Stages) -> Table:
        """From gross to net, less what was spent."""
        head = self.result.headline
        unit = self.pounds.unit
        sums = [rounded(amount, unit) for amount in found.amounts]
        cost = rounded(head.present_cost, unit) if head and head.net is not None and head.present_cost else None
        benefit = None if cost is None else EXACT.subtract(sums[-1], cost)
        scale = Scale.of([*sums, benefit or Decimal(0)], most=20)
        name, title = f"stages-{found.kind or 'all'}", gross_to_net_title(found, self.result)
        if not found.changes and cost is None:
            return Table(name, title, notes=(gross_only_note(),))
        rows = [Row(("Gross", Bar.whole(scale, sums[0]), self.pounds.shown(sums[0])))]
        for (kind, _), before, after in zip(found.changes, sums, sums[1:], strict=False):
            change = EXACT.subtract(after, before)
            bar = Bar(scale, (Part(before, after, "off" if change < 0 else "value"),))
            small = step_meaning(kind) if len(found.changes) > 1 else ""
            rows.append(Row((capital(kind), bar, self.pounds.signed(change)), small=small))
        if found.changes:
            rows.append(Row(("Net", Bar.whole(scale, sums[-1]), self.pounds.shown(sums[-1])), look=self._look))
        if cost is not None and benefit is not None:
            bar = Bar(scale, (Part(benefit, sums[-1], "spent"),))
            rows.append(Row(("Spent", bar, self.pounds.signed(-cost)), small="money"))
            rows.append(Row(("Net benefit", Bar.whole(scale, benefit), self.pounds.shown(benefit)), look="total"))
        columns = (Column("", "name"), Column("", "bar"), Column(self.pounds.head, "value"))
        sub = f"From gross to net{', less what was spent' if cost else ''}, {self._block(scale)}"
        notes = own_figures_note(self.result) if found.changes else (gross_only_note(),)
        return Table(name, title, sub, columns, tuple(rows), notes)

    def sure(self, entry: Range) -> Table:
        moving = [one for one in entry.sensitivities if one.swing]
        name = f"sure-{'-'.join(entry.kinds)}"
        if not moving:
            return Table(name, range_unknown_title(entry.kinds, self.result), notes=no_range_notes())
        figures = [figure for one in moving for figure in (one.at_low, one.at_high)]
        scale = Scale.of([*figures, entry.low, entry.high], most=20)
        rows = []
        for one in moving[:_MOST_ASSUMPTIONS]:
            label = capital(assumption_name(one.assumption, self.result))
            rows.append(self._between(label, assumption_ends(one.assumption), (one.at_low, one.at_high), entry, scale))
        if len(moving) > 1:
            rows.append(self._between("All at once", "", (entry.low, entry.high), entry, scale))
        if entry.simulation is not None:
            run = entry.simulation
            rows.append(self._between("Nine in ten", f"of {run.runs:,} runs", (run.lower, run.upper), entry, scale))
        head = self.pounds.head
        columns = (
            Column("", "name"),
            Column("", "bar"),
            Column(f"From {head}", alone="at least"),
            Column(f"To {head}", alone="at most"),
        )
        sub = f"Value with a figure moved from end to end; the line is {self._sum(entry.central)}"
        return Table(name, sensitivity_title(entry, self.result), sub, columns, tuple(rows), runs_notes(entry))

    def _between(self, name: str, small: str, ends: tuple[Decimal, Decimal], entry: Range, scale: Scale) -> Row:
        low, high = sorted(ends)
        sure = (Part(Decimal(0), low),) if low > 0 else ()
        bar = Bar(scale, (*sure, Part(low, high, "unsure")), entry.central)
        return Row((name, bar, self.pounds.shown(low), self.pounds.shown(high)), small=small)

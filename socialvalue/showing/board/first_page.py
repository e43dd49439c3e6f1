"""The first page of a report, for a board: title, facts, the table across it, tables beside one another, basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import field, frozen

from socialvalue.money import count
from socialvalue.records.groups import Progress, RollUp
from socialvalue.records.results import Result
from socialvalue.showing.board.draft import Asked, Draft
from socialvalue.showing.board.gross_to_net import gross_to_net_table
from socialvalue.showing.board.group_tables import groups_table, kinds_table, months_table, outcomes_table
from socialvalue.showing.board.last_year import bridge_table, bridge_table_by_kind
from socialvalue.showing.board.rounding import Pounds
from socialvalue.showing.board.sensitivity import sensitivity_table
from socialvalue.showing.board.tables import Table
from socialvalue.showing.board.targets import targets_table
from socialvalue.showing.board.wall import Wall, wall_of
from socialvalue.showing.words.amounts import ratio_figure
from socialvalue.showing.words.basis import basis_and_licence
from socialvalue.showing.words.caveats import left_out, read_first, small_groups_told
from socialvalue.showing.words.cost import spent_in_prices
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import board_subtitle, board_title, is_adjusted, months_reported, who_reported
from socialvalue.showing.words.last_year import (
    more_than_last_year,
    outcomes_more_than_last_year,
    ratio_last_year,
    spent_more_than_last_year,
)
from socialvalue.showing.words.method import gross_only_note
from socialvalue.showing.words.sensitivity import no_range_notes, range_unknown_title
from socialvalue.valuing.left_blank import gaps
from socialvalue.valuing.rollup.roll_up import roll_up
from socialvalue.valuing.stages import stages


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


def board(result: Result, asked: Asked | None = None) -> Board:
    """The page for a board.

    Args:
        result: a sound one, assessed (`socialvalue.valuing.uncertainty.assess.assess`) where its range is to be shown.
        asked: what is shown beside it.
    """
    draft = Draft.of(result, asked or Asked())
    published = draft.asked.published
    return Board(
        who=who_reported(result),
        when=months_reported(result),
        title=board_title(result),
        sub=board_subtitle(result),
        first=tuple(read_first(result, draft.asked.years, of_values=published is not None)),
        wall=wall_of(draft),
        facts=tuple(headline_facts(draft)),
        lead=lead_table(draft),
        panels=tuple(panels(draft)),
        left_out=tuple(left_out(result, gaps(result), counts=published is None)),
        foot=(*basis_and_licence(result), *(small_groups_told(published) if published else ())),
        pounds=draft.pounds,
    )


@frozen
class Fact:
    """A figure of the headline, what it is, a note under it, and whether it is the value itself."""

    name: str
    figure: str
    note: str = ""
    main: bool = False


def headline_facts(draft: Draft) -> Iterator[Fact]:
    """Each figure of the headline with its name and a note, the net value first."""
    head, years = draft.result.headline, draft.asked.years
    if head is None or not draft.result.lines:
        return
    whole = years is None or not (years.only_now or years.only_then)
    net_or_gross = "Net" if is_adjusted(draft.result) else "Gross"
    headline_totals = [(head.kinds, head.net)] if head.net is not None else [((e.kind,), e.net) for e in head.by_kind]
    for kinds, net in headline_totals:
        name = f"{net_or_gross} {listed(list(kinds))} value"
        yield Fact(name, draft.pound_sum(net or Decimal(0)), more_than_last_year(draft.bridge, whole=whole), main=True)
    if head.cost is not None:
        yield Fact("Spent", draft.pound_sum(head.cost), spent_more_than_last_year(years) or spent_in_prices(head))
    if head.ratio is not None:
        yield Fact("For each £1", f"£{ratio_figure(head.ratio)}", ratio_last_year(years))
    if head.outcomes:
        yield Fact("Outcomes", count(head.outcomes), outcomes_more_than_last_year(draft.bridge, head))


def lead_table(draft: Draft) -> Table | None:
    """The table for the result at hand; None where nothing is valued."""
    head = draft.result.headline
    if head is None or not draft.result.lines:
        return None
    if draft.asked.published is not None:
        return _published_table(draft, draft.asked.published)
    if head.net is None:
        return kinds_table(draft) or outcomes_table(draft, "lead")
    for by in draft.asked.by[:1] or ("project", "organisation"):
        groups = roll_up(draft.result, (by,)).groups
        if len(groups) > 1:
            return groups_table(draft, by, groups)
    return outcomes_table(draft, "lead")


def _published_table(draft: Draft, rolled: RollUp) -> Table | None:
    """The one table for publication; none where that would be of a single group."""
    if len(rolled.groups) < 2:
        return None
    if draft.result.headline is not None and draft.result.headline.net is None:
        return kinds_table(draft)
    return groups_table(draft, rolled.by[0], rolled.groups)


def panels(draft: Draft) -> Iterator[Table]:
    """Last year or months, targets or outcomes, gross to net, and how sure: those there is something to show of."""
    if draft.result.headline is None or not draft.result.lines or draft.asked.published is not None:
        return
    years, lead = draft.asked.years, lead_table(draft)
    if years and len(years.bridges) > 1:
        yield bridge_table_by_kind(draft, years)
    elif draft.bridge:
        yield bridge_table(draft, draft.bridge)
    if years is None or not years.bridges:
        yield from months_table(draft)
    if draft.asked.targets:
        yield targets_table(draft)
    elif lead is not None and lead.columns[0].head != "Outcome":
        yield outcomes_table(draft, "outcomes")
    found = list(stages(draft.result))
    gross = [entry for entry in found if not entry.changes]
    for entry in found:
        if entry.changes or len(gross) == 1:
            yield gross_to_net_table(draft, entry)
    if len(gross) > 1:
        yield Table("stages-gross", "Nothing is taken off: the figures are gross", notes=(gross_only_note(),))
    unknown = [kind for ranged in draft.result.uncertainty if not ranged.known for kind in ranged.kinds]
    if unknown:
        yield Table("sure-unknown", range_unknown_title(unknown, draft.result), notes=no_range_notes())
    for ranged in draft.result.uncertainty:
        if ranged.known:
            yield sensitivity_table(draft, ranged)


def beside_tables(result: Result, targets: Sequence[Progress] = ()) -> tuple[Table, ...]:
    """What is set beside a result: its targets, and how sure it is."""
    draft = Draft.of(result, Asked(targets=tuple(targets)))
    against = [targets_table(draft)] if targets else []
    return (*against, *(sensitivity_table(draft, entry) for entry in result.uncertainty))

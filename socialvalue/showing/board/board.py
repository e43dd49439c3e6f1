"""The first page of a report, for a board: title, facts, wall, tables, what is left out, basis."""

from __future__ import annotations

from attrs import field, frozen

from socialvalue.records.results import Result
from socialvalue.showing.board.asked import Asked
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.headline_facts import Fact, headline_facts
from socialvalue.showing.board.lead import lead_table
from socialvalue.showing.board.panels import panels
from socialvalue.showing.board.rounding import Pounds
from socialvalue.showing.board.tables import Table
from socialvalue.showing.board.wall import Wall, wall_of
from socialvalue.showing.words.basis_and_licence import basis_and_licence
from socialvalue.showing.words.board_title import board_subtitle, board_title
from socialvalue.showing.words.headline import months_reported, who_reported
from socialvalue.showing.words.left_out import left_out
from socialvalue.showing.words.read_first import read_first
from socialvalue.showing.words.small_groups import small_groups_told
from socialvalue.valuing.gaps import gaps


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

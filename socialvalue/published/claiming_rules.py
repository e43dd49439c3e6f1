"""A bank's rules for claiming: which outcomes one person cannot hold together, and which hold others."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from socialvalue.published.sources import Grade, Source, grade_of
from socialvalue.published.valuations import Kind


@frozen(kw_only=True)
class Exclusive:
    """Outcomes of which one person may hold only one at a time; the first named is the first kept."""

    group: str
    outcomes: tuple[str, ...]
    grade: Grade = field(converter=grade_of)
    source: Source


@frozen(kw_only=True)
class Includes:
    """An outcome whose value already holds those of others, so that they are not claimed again."""

    outcome: str
    includes: tuple[str, ...]
    grade: Grade = field(converter=grade_of)
    source: Source


@frozen(kw_only=True)
class Replaces:
    """An outcome that, where it is reported, takes the place of some kinds of value of others.

    Attributes:
        outcome: the outcome that takes their place.
        kinds: the kinds of value that are left out of the others; all where empty.
        replaces: the others.
        within: ``person`` for claims of the same person; ``project`` for what one organisation reports for the same
            period and project, where counts do not say who is behind them.
    """

    outcome: str
    replaces: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    within: Literal["person", "project"] = "person"
    grade: Grade = field(converter=grade_of)
    source: Source


@frozen(kw_only=True)
class Claiming:
    """A bank's rules for claiming.

    Attributes:
        annual: values are for a year, and claimed in full for an outcome that lasts a significant part of it.
        sustained_only: an outcome that was not sustained is not claimed.
        evidence_required: an outcome without evidence is not claimed.
        source: where the rules were read.
        exclusive: outcomes that one person cannot hold together.
        includes: outcomes whose value holds those of others.
        replaces: outcomes that take the place of some kinds of value of others.
    """

    annual: bool = True
    sustained_only: bool = False
    evidence_required: bool = False
    source: Source | None = None
    exclusive: tuple[Exclusive, ...] = ()
    includes: tuple[Includes, ...] = ()
    replaces: tuple[Replaces, ...] = ()


#: The rules of a bank that says none.
USUAL_RULES = Claiming()

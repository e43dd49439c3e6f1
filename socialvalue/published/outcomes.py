"""An outcome: what can be counted, in which unit, as a flow or a stock."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from attrs import field, frozen

from socialvalue.published import outcome_phrases
from socialvalue.published.outcome_phrases import loose_name, normal_name
from socialvalue.published.sources import Source
from socialvalue.units import COUNTED
from socialvalue.validators import one_of, some


@frozen
class EvidenceNote:
    """A cited relation between an outcome and something else; never money, never part of a total."""

    text: str
    source: Source


@frozen
class Outcome:
    """Something a housing association counts.

    Attributes:
        id: the stable name, such as ``full-time-employment``.
        label: the name people read.
        definition: what counts, in a sentence or two.
        unit: the unit of its quantity, one of `socialvalue.units.COUNTED`.
        flow: a ``flow`` is this month's additional figure, added over months; a ``stock`` is a total at a date,
            of which only the latest counts.
        category: the category of activity, by which deadweight may be set.
        themes: what it is part of, for grouping.
        aliases: other names people write.
        words: phrases it is known by in any of their forms (`socialvalue.published.outcome_phrases`): “P/T job” is one
            of “part-time work”. What is in brackets may be missing.
        measure: whether it is a measure of the monthly impact-measures return.
        part_of: the outcome it is a detail of, to which it is never added again.
        since: the version of the monthly return that has it.
        notes: cited evidence shown beside it.
    """

    id: str
    label: str
    definition: str
    unit: str = field(validator=one_of(COUNTED))
    flow: Literal["flow", "stock"]
    category: str
    themes: tuple[str, ...] = field(validator=some)
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    measure: bool = False
    part_of: str | None = None
    since: Literal["1", "2"] | None = None
    notes: tuple[EvidenceNote, ...] = ()

    @cached_property
    def normal_names(self) -> tuple[str, ...]:
        """Its aliases, label and id as names are compared."""
        return tuple(normal_name(name) for name in (*self.aliases, self.label, self.id))

    @cached_property
    def loose_names(self) -> tuple[str, ...]:
        """Its label and aliases, whatever their spaces and plurals."""
        return tuple(loose_name(name) for name in (self.label, *self.aliases))

    @cached_property
    def phrases(self) -> tuple[frozenset[str], ...]:
        """The phrases of `words`, each as it is looked up."""
        return tuple(phrase for listed in self.words for phrase in outcome_phrases.phrases(listed))

"""The share of the sector that responded, by which what was reported is scaled to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import field, frozen

from socialvalue.money import decimal
from socialvalue.records.periods import Period
from socialvalue.records.returns import Return
from socialvalue.validators import Fixed, count_of, fixed


class NoCoverage(ValueError):
    """A share of the sector that cannot be told."""


@frozen
class Coverage:
    """The share of the sector's homes that responded.

    Attributes:
        shares: above 0 and up to 1, by measure (``""`` for all) and period (None for all); the most exact entry
            holds, the measure before the period.
        sector_homes: the sector's homes; where given, a share is the homes of those who reported the measure in
            the period over these.
        homes: the homes of each organisation.
    """

    shares: Mapping[tuple[str, Period | None], Decimal] = field(factory=Fixed, converter=fixed)
    sector_homes: int | None = None
    homes: Mapping[str, int] = field(factory=Fixed, converter=fixed)

    @classmethod
    def flat(cls, share: Decimal | int | str) -> Coverage:
        """One share for every measure and period, above 0 and up to 1; ValueError for any other."""
        number = decimal(share)
        if not 0 < number <= 1:
            msg = f"a coverage lies above 0 and up to 1 (100%), not at {number}"
            raise ValueError(msg)
        return cls({("", None): number})

    @classmethod
    def of_homes(cls, sector_homes: int, entered: Return) -> Coverage:
        """Shares by homes, from what the returns say of their organisations; ValueError unless there are homes."""
        sector_homes = count_of("the homes of a sector", sector_homes, least=1)
        if not isinstance(entered, Return):
            msg = f"a Return is needed, not {entered!r}"
            raise TypeError(msg)
        homes = {entry.name: entry.homes for entry in entered.organisations if entry.homes is not None}
        return cls(sector_homes=sector_homes, homes=homes)

    def share(self, measure: str, period: Period, organisations: Iterable[str]) -> Decimal:
        """The share that reported a measure in a period.

        Raises:
            NoCoverage: when it cannot be told.
        """
        if self.sector_homes is None:
            return self._listed(measure, period)
        return self.by_homes(dict.fromkeys(organisations, Decimal(1)))

    def by_homes(self, reported: Mapping[str, Decimal]) -> Decimal:
        """The share of the sector's homes, of organisations that each reported a part of a time.

        Raises:
            NoCoverage: when it cannot be told.
        """
        unknown = sorted(name for name in reported if not self.homes.get(name))
        if unknown:
            who = unknown[0] if len(unknown) == 1 else f"{unknown[0]} and {len(unknown) - 1} more"
            msg = f"the homes of {who} are not given"
            raise NoCoverage(msg)
        homes = sum((self.homes[name] * part for name, part in reported.items()), Decimal(0))
        share = homes / (self.sector_homes or 1)
        if share > 1:
            msg = f"those who reported have more homes than the {self.sector_homes:,} given for the sector"
            raise NoCoverage(msg)
        return share

    def names(self, measure: str) -> bool:
        """Whether a share is given for a measure by name."""
        return any(name == measure for name, _ in self.shares)

    def _listed(self, measure: str, period: Period) -> Decimal:
        fitting = [
            (name != "", -(when.end - when.start).days if when else -100_000, share)
            for (name, when), share in self.shares.items()
            if name in ("", measure) and (when is None or (when.start <= period.start and period.end <= when.end))
        ]
        if not fitting:
            msg = f"no share of the sector is given for {period}"
            raise NoCoverage(msg)
        return max(fitting)[2]

    def weight(self, organisation: str) -> int:
        """What an organisation counts for among those that responded: its homes, or 1 where shares are given."""
        return 1 if self.sector_homes is None else self.homes[organisation]

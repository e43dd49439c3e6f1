"""What an audit pack is made of: a result that was verified, its rows, the sample's size and seed, materiality."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

from socialvalue.money import EXACT
from socialvalue.records.ranges import Range
from socialvalue.records.results import Result
from socialvalue.records.returns import Input
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.verifying.remake import Verification


@frozen(kw_only=True)
class Materiality:
    """What matters: `pounds`, or a `share` of the net total, or of that of one `kind` of value."""

    share: Decimal | None = None
    kind: str = ""
    pounds: Decimal | None = None


@frozen(kw_only=True)
class Audit:
    """What a pack is made of.

    Attributes:
        file: the result's name.
        verification: what making it again found.
        rows: the result with each row of its registers apart, where the inputs were given; else as it is.
        size, seed: of the sample.
        materiality: what matters; None where nothing is said.
        inputs: the names of the inputs that were given, and so compared; none where none were.
        bridges: from last year's figure to this one's, where last year is given.
        last_year: the files of last year.
        bank: the bank that was given beside the result.
        changed: the inputs that are not those the result was made from.
        prepared_by, reviewed_by: of the pack.
    """

    file: str
    verification: Verification
    rows: Result
    size: int
    seed: int
    materiality: Materiality | None
    inputs: tuple[str, ...]
    ranges: tuple[Range, ...]
    bridges: tuple[Bridge, ...] = ()
    last_year: tuple[Input, ...] = ()
    bank: str = ""
    changed: tuple[str, ...] = ()
    prepared_by: str = ""
    reviewed_by: str = ""

    @property
    def result(self) -> Result:
        """The result as it verifies."""
        return self.verification.result

    def threshold(self, kinds: Sequence[str] = ()) -> Decimal | None:
        """Pounds that matter, of a total of `kinds`; None where nothing is said of it."""
        said, head = self.materiality, self.result.headline
        if said is None or head is None:
            return None
        if said.pounds is not None:
            return said.pounds
        if said.kind and kinds and tuple(kinds) != (said.kind,):
            return None
        nets = {entry.kind: entry.net for entry in head.by_kind}
        net = nets.get(said.kind) if said.kind else head.net  # type: ignore[call-overload] # its text is a kind or none
        return EXACT.multiply(said.share, abs(net)) if said.share is not None and net else None

"""What is shown beside a result: last year, targets, groups, and how pounds are rounded."""

from __future__ import annotations

from attrs import frozen

from socialvalue.records.groups import Progress, RollUp
from socialvalue.showing.board.rounding import Rounding
from socialvalue.valuing.last_year.like_for_like import LikeForLike


@frozen
class Asked:
    """What is shown beside a result.

    Attributes:
        years: last year, compared like for like.
        targets: each with what was reported for it.
        by: what there are tables by: the first across the page, the others in the appendix; projects, else
            organisations, where none is named and there are any.
        rounding: pounds or thousands.
        published: the groups, the small ones together, that alone may be told of the result, for publication; then no
            last year and no targets are shown, nor any other table.
    """

    years: LikeForLike | None = None
    targets: tuple[Progress, ...] = ()
    by: tuple[str, ...] = ()
    rounding: Rounding = "pounds"
    published: RollUp | None = None

    def __attrs_post_init__(self) -> None:
        if self.published is None:
            return
        if self.years is not None or self.targets or self.by:
            msg = "beside groups for publication nothing else is shown: no last year, targets or other groups"
            raise ValueError(msg)
        if len(self.published.by) != 1 or self.published.overlapping or not self.published.suppressed_below:
            msg = "for publication there is one table, of groups that do not overlap, with the small ones together"
            raise ValueError(msg)

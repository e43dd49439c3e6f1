"""What is shown beside a result: last year, targets, groups, and how pounds are rounded."""

from __future__ import annotations

from attrs import frozen

from socialvalue.records.groups import Progress
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
    """

    years: LikeForLike | None = None
    targets: tuple[Progress, ...] = ()
    by: tuple[str, ...] = ()
    rounding: Rounding = "pounds"

"""Words that say of a row, an organisation or a cost that it is a total of others."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOTAL_WORDS = re.compile(
    r"((^|\W)(sub|grand)?(totals?|tot)|^(sum|overall|cumulative|running total|(q[1-4] )?ytd|year to date))"
    r"(?= ?\(|$)"
    r"|^(sub[ -]?|grand )totals?\b.*+|^totals? (for|of) .*+"
    r"|^all( the)?( housing)? (organi[sz]ations|associations|landlords|providers)$"
)
_LONGEST_TOTAL = 200  # characters; a longer text names no total


def says_total(name: str) -> bool:
    """Whether a name reads as that of a total; a remark in brackets may follow."""
    if len(name) > _LONGEST_TOTAL:
        return False
    bare = " ".join(name.casefold().split()).rstrip(" :.")
    return any(found.end() == len(bare) or bare.endswith(")") for found in _TOTAL_WORDS.finditer(bare))


_TOTAL_COST = re.compile(
    r"(grand |sub)?-?totals?( (of|for|costs?|spend|spent|spending|expenditure)\b.*+|\W*+)", re.IGNORECASE | re.DOTALL
)


def says_total_cost(words: Iterable[str]) -> bool:
    """Whether a row of costs says that it is a total."""
    return any(_TOTAL_COST.fullmatch(word.strip()) for word in words)

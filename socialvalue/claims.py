"""What may be claimed: the bank's rules applied to lines, before anything is valued."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from socialvalue.banks import Bank
from socialvalue.problems import Problem
from socialvalue.results import Refused
from socialvalue.returns import Line


@frozen
class Claim:
    """Lines that may be claimed, lines that may not, and what is to be said about them."""

    kept: tuple[Line, ...]
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()


def claimable(lines: Iterable[Line], bank: Bank) -> Claim:
    """The lines sorted by the bank's claiming rules.

    An outcome that was not sustained is not claimed where the bank says so; nor is one without evidence where the
    bank asks for it. What is not said (a blank) is not held against a line.
    """
    rules = bank.claiming
    kept: list[Line] = []
    refused: list[Refused] = []
    for line in lines:
        if rules.sustained_only and line.sustained is False:
            refused.append(Refused(line, f"not sustained: {bank.id} values outcomes that last"))
        elif rules.evidence_required and not line.evidence:
            refused.append(Refused(line, f"no evidence given: {bank.id} asks for it"))
        else:
            kept.append(line)
    return Claim(tuple(kept), tuple(refused))

"""What may be changed on the way from a gross figure to a net one: one table, from which all else is derived.

A new adjustment is one more name in `Name` and one more row of `ADJUSTMENTS`. It can then be set in a method file and
with ``--set``; it is taken off, told, drawn, and has its column and its row in the workbook.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from attrs import frozen

#: The longest an outcome may be said to last.
MOST_YEARS = 100

Name = Literal[
    "deadweight",
    "displacement",
    "leakage",
    "substitution",
    "attribution",
    "optimism-bias",
    "drop-off",
    "multiplier",
    "fte",
    "years",
]

_ZERO, _ONE = Decimal(0), Decimal(1)


@frozen(kw_only=True)
class Adjustment:
    """One kind of figure that a method sets.

    Attributes:
        name: what it is called in a method file and on the command line.
        label: what a row of a workbook says.
        meaning: what it is, to a reader who has not met the word; follows its name.
        share: whether it is a share from 0 to 1 that is taken off; otherwise a factor above 0.
        most: the most it may be.
        words: its limits, in words that follow “must lie”.
        additional: whether it is a share of what is additional: taken off after a reference case, not before.
        yearly: whether it belongs only to values for a year.
        option: the help text of its option; without one it is given with ``--set``.
        example: a figure, as a person writes it.
    """

    name: Name
    label: str
    meaning: str = ""
    share: bool = True
    most: Decimal = _ONE
    words: str = "between 0 and 1 (0% and 100%)"
    additional: bool = False
    yearly: bool = False
    option: str = ""
    example: str = "20%"

    @property
    def neutral(self) -> Decimal:
        """The figure that changes nothing."""
        return _ZERO if self.share else _ONE

    @property
    def taken_off(self) -> bool:
        """Whether it is a share taken off the gross figure at once, in any order."""
        return self.share and not self.yearly

    @property
    def typed(self) -> str:
        """How it is given on the command line."""
        return f"--{self.name} {self.example}" if self.option else f"--set {self.name}={self.example}"


ADJUSTMENTS: dict[Name, Adjustment] = {
    entry.name: entry
    for entry in (
        Adjustment(
            name="deadweight",
            label="Deadweight: what would have happened anyway",
            meaning="what would have happened anyway",
            option="What would have happened anyway: 20% or 0.2, or low, central and high as 10%:20%:30%.",
        ),
        Adjustment(
            name="displacement",
            label="Displacement: moved from elsewhere",
            meaning="what was moved from another person or place",
            option="The part that only moved from elsewhere.",
        ),
        Adjustment(
            name="leakage",
            label="Leakage: to people it was not meant for",
            meaning="what went to people the work was not meant for",
        ),
        Adjustment(
            name="substitution",
            label="Substitution: one activity for another",
            meaning="what one activity gained by replacing another",
        ),
        Adjustment(
            name="attribution",
            label="Attribution: belongs to others",
            meaning="what belongs to others who helped",
            additional=True,
            option="The part that is due to others.",
        ),
        Adjustment(
            name="optimism-bias",
            label="Optimism bias",
            meaning="a correction for hopeful estimates",
            additional=True,
        ),
        Adjustment(
            name="drop-off",
            label="Drop-off, each year after the first",
            meaning="what fades each year after the first",
            yearly=True,
            option="What is lost each year after the first.",
        ),
        Adjustment(
            name="multiplier",
            label="Multiplier",
            meaning="further effects the first one sets off",
            share=False,
            most=Decimal("Infinity"),
            words="above 0",
            example="1.2",
        ),
        Adjustment(
            name="fte",
            label="Full-time equivalent of one person",
            share=False,
            words="above 0 and at most 1",
            yearly=True,
            example="0.5",
        ),
        Adjustment(
            name="years",
            label="Years an outcome lasts",
            meaning="how long the outcome lasts",
            share=False,
            most=Decimal(MOST_YEARS),
            words=f"above 0 and at most {MOST_YEARS}",
            yearly=True,
            option="How many years outcomes last.",
            example="2",
        ),
    )
}

NAMES: tuple[Name, ...] = get_args(Name)

#: Settings that are shares: what is left is one minus each.
SHARES: tuple[Name, ...] = tuple(name for name, entry in ADJUSTMENTS.items() if entry.share)

#: Shares taken off the gross figure, in the order in which they are shown; the order does not change the net.
TAKEN_OFF: tuple[Name, ...] = tuple(name for name, entry in ADJUSTMENTS.items() if entry.taken_off)

#: Of these, the shares of what is additional: they are taken off after a reference case.
OF_ADDITIONAL: tuple[Name, ...] = tuple(name for name in TAKEN_OFF if ADJUSTMENTS[name].additional)

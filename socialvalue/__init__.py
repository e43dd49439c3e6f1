"""What supporting residents into work, training and volunteering was worth to society.

>>> import socialvalue as sv
>>> result = sv.calculate(sv.read("seeds/returns-2020-10.xlsx"))
>>> result.headline.people, result.headline.gross
(Decimal('1285'), Decimal('3063571'))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from socialvalue.banks import Bank, Component, Valuation, load_bank
    from socialvalue.calculator import calculate
    from socialvalue.comparing import compare
    from socialvalue.methods import Method, Setting, load_method
    from socialvalue.outcomes import Outcome, Vocabulary, load_vocabulary
    from socialvalue.prices import Index, PriceBase, load_index
    from socialvalue.problems import BadData, Place, Problem
    from socialvalue.reading.files import read
    from socialvalue.results import Headline, Result, ResultLine, Step
    from socialvalue.returns import Line, Organisation, Period, Return
    from socialvalue.sources import Licence, Source
    from socialvalue.uncertainty import assess

#: Where each public name lives; it is imported when it is first asked for, so that `sv --help` stays quick.
_HOMES = {
    "Bank": "socialvalue.banks",
    "Component": "socialvalue.banks",
    "Valuation": "socialvalue.banks",
    "load_bank": "socialvalue.banks",
    "calculate": "socialvalue.calculator",
    "Method": "socialvalue.methods",
    "Setting": "socialvalue.methods",
    "load_method": "socialvalue.methods",
    "Outcome": "socialvalue.outcomes",
    "Vocabulary": "socialvalue.outcomes",
    "load_vocabulary": "socialvalue.outcomes",
    "Index": "socialvalue.prices",
    "PriceBase": "socialvalue.prices",
    "load_index": "socialvalue.prices",
    "BadData": "socialvalue.problems",
    "Place": "socialvalue.problems",
    "Problem": "socialvalue.problems",
    "read": "socialvalue.reading.files",
    "Headline": "socialvalue.results",
    "Result": "socialvalue.results",
    "ResultLine": "socialvalue.results",
    "Step": "socialvalue.results",
    "Line": "socialvalue.returns",
    "Organisation": "socialvalue.returns",
    "Period": "socialvalue.returns",
    "Return": "socialvalue.returns",
    "Licence": "socialvalue.sources",
    "Source": "socialvalue.sources",
    "assess": "socialvalue.uncertainty",
    "compare": "socialvalue.comparing",
}

__all__ = [
    "BadData",
    "Bank",
    "Component",
    "Headline",
    "Index",
    "Licence",
    "Line",
    "Method",
    "Organisation",
    "Outcome",
    "Period",
    "Place",
    "PriceBase",
    "Problem",
    "Result",
    "ResultLine",
    "Return",
    "Setting",
    "Source",
    "Step",
    "Valuation",
    "Vocabulary",
    "assess",
    "calculate",
    "compare",
    "load_bank",
    "load_index",
    "load_method",
    "load_vocabulary",
    "read",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]

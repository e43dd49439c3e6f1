"""What supporting residents into work, training and volunteering was worth to society.

>>> import socialvalue as sv
>>> result = sv.calculate(sv.read("seeds/returns-2020-10.xlsx"))
>>> result.headline.people, result.headline.gross
(Decimal('1285'), Decimal('3063571'))
"""

from __future__ import annotations

from importlib import import_module

from socialvalue.version import __version__

# Said to type checkers only, and without typing: `python -m socialvalue` comes by here before it leaves the current
# folder, where a file of that name may lie.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from socialvalue.periods import Period
    from socialvalue.problems import BadData, Place, Problem
    from socialvalue.published.bank_files import load_bank
    from socialvalue.published.banks import Bank, Component, Valuation
    from socialvalue.published.methods import Method, Setting, load_method
    from socialvalue.published.outcomes import Outcome, Vocabulary, load_vocabulary
    from socialvalue.published.prices import Index, PriceBase, load_index
    from socialvalue.published.sources import Licence, Source
    from socialvalue.reading.files import read
    from socialvalue.results import Headline, Result, ResultLine, Step
    from socialvalue.returns import Line, Organisation, Return
    from socialvalue.valuing.calculate import calculate
    from socialvalue.valuing.compare import compare
    from socialvalue.valuing.uncertainty import assess

#: Where each public name lives; it is imported when it is first asked for, so that `sv --help` stays quick.
_HOMES = {
    "Bank": "socialvalue.published.banks",
    "Component": "socialvalue.published.banks",
    "Valuation": "socialvalue.published.banks",
    "load_bank": "socialvalue.published.bank_files",
    "calculate": "socialvalue.valuing.calculate",
    "Method": "socialvalue.published.methods",
    "Setting": "socialvalue.published.methods",
    "load_method": "socialvalue.published.methods",
    "Outcome": "socialvalue.published.outcomes",
    "Vocabulary": "socialvalue.published.outcomes",
    "load_vocabulary": "socialvalue.published.outcomes",
    "Index": "socialvalue.published.prices",
    "PriceBase": "socialvalue.published.prices",
    "load_index": "socialvalue.published.prices",
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
    "Period": "socialvalue.periods",
    "Return": "socialvalue.returns",
    "Licence": "socialvalue.published.sources",
    "Source": "socialvalue.published.sources",
    "assess": "socialvalue.valuing.uncertainty",
    "compare": "socialvalue.valuing.compare",
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
    "__version__",
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
    return [*__all__]

"""What supporting residents into work, training and volunteering was worth to society.

>>> import socialvalue as sv
>>> result = sv.calculate(sv.read("seeds/returns-2020-10.xlsx"))
>>> result.headline.people, result.headline.gross
(Decimal('1285'), Decimal('3063571'))
"""

from __future__ import annotations

from importlib import import_module

from socialvalue.version import __version__

# Said to type checkers only, and without typing: `python -m socialvalue` imports this before it leaves the current
# folder, where a file of that name may lie.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from socialvalue.frames import add_values, value_frame
    from socialvalue.problems import BadData, Place, Problem
    from socialvalue.published.bank_files import load_bank
    from socialvalue.published.banks import Bank
    from socialvalue.published.claiming_rules import Claiming, Exclusive, Includes, Replaces
    from socialvalue.published.method_settings import Setting
    from socialvalue.published.methods import Method, Reference, load_method
    from socialvalue.published.outcomes import EvidenceNote, Outcome
    from socialvalue.published.prices import Index, OutsideIndex, Point, PriceBase, Series, load_index
    from socialvalue.published.sources import Licence, Source
    from socialvalue.published.valuations import Alternative, Component, Ingredient, Valuation
    from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
    from socialvalue.published.wellbys import Effect, Uprating
    from socialvalue.reading.files import read
    from socialvalue.reading.maps.read_map import read_mapping
    from socialvalue.reading.maps.suggest_map import suggest_mapping
    from socialvalue.reading.uploads import Upload
    from socialvalue.records.coverage import Coverage
    from socialvalue.records.groups import Group, Progress, RollUp
    from socialvalue.records.maps import Column, Mapping, SheetName, Word
    from socialvalue.records.measures import Measure
    from socialvalue.records.periods import Period
    from socialvalue.records.ranges import Assumption, Bounds, Range, Sensitivity, Simulation
    from socialvalue.records.result_lines import Figure, ResultLine, Step, YearValue
    from socialvalue.records.results import Provenance, Record, Result
    from socialvalue.records.returns import Cost, Input, Line, Organisation, Return, Target
    from socialvalue.records.totals import (
        Flow,
        Headline,
        KindTotal,
        NotValued,
        OutcomeTotal,
        ProjectTotal,
        Refused,
        Spent,
        Total,
    )
    from socialvalue.valuing.calculate import calculate
    from socialvalue.valuing.compare_banks import Comparison, compare
    from socialvalue.valuing.rollup.group_by import UnknownGrouping
    from socialvalue.valuing.sector import with_sector
    from socialvalue.valuing.uncertainty.assess import assess
    from socialvalue.verifying.files import verify_file
    from socialvalue.verifying.remake import Verification

#: Where each public name lives; it is imported when it is first asked for, so that `sv --help` stays quick.
_HOMES = {
    "Coverage": "socialvalue.records.coverage",
    "add_values": "socialvalue.frames",
    "value_frame": "socialvalue.frames",
    "Period": "socialvalue.records.periods",
    "BadData": "socialvalue.problems",
    "Place": "socialvalue.problems",
    "Problem": "socialvalue.problems",
    "load_bank": "socialvalue.published.bank_files",
    "Bank": "socialvalue.published.banks",
    "Claiming": "socialvalue.published.claiming_rules",
    "Component": "socialvalue.published.valuations",
    "Exclusive": "socialvalue.published.claiming_rules",
    "Includes": "socialvalue.published.claiming_rules",
    "Valuation": "socialvalue.published.valuations",
    "Method": "socialvalue.published.methods",
    "Reference": "socialvalue.published.methods",
    "Setting": "socialvalue.published.method_settings",
    "load_method": "socialvalue.published.methods",
    "EvidenceNote": "socialvalue.published.outcomes",
    "Outcome": "socialvalue.published.outcomes",
    "Vocabulary": "socialvalue.published.vocabulary",
    "load_vocabulary": "socialvalue.published.vocabulary",
    "Index": "socialvalue.published.prices",
    "PriceBase": "socialvalue.published.prices",
    "Series": "socialvalue.published.prices",
    "load_index": "socialvalue.published.prices",
    "Mapping": "socialvalue.records.maps",
    "read_mapping": "socialvalue.reading.maps.read_map",
    "suggest_mapping": "socialvalue.reading.maps.suggest_map",
    "Licence": "socialvalue.published.sources",
    "Source": "socialvalue.published.sources",
    "read": "socialvalue.reading.files",
    "Upload": "socialvalue.reading.uploads",
    "Assumption": "socialvalue.records.ranges",
    "Figure": "socialvalue.records.result_lines",
    "Group": "socialvalue.records.groups",
    "Headline": "socialvalue.records.totals",
    "KindTotal": "socialvalue.records.totals",
    "Measure": "socialvalue.records.measures",
    "NotValued": "socialvalue.records.totals",
    "OutcomeTotal": "socialvalue.records.totals",
    "ProjectTotal": "socialvalue.records.totals",
    "Provenance": "socialvalue.records.results",
    "Range": "socialvalue.records.ranges",
    "Refused": "socialvalue.records.totals",
    "Result": "socialvalue.records.results",
    "ResultLine": "socialvalue.records.result_lines",
    "RollUp": "socialvalue.records.groups",
    "Sensitivity": "socialvalue.records.ranges",
    "Simulation": "socialvalue.records.ranges",
    "Step": "socialvalue.records.result_lines",
    "Total": "socialvalue.records.totals",
    "YearValue": "socialvalue.records.result_lines",
    "Cost": "socialvalue.records.returns",
    "Input": "socialvalue.records.returns",
    "Line": "socialvalue.records.returns",
    "Organisation": "socialvalue.records.returns",
    "Return": "socialvalue.records.returns",
    "calculate": "socialvalue.valuing.calculate",
    "Comparison": "socialvalue.valuing.compare_banks",
    "compare": "socialvalue.valuing.compare_banks",
    "with_sector": "socialvalue.valuing.sector",
    "assess": "socialvalue.valuing.uncertainty.assess",
    "Alternative": "socialvalue.published.valuations",
    "Ingredient": "socialvalue.published.valuations",
    "Bounds": "socialvalue.records.ranges",
    "Effect": "socialvalue.published.wellbys",
    "Uprating": "socialvalue.published.wellbys",
    "Flow": "socialvalue.records.totals",
    "Spent": "socialvalue.records.totals",
    "OutsideIndex": "socialvalue.published.prices",
    "Point": "socialvalue.published.prices",
    "Progress": "socialvalue.records.groups",
    "Record": "socialvalue.records.results",
    "Replaces": "socialvalue.published.claiming_rules",
    "Target": "socialvalue.records.returns",
    "UnknownGrouping": "socialvalue.valuing.rollup.group_by",
    "Word": "socialvalue.records.maps",
    "SheetName": "socialvalue.records.maps",
    "Column": "socialvalue.records.maps",
    "verify_file": "socialvalue.verifying.files",
    "Verification": "socialvalue.verifying.remake",
}

__all__ = [
    "Alternative",
    "Assumption",
    "BadData",
    "Bank",
    "Bounds",
    "Claiming",
    "Column",
    "Comparison",
    "Component",
    "Cost",
    "Coverage",
    "Effect",
    "EvidenceNote",
    "Exclusive",
    "Figure",
    "Flow",
    "Group",
    "Headline",
    "Includes",
    "Index",
    "Ingredient",
    "Input",
    "KindTotal",
    "Licence",
    "Line",
    "Mapping",
    "Measure",
    "Method",
    "NotValued",
    "Organisation",
    "Outcome",
    "OutcomeTotal",
    "OutsideIndex",
    "Period",
    "Place",
    "Point",
    "PriceBase",
    "Problem",
    "Progress",
    "ProjectTotal",
    "Provenance",
    "Range",
    "Record",
    "Reference",
    "Refused",
    "Replaces",
    "Result",
    "ResultLine",
    "Return",
    "RollUp",
    "Sensitivity",
    "Series",
    "Setting",
    "SheetName",
    "Simulation",
    "Source",
    "Spent",
    "Step",
    "Target",
    "Total",
    "UnknownGrouping",
    "Upload",
    "Uprating",
    "Valuation",
    "Verification",
    "Vocabulary",
    "Word",
    "YearValue",
    "__version__",
    "add_values",
    "assess",
    "calculate",
    "compare",
    "load_bank",
    "load_index",
    "load_method",
    "load_vocabulary",
    "read",
    "read_mapping",
    "suggest_mapping",
    "value_frame",
    "verify_file",
    "with_sector",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*__all__]

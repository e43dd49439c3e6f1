"""The sheet Assumptions: every figure that may be changed, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.adjustments import ADJUSTMENTS, NAMES, Name
from socialvalue.money import EXACT, plain, total
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import Method, Reference
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.returns import Line
from socialvalue.records.totals import Spent
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.method import discount_words, step_label
from socialvalue.showing.workbook.book import ALARM, BAND, COUNT, INPUT, MUTED, PENCE, RULE, SHARE, Book
from socialvalue.showing.workbook.shared_cells import FACTOR, PLAIN, SharedCells, name_of, write_exactly


@frozen
class AssumptionRow:
    """A row of the sheet Assumptions."""

    name: str
    label: str
    scope: str
    value: Decimal | None
    form: str
    origin: str
    low: Decimal | None = None
    high: Decimal | None = None
    formula: str = ""


def write_assumptions(book: Book, shared: SharedCells) -> None:
    """Every figure that may be changed, each with a name that the formulas use."""
    assumptions_sheet = book.sheet("Assumptions")
    for column, width in enumerate((44, 26, 15, 15, 10, 11, 11, 64)):
        assumptions_sheet.set_column(column, column, width)
    assumptions_sheet.set_row(0, 30)
    assumptions_sheet.write_string(0, 0, "Assumptions", book.title)
    words = "Change a pale yellow cell and every figure of this workbook follows. Column D keeps what it was made with."
    assumptions_sheet.write_string(1, 0, words, book.lead)
    heads = ("Assumption", "Holds for", "Value", "As calculated", "", "Low", "High", "Where it comes from")
    for column, head in enumerate(heads):
        heading_look = {"align": "right"} if column in (2, 3, 5, 6) else {"indent": int(column == 7)}
        assumptions_sheet.write_string(3, column, head, book.head(**heading_look))
    row = 4
    for section, entries in _assumptions_by_section(shared):
        if not entries:
            continue
        for column in range(len(heads)):
            assumptions_sheet.write_blank(row, column, None, book.style(bg_color=BAND))
        assumptions_sheet.write_string(row, 0, section, book.style(bold=True, bg_color=BAND))
        row += 1
        for entry in entries:
            _write_assumption(book, assumptions_sheet, row, entry)
            row += 1
    assumptions_sheet.freeze_panes(4, 0)
    assumptions_sheet.repeat_rows(3)
    book.book.define_name("assumptions_changed", f"=Assumptions!$E$5:$E${row}")


def _write_assumption(book: Book, assumptions_sheet: Any, row: int, entry: AssumptionRow) -> None:
    line = {"bottom": 1, "bottom_color": RULE}
    assumptions_sheet.write_string(row, 0, entry.label, book.style(indent=1, **line))
    assumptions_sheet.write_string(row, 1, entry.scope, book.style(font_color=MUTED, **line))
    assumed_now = None if entry.value is None else float(entry.value)
    if entry.formula:
        assumptions_sheet.write_formula(row, 2, entry.formula, book.style(num_format=entry.form, **line), assumed_now)
    else:
        write_exactly(
            assumptions_sheet,
            row,
            2,
            assumed_now,
            book.style(num_format=entry.form, bg_color=INPUT, border=1, border_color=RULE),
        )
        write_exactly(
            assumptions_sheet, row, 3, assumed_now, book.style(num_format=entry.form, font_color=MUTED, **line)
        )
        changed_formula = f'=IF(C{row + 1}=D{row + 1},"","changed")'
        assumptions_sheet.write_formula(row, 4, changed_formula, book.style(font_color=ALARM, **line), "")
    for column, bound in ((5, entry.low), (6, entry.high)):
        bound_style = book.style(num_format=entry.form, font_color=MUTED, **line)
        write_exactly(assumptions_sheet, row, column, None if bound is None else float(bound), bound_style)
    assumptions_sheet.write_string(row, 7, entry.origin, book.style(font_color=MUTED, text_wrap=True, indent=1, **line))
    assumptions_sheet.set_row(row, 2 + 13 * max(1 + len(entry.origin) // 62, 1 + len(entry.label) // 44))
    book.book.define_name(entry.name, f"=Assumptions!$C${row + 1}")


def _assumptions_by_section(shared: SharedCells) -> Iterable[tuple[str, list[AssumptionRow]]]:
    method = shared.result.method
    yield "Adjustments", [_setting_assumption(name, method) for name in NAMES]
    yield (
        "Adjustments for one outcome or category of activity",
        [
            _figure_assumption(setting, _scope_label(setting, shared.vocabulary))
            for setting in method.settings
            if setting.scope
        ],
    )
    yield "Reference cases: what would have happened without the project", list(_reference_assumptions(shared))
    if flat(method):
        rate = Decimal(0 if method.discount == "none" else method.discount)
        yield "Time", [AssumptionRow("discount_rate", "Discount rate a year", "", rate, SHARE, discounted(method))]
    yield "Prices", list(_price_assumptions(shared))
    yield "Cost", list(_cost_assumptions(shared.result.spent))


def _scope_label(setting: Setting, vocabulary: Vocabulary) -> str:
    if setting.outcome and setting.outcome in vocabulary:
        return vocabulary[setting.outcome].label
    return setting.outcome or f"category: {setting.category}"


def _cost_assumptions(spent: Sequence[Spent]) -> Iterable[AssumptionRow]:
    """Each cost, and what brings it to the prices of the result where that is not 1."""
    several = len(spent) > 1
    for place, cost_spent in enumerate(spent, start=1):
        cost = cost_spent.cost
        cost_label = ", ".join(part for part in ("Cost", str(cost.year or ""), cost.payer) if part)
        name = f"cost_{place}" if several else "total_cost"
        cost_project = (cost.project or "no project") if several else cost.project
        cost_origin = f"as given, in prices of {cost.price_base}" if cost.price_base else "as given"
        yield AssumptionRow(name, cost_label, cost_project, cost.amount, PENCE, cost_origin, cost.low, cost.high)
        if cost_spent.factor != 1:
            cost_origin = f"{plain(cost_spent.factor)}: {cost_spent.working}"
            cost_label = f"Cost in prices of {cost.price_base}, brought to those of the result"
            yield AssumptionRow(
                f"cost_price_factor_{place}", cost_label, cost_project, cost_spent.factor, FACTOR, cost_origin
            )
    if not spent:
        yield AssumptionRow("total_cost", "Cost", "", None, PENCE, "none given")
    if several:
        formula = f"=SUM({','.join(f'cost_{place}' for place in range(1, len(spent) + 1))})"
        cost_in_all = total(cost_spent.cost.amount for cost_spent in spent)
        yield AssumptionRow("total_cost", "Total cost", "", cost_in_all, PENCE, "the sum of these", formula=formula)


def cost_names(spent: Sequence[Spent]) -> Iterator[tuple[int, str]]:
    """Each cost: how many years after year 0 it was spent, and the formula of its pounds in the result's prices."""
    for place, cost_spent in enumerate(spent, start=1):
        name = f"cost_{place}" if len(spent) > 1 else "total_cost"
        yield cost_spent.year, name if cost_spent.factor == 1 else f"{name}*cost_price_factor_{place}"


def _setting_assumption(name: Name, method: Method) -> AssumptionRow:
    setting_found = next((setting for setting in method.settings if setting.name == name and not setting.scope), None)
    if setting_found is not None:
        return _figure_assumption(setting_found, "everything")
    kind = ADJUSTMENTS[name]
    return AssumptionRow(
        name_of(name), kind.label, "everything", kind.neutral, _number_format(name), "not applied by the method"
    )


def _figure_assumption(setting: Setting, scope: str) -> AssumptionRow:
    name = name_of(setting.name, setting.key)
    label, form = ADJUSTMENTS[setting.name].label, _number_format(setting.name)
    return AssumptionRow(name, label, scope, setting.value, form, setting.origin, setting.low, setting.high)


def _number_format(name: Name) -> str:
    return SHARE if ADJUSTMENTS[name].share else PLAIN


def flat(method: Method) -> bool:
    """Whether one rate, or none, holds for every year."""
    return method.discount == "none" or method.discount.replace(".", "").isdigit()


def discounted(method: Method) -> str:
    """How later years are discounted, in words, and who said so."""
    if method.discount == "none":
        return "not discounted"
    return f"{discount_words(method.discount)}, {method.discount_origin}"


def _price_assumptions(shared: SharedCells) -> Iterable[AssumptionRow]:
    """One row for each step that brings values to other prices; each value's factor is the product of its own."""
    known: dict[object, AssumptionRow] = {}
    for entry in shared.result.lines:
        key = entry.valuation.key
        if key in shared.prices:
            continue
        shared.prices[key] = []
        for step in entry.steps:
            if step.factor is None or step.prices is None:
                continue
            what = step.kind, step.prices, step.power
            if what not in known:
                name = f"price_factor_{len(known) + 1}"
                price_origin = f"{plain(step.factor)}: {step.source}"
                known[what] = AssumptionRow(name, capital(step_label(step)), "", step.factor, FACTOR, price_origin)
            shared.prices[key].append(known[what].name)
    yield from known.values()


def _reference_assumptions(shared: SharedCells) -> Iterable[AssumptionRow]:
    used = {entry.line.outcome for entry in shared.result.lines}
    place = 0
    for case in shared.result.method.reference:
        if case.outcome not in used:
            continue
        place += 1
        whole = total(
            line.quantity or Decimal(0) for line in _lines_once(shared.result.lines) if line.outcome == case.outcome
        )
        label, name = shared.vocabulary[case.outcome].label, f"reference_{place}"
        reference_origin = str(case.source) if case.source else "user's own"
        parts = {
            "quantity": (case.quantity, COUNT),
            "leakage": (case.leakage, SHARE),
            "displacement": (case.displacement, SHARE),
            "substitution": (case.substitution, SHARE),
            "multiplier": (case.multiplier, PLAIN),
        }
        for part, (value, form) in parts.items():
            yield AssumptionRow(f"{name}_{part}", f"Reference case: {part}", label, value, form, reference_origin)
        yield AssumptionRow(f"{name}_of", "Quantity of the whole return", label, whole, COUNT, "what was reported")
        formula = (
            f"=IF({name}_of=0,0,{name}_quantity/{name}_of*(1-{name}_leakage)*(1-{name}_displacement)"
            f"*(1-{name}_substitution)*{name}_multiplier)"
        )
        shared.cases.setdefault(case.outcome, []).append(f"{name}_share")
        title, share = "Reference case: share of gross", _reference_share(case, whole)
        yield AssumptionRow(f"{name}_share", title, label, share, SHARE, "from the rows above", formula=formula)


def _reference_share(case: Reference, whole: Decimal) -> Decimal:
    return EXACT.divide(case.quantity * case.kept, whole) if whole else Decimal(0)


def _lines_once(entries: Sequence[ResultLine]) -> Iterable[Line]:
    """The lines of the return, each once though it has a result for each kind."""
    return {id(entry.line): entry.line for entry in entries}.values()

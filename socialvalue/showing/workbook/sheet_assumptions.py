"""The sheets of a results workbook that hold what may be changed: Assumptions and Valuations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import field, frozen

from socialvalue.adjustments import ADJUSTMENTS, NAMES, Name
from socialvalue.money import EXACT, plain, total
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import Method, Reference
from socialvalue.published.outcomes import Vocabulary
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.records.totals import Spent
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.method import discount_words
from socialvalue.showing.words.steps import step_label
from socialvalue.showing.workbook.book import ALARM, BAND, COUNT, INPUT, MUTED, PENCE, RULE, SHARE, Book

#: Figures written as numbers; a decimal that a cell would cut short is written beside them as text.
FACTOR, PLAIN = "0.000000", "General"


@cache
def name_of(*parts: str) -> str:
    """A defined name: ``drop_off_training``."""
    name = "_".join(part.replace("-", "_").replace(".", "_") for part in parts if part)
    # Names that spreadsheets have another use for.
    return {"years": "years_lasting", "fte": "full_time_equivalent"}.get(name, name)


@frozen
class ValueRow:
    """A row of the sheet Valuations, counted from 1, and its price factor."""

    row: int
    prices: float


@frozen
class SpanRow:
    """A row of Years, counted from 1, and what is in it: years, drop-off factor and discount factor."""

    row: int
    lasts: float
    drop: float
    discount: float


@frozen
class Sums:
    """What the sheets have in common while they are written.

    Attributes:
        result: what is written.
        tags: the columns of the return's own that are shown: places, and those the result is grouped by.
        prices: the defined names whose product is each value's price factor, by its key.
        cases: the defined names of what reference cases take off, by outcome.
        values: the row of each value and kind on Valuations, counted from 1.
        spans: the row on Years of each way of lasting.
        charted: the first and last row, counted from 0, of what a chart shows.
        shown: the cells of other sheets that show a total again, by what they are called in Checks.
        figures: cells of Summary, by what they are, with what the software reached.
    """

    result: Result
    tags: tuple[str, ...] = ()
    prices: dict[tuple[str, ...], list[str]] = field(factory=dict)
    cases: dict[str, list[str]] = field(factory=dict)
    values: dict[tuple[tuple[str, ...], str], ValueRow] = field(factory=dict)
    spans: dict[tuple[str, str, int], SpanRow] = field(factory=dict)
    charted: dict[str, tuple[int, int]] = field(factory=dict)
    shown: dict[str, str] = field(factory=dict)
    figures: list[tuple[str, str, Decimal, str]] = field(factory=list)

    @property
    def vocabulary(self) -> Vocabulary:
        """The outcomes."""
        return self.result.vocabulary

    @property
    def rows(self) -> int:
        """How many rows Lines has, at least one."""
        return max(1, len(self.result.lines))


def reference(entry: ResultLine, name: str) -> str:
    """The cell a line's figure comes from: the assumption's name, or the figure itself where the line gives it."""
    figure = entry.figures.get(name)
    if figure is None:
        return name_of(name)
    if figure.setting is None:
        return repr(float(figure.value))
    return name_of(name, figure.setting.key)


# assumptions


@frozen
class Assumption:
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


def assumptions(book: Book, sums: Sums) -> None:
    """Every figure that may be changed, each with a name that the formulas use."""
    sheet = book.sheet("Assumptions")
    for column, width in enumerate((44, 26, 15, 15, 10, 11, 11, 64)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Assumptions", book.title)
    words = "Change a pale yellow cell and every figure of this workbook follows. Column D keeps what it was made with."
    sheet.write_string(1, 0, words, book.lead)
    heads = ("Assumption", "Holds for", "Value", "As calculated", "", "Low", "High", "Where it comes from")
    for column, head in enumerate(heads):
        look = {"align": "right"} if column in (2, 3, 5, 6) else {"indent": int(column == 7)}
        sheet.write_string(3, column, head, book.head(**look))
    row = 4
    for section, entries in _assumed(sums):
        if not entries:
            continue
        for column in range(len(heads)):
            sheet.write_blank(row, column, None, book.style(bg_color=BAND))
        sheet.write_string(row, 0, section, book.style(bold=True, bg_color=BAND))
        row += 1
        for entry in entries:
            _assumption(book, sheet, row, entry)
            row += 1
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    book.book.define_name("assumptions_changed", f"=Assumptions!$E$5:$E${row}")


def _assumption(book: Book, sheet: Any, row: int, entry: Assumption) -> None:
    line = {"bottom": 1, "bottom_color": RULE}
    sheet.write_string(row, 0, entry.label, book.style(indent=1, **line))
    sheet.write_string(row, 1, entry.scope, book.style(font_color=MUTED, **line))
    now = None if entry.value is None else float(entry.value)
    if entry.formula:
        sheet.write_formula(row, 2, entry.formula, book.style(num_format=entry.form, **line), now)
    else:
        number(sheet, row, 2, now, book.style(num_format=entry.form, bg_color=INPUT, border=1, border_color=RULE))
        number(sheet, row, 3, now, book.style(num_format=entry.form, font_color=MUTED, **line))
        changed = f'=IF(C{row + 1}=D{row + 1},"","changed")'
        sheet.write_formula(row, 4, changed, book.style(font_color=ALARM, **line), "")
    for column, bound in ((5, entry.low), (6, entry.high)):
        style = book.style(num_format=entry.form, font_color=MUTED, **line)
        number(sheet, row, column, None if bound is None else float(bound), style)
    sheet.write_string(row, 7, entry.origin, book.style(font_color=MUTED, text_wrap=True, indent=1, **line))
    sheet.set_row(row, 2 + 13 * max(1 + len(entry.origin) // 62, 1 + len(entry.label) // 44))
    book.book.define_name(entry.name, f"=Assumptions!$C${row + 1}")


def number(sheet: Any, row: int, column: int, value: float | None, style: Any) -> None:
    """A number, or a blank."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)


def _assumed(sums: Sums) -> Iterable[tuple[str, list[Assumption]]]:
    method = sums.result.method
    yield "Adjustments", [_setting(name, method) for name in NAMES]
    yield (
        "Adjustments for one outcome or category of activity",
        [_figure(setting, _scope(setting, sums.vocabulary)) for setting in method.settings if setting.scope],
    )
    yield "Reference cases: what would have happened without the project", list(_references(sums))
    if flat(method):
        rate = Decimal(0 if method.discount == "none" else method.discount)
        yield "Time", [Assumption("discount_rate", "Discount rate a year", "", rate, SHARE, discounted(method))]
    yield "Prices", list(_prices(sums))
    yield "Cost", list(_costs(sums.result.spent))


def _scope(setting: Setting, vocabulary: Vocabulary) -> str:
    if setting.outcome and setting.outcome in vocabulary:
        return vocabulary[setting.outcome].label
    return setting.outcome or f"category: {setting.category}"


def _costs(spent: Sequence[Spent]) -> Iterable[Assumption]:
    """Each cost, and what brings it to the prices of the result where that is not 1."""
    several = len(spent) > 1
    for place, entry in enumerate(spent, start=1):
        cost = entry.cost
        label = ", ".join(part for part in ("Cost", str(cost.year or ""), cost.payer) if part)
        name = f"cost_{place}" if several else "total_cost"
        project = (cost.project or "no project") if several else cost.project
        origin = f"as given, in prices of {cost.price_base}" if cost.price_base else "as given"
        yield Assumption(name, label, project, cost.amount, PENCE, origin, cost.low, cost.high)
        if entry.factor != 1:
            origin = f"{plain(entry.factor)}: {entry.working}"
            label = f"Cost in prices of {cost.price_base}, brought to those of the result"
            yield Assumption(f"cost_price_factor_{place}", label, project, entry.factor, FACTOR, origin)
    if not spent:
        yield Assumption("total_cost", "Cost", "", None, PENCE, "none given")
    if several:
        formula = f"=SUM({','.join(f'cost_{place}' for place in range(1, len(spent) + 1))})"
        whole = total(entry.cost.amount for entry in spent)
        yield Assumption("total_cost", "Total cost", "", whole, PENCE, "the sum of these", formula=formula)


def cost_names(spent: Sequence[Spent]) -> Iterator[tuple[int, str]]:
    """Each cost: how many years after year 0 it was spent, and the formula of its pounds in the result's prices."""
    for place, entry in enumerate(spent, start=1):
        name = f"cost_{place}" if len(spent) > 1 else "total_cost"
        yield entry.year, name if entry.factor == 1 else f"{name}*cost_price_factor_{place}"


def _setting(name: Name, method: Method) -> Assumption:
    found = next((setting for setting in method.settings if setting.name == name and not setting.scope), None)
    if found is not None:
        return _figure(found, "everything")
    kind = ADJUSTMENTS[name]
    return Assumption(name_of(name), kind.label, "everything", kind.neutral, _form(name), "not applied by the method")


def _figure(setting: Setting, scope: str) -> Assumption:
    name = name_of(setting.name, setting.key)
    label, form = ADJUSTMENTS[setting.name].label, _form(setting.name)
    return Assumption(name, label, scope, setting.value, form, setting.origin, setting.low, setting.high)


def _form(name: Name) -> str:
    return SHARE if ADJUSTMENTS[name].share else PLAIN


def flat(method: Method) -> bool:
    """Whether one rate, or none, holds for every year."""
    return method.discount == "none" or method.discount.replace(".", "").isdigit()


def discounted(method: Method) -> str:
    """How later years are discounted, in words, and who said so."""
    if method.discount == "none":
        return "not discounted"
    return f"{discount_words(method.discount)}, {method.discount_origin}"


def _prices(sums: Sums) -> Iterable[Assumption]:
    """One row for each step that brings values to other prices; each value's factor is the product of its own."""
    known: dict[object, Assumption] = {}
    for entry in sums.result.lines:
        key = entry.valuation.key
        if key in sums.prices:
            continue
        sums.prices[key] = []
        for step in entry.steps:
            if step.factor is None or step.prices is None:
                continue
            what = step.kind, step.prices, step.power
            if what not in known:
                name = f"price_factor_{len(known) + 1}"
                origin = f"{plain(step.factor)}: {step.source}"
                known[what] = Assumption(name, capital(step_label(step)), "", step.factor, FACTOR, origin)
            sums.prices[key].append(known[what].name)
    yield from known.values()


def _references(sums: Sums) -> Iterable[Assumption]:
    used = {entry.line.outcome for entry in sums.result.lines}
    place = 0
    for case in sums.result.method.reference:
        if case.outcome not in used:
            continue
        place += 1
        whole = total(line.quantity or Decimal(0) for line in _once(sums.result.lines) if line.outcome == case.outcome)
        label, name = sums.vocabulary[case.outcome].label, f"reference_{place}"
        origin = str(case.source) if case.source else "user's own"
        parts = {
            "quantity": (case.quantity, COUNT),
            "leakage": (case.leakage, SHARE),
            "displacement": (case.displacement, SHARE),
            "substitution": (case.substitution, SHARE),
            "multiplier": (case.multiplier, PLAIN),
        }
        for part, (value, form) in parts.items():
            yield Assumption(f"{name}_{part}", f"Reference case: {part}", label, value, form, origin)
        yield Assumption(f"{name}_of", "Quantity of the whole return", label, whole, COUNT, "what was reported")
        formula = (
            f"=IF({name}_of=0,0,{name}_quantity/{name}_of*(1-{name}_leakage)*(1-{name}_displacement)"
            f"*(1-{name}_substitution)*{name}_multiplier)"
        )
        sums.cases.setdefault(case.outcome, []).append(f"{name}_share")
        title, share = "Reference case: share of gross", _share(case, whole)
        yield Assumption(f"{name}_share", title, label, share, SHARE, "from the rows above", formula=formula)


def _share(case: Reference, whole: Decimal) -> Decimal:
    return EXACT.divide(case.quantity * case.kept, whole) if whole else Decimal(0)


def _once(entries: Sequence[ResultLine]) -> Iterable[Line]:
    """The lines of the return, each once though it has a result for each kind."""
    return {id(entry.line): entry.line for entry in entries}.values()


# valuations


VALUATIONS = (
    ("Code", 26), ("Value", 28), ("Outcome", 26), ("Kind", 11), ("Unit", 19), ("Unit value £", 12),
    ("As published £", 12), ("Low £", 11), ("High £", 11), ("Prices of", 16), ("Price factor", 10), ("Grade", 24),
    ("For", 18), ("Source", 44), ("Page or place", 38), ("Address", 38), ("Working and notes", 80), ("Licence", 44),
)  # fmt: skip


def valuations(book: Book, sums: Sums) -> None:
    """Every value used, with its source."""
    sheet = book.sheet("Valuations")
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Valuations", book.title)
    bank = sums.result.bank
    sheet.write_string(1, 0, f"{bank.title}, {bank.publisher}, {bank.edition} ({bank.id})", book.lead)
    for column, (head, width) in enumerate(VALUATIONS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, head, book.head(align="right" if column in (5, 6, 7, 8, 10) else "left"))
    sheet.set_row(3, 30)
    line = {"bottom": 1, "bottom_color": RULE, "text_wrap": True, "valign": "top"}
    text, pounds = book.style(**line), book.style(num_format=PENCE, **line)
    row = 4
    for entry in sums.result.lines:
        value = entry.valuation
        if (value.key, entry.kind) in sums.values:
            continue
        factor = float(entry.price_factor)
        sums.values[value.key, entry.kind] = ValueRow(row + 1, factor)
        label = sums.vocabulary[value.outcome].label
        for column, words in enumerate((value.code, value.title, label, entry.kind, value.unit)):
            sheet.write_string(row, column, words, text)
        changed = book.style(num_format=PENCE, bg_color=INPUT, border=1, border_color=RULE, valign="top")
        sheet.write_number(row, 5, float(entry.unit_value), changed)
        sheet.write_number(row, 6, float(entry.unit_value), pounds)
        whole = entry.unit_value == value.amount
        number(sheet, row, 7, float(value.low) if whole and value.low is not None else None, pounds)
        number(sheet, row, 8, float(value.high) if whole and value.high is not None else None, pounds)
        sheet.write_string(row, 9, f"{value.prices}{' (assumed)' if value.prices_assumed else ''}", text)
        names = sums.prices[value.key]
        sheet.write_formula(row, 10, f"={'*'.join(names) or 1}", book.style(num_format=FACTOR, **line), factor)
        tall = 1
        for column, words in enumerate(_citation(value, sums.result), start=11):
            sheet.write_string(row, column, words, text)
            tall = max(tall, 1 + len(words) // VALUATIONS[column][1])
        sheet.set_row(row, 4 + 13 * tall)
        row += 1
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.print_area(0, 0, row, 14)
    for name, letter in (("values_used", "F"), ("values_published", "G")):
        book.book.define_name(name, f"=Valuations!${letter}$5:${letter}${max(5, row)}")


def _citation(value: Valuation, result: Result) -> Iterable[str]:
    source = value.source
    yield CONSISTENT if value.grade == "consistent" else value.graded
    yield ", ".join(part for part in (value.age, value.area) if part != "all") or "all ages and areas"
    yield f"{source.publisher} ({source.year}). {source.title}"
    yield source.locator
    yield f"{source.found_at}; read in {value.read_in}" if value.read_in else source.found_at
    yield " ".join(part for part in (value.working, value.notes) if part)
    yield value.licence or result.bank.licence.name

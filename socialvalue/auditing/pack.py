"""The audit file of a result as tables of words and figures, before it has a look.

Everything is taken from the result as it verifies; a line of a register is taken apart into its rows where the inputs
are given. Nobody's key is in any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from attrs import frozen

from socialvalue.auditing.sample import WITHOUT_POUNDS, Drawn, Item, sample
from socialvalue.money import EXACT, count, percent, places, plain, pounds, total
from socialvalue.problems import Problem
from socialvalue.published.bank_files import load_bank, shipped_files
from socialvalue.published.methods import Method, load_method, method_files
from socialvalue.published.outcomes import load_vocabulary
from socialvalue.published.prices import index_files, load_index
from socialvalue.records.ranges import Range
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Input, Line
from socialvalue.showing.words.amounts import assumed_figure, counted, when
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.headline import months_reported, quotation, report_title, who_reported
from socialvalue.showing.words.line_trace import line_sentences, year_sums
from socialvalue.showing.words.method import discount_words, method_sentences, method_title
from socialvalue.showing.words.valuation import grade_words, made_from
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.verifying.remake import Verification

#: What a column holds: words, pounds, a count, or nothing yet, for the auditor to fill in.
Kind: TypeAlias = Literal["text", "pounds", "count", "fill"]

Cell: TypeAlias = str | Decimal | int | None

#: Rows of problems and the like that are listed; more are counted.
MOST = 500


@frozen
class Column:
    """A column of a table: its heading, its width in characters, and what it holds."""

    head: str
    width: int
    kind: Kind = "text"


@frozen
class Table:
    """A table with a heading; `rows` hold a cell for each column that is not filled in later."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lead: str = ""


@frozen
class Sheet:
    """A sheet: what it is called, what it finds, and its tables, all of the same columns or fewer."""

    name: str
    title: str
    tables: tuple[Table, ...]
    lead: str = ""
    alarm: str = ""


@frozen(kw_only=True)
class Materiality:
    """What matters: `pounds`, or a `share` of the net total, or of that of one `kind` of value."""

    share: Decimal | None = None
    kind: str = ""
    pounds: Decimal | None = None


@frozen(kw_only=True)
class Audit:
    """What a pack is made of.

    Attributes:
        file: the result's name.
        verification: what making it again found.
        rows: the result with each row of its registers apart, where the inputs were given; else as it is.
        size, seed: of the sample.
        materiality: what matters; None where nothing is said.
        inputs: the names of the inputs that were given, and so compared; none where none were.
        bridges: from last year's figure to this one's, where last year is given.
        last_year: the files of last year.
        bank: the bank that was given beside the result.
        changed: the inputs that are not those the result was made from.
        prepared_by, reviewed_by: of the pack.
    """

    file: str
    verification: Verification
    rows: Result
    size: int
    seed: int
    materiality: Materiality | None
    inputs: tuple[str, ...]
    ranges: tuple[Range, ...]
    bridges: tuple[Bridge, ...] = ()
    last_year: tuple[Input, ...] = ()
    bank: str = ""
    changed: tuple[str, ...] = ()
    prepared_by: str = ""
    reviewed_by: str = ""

    @property
    def result(self) -> Result:
        """The result as it verifies."""
        return self.verification.result

    def threshold(self, kinds: Sequence[str] = ()) -> Decimal | None:
        """Pounds that matter, of a total of `kinds`; None where nothing is said of it."""
        said, head = self.materiality, self.result.headline
        if said is None or head is None:
            return None
        if said.pounds is not None:
            return said.pounds
        if said.kind and kinds and tuple(kinds) != (said.kind,):
            return None
        nets = {entry.kind: entry.net for entry in head.by_kind}
        net = nets.get(said.kind) if said.kind else head.net  # type: ignore[call-overload] # its text is a kind or none
        return EXACT.multiply(said.share, abs(net)) if said.share is not None and net else None


def sheets(audit: Audit) -> list[Sheet]:
    """The sheets of the pack, in order.

    Raises:
        ValueError: where a share is to be material and there is no single total that it is a share of.
    """
    if audit.materiality is not None and audit.threshold() is None:
        raise ValueError(_no_total(audit))
    drawn = sample(audit.rows, audit.size, audit.seed)
    found = [_criteria(audit), _inputs(audit), _assumptions(audit), _exceptions(audit), _sample(audit, drawn)]
    found.append(_sensitivity(audit))
    if audit.bridges:
        found.append(_bridge(audit))
    found.append(_verification(audit))
    return [_first(audit, found, drawn.items), *found]


def _no_total(audit: Audit) -> str:
    head = audit.result.headline
    kinds = [str(entry.kind) for entry in head.by_kind if entry.net] if head else []
    msg = "a share is material only of a single total that is not nought, and this result has none"
    if not kinds:
        return f"{msg}; give pounds instead, such as £50,000"
    there = f"{listed(kinds)} value is there"
    return f"{msg}: {there}; name one, such as 5%:{kinds[-1]}, or give pounds, such as £50,000"


_FACT, _WORDS = Column("", 34), Column("", 96)


def _facts(title: str, rows: Iterable[tuple[str, str]], lead: str = "") -> Table:
    return Table(title, (_FACT, _WORDS), tuple(rows), lead)


def _texts(title: str, texts: Iterable[str]) -> Table:
    return Table(title, (Column("", 100),), tuple((text,) for text in texts))


# first sheet


def _first(audit: Audit, others: Sequence[Sheet], items: Sequence[Item]) -> Sheet:
    result, head = audit.result, audit.result.headline
    figures: list[tuple[str, str]] = [("Subject", f"{who_reported(result)}, {months_reported(result)}")]
    if head is not None:
        figures += [(capital(f"{entry.kind} value, gross"), pounds(entry.gross)) for entry in head.by_kind]
        figures += [(capital(f"{entry.kind} value, net"), pounds(entry.net)) for entry in head.by_kind]
        if head.cost is not None:
            figures.append(("Cost", pounds(head.cost)))
        if head.ratio is not None:
            figures.append(("Net value over cost", f"1 : {places(head.ratio, 2)}"))
        figures.append(("Prices", head.prices))
    if result.dates is not None:
        figures.append(("Dates it is for", " to ".join(period.said for period in result.dates)))
    figures.append(("To be quoted as", quotation(result)))
    errors = [problem for problem in audit.verification.problems if problem.severity == "error"]
    alarm = ""
    if errors:
        differ = "one thing differs" if len(errors) == 1 else f"{len(errors):,} things differ"
        alarm = (
            f"{audit.file} does not verify: {differ} from what it carries. See “Verification”. "
            "The figures here are those that it gives when it is made again."
        )
    kinds: dict[str, int] = {}
    for item in items:
        kinds[_WHY[item.why]] = kinds.get(_WHY[item.why], 0) + 1
    drawn = "; ".join(f"{number} {why}" for why, number in kinds.items())
    status = [
        ("Status of the result", result.record.status or "not said"),
        ("Prepared by", result.record.prepared_by or "not said"),
        ("Reviewed by", result.record.reviewed_by or "not said"),
        ("This pack made by", audit.prepared_by or "not said"),
        ("This pack reviewed by", audit.reviewed_by or "not said"),
        ("Assurance", "Unaudited. This pack is what an auditor works from; it is no opinion."),
    ]
    said, threshold = audit.materiality, audit.threshold()
    if said is not None and threshold is not None:
        of = f"{percent(said.share)} of the net {said.kind or 'total'}: " if said.share is not None else ""
        status.append(("Materiality", f"{of}{pounds(places(threshold, 2))}"))
    status.append(("Sample", f"{len(items)} lines with the seed {audit.seed}: {drawn}"))
    contents = [(sheet.name, sheet.lead) for sheet in others]
    signing = Table(
        "Sign-off",
        (
            Column("Who", 34),
            Column("Conclusion", 60, "fill"),
            Column("Initials", 18, "fill"),
            Column("Date", 18, "fill"),
        ),
        (("Prepared",), ("Reviewed",), ("Engagement lead",)),
    )
    return Sheet(
        "Audit pack",
        report_title(result),
        (_facts("The figure", figures), _facts("The record", status), _facts("What is here", contents), signing),
        _made_from(audit),
        alarm,
    )


def _made_from(audit: Audit) -> str:
    told = [audit.file]
    if audit.inputs:
        told.append(f"the inputs {listed(list(audit.inputs))}")
    if audit.last_year:
        told.append(f"last year’s {listed([entry.file for entry in audit.last_year])}")
    if audit.bank:
        told.append(f"the values of {audit.bank}")
    return f"Made from {listed(told)} by socialvalue {audit.result.provenance.package}."


# criteria


def _criteria(audit: Audit) -> Sheet:
    result = audit.result
    bank, method, made = result.bank, result.method, result.provenance
    index = load_index(method.index)
    shipped_index = load_index(index.id).fingerprint if index.id in index_files() else ""
    shipped_method = load_method(method.id).fingerprint if method.id in method_files() else ""
    shipped_words = load_vocabulary().extended(bank.outcomes)
    rows = (
        (
            "Values",
            f"{bank.title}, {bank.publisher}, {bank.edition} ({bank.id})",
            bank.fingerprint,
            _bank_as_shipped(result),
        ),
        (
            "Method",
            f"{method_title(method)} ({method.id})",
            method.fingerprint,
            _as(shipped_method, method.fingerprint),
        ),
        (
            "Price index",
            f"{index.title}, {index.publisher}, {index.edition} ({index.id})"
            + ("" if method.prices else "; not used: values stay in the prices they were published in"),
            index.fingerprint,
            _as(shipped_index, index.fingerprint),
        ),
        (
            "Outcomes",
            f"{len(result.vocabulary)} outcomes",
            made.outcomes_fingerprint,
            "as shipped" if result.vocabulary == shipped_words else "other than shipped",
        ),
        ("Software", f"socialvalue {made.package}", "", "the version that made this pack"),
    )
    columns = (
        Column("Criterion", 24),
        Column("What", 62),
        Column("Fingerprint (sha256)", 40),
        Column("As shipped?", 26),
    )
    used = {entry.valuation.code: entry.valuation for entry in result.lines}
    values = tuple(
        (
            value.code,
            value.title,
            pounds(value.amount),
            f"{value.unit}; prices of {value.prices}{' (assumed)' if value.prices_assumed else ''}",
            grade_words(value),
            " ".join([str(value.source), *(f"{name}: {text}" for name, text in made_from(value, bank))]),
        )
        for _, value in sorted(used.items())
    )
    differ = [row[0] for row in rows if row[3] in ("edited", "other than shipped")]
    lead = f"{listed([str(name) for name in differ])} differ from what is shipped." if differ else ""
    return Sheet(
        "Criteria",
        "What the lines were valued with",
        (
            Table("Criteria", columns, rows),
            Table(
                "Values that were used",
                (
                    Column("Code", 24),
                    Column("Title", 62),
                    Column("Amount", 40),
                    Column("Unit and prices", 26),
                    Column("Grade", 34),
                    Column("Source", 60),
                ),
                values,
            ),
            _texts("How the method works", method_sentences(method)),
            _texts("Licence", filter(None, [bank.licence.name, bank.licence.url, *result.notices])),
        ),
        lead or "Bank, method, index and outcomes, with fingerprints.",
    )


def _as(shipped: str, used: str) -> str:
    return "not shipped" if not shipped else "as shipped" if shipped == used else "edited"


def _bank_as_shipped(result: Result) -> str:
    ids = {path.stem for path in shipped_files()}
    return _as(load_bank(result.bank.id).fingerprint if result.bank.id in ids else "", result.bank.fingerprint)


# inputs


def _inputs(audit: Audit) -> Sheet:
    result = audit.result
    by_file: dict[str, list[Line]] = {entry.file: [] for entry in result.provenance.inputs}
    for line in result.entered.lines:
        by_file.setdefault(_file(line), []).append(line)
    kinds = _kinds(result) or ["wellbeing"]
    digests = {entry.file: entry.sha256 for entry in result.provenance.inputs}
    checked = "compared" if audit.inputs else "not given, not compared"
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name or "(made by a program)",
            digests.get(name, ""),
            "differs" if name in audit.changed else checked,
            len(lines),
            sum(line.rows for line in lines),
            sum(line.rows for line in lines if line.quantity is None),
            total(line.quantity or Decimal(0) for line in lines),
            *_gross((entry for entry in result.lines if _file(entry.line) == name), kinds),
        )
        for name, lines in by_file.items()
    )
    columns = (
        Column("File", 34),
        Column("sha256", 40),
        Column("Compared?", 22),
        Column("Lines", 10, "count"),
        Column("Rows or cells", 16, "count"),
        Column("Left blank", 14, "count"),
        Column("Quantities added, of all units", 24, "count"),
        *(Column(f"Gross £, {kind}" if len(kinds) > 1 else "Gross £", 20, "pounds") for kind in kinds),
    )
    by_outcome: dict[str, list[Line]] = {}
    for line in result.entered.lines:
        by_outcome.setdefault(line.outcome, []).append(line)
    totals: tuple[tuple[Cell, ...], ...] = tuple(
        (
            result.vocabulary[outcome].label,
            result.vocabulary[outcome].unit,
            "",
            len(lines),
            sum(line.rows for line in lines),
            sum(line.rows for line in lines if line.quantity is None),
            total(line.quantity or Decimal(0) for line in lines),
            *_gross((entry for entry in result.lines if entry.line.outcome == outcome), kinds),
        )
        for outcome, lines in by_outcome.items()
    )
    last = tuple((entry.file, entry.sha256) for entry in audit.last_year)
    costs = tuple((entry.cost.project or "the whole", pounds(entry.cost.amount)) for entry in result.spent)
    tables = [
        Table("Files", columns, rows, "Control totals: agree them with the files, or with the system they came from."),
        Table("By outcome", (Column("Outcome", 34), Column("Counted in", 40), Column("", 22), *columns[3:]), totals),
    ]
    if last:
        tables.append(Table("Last year’s files", (Column("File", 34), Column("sha256", 40)), last))
    if costs:
        tables.append(_facts("Costs", costs))
    recorded = [line for line in result.entered.lines if line.quantity]
    stated = sum(line.rows for line in recorded if line.evidence)
    every = sum(line.rows for line in recorded)
    sustained = sum(line.rows for line in recorded if line.sustained)
    said = [
        ("State evidence", f"{stated:,} of {every:,} rows or cells with a figure"),
        ("Say that the outcome was sustained", f"{sustained:,} of {every:,}"),
    ]
    tables.append(_facts("What the lines say of themselves", said, _EVIDENCE))
    return Sheet("Inputs", "What was read", tuple(tables), "Files with their hashes, and control totals.")


_EVIDENCE = (
    "Evidence is counted where the file has a column of evidence (also called proof or verification) and the "
    "row has anything in it but “no”, “none” or the like. It is what a row says it has; nobody has seen it. A file "
    "without such a column states none."
)


def _kinds(result: Result) -> list[str]:
    """The kinds of value that are there, which are never added here."""
    return sorted({entry.kind for entry in result.lines})


def _gross(entries: Iterable[ResultLine], kinds: Sequence[str]) -> list[Decimal]:
    """Gross pounds of each kind."""
    found = list(entries)
    return [total(entry.gross for entry in found if entry.kind == kind) for kind in kinds]


def _file(line: Line) -> str:
    return str(line.place).split("!")[0]


# assumptions


def _assumptions(audit: Audit) -> Sheet:
    result, method = audit.result, audit.result.method
    rows = tuple(
        (
            setting.name,
            setting.scope or "everything",
            str(setting).removeprefix(setting.name).strip(),
            setting.reason or method.reason or "no reason is given",
            setting.origin,
            _approved(method),
            "typed" if setting.name in method.overrides else "the method’s",
        )
        for setting in method.settings
    )
    columns = (
        Column("Assumption", 20),
        Column("For", 22),
        Column("Figure", 20),
        Column("Reason", 40),
        Column("Source", 40),
        Column("Approved", 30),
        Column("Whose", 14),
    )
    others = [
        ("Discounting", discount_words(method.discount) if method.discount != "none" else "none"),
        ("Prices", str(method.prices or "as published")),
        ("Kinds of value", "added to one total" if method.combine_kinds else "held apart"),
        ("Comparison group", "quantities are net of one" if method.comparison_group else "none"),
        ("To be reviewed by", str(method.review_by or "not said")),
    ]
    if method.overrides:
        others.append(("Overrides of the method", ", ".join(method.overrides)))
    own = sum(
        line.deadweight is not None or line.attribution is not None or line.displacement is not None
        for line in result.entered.lines
    )
    if own:
        others.append(("Lines with factors of their own", count(Decimal(own))))
    unreasoned = sum(not (setting.reason or method.reason) for setting in method.settings)
    lead = "Nothing is taken off: the method has no figures" if not rows else f"{len(rows)} figures"
    if unreasoned:
        lead += f"; {unreasoned} without a reason"
    return Sheet(
        "Assumptions",
        "What the figure assumes",
        (Table("Figures of the method", columns, rows), _facts("The rest", others)),
        lead + ".",
    )


def _approved(method: Method) -> str:
    if not method.approved_by:
        return "nobody is named"
    return f"{method.approved_by}{f', {method.approved_on}' if method.approved_on else ''}"


# exceptions


def _exceptions(audit: Audit) -> Sheet:
    result = audit.result
    columns = (Column("Where", 34), Column("What", 84), Column("What to do", 60), Column("Code", 24))
    problems = tuple(
        (str(problem.place), f"{problem.severity}: {problem.message}", problem.remedy, problem.code)
        for problem in result.problems[:MOST]
    )
    refused = tuple(
        (
            str(entry.line.place),
            f"{_whose(entry.line, result)}: {count(entry.line.quantity or Decimal(0))} not claimed",
            entry.reason,
            "",
        )
        for entry in result.refused[:MOST]
    )
    blanks = tuple(_blanks(result))
    unvalued = tuple(
        (
            result.vocabulary[entry.outcome].label,
            f"{counted(entry.quantity, entry.unit)} without a value",
            entry.reason,
            "",
        )
        for entry in result.not_valued
    )
    unchecked = tuple(("", f"Not checked: {what}", "", "") for what in result.unchecked)
    parts = (
        ("Found while reading and valuing", problems, len(result.problems)),
        ("Claims refused", refused, len(result.refused)),
        ("Reported, without a value", unvalued, len(unvalued)),
        ("Left blank", blanks, sum(line.rows for line in result.not_recorded)),
        ("Could not be checked", unchecked, len(unchecked)),
    )
    tables = tuple(
        Table(f"{title}: {number:,}", columns, rows, f"The first {MOST} are listed." if len(rows) == MOST else "")
        for title, rows, number in parts
    )
    lead = "; ".join(f"{title[:1].lower()}{title[1:]}: {number:,}" for title, _, number in parts)
    return Sheet("Exceptions", "What is out of the ordinary", tables, f"{capital(lead)}.")


def _blanks(result: Result) -> Iterator[tuple[Cell, ...]]:
    """What was left blank, by organisation and outcome."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in result.not_recorded:
        groups.setdefault((line.organisation, line.outcome), []).append(line)
    for (organisation, outcome), lines in groups.items():
        periods = sorted({line.period for line in lines})
        first, last = when(periods[0]), when(periods[-1])
        span = first if first == last else f"{first} to {last}"
        rest = f" and {len(lines) - 1:,} more" if len(lines) > 1 else ""
        what = f"{organisation}, {result.vocabulary[outcome].label}: {span}"
        yield f"{lines[0].place}{rest}", what, "Blank means not recorded, which is not nought.", ""


def _whose(line: Line, result: Result) -> str:
    return f"{line.organisation}, {when(line.period)}, {result.vocabulary[line.outcome].label}"


# sample

_WHY = {
    "all": "of all there are",
    "certain": "larger than the interval",
    "by pound": "by their pounds",
    "refused": "refused",
    "nought": "of nought",
    "blank": "left blank",
    "no value": "without a value",
}


def _sample(audit: Audit, drawn: Drawn) -> Sheet:
    result, items = audit.rows, drawn.items
    kinds = _kinds(result)
    columns = (
        Column("Line", 8, "count"),
        Column("Cell", 24),
        Column("What was reported, and what counts", 40),
        Column("Taken", 18),
        Column("Gross £", 24 if len(kinds) > 1 else 16, "pounds"),
        Column("Net £", 24 if len(kinds) > 1 else 16, "pounds"),
        Column("From the cell to the source", 84),
        Column("", 2),
        Column("Evidence seen", 24, "fill"),
        Column("Initials", 10, "fill"),
        Column("Conclusion", 16, "fill"),
    )
    rows = tuple(
        (
            item.number,
            str(item.line.place),
            _reported(item, result),
            _WHY[item.why] + (f", at {pounds(places(item.point, 2))}" if item.point is not None else ""),
            _by_kind([(entry.kind, entry.gross) for entry in item.values], kinds),
            _by_kind([(entry.kind, entry.net) for entry in item.values], kinds),
            "\n".join(_trace(item, result)),
        )
        for item in items
    )
    taken = [entry for item in items for entry in item.values]
    shares = []
    for kind, part, every in zip(kinds, _gross(taken, kinds), _gross(result.lines, kinds), strict=True):
        share = f", {percent(EXACT.divide(part, every))} of all" if every else ""
        shares.append(f"{pounds(part)} of gross {kind} value{share}")
    lead = f"{len(items)} of {drawn.lines:,} lines hold {'; '.join(shares) or 'no pounds'}."
    return Sheet(
        "Sample",
        "Lines to be agreed with evidence",
        (
            _texts("How lines were taken", (f"{what}: {told}" for what, told in _drawing(audit, drawn))),
            Table("Lines", columns, rows, "No line names a person: the cell says where the key is."),
        ),
        lead,
    )


def _by_kind(values: Sequence[tuple[str, Decimal]], kinds: Sequence[str]) -> Cell:
    """Pounds of a line, if it has any; where there are several kinds in the result, each under its name."""
    if not values:
        return None
    if len(kinds) < 2:
        return total(value for _, value in values)
    return "\n".join(f"{kind} {pounds(places(value, 2))}" for kind, value in values)


def _drawing(audit: Audit, drawn: Drawn) -> Iterator[tuple[str, str]]:
    """What it takes to draw the same lines again."""
    result, kinds = audit.rows, _kinds(audit.rows)
    of_each = [
        f"{pounds(places(part, 2))} gross {kind}" for kind, part in zip(kinds, _gross(result.lines, kinds), strict=True)
    ]
    yield "Population", f"{drawn.lines:,} lines; {listed(of_each) if of_each else 'no pounds'}"
    if len(kinds) > 1:
        yield "Several kinds", "A line is drawn by the gross pounds of all its kinds; they are added for that alone."
    number = {why: sum(item.why == why for item in drawn.items) for why in _WHY}
    if number["all"]:
        yield "Taken", f"All of them: {audit.size} were asked for. Nothing was drawn."
        return
    large = total(item.pounds for item in drawn.items if item.why == "certain")
    yield (
        "Always taken, apart from the draw",
        f"{number['certain']} lines, {pounds(places(large, 2))}: those that hold an interval or more. The interval is "
        "the pounds that are left over the places that are left, found anew after each time such lines are taken out.",
    )
    if drawn.interval is not None and drawn.start is not None:
        yield (
            "Drawn from",
            f"{drawn.rest:,} lines, {pounds(places(drawn.rest_pounds, 2))}, for {number['by pound']} places",
        )
        yield "Interval", f"{pounds(places(drawn.interval, 2))}: those pounds over those places"
        yield (
            "Start",
            f"{pounds(places(drawn.start, 2))}: the interval × {plain(drawn.share or Decimal(0))}, which is "
            f"random.Random({audit.seed}).randrange(10**12) ÷ 10**12 in Python",
        )
        yield (
            "How",
            "Those lines are laid end to end by their gross pounds, in the order of their numbers. The line in which "
            "the start lies is taken, then the one an interval further, and so on: each of those pounds had the same "
            "chance. The column Taken has the point of each line.",
        )
    without = sum(number[why] for why in ("refused", "nought", "no value", "blank"))
    yield (
        "Without pounds",
        f"{without} lines, apart from the draw: one place in {WITHOUT_POUNDS} is kept for refused claims, noughts, "
        "what has no value and blanks, and more where few lines have pounds. Each sort in "
        "this order is shuffled by the same generator, and one of each is taken in turn, from the end.",
    )


def _reported(item: Item, result: Result) -> str:
    line = item.line
    outcome = result.vocabulary[line.outcome]
    many = "left blank" if line.quantity is None else counted(line.quantity, outcome.unit)
    told = [line.organisation, when(line.period), outcome.label, many]
    if line.project:
        told.append(f"project {line.project}")
    if line.start or line.end:
        told.append(f"from {line.start or 'not said'} to {line.end or 'not said'}")
    if line.sustained is not None:
        told.append("sustained" if line.sustained else "not sustained")
    told.append("evidence is stated" if line.evidence else "no evidence is stated")
    return f"{'; '.join(told)}\nWhat counts: {outcome.definition}"


def _trace(item: Item, result: Result) -> Iterator[str]:
    if not item.values:
        yield f"{capital(item.reason)}."
    outcome = result.vocabulary[item.line.outcome]
    for entry in item.values:
        if len(item.values) > 1:
            yield f"{capital(entry.kind)} value:"
        for number, (sentence, source) in enumerate(line_sentences(entry, outcome.label, outcome.unit), start=1):
            yield f"{number}. {sentence}" + (f" From: {source}" if source else "")
        yield from year_sums(entry, result.method.discount)
        yield f"Grade of {entry.valuation.code}: {grade_words(entry.valuation)}."


# sensitivity


def _sensitivity(audit: Audit) -> Sheet:
    columns = (
        Column("Assumption", 44),
        Column("Figure", 20),
        Column("Lowest", 20),
        Column("Highest", 20),
        Column("Net £ at lowest", 20, "pounds"),
        Column("Net £ at highest", 20, "pounds"),
        Column("Moves the total by £", 24, "pounds"),
        Column("Material?", 34),
    )
    tables: list[Table] = []
    material = tested = untested = 0
    for found in audit.ranges:
        threshold = audit.threshold(found.kinds)
        rows: list[tuple[Cell, ...]] = []
        for one in found.sensitivities:
            assumption = one.assumption
            if assumption.low == assumption.high:
                untested += 1
                figure = assumed_figure(assumption, assumption.value)
                rows.append((assumption.label, figure, "", "", None, None, None, "not tested: no range is known"))
                continue
            says = ""
            if threshold is not None:
                tested += 1
                says = "material" if one.swing >= threshold else "no"
                material += says == "material"
            shown = [assumed_figure(assumption, value) for value in (assumption.value, assumption.low, assumption.high)]
            rows.append((assumption.label, *shown, one.at_low, one.at_high, one.swing, says))
        low, high = pounds(places(found.low, 2)), pounds(places(found.high, 2))
        ends = f"With every assumption at its low and at its high end: {low} to {high}."
        tables.append(
            Table(f"{capital(' and '.join(found.kinds))} value", columns, tuple(rows), ends if found.known else "")
        )
    lead = ["One assumption at a time, from its lowest to its highest."]
    matters = audit.threshold()
    if matters is not None and tested:
        some = f"{material} of them move" if material > 1 else "one of them moves" if material else "none of them moves"
        lead.append(f"{tested} tested against {pounds(places(matters, 2))}: {some} the total by that or more.")
    if untested:
        have, were = ("has", "was") if untested == 1 else ("have", "were")
        lead.append(
            f"{untested} of {sum(len(found.sensitivities) for found in audit.ranges)} {have} no range that is known "
            f"and {were} not tested, which does not mean that the total hardly moves with them."
        )
    return Sheet("Sensitivity", "What moves the total", tuple(tables), " ".join(lead))


# last year


def _bridge(audit: Audit) -> Sheet:
    columns = (Column("Step", 44), Column("£", 20, "pounds"), Column("What it is", 80))
    tables = tuple(
        Table(
            f"{capital(' and '.join(found.kinds))} value, net",
            columns,
            (
                ("Last year, as it was valued then", found.then, f"{count(found.quantity_then)} counted"),
                ("Values and prices", found.value, "last year’s counts with this year’s values and prices"),
                ("Method", found.method, "and by this year’s method"),
                ("Volume", found.volume, "more or fewer, at last year’s average"),
                ("Mix", found.mix, "of other outcomes"),
                ("This year", found.now, f"{count(found.quantity_now)} counted"),
            ),
            "The months that both years report; each step adds to the one before it.",
        )
        for found in audit.bridges
    )
    return Sheet("Last year", "From last year’s figure to this one", tables, "The same months of both years.")


# verification


def _verification(audit: Audit) -> Sheet:
    found = audit.verification
    errors = sum(problem.severity == "error" for problem in found.problems)
    verdict = (
        f"{errors:,} differences: {audit.file} is not what it carries gives."
        if errors
        else f"{found.figures:,} figures of {audit.file} were calculated again and are what it says."
    )
    columns = (Column("Where", 44), Column("What", 84), Column("What to do", 50), Column("Code", 20))
    rows = tuple(_difference(problem) for problem in found.problems[:MOST])
    inputs = (
        "The inputs were read again and compared." if audit.inputs else "The inputs were not given, and not compared."
    )
    undone = [
        "Whether what was reported happened: the evidence is the organisation’s, and is not part of the files.",
        "Whether everything that happened was reported, beyond the blanks and missing months that are listed.",
        "Whether the values suit the activity: they are averages of other people, and nobody who made them saw this.",
        "Whether the figures of the method suit this programme; their reasons are as given.",
        "Whether every line lies within the dates of the return: no dates of it were set here, and a result does not "
        "keep those of --from and --to. “sv calc” with both tells what lies outside.",
        *([] if audit.inputs else ["Whether the inputs still are those it was made from: they were not given."]),
        "Whether a result was made up as a whole: a made-up return gives a result that verifies.",
    ]
    return Sheet(
        "Verification",
        "Made again, and compared",
        (
            Table(f"Differences: {len(found.problems):,}", columns, rows, inputs),
            _texts("What was not done", undone),
        ),
        verdict,
        verdict if errors else "",
    )


def _difference(problem: Problem) -> tuple[Cell, ...]:
    return (str(problem.place), f"{problem.severity}: {problem.message}", problem.remedy, problem.code)


def cells_of(sheet: Sheet) -> Iterator[Any]:
    """Every text of a sheet, for whoever looks for what should not be in one."""
    yield from (sheet.name, sheet.title, sheet.lead, sheet.alarm)
    for table in sheet.tables:
        yield from (table.title, table.lead, *(column.head for column in table.columns))
        for row in table.rows:
            yield from (plain(cell) if isinstance(cell, Decimal) else str(cell) for cell in row if cell is not None)

"""Sheets that are laid out in some other way than the long form, read by a map, or without one where they are plain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from functools import cached_property
from itertools import islice, pairwise

from attrs import evolve, field, frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.problems import Place, Problem, error, note, warning
from socialvalue.published.outcomes import Names, Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.layouts.check_sums import check_sums
from socialvalue.reading.layouts.column_samples import are_percentages
from socialvalue.reading.layouts.find_table import Seen, blocks, look, seen
from socialvalue.reading.layouts.headings import Year, month_first, months_wrong, read_heading, year_of
from socialvalue.reading.layouts.summary_sheets import left_alone
from socialvalue.reading.layouts.unpivot import (
    TITLE_ROWS,
    UNNAMED,
    About,
    Figures,
    Head,
    Layout,
    LongSheet,
    figures_of,
    first_label,
    heads,
    layout,
    stem,
    total_row,
)
from socialvalue.reading.long_form.header import Header
from socialvalue.reading.long_form.rows import RowParser, Sense, says_total
from socialvalue.reading.long_form.tables import read_rows
from socialvalue.reading.maps.guess_map import sheet_meanings
from socialvalue.reading.people import People
from socialvalue.reading.template.template_checks import running_totals
from socialvalue.records.maps import DATES, FIGURES, LEAVE_OUT, TABLE, TARGET, TICKS, TOTAL, Mapping, same
from socialvalue.records.periods import Period
from socialvalue.records.returns import Cost, Line, Target


@frozen(slots=False)
class Reading:
    """What it takes to read a sheet.

    Attributes:
        vocabulary, names: the outcomes, and what each may be called.
        today: the day after which a period is in the future.
        people: who is in which register; None to give each row a line.
        unnamed: called with each problem that is only counted.
    """

    vocabulary: Vocabulary
    names: Names
    today: dt.date
    people: People | None = None
    unnamed: Callable[[Problem], object] | None = None

    @cached_property
    def stocks(self) -> frozenset[str]:
        """The outcomes that are counted at a date."""
        return frozenset(outcome.id for outcome in self.vocabulary if outcome.flow == "stock")


@frozen
class Found:
    """What was read from sheets.

    Attributes:
        lines, problems, costs, targets: as in a return.
        hidden: sheets that were read although nobody sees them.
        tables: how many tables were read.
    """

    lines: list[Line] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    costs: list[Cost] = field(factory=list)
    targets: list[Target] = field(factory=list)
    hidden: list[Sheet] = field(factory=list)
    tables: int = 0


def read_plain(sheets: Sequence[Sheet], reading: Reading) -> Found | None:
    """Sheets with months or outcomes across, where their headings are known and nothing must be guessed; else None."""
    looked = {sheet.name: look(sheet, reading.names) for sheet in sheets}
    kinds = sheet_meanings(looked)
    tables = [
        part
        for name, found in looked.items()
        if found and kinds[name] != LEAVE_OUT and found.across
        for part in blocks(found)
    ]
    if not tables or not all(table.listed for table in tables):
        return None
    result = Found(tables=len(tables))
    for table in tables:
        constants = {**table.above.said} | _named(table.sheet.name, kinds[table.sheet.name], table.above)
        meanings = {column: meaning for column, (meaning, _) in table.meanings.items()}
        result.problems.extend(_left_out(table))
        _read(table, meanings, Sense(), constants, "", reading, result)
    if not result.lines and all(problem.code in ("empty-sheet", "column-ignored") for problem in result.problems):
        return None  # rows without headers look like headers without rows; what they hold may be about people
    aside = [sheet for sheet in sheets if kinds[sheet.name] == LEAVE_OUT]
    result.problems.extend(left_alone(sheet, result.lines, reading.names, reading.names.read) for sheet in aside)
    return result


def _left_out(table: Seen) -> Iterator[Problem]:
    """A note on the columns of a table that are not read."""
    left = [table.head.texts[column] for column in table.columns(LEAVE_OUT) if table.samples[column]]
    if left:
        named = ", ".join(f"“{text}”" for text in left[:8]) + (" …" if left[8:] else "")
        message = f"{named} {'is' if len(left) == 1 else 'are'} not read."
        place = table.sheet.place(table.head.last, 0)
        yield note("column-ignored", place, message, "A map (“sv map”) says otherwise.")


def _named(name: str, meaning: str, above: About) -> dict[str, str]:
    """What a sheet's name says, where the lines above its table do not say it."""
    if meaning in ("project", "area", "organisation", "period") and meaning not in above.said:
        return {meaning: name}
    return {}


def read_mapped(sheets: Sequence[Sheet], mapping: Mapping, reading: Reading) -> Found:
    """Sheets read by a map."""
    result = Found()
    tables = 0
    aside: list[Sheet] = []
    for sheet in sheets:
        said = mapping.sheet(sheet.name)
        if said is not None and said.meaning == LEAVE_OUT:
            aside.append(sheet)
            continue
        table = _by_map(sheet, mapping, reading.names)
        if table is None:
            if next(iter(sheet.rows), None) is not None and said is not None:
                result.problems.append(_no_heading(sheet, mapping))
            elif len(sheets) > 1:
                aside.append(sheet)
            continue
        tables += 1
        kind = said.meaning if said is not None else _usual(mapping)
        own = {name: getattr(mapping, name) for name in ("organisation", "project", "area") if getattr(mapping, name)}
        missing = list(_missing(table, mapping))
        result.problems.extend(missing)
        if any(problem.severity == "error" for problem in missing):
            continue
        meanings = {column: meaning for column, (meaning, _) in table.meanings.items()}
        for part in blocks(table):
            constants = own | {**part.above.said} | _named(sheet.name, kind, part.above)
            year = year_of([mapping.year]) or part.above.year
            part = evolve(part, above=evolve(part.above, year=year))
            _read(part, meanings, Sense(mapping, year), constants, mapping.if_blank, reading, result)
    if not tables and not any(problem.severity == "error" for problem in result.problems):
        result.problems.append(_fits_nothing(sheets, mapping))
    sense = Sense(mapping)
    for sheet in aside:
        told = left_alone(sheet, result.lines, reading.names, lambda word: _find(word, sense, reading.names))
        result.problems.append(told)
    return evolve(result, tables=tables)


def _usual(mapping: Mapping) -> str:
    """What a sheet that the map does not know is taken for: what all those it knows are."""
    kinds = {sheet.meaning for sheet in mapping.sheets if sheet.meaning not in ("", LEAVE_OUT)}
    return kinds.pop() if len(kinds) == 1 else TABLE


def _by_map(sheet: Sheet, mapping: Mapping, names: Names) -> Seen | None:
    """The table on a sheet that has most of the map's headings."""
    rows = list(islice(sheet.rows, TITLE_ROWS + 10))
    best: tuple[float, Head] | None = None
    for head in heads(rows, names.read):
        met = [column for text in head.texts.values() if (column := mapping.column(text, sheet.name)) is not None]
        months = sum(_is_month(text) for text in head.texts.values())
        score = len(met) + (0.5 * months if _across(mapping) else 0)
        needed = [column for column in met if column.meaning not in (LEAVE_OUT, "")]
        if (needed or (months and _across(mapping))) and (best is None or score > best[0]):
            best = score, head
    if best is None:
        return None
    found = seen(sheet, best[1], names)
    meanings = dict(found.meanings)
    longer = {column for column, (meaning, _) in meanings.items() if meaning == TOTAL}
    for at, text in found.head.texts.items():
        said = mapping.column(text, sheet.name)
        if said is not None:
            meanings[at] = said.meaning or LEAVE_OUT, "decided"
        elif _across(mapping) and (_is_month(text) or at in longer or meanings[at][0] == TARGET):
            continue  # the next year's months are read as this year's
        else:
            meanings[at] = LEAVE_OUT, ""
    return evolve(found, meanings=meanings)


def _across(mapping: Mapping) -> bool:
    return any(column.meaning == FIGURES and _is_month(column.header) for column in mapping.columns)


def _is_month(text: str) -> bool:
    heading = read_heading(text, Year(2020))
    return heading.kind == FIGURES and heading.period is not None and not heading.rest


def _missing(table: Seen, mapping: Mapping) -> Iterator[Problem]:
    """What the map speaks of and the sheet has not, and the other way round."""
    sheet, head = table.sheet, table.head
    there = {same(text) for text in head.texts.values()}
    place = sheet.place(head.last, 0)
    for column in mapping.columns:
        if column.sheet and same(column.sheet) != same(sheet.name):
            continue
        if not column.meaning:
            remedy = "Choose there what it is taken for, or “leave out”."
            message = f"Nobody has said what “{column.header}” is taken for ({mapping.by(column)})."
            yield error("map-undecided", column.place if str(column.place) else place, message, remedy)
        elif same(column.header) not in there and column.meaning not in (LEAVE_OUT, TOTAL, TARGET):
            if column.meaning == FIGURES and _is_month(column.header):
                continue  # another year
            named = ", ".join(f"“{text}”" for text in list(head.texts.values())[:8])
            message = f"There is no column “{column.header}”, which {mapping.by(column)} takes for “{column.meaning}”."
            remedy = f"The headings are {named}. Mend the map, or run “sv map” again with it."
            yield error("map-does-not-fit", place, message, remedy)
    new = [
        text
        for column, text in head.texts.items()
        if table.meanings[column] == (LEAVE_OUT, "") and table.samples[column]
    ]
    if new:
        named = ", ".join(f"“{text}”" for text in new[:6])
        message = f"{named} {'is' if len(new) == 1 else 'are'} not in the map, and left out."
        yield note("column-ignored", place, message, "Run “sv map” again with the map, if they are to be read.")


def _no_heading(sheet: Sheet, mapping: Mapping) -> Problem:
    message = f"No row of “{sheet.name}” has the headings that {mapping.file or 'the map'} speaks of."
    remedy = "The map was made for another layout: run “sv map” on this file; or leave the sheet out in the map."
    return error("map-does-not-fit", Place(sheet.file, sheet.name), message, remedy)


def _fits_nothing(sheets: Sequence[Sheet], mapping: Mapping) -> Problem:
    headings = ", ".join(f"“{column.header}”" for column in mapping.columns if column.meaning not in ("", LEAVE_OUT))
    message = f"No table has the headings that {mapping.file or 'the map'} speaks of: {headings or 'none'}."
    remedy = "The map was made for another layout. Run “sv map” on this file to make one for it."
    return error("map-does-not-fit", Place(sheets[0].file if sheets else ""), message, remedy)


def _read(
    table: Seen,
    meanings: MappingOf[int, str],
    sense: Sense,
    constants: MappingOf[str, str],
    if_blank: str,
    reading: Reading,
    result: Found,
) -> None:
    """Read one table, and add what it says to what was found."""
    sheet = table.sheet
    plan = layout(table.head, meanings, table.above, constants, if_blank)
    plan, asides = _trimmed(sheet, plan, reading.names)
    held = dict(constants)
    if "organisation" not in plan.fields:
        held.setdefault("organisation", UNNAMED)
    if (
        "period" not in held
        and "period" not in plan.fields
        and not any(f.heading.period or f.heading.dateless for f in plan.figures)
    ):
        held |= _period_above(table) if not if_blank and not any(f.kind == DATES for f in plan.figures) else {}
    result.problems.extend(asides)
    dated = "period" in held or "period" in plan.fields or if_blank or any(map(_says_when, plan.figures))
    if not dated:
        result.problems.append(_undated(sheet, plan))
        return
    wrong = list(_headings(sheet, plan))
    result.problems.extend(wrong)
    if any(problem.severity == "error" for problem in wrong):
        return
    sense = Sense(sense.mapping, plan.year, {name: text for name, text in held.items() if text})
    if plan.plain and "outcome" in plan.fields:
        columns = {name: columns[0] for name, columns in plan.fields.items()}
        header = Header(table.head.last, columns, plan.tags, headed=1 + max(table.head.texts))
        source: Sheet = sheet
        register: bool | None = True if _by_day(table, plan) else None
    else:
        long = LongSheet(sheet, plan, lambda word: _find(word, sense, reading.names))
        fields = {name: number for number, name in enumerate(long.fields)}
        tags = tuple((title, len(fields) + number) for number, (title, _) in enumerate(plan.tags))
        header = Header(0, fields, tags)
        source = long
        marks = any(entry.kind in (DATES, TICKS) for entry in plan.figures)
        register = True if marks or (_by_day(table, plan) and _each_once(table, plan)) else None
    try:
        parse = RowParser(header, reading.vocabulary, reading.names, reading.today, register=register, sense=sense)
    except cells.CellFault as fault:  # of what holds for every row: the sheet's name, or a line above the table
        result.problems.append(error(fault.code, sheet.place(table.head.last, 0), fault.message, fault.remedy))
        return
    lines, problems = read_rows(source, header, parse, reading.people, reading.unnamed)
    if not lines and [problem.code for problem in problems] == ["empty-sheet"] and any(table.samples.values()):
        problems = [_nothing_reported(sheet, plan)]
    result.lines.extend(lines)
    if sheet.hidden and lines:
        result.hidden.append(sheet)
    result.problems.extend(problems)
    if plan.across:
        result.problems.extend(_running(lines, reading.vocabulary))
        result.problems.extend(
            _grouped(check_sums(sheet, plan, lambda word: _find(word, sense, reading.names) in reading.stocks))
        )
        result.targets.extend(_targets(sheet, plan, parse, held, sense, reading))
    if table.above.cost is not None:
        amount, place = table.above.cost
        project = held.get("project", "")
        result.costs.append(Cost(amount, project, place=place))
        what = f"as the cost of “{project}”" if project else "as the cost"
        result.problems.append(note("cost-above-table", place, f"£{amount:,f} above the table is read {what}."))


def _running(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Problem]:
    """What may be running totals among figures across, of each organisation, project and area by itself."""
    apart: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        apart.setdefault((line.organisation, line.project, line.tags.get("area", "")), []).append(line)
    for mine in apart.values():
        yield from running_totals(mine, vocabulary)


def _by_day(table: Seen, plan: Layout) -> bool:
    """Whether each row is of a day: then rows that are alike are several events, and all count."""
    sample = [cell for column in plan.fields.get("period", ()) for cell in table.samples.get(column, ())]
    days = [
        cell
        for cell in sample
        if isinstance(cell, dt.date) or (isinstance(cell, str) and cells.SLASHED.fullmatch(cell.strip()))
    ]
    firsts = sum(isinstance(cell, dt.date) and cell.day == 1 for cell in days)
    return len(days) > len(sample) / 2 and firsts < len(days)


def _each_once(table: Seen, plan: Layout) -> bool:
    """Whether no day is in two rows, of which one may be a copy."""
    days = [cell for column in plan.fields.get("period", ()) for cell in table.samples.get(column, ())]
    return len(set(days)) == len(days)


def _says_when(entry: Figures) -> bool:
    return entry.kind == DATES or entry.heading.period is not None or entry.heading.dateless


def _undated(sheet: Sheet, plan: Layout) -> Problem:
    message = "Nothing says when: no column, heading, title or sheet's name is a month, quarter or year."
    remedy = "Write the period above the table (“October 2024”), or say it in a map: “Where a date is blank, take”."
    return error("missing-column", sheet.place(plan.head.last, 0), message, remedy)


def _nothing_reported(sheet: Sheet, plan: Layout) -> Problem:
    message = "No row reports an outcome: none is ticked, dated or counted."
    remedy = "Check what the map takes each column for; where nobody has an outcome yet, there is nothing to value."
    return error("empty-sheet", sheet.place(plan.head.last, 0), message, remedy)


def _grouped(problems: Iterator[Problem]) -> list[Problem]:
    """The first few, and how many more there are."""
    every = list(problems)
    if len(every) <= 3:
        return every
    rest = len(every) - 3
    last = evolve(every[2], message=f"{every[2].message} {rest} more sums on this sheet do not meet.")
    return [*every[:2], last]


def _find(word: str, sense: Sense, names: Names) -> str | None:
    said = sense.mapping.word(word) if sense.mapping else None
    return said.meaning if said and said.meaning else names.read(word)


def _period_above(table: Seen) -> dict[str, str]:
    """The period that the lines above a table, or its sheet, name: a month, or else a year."""
    for title in (*table.head.titles, table.sheet.name, stem(table.sheet)):
        heading = read_heading(title[:200], table.above.year)
        if heading.period is not None:
            return {"period": heading.period.written}
    return {"period": str(table.above.year)} if table.above.year else {}


def _trimmed(sheet: Sheet, plan: Layout, names: Names) -> tuple[Layout, list[Problem]]:
    """The layout without months that are wholly blank, which are not reported yet, and without rows of percentages."""
    if not plan.across:
        return plan, []
    plan = evolve(plan, sums=frozenset(_sum_rows(sheet, plan, names)))
    dated = [entry for entry in plan.figures if entry.heading.period or entry.heading.dateless]
    if not dated:
        return plan, []
    filled: set[int] = set()
    problems: list[Problem] = []
    percent: set[int] = set()
    for number, row in sheet.rows:
        if number <= plan.head.last:
            continue
        if _percentages(row, plan, names):
            percent.add(number)
            label = cells.shown(row[plan.fields["outcome"][0]])
            message = f"Row {number} (“{label}”) holds percentages, which are no counts, and was left alone."
            problems.append(note("row-skipped", sheet.place(number, plan.fields["outcome"][0]), message))
        elif number not in plan.sums:
            filled |= {
                entry.column for entry in dated if entry.column < len(row) and not cells.blank(row[entry.column])
            }
    kept = tuple(entry for entry in plan.figures if entry not in dated or entry.column in filled)
    return evolve(plan, figures=kept, skipped=frozenset(percent)), problems


def _sum_rows(sheet: Sheet, plan: Layout, names: Names) -> Iterator[int]:
    """The rows that say they are totals; “Total volunteers” is one unless it is an outcome known here."""
    if "period" in plan.fields:
        yield from _longer_rows(sheet, plan)
    for number, row in sheet.rows:
        if number > plan.head.last and (
            total_row(plan, row)
            or _total_beside(plan, row)
            or ((label := first_label(plan, row)) and _TOTAL_OF.match(label) and not names.read(label))
        ):
            yield number


def _total_beside(plan: Layout, row: Sequence[Cell]) -> bool:
    """Whether a row names no outcome, and says in a column that is not read that it is a total."""
    at = plan.fields.get("outcome", (len(row),))[0]
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return at < len(row) and cells.blank(row[at]) and says_total(first)


def _longer_rows(sheet: Sheet, plan: Layout) -> Iterator[int]:
    """Rows of a quarter, half or year among rows of the months it is made of: sums of these."""
    at = plan.fields["period"][0]
    spans: dict[int, Period] = {}
    for number, row in sheet.rows:
        cell = row[at] if number > plan.head.last and at < len(row) else None
        period = read_heading(cell, plan.year).period
        if period is not None:
            spans[number] = period
    found = set(spans.values())
    for number, span in spans.items():
        if any(span != part and span.start <= part.start and part.end <= span.end for part in found):
            yield number


_TOTAL_OF = re.compile(r"(grand |sub-? ?)?totals?\b", re.IGNORECASE)


def _percentages(row: Sequence[Cell], plan: Layout, names: Names) -> bool:
    """Whether a row holds percentages, which are no counts."""
    at = plan.fields.get("outcome", (-1,))[0]
    label = row[at] if 0 <= at < len(row) else None
    figures = [row[entry.column] for entry in plan.figures if entry.column < len(row)]
    return isinstance(label, str) and are_percentages(label, figures, names)


def _headings(sheet: Sheet, plan: Layout) -> Iterator[Problem]:
    """What is wrong with the months across: one twice, one whose year nobody knows, or months out of order."""
    months: dict[tuple[Period, str], Figures] = {}
    row = plan.head.last
    headed = [entry for entry in plan.figures if entry.heading.period and not entry.heading.rest]
    wrong = month_first(plan.head.cells.get(entry.column, entry.text) for entry in headed)
    if wrong:
        yield months_wrong(sheet.place(row, headed[0].column), wrong)
        return
    for entry in plan.figures:
        period = entry.heading.period
        if period is None:
            continue
        twin = months.setdefault((period, entry.heading.rest.casefold()), entry)
        if twin is not entry:
            message = f"“{entry.text}” is {period}, as column {letters(twin.column)} is."
            yield error("repeated-column", sheet.place(row, entry.column), message, "Keep one column for each month.")
    each = [(entry, period) for (period, _), entry in months.items()]
    for (_, first), (entry, then) in pairwise(each):
        if then.start < first.start and entry.heading.rest == "":
            message = f"{entry.text} ({then}) stands after {first}: the months are out of order."
            remedy = (
                "Check the headings: a date with the month first (04/01/2024 for April) is read as the 4th of January."
            )
            yield warning("months-out-of-order", sheet.place(row, entry.column), message, remedy)
            return


def _targets(
    sheet: Sheet, plan: Layout, parse: RowParser, held: MappingOf[str, str], sense: Sense, reading: Reading
) -> Iterator[Target]:
    """What was aimed for, where the table says: for the period a heading names, or for all its months."""
    months = [entry.heading.period for entry in (*plan.figures, *plan.totals) if entry.heading.period]
    if "outcome" not in plan.fields or not months:
        return
    whole = _whole([*months])
    above: dict[str, Cell] = {}
    for number, row in sheet.rows:
        if number <= plan.head.last or number in plan.skipped or number in plan.sums:
            continue
        at = plan.fields["outcome"][0]
        kind, row = figures_of(plan, row, above, lambda word: _find(word, sense, reading.names))
        if kind not in (FIGURES, TARGET):
            continue
        word = row[at] if at < len(row) else None
        outcome = _find(word, sense, reading.names) if isinstance(word, str) else None
        if outcome is None or outcome not in reading.vocabulary:
            continue
        for entry in plan.figures if kind == TARGET else plan.targets:
            try:
                amount = cells.quantity(
                    row[entry.column] if entry.column < len(row) else None, reading.vocabulary[outcome].unit
                )
            except cells.CellFault:
                continue
            if amount is not None:
                period = entry.heading.period or whole
                yield Target(held.get("organisation", UNNAMED), period, outcome, amount, held.get("project", ""))


def _whole(months: Sequence[Period]) -> Period:
    """The time that periods reach over; the financial year they lie in, where they do."""
    start, end = min(month.start for month in months), max(month.end for month in months)
    year = Period.of(f"{start.year - (start.month < 4)}/{(start.year - (start.month < 4) + 1) % 100:02d}")
    if year.start <= start and end <= year.end:
        return year
    return Period.of(f"{start:%Y-%m} to {end:%Y-%m}")

"""What the page's worker calls: texts and bytes in, texts and bytes out; every figure is words before it leaves here.

The worker gives each file a folder of its own under `FILES`, and asks with a JSON text:

- ``files``: id, name and role (one of `ROLES`) of each file, in the order they are read;
- ``settings``: the text of each option of the command line, by its name; left out or empty for its default;
- ``map``: what a person decided of headings, sheets and words (`Decisions`), or null where no map is wanted so far.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.formats.open import read_sheets
from socialvalue.formats.sheets import ErrorCell, NotCalculated
from socialvalue.money import EXACT, apportioned, count, fraction, percent, places, pounds, total, whole_pounds
from socialvalue.problems import NOWHERE, BadData, Place, Problem, error
from socialvalue.published.bank_files import load_bank, shipped_files
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import candidates, choice, reading_bank
from socialvalue.published.discounting import discount_of
from socialvalue.published.methods import Method, Setting, load_method, method_files
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.published.prices import PriceBase, load_index
from socialvalue.published.toml import read_toml
from socialvalue.reading.banks.import_bank import Terms, import_bank
from socialvalue.reading.files import read
from socialvalue.reading.maps.read_map import is_map
from socialvalue.reading.maps.suggest_map import suggest_mapping
from socialvalue.reading.side_tables import read_targets
from socialvalue.records.groups import Beside
from socialvalue.records.maps import COLUMN_MEANINGS, CONSTANTS, MARK, SHEET_MEANINGS
from socialvalue.records.maps import Mapping as Map
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.records.returns import Return
from socialvalue.showing import headline
from socialvalue.showing.bars import Scale
from socialvalue.showing.board import Asked, year_tables
from socialvalue.showing.data.rollup import as_dict
from socialvalue.showing.words import capital, when
from socialvalue.valuing.calculate import calculate
from socialvalue.valuing.like_for_like import LikeForLike, like_for_like
from socialvalue.valuing.rollup import progress, roll_up

FILES = Path("/files")
ROLES = ("return", "last year", "map", "values", "targets", "method", "leave out")
#: Problems shown one by one, rows of a table, and the largest file whose cells are shown beside problems.
_MOST_PROBLEMS, _MOST_ROWS, _SHOWN = 100, 12, 8_000_000
#: Larger files are returns: maps, values and targets are small, and looking into a file is reading it.
_LOOKED_INTO = 1_000_000
#: The adjustments that have an option of their own.
_ADJUSTMENTS = tuple(name for name, entry in ADJUSTMENTS.items() if entry.option)
#: The options of a job, in the order in which the command line has them.
_OPTIONS = (
    "map",
    "bank",
    "method",
    *_ADJUSTMENTS,
    "discount",
    "prices",
    "index",
    "combine-kinds",
    "cost",
    "reason",
    "replace",
)
_TIME = "period"
_APART = "Value of different kinds is not added together."
#: Problems that say that a file is in words or a layout of its own: then a map is suggested.
_LAID_OUT_OTHERWISE = frozenset({"no-table", "missing-column", "unknown-outcome"})


class BadSetting(ValueError):
    """A setting that cannot be read: `name` is the option's, `message` says why."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name, self.message = name, message


@frozen
class File:
    """A file on the page."""

    id: str
    name: str
    role: str

    @property
    def path(self) -> Path:
        """Where the worker put it."""
        return FILES / self.id / self.name


@frozen
class Decisions:
    """What a person decided of a map on the page; each entry ends with what the thing is taken for.

    Attributes:
        columns: sheet, heading and meaning.
        sheets: name and meaning.
        words: about, word and meaning.
        constants: what holds for the whole file, by name.
    """

    columns: tuple[tuple[str, str, str], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Decisions:
        """The decisions that plain data hold."""
        return cls(**{name: tuple(map(tuple, entries)) for name, entries in data.items()})

    def over(self, suggested: Map) -> Map:
        """A suggested map with these decisions in it; what it does not know is left out."""
        for sheet, header, meaning in self.columns:
            if suggested.column(header, sheet):
                suggested = suggested.decide_column(header, meaning, sheet)
        for name, meaning in self.sheets:
            if suggested.sheet(name):
                suggested = suggested.decide_sheet(name, meaning)
        for about, word, meaning in self.words:
            if suggested.word(word, about):
                suggested = suggested.decide(word, meaning, about)
        constants: dict[str, Any] = dict(self.constants)
        if "estimates" in constants:
            constants["estimates"] = constants["estimates"] == "yes"
        return evolve(suggested, **constants)


@frozen
class Job:
    """What is asked for: the counterpart of the command line's own job, with the same defaults."""

    files: tuple[File, ...]
    settings: Mapping[str, str] = field(factory=dict)
    decisions: Decisions | None = None

    @classmethod
    def of(cls, asked: str) -> Job:
        """The job that a JSON text asks for."""
        data = json.loads(asked)
        settings = {name: text.strip() for name, text in data["settings"].items() if text.strip()}
        decided = data.get("map")
        files = tuple(File(**entry) for entry in data["files"])
        return cls(files, settings, None if decided is None else Decisions.of(decided))

    def of_role(self, role: str) -> list[File]:
        """The files with a role."""
        return [file for file in self.files if file.role == role]

    def values(self) -> Bank | None:
        """The bank asked for: one of the package, or a file's; None where none is.

        Raises:
            BadData: when it cannot be used.
        """
        chosen = self.settings.get("bank", "")
        own = next((file for file in self.of_role("values") if f"file:{file.id}" == chosen), None)
        if own is None:
            return load_bank(chosen) if chosen and not chosen.startswith("file:") else None
        return _bank(own)

    def adjustments(self) -> Method:
        """The method asked for, with the settings that take the place of its own.

        Raises:
            BadData: when there is no such method or index.
            BadSetting: for a figure that cannot be read.
        """
        own = self.of_role("method")
        method = load_method(own[0].path if own else self.settings.get("method") or "as-published")
        readers: dict[str, Callable[[str], Any]] = {"discount": discount_of, "prices": PriceBase.of, "index": _index}
        readers |= {name: _figure(name) for name in _ADJUSTMENTS}
        found: dict[str, Any] = {"combine-kinds": True} if self.settings.get("combine-kinds") else {}
        for name, reader in readers.items():
            if name in self.settings:
                found[name] = _read(name, reader, self.settings[name])
        return evolve(method.override(**found), reason=self.settings.get("reason") or method.reason)

    def cost(self) -> Decimal | None:
        """What was spent in all, where it is said here.

        Raises:
            BadSetting: when it is no amount.
        """
        return _read("cost", _pounds, self.settings["cost"]) if "cost" in self.settings else None

    def command(self, name: str, *ending: str) -> str:
        """The command that does the same where the files are, and the map where there is one."""
        words = ["sv", name, *(file.name for file in self.of_role("return"))]
        for option in _OPTIONS:
            text = self.settings.get(option, "")
            if option == "map":
                words += ["--map", _desk.map.name] if _desk.map else []
            elif option in ("combine-kinds", "replace"):
                words += [f"--{option}"] if text else []
            elif option == "method" and self.of_role("method"):
                words += ["--method", self.of_role("method")[0].name]
            elif option == "bank" and text.startswith("file:"):
                words += ["--bank", *(_as_toml(file.name) for file in self.of_role("values") if file.id == text[5:])]
            elif text:
                words += [f"--{option}", text]
        return shlex.join([*words, *ending])

    def commands(self) -> list[str]:
        """The commands that give the same result workbook; values in a workbook are imported first."""
        chosen = self.settings.get("bank", "")
        made = [
            shlex.join(["sv", "banks", "import", file.name, "--id", _id(file.name), "--out", _as_toml(file.name)])
            for file in self.of_role("values")
            if f"file:{file.id}" == chosen and not file.name.lower().endswith(".toml")
        ]
        return [*made, self.command("calc", "--out", "results.xlsx", *self._beside()), self.report()]

    def report(self) -> str:
        """The command that writes the same report."""
        return self.command("report", "--out", "report.html", *self._beside())

    def _beside(self) -> list[str]:
        """The options that name what is set beside the result."""
        roles = {"targets": "--targets", "last year": "--with"}
        return [word for role, option in roles.items() for file in self.of_role(role) for word in (option, file.name)]


def _not_here(file: File) -> Problem:
    remedy = "Save it as .xlsx or .csv; or use the command line, which reads it with DuckDB."
    return error("engine-missing", Place(file.name), "The page does not read .parquet files.", remedy)


def _only(problems: Iterable[Problem], code: str) -> bool:
    return all(problem.code == code for problem in problems if problem.severity == "error")


def _read(name: str, reader: Callable[[str], Any], text: str) -> Any:
    try:
        return reader(text)
    except BadData as err:
        raise BadSetting(name, " ".join(f"{problem.message} {problem.remedy}" for problem in err.problems)) from None
    except (TypeError, ValueError) as err:
        raise BadSetting(name, f"{capital(str(err)).rstrip('.')}.") from None


def _figure(name: Any) -> Callable[[str], Setting]:
    return lambda text: Setting.of(name, text)


def _index(text: str) -> str:
    load_index(text)
    return text


def _pounds(text: str) -> Decimal:
    amount = fraction(text)
    if amount < 0 or "%" in text:
        msg = f"“{text}” is not an amount in pounds of 0 or more"
        raise ValueError(msg)
    return amount


def _bank(file: File) -> Bank:
    """The bank that a file holds, as it comes."""
    if file.name.lower().endswith(".toml"):
        return load_bank(file.path)
    bank, problems = import_bank(file.path, Terms(id=_id(file.name)))
    if bank is None:
        raise BadData(problems)
    return bank


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-") or "own-values"


def _as_toml(name: str) -> str:
    return name if name.lower().endswith(".toml") else f"{_id(name)}.toml"


# what the page holds between two calls


class Desk:
    """What was read and valued last; read again only where the files or the bank's codes are others."""

    def __init__(self) -> None:
        self.job = Job(())
        self.read: tuple[object, Return] | None = None
        self.suggested: tuple[object, Map] | None = None
        self.map: Path | None = None
        self.result: Result | None = None
        self.words: Vocabulary = load_vocabulary()
        self.beside = Beside()
        self.asked = Asked()

    def value(self, job: Job, tell: Callable[[int, int], None]) -> Result:
        """The result of a job.

        Raises:
            BadData, BadSetting: when what was asked for cannot be used.
        """
        self.result, self.job = None, job
        bank, method, cost = job.values(), job.adjustments(), job.cost()
        entered = self._entered(job, bank, tell)
        used = bank or choice(((line.period.start, line.period.end) for line in entered.lines), entered.bank).bank
        self.words = load_vocabulary().extended(used.outcomes)
        result = calculate(entered, bank, method, vocabulary=self.words, cost=cost)
        given = job.of_role("targets")
        aims = [aim for file in given for aim in read_targets(file.path, self.words, used.codes)]
        against = progress(result, aims if given else result.entered.targets)
        self.beside = Beside(targets=against)
        self.asked = Asked(years=self._years(job, result), targets=against)
        if self.asked.years and not self.asked.years.ok:
            raise BadData(self.asked.years.problems)
        self.result = result
        return result

    def _entered(self, job: Job, bank: Bank | None, tell: Callable[[int, int], None]) -> Return:
        """What the files report: as they are, and by a map where one is given, decided, or needed."""
        key = (tuple(job.files), bank and bank.fingerprint, "replace" in job.settings, job.decisions)
        if self.read is None or self.read[0] != key:
            known = bank or reading_bank(candidates())
            given = job.of_role("map")
            self.map = given[0].path if given and job.decisions is None else None
            if job.decisions is not None:
                self.map = self._written(job, known)
            entered = self._read(job, bank, tell)
            if job.decisions is None and _LAID_OUT_OTHERWISE & {problem.code for problem in entered.problems}:
                try:
                    self.map = self._written(job, known)
                except BadData as err:  # there is nothing to ask about: what is wrong with the file says more
                    return evolve(
                        entered, problems=err.problems if _only(entered.problems, "no-table") else entered.problems
                    )
                entered = self._read(job, bank, tell)
            if bank is None and entered.bank and entered.bank not in {one.id for one in candidates()}:
                entered = self._read(job, load_bank(entered.bank), tell)  # its template names another
            self.read = key, entered
        return self.read[1]

    def _read(self, job: Job, bank: Bank | None, tell: Callable[[int, int], None]) -> Return:
        paths = [file.path for file in job.of_role("return")]
        left = [_not_here(file) for file in job.of_role("return") if file.path.suffix.lower() == ".parquet"]
        if left:
            raise BadData(left)
        return read(*paths, bank=bank, replace="replace" in job.settings, progress=tell, mapping=self.map)

    def _years(self, job: Job, result: Result) -> LikeForLike | None:
        """This year against last year over the same months, where last year's return is among the files."""
        paths = [file.path for file in job.of_role("last year")]
        if not paths or not result.ok:
            return None
        last = read(*paths, bank=result.bank, replace="replace" in job.settings, mapping=self.map)
        return like_for_like(
            result.entered, last, result.bank, result.method, cost=result.costs_given, vocabulary=result.vocabulary
        )

    def _written(self, job: Job, known: Bank) -> Path:
        """The file of the map as a person has decided it so far, so that the command can be given the same bytes.

        Args:
            job: the files, and what was decided.
            known: whose outcomes and codes may be named.

        Raises:
            BadData: where no map can be suggested for the files.
        """
        from socialvalue.showing.workbook.map import workbook

        files, given = job.of_role("return"), job.of_role("map")
        words = load_vocabulary().extended(known.outcomes)
        key = (tuple(job.files), known.fingerprint)
        if self.suggested is None or self.suggested[0] != key:
            before = given[0].path if given else None
            paths = [file.path for file in files]
            found = suggest_mapping(*paths, mapping=before, vocabulary=words, codes=known.codes)
            self.suggested = key, found
        decided = (job.decisions or Decisions()).over(self.suggested[1])
        path = FILES / "map" / f"{Path(files[0].name).stem}-map.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(workbook(decided, words))
        return path


_desk = Desk()


# what the worker calls


def choices() -> dict[str, list[tuple[str, str]]]:
    """The banks and methods that come with the page, each with its id and what it is called; asked for at the build."""
    banks = [load_bank(path) for path in shipped_files()]
    return {
        "banks": [(bank.id, f"{bank.title} ({bank.publisher})") for bank in banks],
        "methods": [(name, load_method(name).title) for name in method_files()],
    }


def role_of(name: str, identity: str) -> str:
    """What a file seems to be, by its name and its first rows; the page lets a person say otherwise."""
    path = FILES / identity / name
    if path.suffix.lower() == ".toml":
        try:
            head = read_toml(path)
            return "map" if head.get("format") == MARK else "values" if "bank" in head else "method"
        except BadData:
            return "values"
    if path.stat().st_size > _LOOKED_INTO:
        return "return"
    try:
        sheets = read_sheets(path)[:3]
        if is_map(sheets):
            return "map"
        heads = {str(cell).strip().casefold() for sheet in sheets for cell in _first_cells(sheet.rows)}
    except BadData:
        return "return"
    if "target" in heads and "outcome" in heads:
        return "targets"
    if {"period", "month", "quantity"} & heads:
        return "return"
    return "return" if import_bank(path, Terms(id="values"))[0] is None else "values"


def _first_cells(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[object]:
    for number, (_, cells) in enumerate(rows):
        if number > 5:
            return
        yield from cells


def value(asked: str, tell: Callable[[int, int], None]) -> str:
    """The figure, what is wrong, and the tables; `tell` is called with how many files are read, of how many."""
    job = Job.of(asked)
    try:
        result = _desk.value(job, tell)
    except BadSetting as err:
        return _json(setting=err.name, message=err.message)
    except BadData as err:
        return _json(problems=_problems(err.problems, job), figures=[], commands=job.commands(), map=None)
    return _json(**_view(result, job))


def report() -> str:
    """The report of the last result, as the command writes it."""
    from socialvalue.showing.page.page import to_page
    from socialvalue.valuing.uncertainty import assess

    return to_page(assess(_sound()), command=_desk.job.report(), asked=_desk.asked)


def download(kind: str) -> bytes:
    """A file of the last result, as the command writes it: xlsx, json or csv; or the map."""
    if kind == "map":
        if _desk.map is None:
            msg = "there is no map"
            raise RuntimeError(msg)
        return _desk.map.read_bytes()
    from socialvalue.showing.data import result as data

    result = _sound()
    if kind == "xlsx":
        from socialvalue.showing.workbook.result import workbook

        return workbook(result, _desk.beside, _desk.asked.years)
    if kind == "json":
        return data.to_json(result, as_dict(_desk.beside)).encode()
    return data.to_csv(result).encode()


def template(organisation: str, start: str, months: int) -> bytes:
    """The workbook to fill in, from a month such as ``2026-04``."""
    from socialvalue.records import template_layout as layout
    from socialvalue.showing.workbook.template import template as made

    bank = load_bank()
    span = layout.months_from(Period.of(start), months)
    return made(load_vocabulary().extended(bank.outcomes), bank, span, organisation=organisation, measures="all")


def example() -> bytes:
    """The return of October 2020."""
    return (Path(__file__).parent / "october-2020.xlsx").read_bytes()


def _sound() -> Result:
    if _desk.result is None:
        msg = "nothing is valued yet"
        raise RuntimeError(msg)
    return _desk.result


# what the page shows


def _json(**data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _view(result: Result, job: Job) -> dict[str, Any]:
    answers = dict(headline.questions(result, result.uncertainty))
    mapped = _map(result)
    return {
        "problems": _problems(_told([*result.problems, *_of_last_year(result)], mapped), job),
        "map": mapped,
        "figures": [
            {"label": f"{name[:1].upper()}{name[1:]}", "amount": text} for name, text in headline.figures(result)
        ],
        "title": headline.title(result),
        "nothing": headline.nothing(result) if result.ok and not result.lines else "",
        "says": _says(result),
        "answers": answers,
        "cost": _cost(result),
        "tables": [table for table in _tables(result) if table["rows"]] if result.ok else [],
        "targets": _targets(),
        "years": _years(),
        "read": _read_words(result, job),
        "bank": f"{result.bank.title}: {result.provenance.bank_chosen}",
        "licence": result.bank.licence.notice or f"{result.bank.licence.name}.",
        "commands": job.commands(),
    }


def _told(problems: Iterable[Problem], mapped: Mapping[str, Any] | None) -> list[Problem]:
    """The problems, without those of words that the page asks about in its own place.

    Where files of several layouts are read by one map, that is said once in place of all that does not fit.
    """
    problems = list(problems)
    misfits = [problem for problem in problems if problem.code == "map-does-not-fit"]
    if len({problem.place.file for problem in misfits}) > 1:
        remedy = "Value the files of each layout by themselves: leave the others out, or take them out."
        told = error("map-does-not-fit", NOWHERE, "The files have several layouts, and a map is for one.", remedy)
        problems = [told, *(problem for problem in problems if problem not in misfits)]
    asked = mapped is not None and mapped["undecided"]
    return [problem for problem in problems if not (asked and problem.code == "unknown-outcome")]


def _map(result: Result) -> dict[str, Any] | None:
    """The map that the files were read by, and what may be chosen in it."""
    mapping = result.entered.mapping
    if mapping is None or _desk.map is None:
        return None
    outcomes = [
        {"id": outcome.id, "label": outcome.label, "each": _each(result.bank, outcome.id)} for outcome in _desk.words
    ]
    return {
        "name": _desk.map.name,
        "undecided": len(mapping.undecided),
        "columns": [
            {"sheet": c.sheet, "header": c.header, "example": c.example, "meaning": c.meaning, "sure": c.sure}
            for c in mapping.columns
        ],
        "sheets": [{"name": sheet.name, "meaning": sheet.meaning} for sheet in mapping.sheets],
        "words": [
            {"about": word.about, "word": word.word, "times": word.times, "meaning": word.meaning, "sure": word.sure}
            for word in sorted(mapping.words, key=lambda word: (bool(word.meaning), word.sure == "listed", -word.times))
        ],
        "constants": {name: _constant(getattr(mapping, name)) for name in CONSTANTS},
        "labels": CONSTANTS,
        "choices": {"columns": COLUMN_MEANINGS, "sheets": SHEET_MEANINGS, "outcomes": outcomes},
    }


def _constant(said: str | bool) -> str:
    return said if isinstance(said, str) else "yes" if said else ""


def _each(bank: Bank, outcome: str) -> str:
    """What one is worth, where the bank has one value for everybody."""
    parts = [value.parts() for value in bank.find_all(outcome)]
    amounts = [amount for part in parts for amount in part.values()]
    return whole_pounds(amounts[0]) if len(amounts) == 1 else f"{len(amounts)} values" if amounts else ""


def _says(result: Result) -> str:
    head = result.headline
    if head is None:
        return ""
    return _APART if head.net is None and head.kinds else next(iter(headline.says(result)), "")


def _cost(result: Result) -> str:
    head = result.headline
    if head is None or head.cost is None:
        return ""
    if head.ratio is None:
        return f"Spent: {whole_pounds(head.cost)}."
    return f"Spent: {whole_pounds(head.cost)}. For each £1: £{places(head.ratio, 2)}."


def _read_words(result: Result, job: Job) -> str:
    lines = result.entered.lines
    recorded = sum(line.rows for line in lines if line.quantity is not None)
    files = len(job.of_role("return"))
    spread = headline.span(result)
    text = f"Read: {recorded:,} {'figure' if recorded == 1 else 'figures'}"
    text += f" in {files:,} files" if files > 1 else ""
    return f"{text}{f', {spread}' if spread else ''}."


@frozen
class Row:
    """A row of a table: pounds of one kind, and what they are for."""

    label: str
    detail: str
    amount: Decimal
    kind: str = ""


def _tables(result: Result) -> Iterator[dict[str, Any]]:
    """By outcome, and by what else the lines tell apart; of several kinds, each kind by itself."""
    several = result.headline is not None and result.headline.net is None
    rows = []
    for entry in result.by_outcome:
        each = f" × {whole_pounds(entry.unit_value)}" if entry.unit_value is not None else ""
        detail = f"{count(entry.quantity)}{each}"
        rows.append(Row(_desk.words[entry.outcome].label, detail, entry.net, entry.kind if several else ""))
    yield _table("Outcome", rows)
    lines = [entry.line for entry in result.lines]
    for name, title in (("project", "Project"), (_TIME, "Month"), ("organisation", "Organisation")):
        if len({str(getattr(line, name)) for line in lines}) < 2:
            continue
        rows = []
        for group in roll_up(result, (name, "kind") if several else (name,)).groups:
            if group.net is not None and (group.net or group.quantity):
                key = when(Period.of(group.keys[0])) if name == _TIME else group.keys[0] or "not given"
                rows.append(Row(key, count(group.quantity), group.net, group.keys[1] if several else ""))
        yield _table(title, rows, in_order=name == _TIME)


def _table(name: str, rows: Sequence[Row], *, in_order: bool = False) -> dict[str, Any]:
    """A table whose amounts are also bars of countable blocks; the smallest rows of a kind are added up to one."""
    scale = Scale.of([row.amount for row in rows])
    shown: list[dict[str, Any]] = []
    for kind in dict.fromkeys(row.kind for row in rows):
        mine = [row for row in rows if row.kind == kind]
        if not in_order:
            mine.sort(key=lambda row: -row.amount)
            rest = mine[_MOST_ROWS:]
            if len(rest) > 1:
                others = Row(f"{len(rest):,} others", "", total(row.amount for row in rest), kind)
                mine = [*mine[:_MOST_ROWS], others]
        amounts = [row.amount for row in mine]
        unit = Decimal(1) if abs(total(amounts)) >= 1000 else Decimal("0.01")
        for row, printed in zip(mine, apportioned(amounts, unit), strict=True):  # so that they add up to the figure
            shown.append(
                {
                    "label": row.label,
                    "detail": row.detail,
                    "kind": capital(row.kind),
                    "amount": pounds(printed).replace("-", "−"),
                    "blocks": float(EXACT.divide(max(row.amount, Decimal(0)), scale.block)),
                }
            )
    return {"name": name, "rows": shown, "blocks": scale.blocks, "scale": f"One block is {pounds(scale.block)}."}


def _of_last_year(result: Result) -> list[Problem]:
    years = _desk.asked.years
    found = years.problems if years else ()
    return [problem for problem in found if problem.severity == "warning" and problem not in result.problems]


def _years() -> list[dict[str, Any]]:
    """The tables that set this year against last year, as texts."""
    tables = []
    for table in year_tables(_desk.asked.years) if _desk.asked.years else ():
        texts = [number for number, column in enumerate(table.columns) if column.kind != "bar"]
        tables.append(
            {
                "title": table.title,
                "heads": [table.columns[number].head for number in texts],
                "rows": [[str(row.cells[number] or "") for number in texts] for row in table.rows],
                "notes": table.notes,
            }
        )
    return tables


def _targets() -> list[dict[str, str]]:
    return [
        {
            "label": " · ".join(
                part
                for part in (
                    _desk.words[entry.target.outcome].label,
                    "" if entry.target.organisation == "all" else entry.target.organisation,
                    entry.target.project,
                    when(entry.target.period),
                )
                if part
            ),
            "actual": count(entry.actual),
            "target": count(entry.target.quantity),
            "share": "" if entry.share is None else percent(entry.share),
        }
        for entry in _desk.beside.targets[:_MOST_PROBLEMS]
    ]


def _problems(problems: Iterable[Problem], job: Job) -> dict[str, Any]:
    """What is wrong, the gravest first, each with its cell as it was typed."""
    ranks = ("error", "warning", "note")
    found = sorted(problems, key=lambda problem: ranks.index(problem.severity))
    shown = found[:_MOST_PROBLEMS]
    typed = _typed(shown, job)
    return {
        "counts": {rank: sum(problem.severity == rank for problem in found) for rank in ranks},
        "more": len(found) - len(shown),
        "shown": [
            {
                "severity": problem.severity,
                "code": problem.code,
                "file": problem.place.file,
                "place": "!".join(
                    part for part in (problem.place.sheet, problem.place.cell or problem.place.key) if part
                ),
                "typed": typed.get((problem.place.file, problem.place.sheet, problem.place.cell)),
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in shown
        ],
    }


def _typed(problems: Iterable[Problem], job: Job) -> dict[tuple[str, str, str], str]:
    """The contents of the cells of problems, by file, sheet and cell."""
    wanted: dict[str, set[tuple[str, int, int, str]]] = {}
    for problem in problems:
        cell = re.fullmatch(r"([A-Z]{1,3})(\d+)", problem.place.cell)
        if cell:
            column = 0
            for letter in cell[1]:
                column = column * 26 + ord(letter) - 64
            wanted.setdefault(problem.place.file, set()).add((problem.place.sheet, int(cell[2]), column, cell[0]))
    found: dict[tuple[str, str, str], str] = {}
    for file in job.files:
        cells = wanted.pop(file.name, None)
        if not cells or file.path.stat().st_size > _SHOWN:
            continue
        try:
            for sheet in read_sheets(file.path):
                rows: dict[int, list[tuple[int, str]]] = {}
                for name, row, column, cell_name in cells:
                    if name in (sheet.name, ""):
                        rows.setdefault(row, []).append((column, cell_name))
                last = max(rows, default=0)
                for number, content in sheet.rows:
                    for column, cell_name in rows.get(number, ()):
                        held = content[column - 1] if column <= len(content) else None
                        found[file.name, sheet.name, cell_name] = _text(held)
                    if number >= last:
                        break
        except BadData:
            continue
    return found


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == dt.time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, NotCalculated):
        return "= …"
    if isinstance(cell, ErrorCell):
        return cell.text
    return str(cell)[:80]

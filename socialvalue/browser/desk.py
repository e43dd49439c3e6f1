"""What the page holds between two calls: the return read last, its map and its result; read anew where needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import evolve

from socialvalue.browser.job import Decisions, Job
from socialvalue.browser.page_files import File, file_path
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published.bank_files import Nameable, load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import candidates, choice, known_to_any
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading.files import read
from socialvalue.reading.maps.suggest_map import suggest_mapping
from socialvalue.reading.side_tables import read_targets
from socialvalue.records.groups import Beside
from socialvalue.records.maps import Mapping as Map
from socialvalue.records.registers import Lines
from socialvalue.records.results import Result
from socialvalue.records.returns import Return
from socialvalue.showing.board.draft import Asked
from socialvalue.valuing.calculate import calculate
from socialvalue.valuing.last_year.like_for_like import LikeForLike, like_for_like
from socialvalue.valuing.targets import progress

#: Problems that say that a file has other words or another layout than ours: then a map is suggested.
_LAID_OUT_OTHERWISE = frozenset({"no-table", "missing-column", "unknown-outcome"})


class Desk:
    """What was read and valued last; read again only where the files or the bank's codes are others."""

    def __init__(self) -> None:
        self.job: Job = Job(())
        self.read: tuple[object, Return] | None = None
        self.suggested: tuple[object, Map] | None = None
        self.map: Path | None = None
        self.result: Result | None = None
        self.words: Vocabulary = load_vocabulary()
        self.beside: Beside = Beside()
        self.asked: Asked = Asked()

    @property
    def map_name(self) -> str:
        """The file of the map in use; empty where there is none."""
        return self.map.name if self.map else ""

    def value(self, job: Job, tell: Callable[[int, int], None]) -> Result:
        """The result of a job.

        Raises:
            BadData, BadSetting: when what was asked for cannot be used.
        """
        self.result, self.job = None, job
        bank, method, cost = job.values(), job.adjustments(), job.cost()
        entered = self._entered_return(job, bank, tell)
        bank_used = (
            bank
            or choice(((when.start, when.end) for when in Lines.of(entered.lines).values("period")), entered.bank).bank
        )
        self.words = load_vocabulary().extended(bank_used.outcomes)
        result = calculate(entered, bank, method, vocabulary=self.words, cost=cost)
        given = job.of_role("targets")
        aims = [aim for file in given for aim in read_targets(file.path, self.words, bank_used.codes)]
        against = progress(result, aims if given else result.entered.targets)
        self.beside = Beside(targets=against)
        self.asked = Asked(years=self._against_last_year(job, result), targets=against)
        if self.asked.years and not self.asked.years.ok:
            raise BadData(self.asked.years.problems)
        self.result = result
        return result

    def _entered_return(self, job: Job, bank: Bank | None, tell: Callable[[int, int], None]) -> Return:
        """What the files report: as they are, and by a map where one is given, decided, or needed."""
        read_for = (tuple(job.files), bank and bank.fingerprint, "replace" in job.settings, job.decisions)
        if self.read is None or self.read[0] != read_for:
            known = bank or known_to_any()
            given = job.of_role("map")
            self.map = given[0].path if given and job.decisions is None else None
            if job.decisions is not None:
                self.map = self._map_as_decided(job, known)
            entered = self._read_returns(job, bank, tell)
            if job.decisions is None and _LAID_OUT_OTHERWISE & {problem.code for problem in entered.problems}:
                try:
                    self.map = self._map_as_decided(job, known)
                except BadData as err:  # there is nothing to ask about: what is wrong with the file says more
                    return evolve(
                        entered,
                        problems=err.problems if _only_of_code(entered.problems, "no-table") else entered.problems,
                    )
                entered = self._read_returns(job, bank, tell)
            if bank is None and entered.bank and entered.bank not in candidates():
                entered = self._read_returns(job, load_bank(entered.bank), tell)  # its template names another
            self.read = read_for, entered
        return self.read[1]

    def _read_returns(self, job: Job, bank: Bank | None, tell: Callable[[int, int], None]) -> Return:
        paths = [file.path for file in job.of_role("return")]
        left = [_not_read_here(file) for file in job.of_role("return") if file.path.suffix.lower() == ".parquet"]
        if left:
            raise BadData(left)
        return read(*paths, bank=bank, replace="replace" in job.settings, progress=tell, mapping=self.map)

    def _against_last_year(self, job: Job, result: Result) -> LikeForLike | None:
        """This year against last year over the same months, where last year's return is among the files."""
        paths = [file.path for file in job.of_role("last year")]
        if not paths or not result.ok:
            return None
        last = read(*paths, bank=result.bank, replace="replace" in job.settings, mapping=self.map)
        return like_for_like(
            result.entered, last, result.bank, result.method, cost=result.costs_given, vocabulary=result.vocabulary
        )

    def _map_as_decided(self, job: Job, known: Bank | Nameable) -> Path:
        """The file of the map as a person has decided it so far, so that the command can be given the same bytes.

        Args:
            job: the files, and what was decided.
            known: whose outcomes and codes may be named.

        Raises:
            BadData: where no map can be suggested for the files.
        """
        from socialvalue.showing.workbook.map import map_workbook

        files, given = job.of_role("return"), job.of_role("map")
        map_vocabulary = load_vocabulary().extended(known.outcomes)
        suggested_for = (tuple(job.files), known.codes, known.outcomes)
        if self.suggested is None or self.suggested[0] != suggested_for:
            before = given[0].path if given else None
            paths = [file.path for file in files]
            found = suggest_mapping(*paths, mapping=before, vocabulary=map_vocabulary, codes=known.codes)
            self.suggested = suggested_for, found
        decided = (job.decisions or Decisions()).over(self.suggested[1])
        path = file_path("map", f"{Path(files[0].name).stem}-map.xlsx")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(map_workbook(decided, map_vocabulary))
        return path


def _not_read_here(file: File) -> Problem:
    remedy = "Save it as .xlsx or .csv; or use the command line, which reads it with DuckDB."
    return error("engine-missing", Place(file.name), "The page does not read .parquet files.", remedy)


def _only_of_code(problems: Iterable[Problem], code: str) -> bool:
    return all(problem.code == code for problem in problems if problem.severity == "error")

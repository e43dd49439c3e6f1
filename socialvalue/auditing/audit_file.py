"""From a result's file to an audit: verified, with the rows of its registers apart, and last year beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from socialvalue.auditing.audit import Audit, Materiality
from socialvalue.problems import BadData, has_errors
from socialvalue.reading.files import read
from socialvalue.records.results import Result
from socialvalue.records.returns import Return
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.like_for_like import like_for_like
from socialvalue.valuing.uncertainty.assess import assess
from socialvalue.verifying.files import opened, read_inputs, verify_file
from socialvalue.verifying.remake import Verification, again


def audit_file(
    path: str | Path,
    *,
    inputs: Sequence[str | Path] = (),
    last_year: Sequence[str | Path] = (),
    bank: str | Path | None = None,
    replace: bool = False,
    size: int = 25,
    seed: int = 7,
    materiality: Materiality | None = None,
    prepared_by: str = "",
    reviewed_by: str = "",
) -> Audit:
    """What an audit pack of a result is made of.

    Args:
        path: the result, as JSON or a workbook.
        inputs: the files it was made from; then they are compared, and each row of a register can be sampled.
        last_year: last year's files, for the bridge from its figure.
        bank, replace: as `socialvalue.verify_file` takes them.
        size: how many lines are sampled; all where there are no more.
        seed: the number from which the same lines are sampled again.
        materiality: what matters: a share of a net total, or pounds.
        prepared_by, reviewed_by: of the pack.

    Raises:
        BadData: when the file is not a result, its bank is not known, or last year cannot be read or compared.
    """
    path = Path(path)
    verification = _verified(path, inputs, bank, replace)
    result = verification.result
    last = _last_years_return(result, last_year) if last_year else None
    return Audit(
        file=path.name,
        verification=verification,
        rows=_rows_apart(path, inputs, result, replace),
        size=size,
        seed=seed,
        materiality=materiality,
        inputs=tuple(Path(name).name for name in inputs),
        ranges=result.uncertainty or assess(result).uncertainty,
        bridges=_bridges_from_last_year(result, last) if last else (),
        last_year=last.inputs if last else (),
        bank=Path(bank).name if bank else "",
        changed=_changed_inputs(path, result) if inputs else (),
        prepared_by=prepared_by,
        reviewed_by=reviewed_by,
    )


def _verified(path: Path, inputs: Sequence[str | Path], bank: str | Path | None, replace: bool) -> Verification:
    """The result made again and compared; where its inputs cannot be read, without them, with what is wrong in them."""
    try:
        return verify_file(path, inputs=inputs, bank=bank, replace=replace)
    except BadData as err:
        if not inputs:
            raise
        verified_without_inputs = verify_file(path, bank=bank, replace=replace)
        return evolve(verified_without_inputs, problems=(*verified_without_inputs.problems, *err.problems))


def _changed_inputs(path: Path, result: Result) -> tuple[str, ...]:
    """The inputs, as they are now, that the result does not name."""
    stated = {(entry["file"], entry["sha256"]) for entry in opened(path)["provenance"]["inputs"]}
    return tuple(entry.file for entry in result.provenance.inputs if (entry.file, entry.sha256) not in stated)


def _rows_apart(path: Path, inputs: Sequence[str | Path], result: Result, replace: bool) -> Result:
    """The result with each row of its registers a line of its own; as it is where that cannot be told."""
    if not inputs or all(line.rows == 1 for line in result.entered.lines):
        return result
    entered = read_inputs(inputs, result.bank, replace, apart=True)
    if has_errors(entered.problems):
        return result
    document: Any = opened(path)
    return again(document, file=path.name, bank=result.bank, inputs=entered)


def _last_years_return(result: Result, last_year: Sequence[str | Path]) -> Return:
    last_years = read(*last_year, bank=result.bank, vocabulary=result.vocabulary)
    if has_errors(last_years.problems):
        raise BadData(problem for problem in last_years.problems if problem.severity == "error")
    return last_years


def _bridges_from_last_year(result: Result, last: Return) -> tuple[Bridge, ...]:
    this_year = Return(result.entered.lines, costs=result.entered.costs, organisations=result.entered.organisations)
    both_years = like_for_like(this_year, last, result.bank, result.method, vocabulary=result.vocabulary)
    if not both_years.ok:
        raise BadData(problem for problem in both_years.problems if problem.severity == "error")
    return both_years.bridges

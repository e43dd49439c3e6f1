"""Results as files: reading one back, which anyone may have touched, and verifying it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from attrs import evolve

from socialvalue.memory import nothing_collected
from socialvalue.opening import read_file
from socialvalue.problems import BadData, Place, Problem, error, has_errors, note
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.reading.files import read
from socialvalue.reading.maps.read_map import is_map_file
from socialvalue.reading.uploads import File, path_of
from socialvalue.records.results import Result
from socialvalue.records.returns import Input, Return
from socialvalue.verifying.carried import carried
from socialvalue.verifying.plain_data import plain_data
from socialvalue.verifying.remake import Verification, again, bank_of, beside_of, verify
from socialvalue.version import __version__

#: A result larger than this is not one of ours.
MOST_BYTES = 500_000_000


def verify_file(
    path: File, *, inputs: Sequence[File] = (), bank: Bank | str | Path | None = None, replace: bool = False
) -> Verification:
    """Make the result in a file again, and compare every figure.

    Args:
        path: a result, as JSON or a workbook; what is not on the disk as an `Upload`.
        inputs: the files it was made from, to be read again and compared too; a map among them is used as one.
        bank: the bank it was made with, its id, or the path of its file; the one it names when None.
        replace: whether a later input takes the place of an earlier one, as in `socialvalue.reading.files.read`.

    Raises:
        BadData: when the file is not a result, its bank is not known, or the inputs have errors.
    """
    with ExitStack() as kept, nothing_collected():
        return _verified(path_of(path, kept), [path_of(entry, kept) for entry in inputs], bank, replace)


def _verified(path: Path, inputs: Sequence[Path], bank: Bank | str | Path | None, replace: bool) -> Verification:
    data = read_file(path, most=MOST_BYTES)
    if data.startswith(b"PK"):
        return _verify_workbook(path, data, inputs, bank, replace)
    document = read_json(data, path.name)
    values, entered = _made_with(document, path.name, inputs, bank, replace)
    others = list(_other_inputs(document, entered, path.name))
    found = verify(document, file=path.name, bank=values, inputs=None if others else entered)
    return evolve(found, problems=(*others, *found.problems)) if others else found


def opened(path: Path) -> Any:
    """The plain data that a result carries, from JSON or a workbook.

    Raises:
        BadData: when the file is not a result.
    """
    from socialvalue.verifying import workbook as workbooks

    data = read_file(path, most=MOST_BYTES)
    if data.startswith(b"PK"):
        return workbooks.document(workbooks.read_workbook(path, data), path.name)
    return read_json(data, path.name)


def result_from_json(content: str | bytes, bank: Bank | str | Path | None = None) -> Result:
    """The result in JSON, made again from what it carries.

    Raises:
        BadData: when it is not a result, its bank is not known, or any figure is not what the calculation gives.
    """
    name = "result.json"
    if not isinstance(content, str | bytes):
        msg = f"a result is made from text or bytes, not from {type(content).__name__}"
        raise TypeError(msg)
    document = read_json(content.encode(errors="surrogatepass") if isinstance(content, str) else content, name)
    found = verify(document, file=name, bank=None if bank is None else load_bank(bank))
    if has_errors(found.problems):
        raise BadData(problem for problem in found.problems if problem.severity == "error")
    return evolve(found.result, problems=tuple(_problems(document["problems"])))


def _problems(stated: Any) -> Iterator[Problem]:
    """The problems a result states; `verify` has compared those that come of the calculation."""
    for entry in stated:
        place = Place(file=entry["place"])
        yield Problem(entry["code"], entry["severity"], place, entry["message"], entry["remedy"])


def read_inputs(inputs: Sequence[str | Path], bank: Bank, replace: bool, *, apart: bool = False) -> Return:
    """What the files a result was made from report, by the map among them where there is one."""
    maps = [path for path in inputs if is_map_file(path)]
    others = [path for path in inputs if path not in maps]
    return read(*others, mapping=maps[0] if maps else None, bank=bank, replace=replace, apart=apart)


def _made_with(
    document: Any, file: str, inputs: Sequence[str | Path], bank: Bank | str | Path | None, replace: bool
) -> tuple[Bank, Return | None]:
    """The bank, and the inputs read again where they are given."""
    found = carried(document, file)
    values = bank_of(found) if bank is None else load_bank(bank)
    entered = read_inputs(inputs, values, replace) if inputs else None
    if entered is not None and has_errors(entered.problems):
        raise BadData([*_not_given(found.provenance.inputs, inputs), *entered.problems])
    return values, entered


def _not_given(made: Sequence[Input], inputs: Sequence[str | Path]) -> list[Problem]:
    """The files of the result that are not among those given: a map, without which the others may not be readable."""
    given = {Path(path).name for path in inputs}
    if any(os.path.isdir(path) for path in inputs):  # noqa: PTH112 - Path raises for a long name
        return []
    return [
        error(
            "input-differs",
            Place(entry.file),
            "The result was made from this file too, which was not given; without it the others cannot be read alike.",
            f"Give it as well: --inputs {entry.file}.",
        )
        for entry in made
        if entry.file not in given
    ]


def _other_inputs(document: Any, entered: Return | None, file: str) -> Iterator[Problem]:
    """Inputs given that are other files than those the result was made from."""
    if entered is None:
        return
    made = carried(document, file).provenance.inputs
    names, digests = {entry.file for entry in made}, {entry.sha256 for entry in made}
    others = [entry.file for entry in entered.inputs if entry.sha256 not in digests and entry.file not in names]
    if others:  # of the same file changed since, every figure that follows is named
        wrong = f"{', '.join(others)} {'is not one' if len(others) == 1 else 'are not'} of the files it was made from"
        message = f"The inputs are others: {wrong}, {', '.join(sorted(names))}. The figures were compared without them."
        remedy = "Give the files it was made from, as they were then."
        yield error("input-differs", Place(file=file, key="provenance.inputs"), message, remedy)


def _verify_workbook(
    path: Path, data: bytes, inputs: Sequence[str | Path], bank: Bank | str | Path | None, replace: bool
) -> Verification:
    """Write the workbook again from what it carries, and compare every cell."""
    from socialvalue.showing.workbook.result import workbook
    from socialvalue.verifying import workbook as workbooks

    stated = workbooks.read_workbook(path, data)
    document = workbooks.document(stated, path.name)
    values, entered = _made_with(document, path.name, inputs, bank, replace)
    others = list(_other_inputs(document, entered, path.name))
    entered = None if others else entered
    result = again(document, file=path.name, bank=values, inputs=entered)
    package = document["provenance"]["package"].removeprefix("socialvalue ")
    stated_with = document["provenance"]
    made_with = evolve(
        result.provenance,
        package=package,
        outcomes_fingerprint=result.provenance.outcomes_fingerprint if stated_with["outcomes_fingerprint"] else "",
        index=result.provenance.index if stated_with["index"] else "",  # the first workbooks had no such rows
        index_fingerprint=result.provenance.index_fingerprint if stated_with["index_fingerprint"] else "",
    )
    result = evolve(result, provenance=made_with)
    made = workbooks.read_workbook(path, workbook(result, beside_of(document, result, path.name)))
    problems = workbooks.differences(stated, made, path.name, with_inputs=entered is not None)
    if problems and package != __version__:
        message = f"Version {package} wrote this workbook, and this is {__version__}: the layout may differ too."
        remedy = f"To tell, verify it with socialvalue=={package}."
        problems.append(note("not-stated", Place(file=path.name), message, remedy))
    return Verification((*others, *problems), sum(map(len, made.sheets.values())), result)


def read_json(data: bytes, file: str) -> Any:
    """The plain data of a result in JSON.

    Raises:
        BadData: when it is not JSON, or says one thing twice.
    """
    try:
        return plain_data(data.decode("utf-8"))
    except ValueError as err:  # also what is not UTF-8, and numbers of thousands of digits
        message = f"The file is not JSON: {err}."
        raise BadData(
            [error("not-a-result", Place(file=file), message, "Fetch it again from whoever made it.")]
        ) from None

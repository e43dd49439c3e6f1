"""The data files under valuations/: finding them, and reading TOML into typed records with every fault named."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import attrs

from socialvalue.memory import Anew
from socialvalue.money import decimal
from socialvalue.opening import read_file
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published.sources import BY_STRENGTH, Grade, grade_of
from socialvalue.published.toml_text import plain_toml
from socialvalue.validators import FieldError

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

#: No bank, method or vocabulary is larger than this.
MOST_BYTES = 32_000_000

#: Faults of one list or table that are named: whoever mends these knows the kind.
_MOST_FAULTS = 20

#: Characters of a wrong value that are shown.
_SHOWN = 60

#: Characters that are said of one; the longest lists of choices fit.
_MOST_SAID = 1_000


def valuations() -> Path:
    """The folder of valuation data: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "valuations"
    return installed if installed.is_dir() else package.parent / "valuations"


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        BadData: when the file is missing, no regular file, larger than `MOST_BYTES`, not TOML, or nested too deeply.
    """
    return plain_toml(read_file(path, most=MOST_BYTES), path.name)


def structure(data: object, kind: type[T], file: str, key: str = "", *, dates_as_text: bool = False) -> T:
    """The typed record that plain TOML data describe, or JSON data, whose dates are text.

    Raises:
        BadData: naming every field that is missing, unknown or wrong, each by its key.
    """
    try:
        return _converter(dates_as_text).structure(data, kind)
    except Exception as err:  # noqa: BLE001 - cattrs raises exception groups of any kind; each is reported
        raise BadData(list(_faults(err, file, key))) from None


def entries(data: object, kind: type[T], file: str, table: str, name: str) -> tuple[T, ...]:
    """The typed records of a TOML array of tables, each fault keyed by the entry's own name.

    Args:
        data: the array as read.
        kind: the record's class.
        file: the file's name, for the place of a fault.
        table: what an entry is called while it has no name.
        name: the field that names an entry.

    Raises:
        BadData: with the faults of every entry.
    """
    records: list[T] = []
    problems: list[Problem] = []
    for number, entry in enumerate(data if isinstance(data, list) else [data], start=1):
        label = entry.get(name) if isinstance(entry, dict) else None
        try:
            records.append(structure(entry, kind, file, str(label or f"{table} {number}")))
        except BadData as err:
            problems += err.problems
    if problems:
        raise BadData(problems)
    return tuple(records)


def fingerprint(record: Any) -> str:
    """The sha256 of a record's content: the same however its file is laid out, another with one digit changed."""
    return sha256_of(canonical(record))


def sha256_of(data: Any) -> str:
    """The sha256 of plain data as JSON without spaces, its keys in order."""
    found = hashlib.sha256()
    for piece in _pieces(data):
        found.update(piece.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _pieces(data: Any) -> Iterator[str]:
    """The text of tables by key, and of lists by entry: that of a sector's lines would be fifty megabytes at once."""
    if isinstance(data, dict):
        yield "{"
        for number, name in enumerate(sorted(data)):
            yield f"{',' if number else ''}{_compact(name)}:"
            yield from _pieces(data[name])
        yield "}"
    elif isinstance(data, list | Anew):
        yield "["
        for number, entry in enumerate(data):
            yield f"{',' if number else ''}{_compact(entry)}"
        yield "]"
    else:
        yield _compact(data)


def _compact(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(record: Any) -> Any:
    """Plain data with a single spelling: decimals, dates and price years as text, unset fields left out.

    Unset is None, False, and empty text, lists and tables: a field added to a record later leaves the fingerprints
    of what never used it as they were.
    """
    if record is None or isinstance(record, str | int):
        return record
    if isinstance(record, Decimal | dt.date) or _reads_text(type(record)):
        return str(record)
    if attrs.has(type(record)):
        values = {a.name.strip("_"): getattr(record, a.name) for a in attrs.fields(type(record))}
        return {name: canonical(value) for name, value in values.items() if not _unset(value)}
    if isinstance(record, dict):
        return {str(name): canonical(value) for name, value in record.items()}
    if isinstance(record, list | tuple):
        return [canonical(value) for value in record]
    return record


def _unset(value: object) -> bool:
    return value is None or value is False or (isinstance(value, str | tuple | list | dict) and not value)


@cache
def _converter(dates_as_text: bool) -> Converter:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    # A record that people write as text, such as a price year, reads it itself.
    converter.register_structure_hook_func(_reads_text, lambda value, kind: kind.of(_instance(value, str, "text")))
    converter.register_structure_hook_func(lambda kind: kind == Grade, _grade)
    converter.register_structure_hook_factory(_is_list, lambda kind: _list_hook(kind, converter))
    converter.register_structure_hook_factory(_is_table, lambda kind: _table_hook(kind, converter))
    converter.register_structure_hook(Decimal, lambda value, _: decimal(value))
    converter.register_structure_hook(dt.date, _date_as_text if dates_as_text else _date)
    converter.register_structure_hook(str, lambda value, _: _instance(value, str, "text in quotation marks"))
    converter.register_structure_hook(bool, lambda value, _: _instance(value, bool, "true or false"))
    converter.register_structure_hook(int, lambda value, _: _instance(value, int, "a whole number"))
    return converter


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _is_table(kind: Any) -> bool:
    return get_origin(kind) is dict and get_args(kind)[0] is str


def _list_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    entry = get_args(kind)[0]

    def entries_of(value: Any, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            msg = f"{_shown(value)} is not a list"
            raise TypeError(msg)
        return tuple(record for _, record in _structured(enumerate(value), entry, converter))

    return entries_of


def _table_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    entry = get_args(kind)[1]

    def table_of(value: Any, _: object) -> dict[str, Any]:
        return dict(_structured(_instance(value, dict, "a table").items(), entry, converter))

    return table_of


def _structured(told: Iterable[tuple[Any, Any]], kind: Any, converter: Converter) -> Iterator[tuple[Any, Any]]:
    """Each entry of a list or table by its number or name, until there are `_MOST_FAULTS` that are wrong."""
    from cattrs.errors import IterableValidationError, IterableValidationNote

    faults: list[Exception] = []
    for name, entry in told:
        if len(faults) == _MOST_FAULTS:
            faults.append(ValueError(f"what follows the first {_MOST_FAULTS} wrong entries was not looked at"))
            break
        try:
            record = converter.structure(entry, kind)
        except Exception as err:  # noqa: BLE001 - as in `structure`
            note = IterableValidationNote("", name, kind)
            err.__notes__ = [*getattr(err, "__notes__", ()), note]
            faults.append(err)
        else:
            yield name, record
    if faults:
        raise IterableValidationError("", faults, kind)


def _grade(value: Any, _: object) -> str:
    found = grade_of(_instance(value, str, "a grade"))
    if found not in BY_STRENGTH:
        msg = f"“{value}” is not one of {', '.join(map(repr, BY_STRENGTH))}"
        raise ValueError(msg)
    return found


def _reads_text(kind: Any) -> bool:
    return attrs.has(kind) and getattr(kind, "read_from_text", False) is True


def _date(value: Any, _: object) -> dt.date:
    return _instance(value, dt.date, "a date such as 2026-11-22")


def _date_as_text(value: Any, _: object) -> dt.date:
    return dt.date.fromisoformat(_instance(value, str, "a date such as “2026-11-22”"))


def _instance(value: Any, kind: type[T], wanted: str) -> T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        msg = f"{_shown(value)} is not {wanted}"
        raise TypeError(msg)
    return value


def _shown(value: object) -> str:
    """A wrong value as its writer sees it, no longer than a line."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _shortened(said: str) -> str:
    """What is said of a wrong value, without the middle of one that is very long."""
    return said if len(said) <= _MOST_SAID else f"{said[:_SHOWN]}…{said[-_SHOWN:]}"


def _faults(err: BaseException, file: str, key: str) -> Iterator[Problem]:
    from cattrs.errors import ForbiddenExtraKeysError, IterableValidationNote

    if isinstance(err, BadData):
        yield from err.problems
        return
    if isinstance(err, BaseExceptionGroup):
        for inner in err.exceptions:
            step = ""
            for note in getattr(inner, "__notes__", ()):
                name = getattr(note, "name", None)
                if name is not None:
                    step = f".{name}"
                elif isinstance(note, IterableValidationNote):
                    step = f"[{note.index}]"
            yield from _faults(inner, file, f"{key}{step}".lstrip("."))
        return
    place = Place(file=file, key=key)
    if isinstance(err, ForbiddenExtraKeysError):
        for name in sorted(err.extra_fields)[:_MOST_FAULTS]:
            spot = Place(file=file, key=f"{key}.{name}".lstrip("."))
            yield error("bad-data", spot, f"“{name}” is not a field known here.", "Mend its spelling or take it out.")
    elif isinstance(err, KeyError):
        yield error("bad-data", place, "A required field is missing.", "Add it; nothing is assumed in its place.")
    else:
        field = err.field if isinstance(err, FieldError) else ""
        said = str(err)
        word, found, choices = said.partition(" not in literal typing.Literal[")
        if found:
            said = f"“{word}” is not one of {choices.removesuffix(']')}"
        place = Place(file=file, key=f"{key}.{field}".strip("."))
        yield error("bad-data", place, f"The value is not accepted: {_shortened(said)}.", "Mend the value.")

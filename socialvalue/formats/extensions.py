"""Kinds of file that others have written a reader for, found by the entry point ``socialvalue.readers``.

The name of an entry point is the ending of a file, without the dot; what it leads to is called with the bytes of a file
and its name, and gives for each sheet its name and rows of plain values: text, numbers, decimals, dates, None. The file
was opened, and its size limited, as any other is; what is in it is for the reader to be careful of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from socialvalue.formats.sheets import Cell, Sheet, as_cell
from socialvalue.formats.time_limit import in_time
from socialvalue.opening import Source
from socialvalue.problems import BadData, error

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

#: The group of entry points.
GROUP = "socialvalue.readers"

#: Endings that nobody else's reader is asked for.
OUR_OWN = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".parquet", ".toml")

#: What an entry point leads to.
Extension: TypeAlias = Callable[[bytes, str], Mapping[str, Iterable[Sequence[Any]]]]


def endings() -> tuple[str, ...]:
    """The endings of files that are read in this way, with their dots."""
    return tuple(sorted({f".{point.name.lower().lstrip('.')}" for point in _entry_points()}))


def _entry_points() -> EntryPoints:
    from importlib.metadata import entry_points  # which few runs need

    return entry_points(group=GROUP)


class ExtensionReader:
    """Files whose ending somebody's package reads."""

    def takes(self, source: Source) -> bool:
        """Whether there is an entry point for the file's ending; none takes the place of a reader of our own."""
        ending = source.path.suffix.lower()
        return ending != "" and ending not in OUR_OWN and ending in endings()

    def sheets(self, source: Source) -> list[Sheet]:
        """Its sheets.

        Raises:
            BadData: as the package raises it; or where the package fails in any other way.
        """
        ending = source.path.suffix.lower()
        point = next(p for p in _entry_points() if f".{p.name.lower().lstrip('.')}" == ending)
        try:
            read: Extension = point.load()
            found = {
                str(name): [_row_of_cells(row) for row in in_time(rows, source)]
                for name, rows in read(source.bytes(), source.name).items()
            }
        except BadData:
            raise
        except Exception as err:  # noqa: BLE001 - whatever somebody's code does with somebody's file
            message = f"The reader {point.value} cannot read it: {type(err).__name__}."
            remedy = "Ask whoever wrote that reader; or save the file as .xlsx or .csv."
            raise BadData([error("file-unreadable", source.place, message, remedy)]) from None
        return [Sheet(source.name, name, list(enumerate(rows, start=1))) for name, rows in found.items()]


def _row_of_cells(row: Sequence[Any]) -> list[Cell]:
    return [as_cell(value) for value in row]

"""`sv map`: what the headings and words of a spreadsheet mean, to be looked over once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Named, Output, command
from socialvalue.cli.problems_shown import problems_shown
from socialvalue.cli.shared_options import FILES, MAP, PLAIN
from socialvalue.cli.typed_again import shell_words

if TYPE_CHECKING:
    from socialvalue.published.vocabulary import Vocabulary
    from socialvalue.records.maps import Mapping


@command("map")
@FILES
@click.option("--out", type=Output(".xlsx", ".toml"), help="Write the map: a workbook to look over, or TOML.")
@MAP
@click.option("--bank", metavar="ID|FILE", type=Named(), help="Also know this bank's outcomes and codes.")
@click.option("--values", is_flag=True, help="The file holds values of a bank: what “sv banks import” reads it as.")
@PLAIN
def map_(
    files: tuple[Path, ...], out: Path | None, mapping: Path | None, bank: str | None, values: bool, plain: bool
) -> None:
    """What the headings, sheets and words of a spreadsheet mean: guessed, to be looked over and kept.

    With --map, what an earlier map decided is kept, and what is new is added.

    \b
    Examples:
      sv map tracker.xlsx
      sv map tracker.xlsx --out tracker-map.xlsx
      sv map tracker-may.xlsx --map tracker-map.xlsx --out tracker-map-2.xlsx
      sv calc tracker.xlsx --map tracker-map.xlsx
      sv map --values licensed.xlsx --out licensed-map.toml
    """
    if out is not None and out.exists():
        keep = shell_words("--map", out)
        raise click.UsageError(
            f"“{out}” is there already and may hold what you decided: choose another name, and add {keep} to keep that."
        )
    if values:
        _map_of_values(files, out, plain=plain, others=mapping is not None or bank is not None)
        return
    from socialvalue.published.bank_files import load_bank
    from socialvalue.published.vocabulary import load_vocabulary
    from socialvalue.reading.maps.suggest_map import suggest_mapping
    from socialvalue.showing.data.map_toml import map_to_toml
    from socialvalue.showing.terminal.console import console, next_step
    from socialvalue.showing.terminal.map import show_mapping
    from socialvalue.showing.workbook.map import map_workbook
    from socialvalue.writing import write_whole

    with problems_shown(plain=plain):
        known = load_bank(bank) if bank else None
        vocabulary: Vocabulary = load_vocabulary().extended(known.outcomes if known else ())
        codes = known.codes if known else None
        found: Mapping = suggest_mapping(*files, mapping=mapping, vocabulary=vocabulary, codes=codes)
        show_mapping(found, vocabulary, console(plain=plain))
        if out is None:
            next_step(shell_words("sv", "map", *files[:2], "--out", "map.xlsx"), plain=plain)
            return
        content = map_to_toml(found).encode() if out.suffix.lower() == ".toml" else map_workbook(found, vocabulary)
        write_whole(out, content, private=True)  # its examples may be of people
    click.echo(f"Written: {out}")
    next_step(shell_words("sv", "calc", *files[:2], "--map", out), plain=plain)


def _map_of_values(files: tuple[Path, ...], out: Path | None, *, plain: bool, others: bool) -> None:
    """What the headings of a file of values are read as, shown and written."""
    from socialvalue.formats.open import read_sheets
    from socialvalue.opening import open_file
    from socialvalue.reading.banks.bank_map import guess_value_map
    from socialvalue.reading.banks.unit_cost_database import is_unit_cost_database
    from socialvalue.showing.terminal.console import console, next_step
    from socialvalue.showing.terminal.map import show_value_map
    from socialvalue.writing import write_whole

    if len(files) != 1 or others or (out is not None and out.suffix.lower() != ".toml"):
        raise click.UsageError("With --values, give one file, and --out with a .toml file if any.")
    with problems_shown(plain=plain):
        sheets = read_sheets(open_file(files[0]))
        if is_unit_cost_database(sheets):
            click.echo("It is a unit cost database, known by its labels: it needs no map.")
            next_step(shell_words("sv", "banks", "import", files[0]), plain=plain)
            return
        found = guess_value_map(sheets)
        show_value_map(found.columns, console(plain=plain))
        if out is None:
            next_step(shell_words("sv", "map", "--values", files[0], "--out", "map.toml"), plain=plain)
            return
        write_whole(out, found.to_toml().encode())
    click.echo(f"Written: {out}")
    next_step(shell_words("sv", "banks", "import", files[0], "--map", out), plain=plain)

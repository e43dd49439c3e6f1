"""`sv map`: what the headings and words of a spreadsheet mean, to be looked over once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Named, Output, command
from socialvalue.cli.common import FILES, MAP, PLAIN, problems_shown, typed

if TYPE_CHECKING:
    from socialvalue.mapping import Mapping
    from socialvalue.published.outcomes import Vocabulary


@command("map")
@FILES
@click.option("--out", type=Output(".xlsx", ".toml"), help="Write the map: a workbook to look over, or TOML.")
@MAP
@click.option("--bank", metavar="ID|FILE", type=Named(), help="Also know this bank's outcomes and codes.")
@PLAIN
def map_(files: tuple[Path, ...], out: Path | None, mapping: Path | None, bank: str | None, plain: bool) -> None:
    """What the headings, sheets and words of a spreadsheet mean: guessed, to be looked over and kept.

    With --map, what an earlier map decided is kept, and what is new is added.

    \b
    Examples:
      sv map tracker.xlsx
      sv map tracker.xlsx --out tracker-map.xlsx
      sv map tracker-may.xlsx --map tracker-map.xlsx --out tracker-map-2.xlsx
      sv calc tracker.xlsx --map tracker-map.xlsx
    """
    from socialvalue.published.bank_files import load_bank
    from socialvalue.published.outcomes import load_vocabulary
    from socialvalue.reading.suggestions import suggest_mapping
    from socialvalue.showing.data.mapping import to_toml
    from socialvalue.showing.terminal.mapping import show_mapping
    from socialvalue.showing.terminal.result import console, next_step
    from socialvalue.showing.workbook.mapping import workbook
    from socialvalue.writing import write_whole

    with problems_shown(plain=plain):
        values = load_bank(bank) if bank else None
        vocabulary: Vocabulary = load_vocabulary().extended(values.outcomes if values else ())
        codes = values.codes if values else None
        found: Mapping = suggest_mapping(*files, mapping=mapping, vocabulary=vocabulary, codes=codes)
        show_mapping(found, vocabulary, console(plain=plain))
        if out is None:
            next_step(typed("sv", "map", *files[:2], "--out", "map.xlsx"), plain=plain)
            return
        content = to_toml(found).encode() if out.suffix.lower() == ".toml" else workbook(found, vocabulary)
        write_whole(out, content, private=True)  # its examples may be of people
    click.echo(f"Written: {out}")
    next_step(typed("sv", "calc", *files[:2], "--map", out), plain=plain)

"""A search guided by coverage, over the reader and the bank loader, for as long as one likes.

    pip install atheris
    python -m tests.fuzz.coverage_guided -max_total_time=600             # workbooks and csv files
    python -m tests.fuzz.coverage_guided --banks -max_total_time=600     # banks

The options are those of libFuzzer. Anything raised but `BadData` ends the search and leaves the file that did it.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["socialvalue", "openpyxl", "tomllib"]):
    import socialvalue as sv
    from socialvalue.problems import BadData
    from socialvalue.published.bank_from_toml import bank_from
    from socialvalue.verifying.files import read_json
    from tests.fuzz.mutate import good

FOLDER = Path(tempfile.mkdtemp())


def read_anything(data: bytes) -> None:
    """Read and value the bytes as a workbook or a csv file, and read them as a result."""
    path = FOLDER / ("return.xlsx" if data.startswith(b"PK") else "return.csv")
    path.write_bytes(data)
    sv.calculate(sv.read(path))
    with suppress(BadData):
        read_json(data, "result.json")


def load_anything(data: bytes) -> None:
    """Read the bytes as a bank."""
    with suppress(BadData, tomllib.TOMLDecodeError):
        bank_from(tomllib.loads(data.decode("utf-8", "replace")), "bank.toml")


def main() -> None:
    """Search from the good files on."""
    banks = "--banks" in sys.argv
    arguments = [argument for argument in sys.argv if argument != "--banks"]
    seeds = FOLDER / "seeds"
    seeds.mkdir()
    shipped = Path(__file__).parents[2] / "valuations/banks"
    files = {path.name: path.read_bytes() for path in shipped.glob("*.toml")} if banks else good()
    for name, content in files.items():
        (seeds / name).write_bytes(content)
    atheris.Setup([*arguments, str(seeds)], load_anything if banks else read_anything)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

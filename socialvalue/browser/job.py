"""What the page asks for: files, settings and decisions, and the bank, method and cost that they come to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from socialvalue.browser.map_decisions import Decisions
from socialvalue.browser.page_files import File
from socialvalue.browser.settings import ADJUSTMENT_OPTIONS, figure_of, index_of, read_setting
from socialvalue.money import pounds_in
from socialvalue.problems import BadData
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.discounting import discount_of
from socialvalue.published.methods import Method, load_method
from socialvalue.published.prices import PriceBase
from socialvalue.reading.banks.bank_terms import Terms
from socialvalue.reading.banks.import_bank import import_bank


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
        return bank_in(own)

    def adjustments(self) -> Method:
        """The method asked for, with the settings typed on the page.

        Raises:
            BadData: when there is no such method or index.
            BadSetting: for a figure that cannot be read.
        """
        own = self.of_role("method")
        method = load_method(own[0].path if own else self.settings.get("method") or "as-published")
        readers: dict[str, Callable[[str], Any]] = {"discount": discount_of, "prices": PriceBase.of, "index": index_of}
        readers |= {name: figure_of(name) for name in ADJUSTMENT_OPTIONS}
        found: dict[str, Any] = {"combine-kinds": True} if self.settings.get("combine-kinds") else {}
        for name, reader in readers.items():
            if name in self.settings:
                found[name] = read_setting(name, reader, self.settings[name])
        return evolve(method.override(**found), reason=self.settings.get("reason") or method.reason)

    def cost(self) -> Decimal | None:
        """What was spent in all, where it is said here.

        Raises:
            BadSetting: when it is no amount.
        """
        return read_setting("cost", pounds_in, self.settings["cost"]) if "cost" in self.settings else None


def bank_in(file: File) -> Bank:
    """The bank that a file holds, as it comes."""
    if file.name.lower().endswith(".toml"):
        return load_bank(file.path)
    bank, problems = import_bank(file.path, Terms(id=bank_id(file.name)))
    if bank is None:
        raise BadData(problems)
    return bank


def bank_id(name: str) -> str:
    """The id of the bank that a file of values becomes, by the file’s name."""
    return re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-") or "own-values"

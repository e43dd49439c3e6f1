"""What the page asks for: files, settings and decisions, and the bank, method and cost that they come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from socialvalue.browser.map_decisions import Decisions
from socialvalue.browser.own_values import bank_in
from socialvalue.browser.page_files import File
from socialvalue.browser.settings import ADJUSTMENT_OPTIONS, figure_of, index_of, read_setting
from socialvalue.money import pounds_in
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.discounting import discount_of
from socialvalue.published.methods import Method, load_method
from socialvalue.published.prices import PriceBase


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
        own_file = next((file for file in self.of_role("values") if f"file:{file.id}" == chosen), None)
        if own_file is None:
            return load_bank(chosen) if chosen and not chosen.startswith("file:") else None
        return bank_in(own_file)

    def adjustments(self) -> Method:
        """The method asked for, with the settings typed on the page.

        Raises:
            BadData: when there is no such method or index.
            BadSetting: for a figure that cannot be read.
        """
        method_files = self.of_role("method")
        method = load_method(method_files[0].path if method_files else self.settings.get("method") or "as-published")
        readers: dict[str, Callable[[str], Any]] = {"discount": discount_of, "prices": PriceBase.of, "index": index_of}
        readers |= {name: figure_of(name) for name in ADJUSTMENT_OPTIONS}
        settings_found: dict[str, Any] = {"combine-kinds": True} if self.settings.get("combine-kinds") else {}
        for name, reader in readers.items():
            if name in self.settings:
                settings_found[name] = read_setting(name, reader, self.settings[name])
        return evolve(method.override(**settings_found), reason=self.settings.get("reason") or method.reason)

    def cost(self) -> Decimal | None:
        """What was spent in all, where it is said here.

        Raises:
            BadSetting: when it is no amount.
        """
        return read_setting("cost", pounds_in, self.settings["cost"]) if "cost" in self.settings else None

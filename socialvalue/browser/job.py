"""What the page asks for: files, settings and decisions on a map, and the bank, method and cost that they come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.browser.page_files import File, bank_in
from socialvalue.money import pounds_in
from socialvalue.problems import BadData
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.discounting import discount_of
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import Method, load_method
from socialvalue.published.prices import PriceBase, index_named
from socialvalue.records.maps import Mapping as Map
from socialvalue.showing.words.grammar import capital


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
        readers: dict[str, Callable[[str], Any]] = {
            "discount": discount_of,
            "prices": PriceBase.of,
            "index": index_named,
        }
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


#: The adjustments that have an option.
ADJUSTMENT_OPTIONS = tuple(name for name, entry in ADJUSTMENTS.items() if entry.option)


class BadSetting(ValueError):
    """A setting that cannot be read: `name` is the option's, `message` says why."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name: str = name
        self.message: str = message


def read_setting(name: str, reader: Callable[[str], Any], text: str) -> Any:
    """What the text of a setting says; `BadSetting` where it cannot be read."""
    try:
        return reader(text)
    except BadData as err:
        raise BadSetting(name, " ".join(f"{problem.message} {problem.remedy}" for problem in err.problems)) from None
    except (TypeError, ValueError) as err:
        raise BadSetting(name, f"{capital(str(err)).rstrip('.')}.") from None


def figure_of(name: Any) -> Callable[[str], Setting]:
    """The reader of an adjustment’s figure, such as ``20%``."""
    return lambda text: Setting.of(name, text)


@frozen
class Decisions:
    """What a person decided of a map on the page; each entry ends with what the thing is taken for.

    Attributes:
        columns: sheet, heading and meaning.
        sheets: name and meaning.
        words: about, word and meaning.
        constants: what holds for the whole file, by name.
    """

    columns: tuple[tuple[str, str, str], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Decisions:
        """The decisions that plain data hold."""
        return cls(**{name: tuple(map(tuple, entries)) for name, entries in data.items()})

    def over(self, suggested: Map) -> Map:
        """A suggested map with these decisions in it; what it does not know is left out."""
        for sheet, header, meaning in self.columns:
            if suggested.column(header, sheet):
                suggested = suggested.decide_column(header, meaning, sheet)
        for name, meaning in self.sheets:
            if suggested.sheet(name):
                suggested = suggested.decide_sheet(name, meaning)
        for about, word, meaning in self.words:
            if suggested.word(word, about):
                suggested = suggested.decide(word, meaning, about)
        constants: dict[str, Any] = dict(self.constants)
        if "estimates" in constants:
            constants["estimates"] = constants["estimates"] == "yes"
        return evolve(suggested, **constants)

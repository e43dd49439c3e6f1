"""The settings on the page, each read from its text: adjustments, discount, prices, index, cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.problems import BadData
from socialvalue.published.method_settings import Setting
from socialvalue.published.prices import load_index
from socialvalue.showing.words.grammar import capital

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


def index_of(text: str) -> str:
    """The name of a price index; BadData where there is none."""
    load_index(text)
    return text

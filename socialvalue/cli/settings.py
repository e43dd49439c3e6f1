"""The options that take the place of a method's own settings, and say what was spent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from socialvalue.adjustments import ADJUSTMENTS, NAMES
from socialvalue.cli.command import Named

if TYPE_CHECKING:
    from socialvalue.published.method_settings import Setting
    from socialvalue.published.prices import PriceBase
    from socialvalue.records.returns import Cost


def setting(name: str, text: str) -> Setting:
    """One of a method's settings as a person wrote it, with its reason after `` : ``; raises ValueError."""
    from socialvalue.published.method_settings import Setting

    if name not in NAMES:
        msg = f"there is no setting “{name}”: the settings are {', '.join(NAMES)}"
        raise ValueError(msg)
    figure, _, reason = text.partition(" : ")
    return evolve(Setting.of(name, figure), reason=reason.strip())


def named_setting(text: str) -> Setting:
    """A setting written as ``leakage=10%``; raises ValueError."""
    name, sign, figure = text.partition("=")
    if not sign:
        msg = f"“{text}” is not a setting: write its name, = and a figure, such as leakage=10%"
        raise ValueError(msg)
    return setting(name.strip(), figure)


def discount(text: str) -> str:
    """A discount; raises ValueError."""
    from socialvalue.published.discounting import discount_of

    return discount_of(text)


def prices(text: str) -> PriceBase:
    """A price year; raises ValueError."""
    from socialvalue.published.prices import PriceBase

    return PriceBase.of(text)


def index(text: str) -> str:
    """The name of a price index; raises BadData where there is none."""
    from socialvalue.published.prices import index_named

    return index_named(text)


def costs(text: str) -> tuple[Cost, ...]:
    """What was spent, in all or by year; raises ValueError."""
    from socialvalue.records.cost_text import costs_in

    return costs_in(text)


def base_year(text: str) -> int:
    """The financial year that is year 0, by the year it starts in; raises ValueError."""
    return prices(text).start


def part_year(text: str) -> str:
    """Whether an outcome is claimed for a whole year or by the days it lasted; raises ValueError."""
    try:
        return {"claim": "full", "full": "full", "prorate": "prorate"}[text]
    except KeyError:
        msg = f"“{text}” is neither claim (a whole year) nor prorate (by the days it lasted)"
        raise ValueError(msg) from None


def _adjustment(name: str) -> Callable[[str], Setting]:
    return lambda text: setting(name, text)


#: How the text of each option is read, by the name click gives it.
_READERS: dict[str, Callable[[str], Any]] = {
    **{name.replace("-", "_"): _adjustment(name) for name, entry in ADJUSTMENTS.items() if entry.option},
    "discount": discount,
    "prices": prices,
    "index": index,
    "base_year": base_year,
    "part_year": part_year,
}
_SETTING_FLAGS = ("comparison_group", "combine_kinds")


def settings_typed(others: dict[str, Any]) -> tuple[dict[str, Any], tuple[Cost, ...] | None]:
    """What the options of this module say, taken out of all that a command was given: settings, and the cost."""
    found: dict[str, Any] = {name: True for name in _SETTING_FLAGS if others.pop(name)}
    for text in others.pop("set"):
        figure = named_setting(text)
        found[figure.name] = figure
    for name, read in _READERS.items():
        text = others.pop(name)
        if text is not None:
            found[name.replace("_", "-")] = read(text)
    cost = others.pop("cost")
    return found, None if cost is None else costs(cost)


def _readable_option(
    name: str, metavar: str, read: Callable[[str], Any], text: str, **more: Any
) -> Callable[[Any], Any]:
    """An option whose text the library must be able to read; what it will not have is wrong usage, in its words.

    The text itself is kept, so that the command can be shown as it was typed.
    """

    def callback(ctx: click.Context, param: click.Parameter, value: str | tuple[str, ...] | None) -> Any:
        from socialvalue.problems import BadData

        try:
            for entry in value if isinstance(value, tuple) else (value,):
                if entry is not None:
                    read(entry)
        except ValueError as err:
            raise click.BadParameter(f"{err}.", ctx, param) from None
        except BadData as err:
            message = " ".join(f"{problem.message} {problem.remedy}" for problem in err.problems)
            raise click.BadParameter(message, ctx, param) from None
        return value

    return click.option(f"--{name}", metavar=metavar, callback=callback, help=text, **more)


def _adjustment_option(name: str, text: str) -> Callable[[Any], Any]:
    return _readable_option(name, "FIGURE", _adjustment(name), text)


SETTING_OPTIONS = [
    *(_adjustment_option(name, entry.option) for name, entry in ADJUSTMENTS.items() if entry.option),
    _readable_option(
        "set",
        "NAME=FIGURE",
        named_setting,
        f"Any other setting: {', '.join(name for name, entry in ADJUSTMENTS.items() if not entry.option)}.",
        multiple=True,
    ),
    _readable_option(
        "discount", "RATE", discount, "none, green-book, green-book-health, review-2026, or a rate such as 3.5%."
    ),
    _readable_option("prices", "YEAR", prices, "Bring values to the prices of a year: 2024-25, or 2024."),
    _readable_option("index", "ID|FILE", index, "By which price index: gdp-deflator, cpi or cpih.", type=Named()),
    click.option("--comparison-group", is_flag=True, help="Quantities are net of a comparison group: no deadweight."),
    click.option("--combine-kinds", is_flag=True, help="Add wellbeing, fiscal and economic value to one total."),
    _readable_option(
        "base-year", "YEAR", base_year, "The financial year that is year 0; the earliest of all unless said."
    ),
    _readable_option(
        "part-year",
        "claim|prorate",
        part_year,
        "What an outcome with a start and an end is worth: a whole year, or by its days.",
    ),
    _readable_option(
        "cost",
        "POUNDS",
        costs,
        "What was spent, in place of what the files say: 120000, or by year 2023-24=120000,2024-25=130000.",
    ),
]

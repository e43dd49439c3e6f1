"""Methods: named, cited sets of settings that say how a gross figure becomes a net one."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, fields, frozen

from socialvalue.adjustments import NAMES, Name
from socialvalue.money import decimal
from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.discounting import discount_of
from socialvalue.published.method_settings import OWN, Setting
from socialvalue.published.prices import DEFAULT_INDEX, PriceBase, index_name, optional_base
from socialvalue.published.sources import Source
from socialvalue.validators import a, fixed_or_none, matching, not_negative, one_of, or_none, positive

DEFAULT_METHOD = "as-published"
_NOTHING = Decimal(0)


@frozen(kw_only=True)
class Reference:
    """What would have happened without the project: a separate case, taken off the project's.

    Attributes:
        outcome: the outcome's id.
        quantity: how many would have reached it, in the outcome's unit, over the whole return.
        leakage, displacement, substitution, multiplier: the reference case's own factors.
        source: where it comes from; the user's own where there is none.
    """

    outcome: str
    quantity: Decimal = field(converter=decimal, validator=not_negative)
    leakage: Decimal = field(default=_NOTHING, converter=decimal)
    displacement: Decimal = field(default=_NOTHING, converter=decimal)
    substitution: Decimal = field(default=_NOTHING, converter=decimal)
    multiplier: Decimal = field(default=Decimal(1), converter=decimal, validator=positive)
    source: Source | None = None

    def __attrs_post_init__(self) -> None:
        for share in (self.leakage, self.displacement, self.substitution):
            if not 0 <= share <= 1:
                msg = f"the factors of a reference case must lie between 0 and 1, not {share}"
                raise ValueError(msg)

    @property
    def kept(self) -> Decimal:
        """(1 - leakage) x (1 - displacement) x (1 - substitution) x multiplier."""
        return (1 - self.leakage) * (1 - self.displacement) * (1 - self.substitution) * self.multiplier


@frozen(kw_only=True)
class Method:
    """How lines are valued.

    Attributes:
        id: the name it is chosen by.
        title, summary: what it is, for a reader.
        sources: what it follows.
        prices: the price base of the result; None for each value's own prices, as published.
        index: the price index used to get there.
        growth: real GDP per head by year (any base), for values based on the WELLBY; None for prices only.
        growth_source: where it comes from; the user's own where there is none.
        growth_exponent: the power to which its growth is raised (HM Treasury's wellbeing guidance: 1.3).
        settings: deadweight and the rest.
        requires: settings the user must give, for which there is no honest default.
        discount: ``none``, a schedule such as ``green-book``, or a flat rate such as ``0.035``. The first year
            is year 0 and is not discounted.
        base_year: the financial year (by the year it starts in) that is year 0, and so are those before it; the
            earliest of any outcome or cost when None.
        part_year: whether an outcome with a start and an end is claimed in ``full`` or by the years it lasted
            (``prorate``).
        comparison_group: True when the quantities are already net of a comparison group: no deadweight is taken.
        reference: reference cases.
        combine_kinds: whether values of different kinds are added to one total.
        reason: why this method and its figures were chosen.
        approved_by, approved_on: who approved them, and when.
        review_by: until when they are to be looked at again.
        overrides: the settings and fields that `override` replaced, by name: what is the user's own.
    """

    id: str = field(validator=matching(re.compile(r"[a-z0-9][a-z0-9.-]*"), "my-method-2024"))
    title: str
    summary: str
    sources: tuple[Source, ...] = ()
    prices: PriceBase | None = field(default=None, converter=optional_base)
    index: str = field(default=DEFAULT_INDEX, converter=index_name)
    growth: dict[str, Decimal] | None = field(default=None, converter=fixed_or_none)
    growth_source: Source | None = None
    growth_exponent: Decimal = field(default=Decimal("1.3"), converter=decimal)
    settings: tuple[Setting, ...] = ()
    requires: tuple[Name, ...] = ()
    discount: str = field(default="none", converter=discount_of)
    base_year: int | None = field(default=None, validator=or_none(a(int)))
    part_year: Literal["full", "prorate"] = field(default="full", validator=one_of(("full", "prorate")))
    comparison_group: bool = field(default=False, validator=a(bool))
    reference: tuple[Reference, ...] = ()
    combine_kinds: bool = field(default=False, validator=a(bool))
    overrides: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    approved_on: dt.date | None = None
    review_by: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        scopes = [(setting.name, setting.outcome, setting.category) for setting in self.settings]
        for name, outcome, category in scopes:
            if scopes.count((name, outcome, category)) > 1:
                msg = f"{name} is set twice for {outcome or category or 'everything'}"
                raise ValueError(msg)
        if self.growth is not None and (self.prices is None or any(point <= 0 for point in self.growth.values())):
            msg = "a growth series needs points above 0, and a price base to go to (prices)"
            raise ValueError(msg)

    def setting(self, name: Name, outcome: str, category: str) -> Setting | None:
        """The figure that holds for an outcome: its own, else its category's, else the general one."""
        mine = [s for s in self.settings if s.name == name and s.outcome in (None, outcome)]
        mine = [s for s in mine if s.category in (None, category)]
        return max(mine, key=lambda s: (s.outcome is not None, s.category is not None), default=None)

    def override(self, **changes: Any) -> Method:
        """The method with single settings replaced, which its `overrides` then name.

        Args:
            changes: fields of the method, or names of settings (``drop_off`` for ``drop-off``) with a figure, as a
                number or as a person writes it (``15%``, or ``10%:15%:20%`` for a range), a `Setting`, or None for no
                change; it takes the place of every setting of that name. A factor that a
                line of the return gives for itself still goes before it.

        Raises:
            BadData: where there is no such setting, or it cannot be what is given.
            TypeError: for a figure given as a float.
        """
        try:
            return self._overridden(changes)
        except ValueError as err:
            message = f"{str(err)[:1].upper()}{str(err)[1:]}."
            remedy = "Write a figure such as 20%, 0.2 or 10%:20%:30%; “sv methods show” says what a method sets."
            raise BadData([error("bad-setting", Place(key="override"), message, remedy)]) from None

    def _overridden(self, changes: Mapping[str, Any]) -> Method:
        wanted = {name.replace("_", "-"): value for name, value in changes.items() if value is not None}
        figures = {name: wanted.pop(name) for name in NAMES if name in wanted}
        kept = [setting for setting in self.settings if setting.name not in figures]
        own = [_setting(name, value) for name, value in figures.items()]
        fields = {name.replace("-", "_"): value for name, value in wanted.items()}
        strange = sorted(fields.keys() - _MAY_OVERRIDE)
        if strange:
            known = ", ".join([*NAMES, *sorted(_MAY_OVERRIDE)])
            msg = f"there is no setting “{strange[0]}”: the settings are {known}"
            raise ValueError(msg)
        if not own and not fields:
            return self
        named = dict.fromkeys((*self.overrides, *figures, *wanted))
        return evolve(self, settings=(*kept, *own), overrides=tuple(named), **fields)

    @property
    def discount_origin(self) -> str:
        """Who set the discount: the user, or the method's file."""
        return OWN if "discount" in self.overrides else "set by the method"

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the method's content."""
        return toml.fingerprint(self)


def _setting(name: Name, figure: Setting | Decimal | int | str) -> Setting:
    """A setting as a program or a person gives it; raises ValueError."""
    if isinstance(figure, Setting):
        return figure
    return Setting.of(name, figure) if isinstance(figure, str) else Setting(name=name, value=figure)


#: What `override` may replace beside settings.
_MAY_OVERRIDE = {entry.name for entry in fields(Method)} - {
    *("id", "title", "summary", "settings", "overrides"),
    *("reason", "approved_by", "approved_on", "review_by"),
}


def method_files() -> dict[str, Path]:
    """The file of every method that comes with the package, by id."""
    return {path.stem: path for path in sorted((toml.valuations() / "methods").glob("*.toml"))}


def load_method(name: Method | str | Path = DEFAULT_METHOD) -> Method:
    """A method by its id, or by the path of its file; a user's own file is equal to one that comes with the package.

    A method that is loaded already comes back as it is.

    Raises:
        BadData: when there is no such method, or its file has any fault.
    """
    if isinstance(name, Method):
        return name
    if not isinstance(name, str | Path):
        msg = f"a method is named by its id or the path of its file, not by {name!r}"
        raise TypeError(msg)
    if str(name).endswith(".toml"):
        path = Path(name)
    else:
        known = method_files()
        if str(name) not in known:
            close = difflib.get_close_matches(str(name), list(known), n=1)
            hint = f"Did you mean “{close[0]}”? " if close else ""
            remedy = f"{hint}The methods are {', '.join(known)}; or give the path of a .toml file."
            raise BadData([error("unknown-method", Place(), f"There is no method “{name}”.", remedy)])
        path = known[str(name)]
    data = toml.read_toml(path)
    head = data.pop("method", {})
    table = {**head, **data} if isinstance(head, dict) else data | {"method": head}
    return toml.structure(table, Method, path.name, "method")

"""How the fields of records are checked, in words that name the field, and mappings that do not change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import index
from typing import Any, NoReturn, TypeVar

from attrs import Attribute

K = TypeVar("K")
V = TypeVar("V")

Validator = Callable[[Any, "Attribute[Any]", Any], None]


_HALF = re.compile("[\ud800-\udfff]")


class FieldError(ValueError):
    """A field that was given what it cannot be.

    Attributes:
        field: its name.
    """

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def text(_: object, attribute: Attribute[Any], value: object) -> None:
    """The field is text."""
    if not isinstance(value, str):
        msg = f"{attribute.name} must be text, not {value!r}"
        raise TypeError(msg)


def whole_characters(value: str) -> str:
    """The text with halves of characters replaced, which no file can hold; as a converter, for `text` to look at."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALF.search(value) else value


def texts(_: object, attribute: Attribute[Any], value: Mapping[Any, Any]) -> None:
    """The field is a mapping from text to text."""
    if {*map(type, value), *map(type, value.values())} <= {str}:
        return
    for pair in value.items():
        if not all(isinstance(part, str) for part in pair):
            msg = f"{attribute.name} must hold text by text, not {pair[0]!r}: {pair[1]!r}"
            raise TypeError(msg)


def filled(record: object, attribute: Attribute[Any], value: str) -> None:
    """The field is text that is not blank."""
    text(record, attribute, value)
    if not value.strip():
        msg = f"{attribute.name} must not be empty"
        raise FieldError(msg, attribute.name)


def some(_: object, attribute: Attribute[Any], value: Sequence[object]) -> None:
    """The field holds one entry or more."""
    if not value:
        msg = f"{attribute.name} must hold one entry or more"
        raise FieldError(msg, attribute.name)


def address(record: object, attribute: Attribute[Any], value: str) -> None:
    """The field is text, and where it is an address, one of the web, or a file that was imported: nothing that runs."""
    text(record, attribute, value)
    bare = re.sub(r"[\x00-\x20]", "", value)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", bare)
    named = bare.lower().startswith("file:") and not re.search(r"[/\\]", bare)  # a file that was imported, by its name
    if value == "about:blank":  # nowhere, which runs nothing
        return
    if scheme and not named and scheme[1].lower() not in ("http", "https"):
        msg = f"{attribute.name} must be an address that begins with https:// or http://, not with {scheme[1]}:"
        raise FieldError(msg, attribute.name)


def one_of(choices: Iterable[Any]) -> Validator:
    """The field is one of the choices."""
    known = tuple(choices)

    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if value not in known:
            msg = f"{attribute.name} must be one of {', '.join(map(str, known))}, not “{value}”"
            raise FieldError(msg, attribute.name)

    return check


def a(kind: type) -> Validator:
    """The field is of a class."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kind):
            msg = f"{attribute.name} must be a {kind.__name__}, not {value!r}"
            raise TypeError(msg)

    return check


def or_none(validator: Validator) -> Validator:
    """The field is None, or as the validator has it."""

    def check(record: object, attribute: Attribute[Any], value: object) -> None:
        if value is not None:
            validator(record, attribute, value)

    return check


def matching(pattern: re.Pattern[str], example: str) -> Validator:
    """The field is text of a form; `example` shows it."""

    def check(record: object, attribute: Attribute[Any], value: str) -> None:
        text(record, attribute, value)
        if not pattern.fullmatch(value):
            msg = f"{attribute.name} must look like {example}, not “{value}”"
            raise FieldError(msg, attribute.name)

    return check


def count_of(what: str, value: object, *, least: int = 0, most: int | None = None) -> int:
    """A whole number that a program gives, such as how many runs; also one of numpy.

    Raises:
        TypeError: for anything else.
        ValueError: for one outside its limits.
    """
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        msg = f"{what} must be a whole number, not {value!r}"
        raise TypeError(msg)
    number = index(value)
    if number < least or (most is not None and number > most):
        limits = f"{least:,} or more" if most is None else f"from {least:,} to {most:,}"
        msg = f"{what} must be {limits}, not {number}"
        raise ValueError(msg)
    return number


def positive(_: object, attribute: Attribute[Any], value: Any) -> None:
    """The field is above zero."""
    if not value > 0:
        msg = f"{attribute.name} must be above zero, not {value}"
        raise FieldError(msg, attribute.name)


def not_negative(_: object, attribute: Attribute[Any], value: Any) -> None:
    """The field is None, or zero or more."""
    if value is not None and value < 0:
        msg = f"{attribute.name} must not be below zero, as {value} is"
        raise FieldError(msg, attribute.name)


class Fixed(dict[K, V]):
    """A dict that does not change, so that it can be hashed and a frozen record that holds it is frozen."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        msg = "this mapping does not change: make a dict of it first"
        raise TypeError(msg)

    __setitem__: Any = _refuse
    __delitem__: Any = _refuse
    __ior__: Any = _refuse
    clear: Any = _refuse
    pop: Any = _refuse
    popitem: Any = _refuse
    setdefault: Any = _refuse
    update: Any = _refuse

    def __hash__(self) -> int:  # type: ignore[override] # a dict has none
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Fixed, (dict(self),)


def fixed(values: Mapping[Any, Any]) -> Fixed[Any, Any]:
    """`Fixed`, as a converter."""
    if type(values) is Fixed:
        return values
    if not isinstance(values, Mapping):
        msg = f"a mapping of names and values is needed, not {values!r}"
        raise TypeError(msg)
    return Fixed(values)


def fixed_or_none(values: Mapping[Any, Any] | None) -> Fixed[Any, Any] | None:
    """`fixed`, with None kept as None."""
    return None if values is None else fixed(values)

"""Grammar of our sentences: lists, capitals, small numbers as words, names that stay on one line."""

from __future__ import annotations


def listed(items: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return f"{text[:1].upper()}{text[1:]}"


def minus(figure: str) -> str:
    """A figure with a proper minus sign."""
    return figure.replace("-", "−")


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

#: Names longer than this may break over two lines.
_SHORT_NAME = 28


def number_word(many: int) -> str:
    """A small number as a word: ``four``."""
    return _NUMBERS[many] if many < len(_NUMBERS) else f"{many:,}"


def unbroken(name: str) -> str:
    """A name that stays on one line, unless it is long."""
    return name.replace(" ", "\N{NO-BREAK SPACE}") if len(name) <= _SHORT_NAME else name


def in_text(label: str) -> str:
    """A label within a sentence: a small first letter, unless the word is an abbreviation."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label

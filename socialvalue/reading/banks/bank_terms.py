"""What is said of a bank as a whole when it is imported: its name, edition and licence."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from attrs import field, frozen

from socialvalue.published.banks import Bank, usable_id
from socialvalue.published.claiming_rules import Claiming
from socialvalue.published.sources import Licence

NOT_STATED = "not stated"
_OPEN_LICENCES = (
    (
        r"ogl.*|open government licen[cs]e.*",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    (r"cc0.*", "https://creativecommons.org/publicdomain/zero/1.0/"),
    (r"cc[ -]by([ -]4\.0)?", "https://creativecommons.org/licenses/by/4.0/"),
    (r"cc[ -]by[ -]sa([ -]4\.0)?", "https://creativecommons.org/licenses/by-sa/4.0/"),
)


def _stripped(text: str) -> str:
    return text.strip()


@frozen(kw_only=True)
class Terms:
    """What is said of a bank as a whole; what is left empty is taken from a TOML file, or said to be not stated.

    Attributes:
        id: the name the bank will be chosen by.
        title, publisher, edition: as published.
        licence: its name. Values under one that is not known to be open are marked restricted.
        own_outcomes: whether outcomes that are not known become outcomes of the bank.
        claiming: the rules for claiming, taken over from another bank.
        prices, unit, kind: of every value, where the file does not say them.
    """

    id: str = field(validator=usable_id)
    title: str = field(default="", converter=_stripped)
    publisher: str = field(default="", converter=_stripped)
    edition: str = field(default="", converter=_stripped)
    licence: str = field(default="", converter=_stripped)
    own_outcomes: bool = False
    claiming: Claiming | None = None
    prices: str = field(default="", converter=_stripped)
    unit: str = field(default="", converter=_stripped)
    kind: str = field(default="", converter=_stripped)


def bank_without_values(file: str, terms: Terms, today: dt.date, digest: str) -> Bank:
    """The bank of a file, of which no value is read yet."""
    title = terms.title or Path(file).stem
    publisher = terms.publisher or NOT_STATED
    return Bank(
        id=terms.id,
        title=title,
        publisher=publisher,
        edition=terms.edition or f"imported {today}",
        licence=licence_named(terms.licence, title, publisher),
        notes=f"Imported on {today} from {file} (sha256 {digest}).",
    )


def licence_named(name: str, title: str, publisher: str) -> Licence:
    """The licence of that name; restricted, with a notice, unless it is known to be open."""
    for pattern, url in _OPEN_LICENCES:
        if re.fullmatch(pattern, name.strip(), re.IGNORECASE):
            return Licence(name=name, url=url, redistribution="open")
    of = "" if publisher == NOT_STATED else f" of {publisher}"
    terms = f"licence: {name}" if name else "their licence was not stated when they were imported"
    notice = (
        f"{title}: values{of}, {terms}. Imported for your own use; do not pass them on unless your licence allows it."
    )
    return Licence(name=name or NOT_STATED, url=NOT_STATED, redistribution="restricted", notice=notice)

"""Licence notices of a result, and the foot of a page: basis, licence, software."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.results import Result
from socialvalue.showing.words.method import method_title


def licence_notices(result: Result) -> tuple[str, ...]:
    """What an output says of the licence: the notice of a restricted bank, the attribution an open one asks for."""
    licence = result.bank.licence
    named = f"{licence.name}, naming {result.bank.publisher}."
    return result.notices or (licence.notice or named,)


def basis_and_licence(result: Result) -> Iterator[tuple[str, str]]:
    """Basis, licence, and what it was made with."""
    bank, made, method = result.bank, result.provenance, result.method
    yield "Basis.", f"{bank.title} ({bank.publisher}, {bank.edition}). {method_title(method)} ({method.id})."
    notice = bank.licence.notice if bank.licence.restricted else f"{bank.licence.name}, naming {bank.publisher}."
    yield "Licence.", notice
    prints = f"bank {made.bank_fingerprint[:8]}, method {made.method_fingerprint[:8]}"
    yield "Made with", f"socialvalue {made.package}, {prints}."

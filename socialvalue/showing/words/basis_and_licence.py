"""The basis and licence at the foot of a page, and the software it was made with."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.results import Result
from socialvalue.showing.words.method import method_title


def basis_and_licence(result: Result) -> Iterator[tuple[str, str]]:
    """Basis, licence, and what it was made with."""
    bank, made, method = result.bank, result.provenance, result.method
    yield "Basis.", f"{bank.title} ({bank.publisher}, {bank.edition}). {method_title(method)} ({method.id})."
    yield from (("Licence.", notice) for notice in result.notices)
    prints = f"bank {made.bank_fingerprint[:8]}, method {made.method_fingerprint[:8]}"
    yield "Made with", f"socialvalue {made.package}, {prints}."

"""Everything known about one value: what it is, how well it is known, where it is from."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.money import pounds
from socialvalue.published.banks import Bank
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.showing.words.bank import prices_of_value
from socialvalue.showing.words.valuation import effect_words, input_words, read_where, uprated_words


def valuation_facts(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    """Everything known about a value, each fact under its name."""
    for facts in (_what_it_is(bank, value), _how_known(value), _where_from(bank, value)):
        yield from ((name, " ".join(text.split())) for name, text in facts if text)


def _what_it_is(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    yield "Code", f"{value.code} ({bank.id})"
    yield "Title", value.title
    yield "Outcome", value.outcome
    yield "Amount", f"{pounds(value.amount)}, {value.unit}"
    if value.low is not None or value.high is not None:
        yield "Range", " to ".join(pounds(value.amount if end is None else end) for end in (value.low, value.high))
    for part in value.components:
        told = "; ".join(filter(None, (part.kind or "", part.agency, "a transfer" if part.transfer else "")))
        yield "Made of", f"{pounds(part.amount)}: {part.label}" + (f" ({told})" if told else "")
    yield "Who saves", value.agency
    if value.effect:
        yield "Effect", effect_words(value.effect)
    if value.uprated:
        yield "Uprated", uprated_words(value.uprated)
    yield "Prices", prices_of_value(value)
    yield "Kind", value.kind + ("; so many WELLBYs" if value.wellby else "")
    yield "For", f"age {value.age}, area {value.area}"
    if value.valid_from or value.valid_to:
        yield "Valid", f"{value.valid_from or '…'} to {value.valid_to or '…'}"


def _how_known(value: Valuation) -> Iterator[tuple[str, str]]:
    yield "Grade", value.graded + (f": {CONSISTENT}" if value.grade == "consistent" else "")
    yield "Evidence", ": ".join(filter(None, (value.evidence_level or "", value.evidence)))
    yield "Reliability", f"{value.reliability}, as its publisher rates it" if value.reliability else ""
    yield "Measured on", value.population
    yield "Working", value.working
    yield "Notes", value.notes
    for one in value.inputs:
        yield "Input", input_words(one)
    for other in value.alternatives:
        yield "Not chosen", f"{other.label}: {pounds(other.amount)} ({other.prices}). {other.reason} {other.source}"


def _where_from(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    source = value.source
    yield "Published at", f"{source.cited} {source.url}"
    yield "Read in", read_where(value)
    published, since = value.published or bank.published, value.effective_from or bank.effective_from
    dates = (f"published {published}" if published else "", f"used from {since}" if since else "")
    yield "Edition", "; ".join(filter(None, (f"{bank.title}, {bank.edition}", *dates)))
    yield "Superseded by", value.superseded_by or bank.superseded_by
    yield "Checked on", str(value.checked_on or "")
    yield "Licence", f"{value.licence} (of the value, as read)" if value.licence else ""
    yield "Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}"
    yield "Notice", bank.licence.notice
    yield "Fingerprint", f"{bank.fingerprint} (of the bank)"

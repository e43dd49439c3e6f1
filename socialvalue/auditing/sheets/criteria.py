"""The sheet Criteria: bank, method, index and outcomes with fingerprints, and every value that was used."""

from __future__ import annotations

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.tables import Column, Sheet, Table, texts_table
from socialvalue.money import pounds
from socialvalue.published.bank_files import load_bank, shipped_files
from socialvalue.published.methods import load_method, method_files
from socialvalue.published.prices import index_files, load_index
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.records.results import Result
from socialvalue.showing.words.bank import grade_words
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.method import method_sentences, method_title
from socialvalue.showing.words.valuation import made_from


def criteria_sheet(audit: Audit) -> Sheet:
    """What the lines were valued with, and whether it is as shipped."""
    result = audit.result
    bank, method, made = result.bank, result.method, result.provenance
    index = load_index(method.index)
    shipped_index = load_index(index.id).fingerprint if index.id in index_files() else ""
    shipped_method = load_method(method.id).fingerprint if method.id in method_files() else ""
    shipped_words = load_vocabulary().extended(bank.outcomes)
    criteria_rows = (
        (
            "Values",
            f"{bank.title}, {bank.publisher}, {bank.edition} ({bank.id})",
            bank.fingerprint,
            _bank_as_shipped(result),
        ),
        (
            "Method",
            f"{method_title(method)} ({method.id})",
            method.fingerprint,
            _as_shipped(shipped_method, method.fingerprint),
        ),
        (
            "Price index",
            f"{index.title}, {index.publisher}, {index.edition} ({index.id})"
            + ("" if method.prices else "; not used: values stay in the prices they were published in"),
            index.fingerprint,
            _as_shipped(shipped_index, index.fingerprint),
        ),
        (
            "Outcomes",
            f"{len(result.vocabulary)} outcomes",
            made.outcomes_fingerprint,
            "as shipped" if result.vocabulary == shipped_words else "other than shipped",
        ),
        ("Software", f"socialvalue {made.package}", "", "the version that made this pack"),
    )
    criteria_columns = (
        Column("Criterion", 24),
        Column("What", 62),
        Column("Fingerprint (sha256)", 40),
        Column("As shipped?", 26),
    )
    used = {entry.valuation.code: entry.valuation for entry in result.lines}
    values_used = tuple(
        (
            value.code,
            value.title,
            pounds(value.amount),
            f"{value.unit}; prices of {value.prices}{' (assumed)' if value.prices_assumed else ''}",
            grade_words(value),
            " ".join([str(value.source), *(f"{name}: {made_of}" for name, made_of in made_from(value, bank))]),
        )
        for _, value in sorted(used.items())
    )
    criteria_edited = [row[0] for row in criteria_rows if row[3] in ("edited", "other than shipped")]
    differ = "differs" if len(criteria_edited) == 1 else "differ"
    lead = (
        f"{listed([str(name) for name in criteria_edited])} {differ} from what is shipped." if criteria_edited else ""
    )
    return Sheet(
        "Criteria",
        "What the lines were valued with",
        (
            Table("Criteria", criteria_columns, criteria_rows),
            Table(
                "Values that were used",
                (
                    Column("Code", 24),
                    Column("Title", 62),
                    Column("Amount", 40),
                    Column("Unit and prices", 26),
                    Column("Grade", 34),
                    Column("Source", 60),
                ),
                values_used,
            ),
            texts_table("How the method works", method_sentences(method)),
            texts_table("Licence", filter(None, [bank.licence.name, bank.licence.url, *result.notices])),
        ),
        lead or "Bank, method, index and outcomes, with fingerprints.",
    )


def _as_shipped(shipped: str, used: str) -> str:
    return "not shipped" if not shipped else "as shipped" if shipped == used else "edited"


def _bank_as_shipped(result: Result) -> str:
    ids = {path.stem for path in shipped_files()}
    return _as_shipped(load_bank(result.bank.id).fingerprint if result.bank.id in ids else "", result.bank.fingerprint)

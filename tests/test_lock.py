"""Every published figure is locked, and a change of one has its row in the changelog."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from helpers.command import run
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.published import toml
from socialvalue.published.lock import fingerprints, locked

CHANGELOG = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_file_of_values_is_what_was_locked() -> None:
    assert fingerprints() == locked(), (
        "a change on purpose: python valuations/making/lock.py, and a row in CHANGELOG.md"
    )


def test_every_locked_fingerprint_has_its_row_under_values() -> None:
    values = CHANGELOG.partition("### Values")[2].partition("\n### ")[0]
    missing = [name for name, found in locked().items() if f"`{name}`" not in values or found[:12] not in values]
    assert missing == []


def test_a_digit_a_source_or_a_definition_changed_is_seen_and_the_layout_is_not() -> None:
    path = toml.valuations() / "banks" / "hmt-wellby-2021.toml"
    content = toml.read_toml(path)
    before = toml.fingerprint(content)
    assert toml.fingerprint({key: content[key] for key in reversed(content)}) == before
    content["valuation"][0]["source"]["locator"] = "elsewhere"
    assert toml.fingerprint(content) != before


_VALUES = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))


@given(
    st.recursive(
        _VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    )
)
def test_a_fingerprint_is_of_the_whole_text_though_it_is_made_a_piece_at_a_time(data: Any) -> None:
    whole = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert toml.sha256_of(data) == hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def test_methods_and_indices_are_listed_shown_and_compared() -> None:
    for kind, one, two in (
        ("methods", "sroi", "green-book"),
        ("indices", "gdp-deflator-2024-03", "gdp-deflator-2024-10"),
    ):
        assert one in run(kind, "list").stdout
        assert "Source" in run(kind, "show", one).stdout
        assert run(kind, "diff", one, one).stdout.endswith("The same.\n")
        assert " changed." in run(kind, "diff", one, two).stdout
    assert "2023-24: none to 100" in run("indices", "diff", "gdp-deflator-2024-03", "gdp-deflator-2024-10").stdout
    assert run("methods", "show", "sroy").exit_code == 2

"""Bars of blocks: a block is a round sum, nought lies on a joint, and the longest bar can be counted."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.showing.board.bars import Bar, Part, Scale
from socialvalue.showing.page.charts import bar_html

POUNDS = st.decimals(min_value=-(10**9), max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("longest", "block"), [("731880", "50000"), ("3063571", "200000"), ("25", "1"), ("26", "2"), ("0.4", "0.02")]
)
def test_a_block_is_a_round_sum(longest: str, block: str) -> None:
    assert Scale.of([Decimal(longest)]).block == Decimal(block)


@given(amounts=st.lists(POUNDS, min_size=1))
def test_the_longest_bar_has_ten_to_twenty_five_blocks_and_every_bar_lies_within(amounts: list[Decimal]) -> None:
    scale = Scale.of(amounts)
    longest = max(map(abs, amounts))
    assert not longest or 10 <= longest / scale.block <= 25
    assert scale.low <= min(0, *amounts) <= max(0, *amounts) <= scale.high
    assert scale.low % scale.block == scale.high % scale.block == 0


def test_a_bar_is_placed_in_percent_of_its_row() -> None:
    scale = Scale.of([Decimal(100), Decimal(-20)])
    parts = Part(Decimal(0), Decimal(60)), Part(Decimal(60), Decimal(40), "off")
    drawn = bar_html(Bar(scale, parts, Decimal(100)))
    assert re.findall(r'class="(\w+)" style="([^"]+)"', drawn) == [
        ("t", "--n:24"),
        ("value", "left:16.667%;width:50.000%"),
        ("off", "left:50.000%;width:16.667%"),
        ("nought", "left:16.667%"),
        ("line", "left:100.000%"),
    ]


def test_nothing_to_draw_is_an_empty_row() -> None:
    assert bar_html(Bar(Scale.of([]), ())) == '<span class="t" style="--n:1" aria-hidden="true"></span>'

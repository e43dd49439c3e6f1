"""No text makes a pattern slow, however long it is and whatever stands in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import patterns
import pytest

from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.reading.total_words import says_total, says_total_cost

POSIX = pytest.mark.skipif(os.name != "posix", reason="timers of POSIX")


@pytest.mark.slow
@POSIX
def test_every_pattern_is_done_with_a_hundred_thousand_characters_soon() -> None:
    script = Path(patterns.__file__)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=600, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.slow
def test_every_pattern_is_known() -> None:
    assert len(patterns.patterns()) > 50


SLOW = {
    "nested": (r"(?:a+)+b", "fullmatch"),
    "total of": (r"totals? (of|for)\b.*\W*", "fullmatch"),
    "remark": (r"\s*\([^)]*\)\s*$", "sub"),
    "format": (r"\[\$[^\]]*\]", "sub"),
    "tag": (r'<numFmt [^>]*formatCode="([^"]*)"', "findall"),
    "first tag": (r'<cellXfs[^>]*><xf numFmtId="0"', "search"),
    "sentence": (r"\bindexed\b[^.]*?\bto\s+(\d\d\d\d)", "search"),
    "blanks": (r"[ \t]+(?=\n|$)", "sub"),
    "choice": (r"(.*) not in literal\[(.*)\]", "fullmatch"),
}


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("name", SLOW)
def test_a_slow_pattern_is_found(name: str) -> None:
    pattern, use = SLOW[name]
    script = (
        "import patterns, re, signal; signal.signal(signal.SIGVTALRM, patterns._stop)\n"
        f"print(patterns.slow(re.compile({pattern!r}), {{{use!r}}}) is not None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(patterns.__file__).parent,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.stdout == "True\n", done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "Total",
        "TOTAL:",
        "Grand total",
        "sub-total",
        "Subtotals",
        "Acme total (2020)",
        "(net) total (a) (b)",
        "overall",
        "Sum (all)",
        "Total for Acme",
        "totals of the year",
        "All housing associations",
        "  all the landlords . ",
        "Total\n(Oct)",
    ],
)
def test_the_name_of_a_total_is_one(name: str) -> None:
    assert says_total(name)


@pytest.mark.parametrize(
    "name", ["Totally Homes", "Total Homes", "Sum Homes", "Overall Homes", "Mytotal", "Acme (total)", "total " * 50]
)
def test_another_name_is_not(name: str) -> None:
    assert not says_total(name)


def test_a_total_of_costs_is_named_in_many_ways() -> None:
    for name in ("Total", "Grand total of\nthe year", "sub-total:"):
        assert says_total_cost([name])
    assert not says_total_cost(["Total Homes Project"])


def test_a_long_word_that_is_no_outcome_is_soon_found_to_be_none() -> None:
    names = load_vocabulary().names(None)
    assert names.find("job " * 30_000) is None
    names.nearest("job " * 30_000)

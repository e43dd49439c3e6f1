"""`sv outcomes`: what can be said, and which banks value it."""

from __future__ import annotations

import click

from socialvalue.cli.command import command
from socialvalue.cli.problems_shown import problems_shown
from socialvalue.cli.shared_options import PLAIN


@command("outcomes")
@click.argument("word", required=False)
@PLAIN
def outcomes(word: str | None, plain: bool) -> None:
    """The outcomes that can be reported, with what each bank values; or those that a word is about.

    \b
    Examples:
      sv outcomes
      sv outcomes volunteering
      sv outcomes "P/T job"
    """
    from socialvalue.published.bank_files import bank_files, load_bank
    from socialvalue.published.vocabulary import load_vocabulary
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.outcomes import show_outcomes

    with problems_shown(plain=plain):
        banks = [load_bank(name) for name in bank_files()]
        vocabulary = load_vocabulary()
        for bank in banks:
            vocabulary = vocabulary.extended(bank.outcomes)
        show_outcomes(vocabulary, banks, word or "", console(plain=plain))

"""`sv audit-pack`: what an auditor works from."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Input, Output, command
from socialvalue.cli.problems_shown import problems_shown, report
from socialvalue.cli.shared_options import MADE_WITH, PLAIN, REPLACE, made_from

if TYPE_CHECKING:
    from socialvalue.auditing.audit import Materiality


def _materiality(ctx: click.Context, param: click.Parameter, value: str | None) -> Materiality | None:
    """A share, a share of one kind of value as 5%:wellbeing, or pounds as £50,000."""
    from socialvalue.auditing.audit import Materiality
    from socialvalue.money import fraction
    from socialvalue.published.valuations import KINDS

    if value is None:
        return None
    if value.startswith("£"):
        try:
            amount = Decimal(value.removeprefix("£").replace(",", ""))
        except InvalidOperation:
            amount = Decimal(0)
        if not amount.is_finite() or amount <= 0:
            raise click.BadParameter(f"“{value}” is not pounds above £0, such as £50,000.", ctx, param)
        return Materiality(pounds=amount)
    share, _, kind = (part.strip() for part in value.partition(":"))
    if kind and kind not in KINDS:
        raise click.BadParameter(f"“{kind}” is no kind of value: {', '.join(KINDS)}.", ctx, param)
    try:
        found = fraction(share)
    except ValueError as err:
        raise click.BadParameter(f"{err}.", ctx, param) from None
    if not 0 < found < 1:
        message = f"“{share}” is not a share above 0% and below 100%, such as 5%; pounds are written as £50,000."
        raise click.BadParameter(message, ctx, param)
    return Materiality(share=found, kind=kind)


@command(name="audit-pack")
@click.argument("result", metavar="RESULT", type=Input())
@made_from("Then rows of a register are sampled one by one.")
@click.option("--out", required=True, type=Output(".xlsx"), help="The workbook to write.")
@click.option("--sample", type=click.IntRange(min=1), default=25, show_default=True, help="How many lines to sample.")
@click.option("--seed", type=int, default=7, show_default=True, help="The same lines come with the same seed.")
@click.option(
    "--materiality",
    metavar="SHARE|POUNDS",
    callback=_materiality,
    help="What matters: 5% of the net total, 5%:wellbeing of one kind, or £50,000.",
)
@click.option(
    "--with",
    "--last-year",
    "last_year",
    multiple=True,
    metavar="FILE",
    type=Input(),
    help="A file of last year's return, for the bridge from its figure; may be given several times.",
)
@MADE_WITH
@click.option("--prepared-by", default="", metavar="NAME", help="Who made the pack.")
@click.option("--reviewed-by", default="", metavar="NAME", help="Who reviews it.")
@REPLACE
@PLAIN
def audit_pack(
    result: Path,
    inputs: tuple[Path, ...],
    out: Path,
    sample: int,
    seed: int,
    materiality: Materiality | None,
    last_year: tuple[Path, ...],
    bank: str | None,
    prepared_by: str,
    reviewed_by: str,
    replace: bool,
    plain: bool,
) -> None:
    """One workbook to audit from: criteria, inputs, assumptions, exceptions, a sample, and what was not done.

    RESULT is a file that “sv calc --out” wrote (.json or .xlsx).

    \b
    Examples:
      sv audit-pack results.xlsx --inputs returns.xlsx --out pack.xlsx
      sv audit-pack results.json --sample 60 --materiality 5% --out pack.xlsx
    """
    from socialvalue.auditing.audit_file import audit_file
    from socialvalue.auditing.workbook import audit_workbook
    from socialvalue.problems import has_errors
    from socialvalue.writing import write_whole

    with problems_shown(plain=plain):
        audit = audit_file(
            result,
            inputs=inputs,
            last_year=last_year,
            bank=bank,
            replace=replace,
            size=sample,
            seed=seed,
            materiality=materiality,
            prepared_by=prepared_by,
            reviewed_by=reviewed_by,
        )
        try:
            content = audit_workbook(audit)
        except ValueError as err:
            raise click.UsageError(f"--materiality: {err}.") from None
        write_whole(out, content, private=audit.result.entered.holds_people)
    differs = [problem for problem in audit.verification.problems if problem.severity == "error"]
    report(differs[:20], plain=plain)
    click.echo(f"Written: {out}")
    if has_errors(differs):
        click.echo(f"{result.name} does not verify: the pack says so on its first sheet.", err=True)
        raise SystemExit(1)

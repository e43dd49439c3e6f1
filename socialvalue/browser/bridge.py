"""What the page's worker calls: texts and bytes in, texts and bytes out; every figure is words before it leaves here.

The worker gives each file a folder for itself, and asks with a JSON text:

- ``files``: id, name and role of each file, in the order they are read;
- ``settings``: the text of each option of the command line, by its name; left out or empty for its default;
- ``map``: what a person decided of headings, sheets and words, or null where no map is wanted so far.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from socialvalue.browser.commands import commands, report_command
from socialvalue.browser.desk import Desk
from socialvalue.browser.job import BadSetting, Job
from socialvalue.browser.page_files import role_of
from socialvalue.browser.view import view
from socialvalue.browser.view_problems import page_problems_shown
from socialvalue.problems import BadData
from socialvalue.published.bank_files import load_bank, shipped_files
from socialvalue.published.default_bank import choice
from socialvalue.published.methods import load_method, method_files
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.showing.data.json.beside import beside_as_dict

#: What the worker may call.
__all__ = ["choices", "download", "example", "report", "role_of", "template", "value"]

desk: Desk = Desk()


def choices() -> dict[str, list[tuple[str, str]]]:
    """The banks and methods that come with the page, each with its id and what it is called; asked for at the build."""
    page_banks = [load_bank(path) for path in shipped_files()]
    return {
        "banks": [(bank.id, f"{bank.title} ({bank.publisher})") for bank in page_banks],
        "methods": [(name, load_method(name).title) for name in method_files()],
    }


def value(asked: str, tell: Callable[[int, int], None]) -> str:
    """The figure, what is wrong, and the tables; `tell` is called with how many files are read, of how many."""
    job = Job.of(asked)
    try:
        result = desk.value(job, tell)
    except BadSetting as err:
        return _as_json(setting=err.name, message=err.message)
    except BadData as err:
        return _as_json(
            problems=page_problems_shown(err.problems, job), figures=[], commands=commands(job, desk.map_name), map=None
        )
    return _as_json(**view(result, desk))


def report() -> str:
    """The report of the last result, as the command writes it."""
    from socialvalue.showing.page.page import to_page
    from socialvalue.valuing.uncertainty.assess import assess

    return to_page(assess(_last_result()), command=report_command(desk.job, desk.map_name), asked=desk.asked)


def download(kind: str) -> bytes:
    """A file of the last result, as the command writes it: xlsx, json or csv; or the map."""
    if kind == "map":
        if desk.map is None:
            msg = "there is no map"
            raise RuntimeError(msg)
        return desk.map.read_bytes()
    from socialvalue.showing.data.csv import to_csv
    from socialvalue.showing.data.json.result import to_json

    result = _last_result()
    if kind == "xlsx":
        from socialvalue.showing.workbook.result import workbook

        return workbook(result, desk.beside, desk.asked.years)
    if kind == "json":
        return to_json(result, beside_as_dict(desk.beside)).encode()
    return to_csv(result).encode()


def template(organisation: str, start: str, months: int) -> bytes:
    """The workbook to fill in, from a month such as ``2026-04``."""
    from socialvalue.records import template_layout as layout
    from socialvalue.showing.workbook.template import template as made

    span = layout.months_from(Period.of(start), months)
    bank = choice((month.start, month.end) for month in span).bank
    return made(load_vocabulary().extended(bank.outcomes), bank, span, organisation=organisation, measures="all")


def example() -> bytes:
    """The return of October 2020."""
    return (Path(__file__).parent / "october-2020.xlsx").read_bytes()


def _last_result() -> Result:
    if desk.result is None:
        msg = "nothing is valued yet"
        raise RuntimeError(msg)
    return desk.result


def _as_json(**data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)

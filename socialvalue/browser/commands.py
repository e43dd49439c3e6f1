"""The commands that give what the page gives, to be copied: sv banks import, sv calc, sv report."""

from __future__ import annotations

import shlex

from socialvalue.browser.job import ADJUSTMENT_OPTIONS, Job
from socialvalue.browser.page_files import bank_id, toml_name

#: The options of a job, in the order in which the command line has them.
_OPTIONS = (
    "map",
    "bank",
    "method",
    *ADJUSTMENT_OPTIONS,
    "discount",
    "prices",
    "index",
    "combine-kinds",
    "cost",
    "reason",
    "replace",
)


def commands(job: Job, map_name: str) -> list[str]:
    """The commands that give the same result workbook; values in a workbook are imported first.

    Args:
        job: what the page asks for.
        map_name: the file of the map that is used; empty for none.
    """
    chosen = job.settings.get("bank", "")
    imports = [
        shlex.join(["sv", "banks", "import", file.name, "--id", bank_id(file.name), "--out", toml_name(file.name)])
        for file in job.of_role("values")
        if f"file:{file.id}" == chosen and not file.name.lower().endswith(".toml")
    ]
    calc = _command("calc", job, map_name, "--out", "results.xlsx", *_beside_options(job))
    return [*imports, calc, report_command(job, map_name)]


def report_command(job: Job, map_name: str) -> str:
    """The command that writes the same report."""
    return _command("report", job, map_name, "--out", "report.html", *_beside_options(job))


def _command(name: str, job: Job, map_name: str, *ending: str) -> str:
    """A command with the files, settings and map of a job."""
    words = ["sv", name, *(file.name for file in job.of_role("return"))]
    for option in _OPTIONS:
        text = job.settings.get(option, "")
        if option == "map":
            words += ["--map", map_name] if map_name else []
        elif option in ("combine-kinds", "replace"):
            words += [f"--{option}"] if text else []
        elif option == "method" and job.of_role("method"):
            words += ["--method", job.of_role("method")[0].name]
        elif option == "bank" and text.startswith("file:"):
            words += ["--bank", *(toml_name(file.name) for file in job.of_role("values") if file.id == text[5:])]
        elif text:
            words += [f"--{option}", text]
    return shlex.join([*words, *ending])


def _beside_options(job: Job) -> list[str]:
    """The options that name what is set beside the result."""
    roles = {"targets": "--targets", "last year": "--with"}
    return [word for role, option in roles.items() for file in job.of_role(role) for word in (option, file.name)]

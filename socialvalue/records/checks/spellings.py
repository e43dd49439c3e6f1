"""Names of organisations and projects that are written in several ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from attrs import evolve

from socialvalue.problems import Problem, warning
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Cost, Line, folded


def one_spelling(lines: Lines) -> Lines:
    """An organisation written in several cases, apostrophes or dashes is one, under the spelling used most."""
    written: Counter[str] = Counter()
    for line in lines.alike("organisation"):
        written[line.organisation] += line.rows
    names = _most_used_spellings(written)
    return lines.meaning("organisation", names) if names else lines


def one_project_spelling(lines: Lines, costs: Sequence[Cost]) -> tuple[Lines, list[Cost]]:
    """A project written in several cases, spaces or dashes is one, under the spelling of most lines; of costs too."""
    written: Counter[str] = Counter()
    for line in lines.alike("project"):
        written[line.project] += line.rows
    for cost in costs:
        written[cost.project] += 0
    names = _most_used_spellings(written)
    if not names:
        return lines, list(costs)
    return (
        lines.meaning("project", names),
        [evolve(cost, project=names.get(cost.project, cost.project)) for cost in costs],
    )


def _most_used_spellings(written: Counter[str]) -> dict[str, str]:
    """The spelling used most, for each name that is written in another way too."""
    used: dict[str, list[str]] = {}
    for name in sorted(written, key=lambda name: (-written[name], name)):
        used.setdefault(folded(name), []).append(name)
    return {name: found[0] for found in used.values() for name in found[1:]}


def similar_organisations(lines: Lines) -> list[Problem]:
    """A warning for each two organisations that may be one: their names are near the same, and so is what they report.

    Names are near the same that differ in nothing but ``Ltd`` or ``Limited``, ``&`` or ``and``, a leading ``The`` and
    punctuation.
    """
    near: dict[str, set[str]] = {}
    for name in {line.organisation for line in lines.alike("organisation")}:
        near.setdefault(_bare_name(name), set()).add(name)
    doubtful = {name for found in near.values() if len(found) > 1 for name in found}
    if not doubtful:
        return []
    problems = []
    first: dict[tuple[object, ...], Line] = {}
    said: set[frozenset[str]] = set()
    for line in lines.alike("organisation", "period", "outcome"):
        if line.organisation not in doubtful or line.quantity is None:
            continue
        other = first.setdefault((_bare_name(line.organisation), line.period, line.outcome), line)
        pair = frozenset((line.organisation, other.organisation))
        if len(pair) > 1 and pair not in said:
            said.add(pair)
            message = f"“{line.organisation}” and “{other.organisation}” both report {line.outcome} for {line.period}"
            remedy = "Both count. If they are one organisation, write its name one way and take one of the two out."
            problems.append(warning("similar-organisations", line.place, f"{message}, at {other.place}.", remedy))
    return problems


def _bare_name(name: str) -> str:
    words = re.sub(r"[^\w\s]", "", folded(name).replace("&", " and ").replace("-", " ")).split()
    bare = [word for word in words if word not in ("ltd", "limited", "and")]
    return " ".join(bare[1:] if bare[:1] == ["the"] else bare)

"""Every pattern of the package, and texts on which a careless one takes for ever.

Run as a script it prints each pattern that is not done with such a text soon: ``python tests/patterns.py``.
"""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, TypeAlias

PACKAGE = Path(__file__).parents[1] / "socialvalue"
CALLS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")

#: Patterns that are put together where they are used: by module and name, the patterns it can be.
BUILT = {
    ("published.outcome_phrases", "pattern"): lambda module: [pattern for pattern, _ in module._REWRITTEN],
    ("reading.layouts.heading_words", "pattern"): lambda module: [pattern for _, pattern in module._HEADING_KINDS],
    ("reading.layouts.heading_guesses", "pattern"): lambda module: [
        *(pattern for _, pattern in module._HEADING_GUESSES),
        *module._DATE_RANK,
    ],
    ("records.periods", "pattern"): lambda module: [pattern for pattern, _ in module._PATTERNS],
    ("reading.banks.bank_terms", "pattern"): lambda module: [pattern for pattern, _ in module._OPEN_LICENCES],
    ("reading.banks.wide_header", "pattern"): lambda module: [pattern for _, pattern, _ in module._FACETS],
    ("reading.banks.unit_cost_entries", "pattern"): lambda module: [pattern for pattern, _ in module._ENTRY_UNITS],
    ("formats.xlsx_fast_rows", "_row_pattern"): lambda module: [
        module._row_pattern(["s", "n", "n=", "b", "inlineStr"]).pattern
    ],
    ("formats.xlsx_fast_rows", "_struck_cells"): lambda module: [module._struck_cells({5, 12}).pattern],
}

LENGTH = 100_000
SECONDS = 0.25  # a linear pattern takes some milliseconds, a quadratic one minutes

Pattern: TypeAlias = "re.Pattern[str] | re.Pattern[bytes]"
WHOLE = {"match", "fullmatch"}  # these look for a pattern at one place, the others at every place


def modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    """Every module of the package that speaks of `re`: its name in the package, itself, and its tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if "re." in text and path.name != "__main__.py":
            try:
                module = import_module(f"socialvalue.{name}".removesuffix(".__init__"))
            except ModuleNotFoundError as err:
                if str(err.name).startswith("socialvalue"):
                    raise
                continue  # it needs an extra that is not installed
            yield name, module, ast.parse(text)


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Each call of `re`, and the name of the function it stands in."""
    for node in ast.walk(tree):
        inside = node.name if isinstance(node, ast.FunctionDef) else ""
        for call in ast.walk(node) if inside or node is tree else ():
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id == "re"
                and call.func.attr in CALLS
            ):
                yield inside, call


def uses() -> dict[str, set[str]]:
    """What is done with each compiled pattern, by its name."""
    found: dict[str, set[str]] = {}
    for _, _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in CALLS:
                found.setdefault(node.value.id, set()).add(node.attr)
    return found


def patterns() -> dict[str, tuple[Pattern, set[str]]]:
    """Every pattern and what is done with it, by the module and the line it stands in.

    Raises:
        LookupError: for one that is put together in a function and not listed in `BUILT`.
    """
    found: dict[str, tuple[Pattern, set[str]]] = {}
    used = uses()
    unknown: dict[str, bool] = {}
    for name, module, tree in modules():
        given = {id(node.value): node.targets[0] for node in ast.walk(tree) if isinstance(node, ast.Assign)}
        for inside, call in calls(tree):
            where = f"{name}:{call.lineno}"
            listed = BUILT.get((name, ast.unparse(call.args[0]))) or BUILT.get((name, inside))
            try:
                texts = [eval(ast.unparse(call.args[0]), vars(module).copy())]  # noqa: S307 - our own source
            except NameError:
                texts = listed(module) if listed else []
                unknown[where] = unknown.get(where, True) and not texts
            for number, text in enumerate(texts):
                assert isinstance(call.func, ast.Attribute)
                name_given = given.get(id(call))
                done = used.get(name_given.id, set()) if isinstance(name_given, ast.Name) else set()
                done = (done or set(CALLS)) if call.func.attr == "compile" else {call.func.attr}
                found[f"{where}#{number}"] = re.compile(text, _flags(call)), done
    if missing := [where for where, absent in unknown.items() if absent]:
        raise LookupError(f"list the patterns of {missing} in tests/patterns.py")
    return found


def _flags(call: ast.Call) -> int:
    given = [word.value for word in call.keywords if word.arg == "flags"]
    given += [arg for arg in call.args[1:] if re.match(r"re\.[A-Z]", ast.unparse(arg))]
    return sum(int(eval(ast.unparse(flag), {"re": re})) for flag in given)  # noqa: S307


_REPEAT = "\ue000"  # marks in a sample where something is repeated


def worst_cases(pattern: Pattern) -> Iterator[str]:
    """Texts made of the beginnings of what a pattern takes, and of what it takes many of."""
    tree = parser.parse(pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1"))
    beginnings = {""}
    for sample in _samples(tree, 2):
        text = "".join(sample)
        beginnings |= {text[:end].replace(_REPEAT, "") for end, letter in enumerate(text) if letter == _REPEAT}
        beginnings.add(text.replace(_REPEAT, ""))
    repeated = sorted(set(" \n1ax(") | {text[0] for text in _many(tree)})
    for text in sorted(beginnings, key=len)[:30]:
        if text:
            yield text * (LENGTH // len(text))
            yield (text + " ") * (LENGTH // len(text))
        for piece in repeated:
            many = text + piece * LENGTH
            yield from (many + "\0", many + "\nx")


def _samples(tree: Any, most: int) -> list[list[str]]:
    """A few texts that a pattern takes, with as little of each repeat as may be, and with one."""
    found: list[list[str]] = [[]]
    for op, args in tree:
        found = [[*left, *right] for left in found for right in _sample(op, args, most)][:24]
    return found


def _sample(op: Any, args: Any, most: int) -> list[list[str]]:
    if op is codes.LITERAL:
        return [[chr(args)]]
    if op in (codes.NOT_LITERAL, codes.ANY):
        return [["x"]]
    if op is codes.IN:
        return [[_one_of(args)]]
    if op is codes.BRANCH:
        return [sample for branch in args[1] for sample in _samples(branch, most)[:most]]
    if op is codes.SUBPATTERN:
        return _samples(args[-1], most)
    if op is codes.ATOMIC_GROUP:
        return _samples(args, most)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        piece = "".join(_samples(args[2], 1)[0])
        least = [_REPEAT, *[piece] * max(args[0], 1)]
        return [least, [_REPEAT]] if args[0] == 0 else [least]
    return [[]]


def _one_of(choices: Any) -> str:
    if choices[0][0] is codes.NEGATE:
        return "x"
    op, args = choices[0]
    if op is codes.LITERAL:
        return chr(args)
    if op is codes.RANGE:
        return chr(args[0])
    return {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_NOT_WORD: "-"}.get(args, "x")


def _many(tree: Any) -> Iterator[str]:
    """What a pattern takes any number of."""
    for op, args in tree:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield from ("".join(sample).replace(_REPEAT, "") or "x" for sample in _samples(args[2], 1))
            yield from _many(args[2])
        elif op is codes.SUBPATTERN:
            yield from _many(args[-1])
        elif op is codes.ATOMIC_GROUP:
            yield from _many(args)
        elif op is codes.BRANCH:
            yield from (text for branch in args[1] for text in _many(branch))


class _TooLong(Exception):
    pass


def _stop(*_: object) -> None:
    raise _TooLong


def slow(pattern: Pattern, done: set[str]) -> str | None:
    """The start of a text that a pattern is not done with soon, as it is used; None where there is none."""
    at_once: list[Any] = [pattern.fullmatch, pattern.match] if done & WHOLE else []
    ways = [*at_once, *([lambda text: sum(1 for _ in pattern.finditer(text))] if done - WHOLE else [])]
    for text in worst_cases(pattern):
        given: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
        for use in ways:
            if all(_takes_long(use, given) for _ in range(2)):  # once could be the machine
                return text[:60]
    return None


def _takes_long(use: Any, text: Any) -> bool:
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        use(text)
    except _TooLong:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return False


def main() -> None:
    """Print every pattern that takes long, and on what."""
    signal.signal(signal.SIGVTALRM, _stop)
    for where, (pattern, done) in patterns().items():
        if (text := slow(pattern, done)) is not None:
            print(f"{where} {pattern.pattern!r} takes long on {text!r}")


if __name__ == "__main__":
    main()

"""Several methods side by side as Markdown."""

from __future__ import annotations

from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.words.method import method_facts, methods_table
from socialvalue.valuing.compare_methods import MethodsCompared


def methods_to_markdown(found: MethodsCompared) -> str:
    """The comparison as Markdown tables."""
    method_tables = []
    for side in found.sides:
        head, rows = methods_table(found, side)
        method_lines = [[markdown(cell) for cell in row] for row in (head, *rows)]
        method_lines.insert(1, ["---", *("---:" for _ in head[1:])])
        method_tables.append("\n".join(f"| {' | '.join(row)} |" for row in method_lines))
    method_tables += [f"{markdown(name)}: {markdown(text)}." for name, text in method_facts(found)]
    return "\n\n".join(method_tables) + "\n"

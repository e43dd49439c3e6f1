"""Several methods side by side as JSON, socialvalue/methods/1."""

from __future__ import annotations

import json

from socialvalue.showing.data.json.figures import money_text, ratio_text
from socialvalue.showing.data.json.result import problems_as_dicts
from socialvalue.valuing.compare_methods import MethodsCompared

SCHEMA = "socialvalue/methods/1"


def methods_to_json(found: MethodsCompared) -> str:
    """The comparison as ``socialvalue/methods/1``."""
    made = [result.provenance for result in found.results]
    methods_data = {
        "schema": SCHEMA,
        "methods": [{"method": one.method, "fingerprint": one.method_fingerprint} for one in made],
        "bank": {"bank": made[0].bank, "fingerprint": made[0].bank_fingerprint},
        "kinds": [
            {
                "kind": side.kind,
                "steps": [
                    {"step": stage.kind, "changes": [money_text(one) for one in stage.changes]} for stage in side.stages
                ],
                "gross": list(map(money_text, side.gross)),
                "net": list(map(money_text, side.net)),
                "ratio": [ratio_text(ratio) for ratio in side.ratios],
            }
            for side in found.sides
        ],
        "problems": problems_as_dicts(found.problems),
    }
    return json.dumps(methods_data, ensure_ascii=False, indent=2) + "\n"

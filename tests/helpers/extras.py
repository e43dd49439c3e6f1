"""Tests of what the extras bring: skipped, with the reason, where one is not installed; never in CI."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest


def needs(*modules: str) -> pytest.MarkDecorator:
    """Skip a test where any of these modules is not installed."""
    absent = [name for name in modules if find_spec(name) is None]
    reason = f"{' and '.join(absent)} not installed"
    return pytest.mark.skipif(bool(absent) and os.environ.get("CI") != "true", reason=reason)

"""Keeping banks of values: importing one's own, reviewing and comparing editions."""

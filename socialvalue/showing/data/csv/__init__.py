"""Csv: text that a spreadsheet would take for a formula is made harmless."""

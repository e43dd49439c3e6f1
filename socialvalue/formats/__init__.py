"""Bytes to sheets of cells: one reader a format. Nothing here knows an outcome or money."""

"""A result for people: terminal, data, page and workbook. Nothing here computes a figure."""

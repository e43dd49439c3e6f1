"""A result as JSON, csv and Markdown."""

"""A result as a page for a board."""

"""A result made again from what it carries, and compared."""

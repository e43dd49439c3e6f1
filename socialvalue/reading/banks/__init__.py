"""Tables of values, in several layouts, read as a bank."""

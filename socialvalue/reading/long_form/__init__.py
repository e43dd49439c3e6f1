"""Tables in the long form: a header, rows, and a register grouped while it is read."""

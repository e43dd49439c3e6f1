"""Tables in the long form: a header, rows, and a register read a column at a time."""

"""Tables laid out in any other way: where their headings and figures are, and their rows as rows of the long form."""

"""From files to a return: what a cell means, what a table says, and which of several files counts."""

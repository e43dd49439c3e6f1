"""A result in plain English, a file for each kind of sentence: the only place where English is made of one."""

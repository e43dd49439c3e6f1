"""A return, a bank and a method make a result. Nothing here reads or writes a file."""

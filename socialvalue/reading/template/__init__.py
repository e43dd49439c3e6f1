"""The filled template, read back and checked against itself."""

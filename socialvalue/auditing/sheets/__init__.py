"""The sheets of the audit pack, a file each."""

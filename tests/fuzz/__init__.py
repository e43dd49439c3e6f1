"""Attacks on the package, each a script that anyone may run for longer, and a bounded part of it a test."""

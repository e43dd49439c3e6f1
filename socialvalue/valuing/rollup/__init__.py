"""Totals of a result by whatever its lines say: who, when, where, what for."""

"""The version, said once: the package, its results, the wheel and the documentation take it from here."""

__version__ = "0.1.0"

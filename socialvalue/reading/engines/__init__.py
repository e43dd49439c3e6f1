"""Registers that an engine groups: DuckDB for large files and .parquet, and dataframes."""

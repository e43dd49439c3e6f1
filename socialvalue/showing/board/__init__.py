"""The page a board reads, as findings, tables and bars that any medium can show."""

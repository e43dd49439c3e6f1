"""The only rooms that know spreadsheets: reading them safely, and writing templates and results."""

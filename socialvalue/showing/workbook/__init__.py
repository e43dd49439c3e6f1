"""A result, a template and a bank as Excel workbooks."""

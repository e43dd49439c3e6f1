"""What a person may do on the template's locked sheets."""

from __future__ import annotations

MAY_DO = {
    "insert_rows": True,
    "insert_columns": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "delete_rows": True,
}

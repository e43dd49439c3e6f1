"""A workbook being written: formats, text that never becomes a formula or a link, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from socialvalue.showing.workbook.fast_sheet import fast_sheet

#: Those of the page: ink is text and money spent, green is value; pale for bands, and the one that means “type here”.
INK, ACCENT, BAND, RULE, INPUT, MUTED = "#17191C", "#0B6A53", "#F3F1EB", "#D9D6CE", "#FFF6D6", "#55595E"

#: The bars of uncertain value.
UNSURE = "#B5D6CB"

#: What differs, or was changed.
ALARM = "#8A4A00"

COUNT, MONEY, PENCE, SHARE, MONTH, DAY = "#,##0.##", "£#,##0", "£#,##0.00", "0.0##%", "mmm yyyy", "dd/mm/yyyy"

_NEW = dt.datetime(2021, 1, 31, tzinfo=dt.UTC)


class Book:
    """A workbook being written: text never becomes a formula or a link, and its bytes depend on its content only."""

    def __init__(self, path: Path | Any, title: str) -> None:
        from xlsxwriter import Workbook

        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        }
        self.book: Any = Workbook(path, options)
        self.book.set_properties({"title": title, "author": "socialvalue", "created": _created()})
        self.book.set_size(2400, 1400)
        self._sheets: dict[str, Any] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """The format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self._formats[key]

    def sheet(self, name: str, *, tab: str = ACCENT, landscape: bool = True) -> Any:
        """A sheet set up for A4, one page wide; made when it is first asked for, and the same from then on."""
        if name in self._sheets:
            return self._sheets[name]
        sheet = self._sheets[name] = self.book.add_worksheet(name, worksheet_class=fast_sheet())
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8&F · &A&R&8Page &P of &N")
        return sheet

    @property
    def title(self) -> Any:
        """The heading of a sheet."""
        return self.style(bold=True, font_size=18, font_color=INK)

    @property
    def lead(self) -> Any:
        """A line under the heading."""
        return self.style(font_color=MUTED)

    @property
    def section(self) -> Any:
        """The heading of a part."""
        return self.style(bold=True, font_color=ACCENT, font_size=12, bottom=1, bottom_color=RULE)

    def head(self, **properties: Any) -> Any:
        """The heading of a column."""
        return self.style(bold=True, font_color="white", bg_color=INK, text_wrap=True, **properties)

    def close(self) -> None:
        """Write it out."""
        self.book.close()


def _created() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC) if epoch.isdigit() else _NEW

"""The colours and number formats of our workbooks."""

from __future__ import annotations

#: Those of the page: ink is text and money spent, green is value; pale for bands, and the one that means “type here”.
INK, ACCENT, BAND, RULE, INPUT, MUTED = "#17191C", "#0B6A53", "#F3F1EB", "#D9D6CE", "#FFF6D6", "#55595E"

#: The edge of a cell one may type in, and the bars of uncertain value.
EDGE, UNSURE = "#7D8588", "#B5D6CB"

#: What differs, or was changed.
ALARM = "#8A4A00"

COUNT, MONEY, PENCE, SHARE, MONTH, DAY = "#,##0.##", "£#,##0", "£#,##0.00", "0.0##%", "mmm yyyy", "dd/mm/yyyy"

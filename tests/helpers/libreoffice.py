"""LibreOffice, driven as a person would: it opens a workbook, types into cells, calculates and saves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

_FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "pdf": "calc_pdf_Export",
}

#: What a job may say, one command a line, its parts set apart by tabs.
_MACRO = """
Sub Main(job As String)
  Dim at As Integer, doc As Object, sheet As Object, part As Variant, words As String
  Dim target As New com.sun.star.table.CellAddress
  at = FreeFile
  Open job For Input As #at
  Do While Not EOF(at)
    Line Input #at, words
    part = Split(words, Chr(9))
    Select Case part(0)
      Case "open"
        doc = StarDesktop.loadComponentFromURL(part(1), "_blank", 0, Array(Property("Hidden", True)))
      Case "sheet"
        sheet = doc.Sheets.getByName(part(1))
        sheet.unprotect("")
      Case "number"
        sheet.getCellRangeByName(part(1)).Value = CDbl(part(2))
      Case "text"
        sheet.getCellRangeByName(part(1)).String = part(2)
      Case "formula"
        sheet.getCellRangeByName(part(1)).Formula = part(2)
      Case "rows"
        sheet.Rows.insertByIndex(CInt(part(1)), CInt(part(2)))
      Case "columns"
        sheet.Columns.insertByIndex(CInt(part(1)), CInt(part(2)))
      Case "move"
        target = sheet.getCellRangeByName(part(2)).CellAddress
        sheet.moveRange(target, sheet.getCellRangeByName(part(1)).RangeAddress)
      Case "hide"
        sheet.IsVisible = False
      Case "name"
        sheet.Name = part(1)
      Case "calculate"
        doc.calculateAll()
      Case "save"
        doc.storeToURL(part(1), Array(Property("FilterName", part(2))))
      Case "close"
        doc.close(True)
    End Select
  Loop
  Close #at
  StarDesktop.terminate()
End Sub

Function Property(called As String, holds As Variant) As Object
  Dim one As New com.sun.star.beans.PropertyValue
  one.Name = called
  one.Value = holds
  Property = one
End Function
"""

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{macro}</script:module>
"""


def needed() -> pytest.MarkDecorator:
    """Skips a test where LibreOffice is not installed; in continuous integration it fails there instead."""
    absent = shutil.which("soffice") is None and os.environ.get("CI") != "true"
    return pytest.mark.skipif(absent, reason="LibreOffice (soffice) is not installed")


@cache
def _profile() -> Path:
    """A user profile of its own, which holds the macro; made once a run."""
    profile = Path(mkdtemp(prefix="libreoffice-"))
    _run(profile, "--terminate_after_init")  # a new profile would put its own empty library in place of ours
    standard = profile / "user" / "basic" / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    escaped = _MACRO.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    (standard / "Module1.xba").write_text(_MODULE.format(macro=escaped), encoding="utf-8")
    (standard / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    return profile


def edit(path: Path, commands: list[str], *saved: Path) -> None:
    """Open a workbook, carry out commands such as ``number\\tD10\\t92``, calculate, and save under each name."""
    job = ["open\t" + path.resolve().as_uri(), *commands, "calculate"]
    job += [f"save\t{to.resolve().as_uri()}\t{_FILTERS[to.suffix[1:]]}" for to in saved]
    file = Path(mkdtemp(prefix="job-")) / "job.txt"
    file.write_text("\n".join([*job, "close"]) + "\n", encoding="utf-8")
    done = _run(_profile(), f"macro:///Standard.Module1.Main({file})")
    missing = [to.name for to in saved if not to.is_file()]
    assert not missing, f"LibreOffice did not write {missing}: {done.stdout!r} {done.stderr!r}"


def _run(profile: Path, job: str) -> subprocess.CompletedProcess[bytes]:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", job]
    return subprocess.run(command, capture_output=True, timeout=180, check=False)


def without_cached_values(path: Path, to: Path) -> Path:
    """The workbook with the values of its formulas taken out, so that only a program that calculates can show any."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)
    return to

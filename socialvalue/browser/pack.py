"""Within the page's own Python, run by pack.mjs: byte-compile what the page needs, and compress every part of it.

Compressed here and not by the machine that builds, so that every machine makes the same bytes.
"""

from __future__ import annotations

import ast
import base64
import gzip
import importlib.util
import json
import marshal
import re
import zipfile
from pathlib import Path
from typing import Any

WORK = Path("/work")
OUT = WORK / "packed"
#: Files of packages that the page has no use for.
UNUSED = re.compile(
    r"(^|/)(tests?|testsuite)/|\.data/|\.dist-info/(RECORD|WHEEL|INSTALLER|top_level\.txt|entry_points\.txt|METADATA)$"
    r"|\.(pyi|typed|so\.\w+)$|(^|/)py\.typed$|linux-gnu\.so$|_speedups\.c$|\.cyclonedx\.json$"
    r"|^platformdirs/(android|macos|windows)\.py$"
)
#: Modules of the standard library that nothing on the page imports.
UNUSED_LIBRARY = re.compile(
    r"^(idlelib|turtledemo|pydoc_data|ensurepip|venv|tkinter|lib2to3|unittest|_pyrepl|wsgiref|xmlrpc|curses|sqlite3|dbm)/"
    r"|^(mailbox|imaplib|smtplib|poplib|ftplib|turtle|doctest|pickletools|pstats|cProfile|profile|zipapp|_aix_support"
    r"|_osx_support|_apple_support|_android_support|_ios_support|pdb|pydoc|optparse|tarfile|trace|this|antigravity|wave"
    r"|_pydatetime|_pyio|webbrowser|cmd|bdb|rlcompleter|socketserver|pyclbr|modulefinder|netrc|plistlib)\.py$"
    r"|^encodings/(mac_.*|cp(?!125\d|437|850)\d+|big5.*|euc_.*|gb.*|hz|iso2022.*|johab|koi8.*|kz.*|ptcp.*|shift.*|tis.*"
    r"|hp_.*)\.py$"
)
PARTS = {
    "pyodide": WORK / "node_modules/pyodide/pyodide.mjs",
    "asm": WORK / "node_modules/pyodide/pyodide.asm.mjs",
    "wasm": WORK / "node_modules/pyodide/pyodide.asm.wasm",
}


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of the files, Python byte-compiled; not compressed, since the whole is."""
    target = Path("/packed.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for name, content in sorted(files.items()):
            made = (name + "c", compiled(content, name)) if name.endswith(".py") else (name, content)
            out.writestr(zipfile.ZipInfo(made[0], (1980, 1, 1, 0, 0, 0)), made[1])
    return target.read_bytes()


def compiled(source: bytes, name: str) -> bytes:
    """A module's byte code without its docstrings, which are a fifth of it and which nobody reads there."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]
    code = compile(tree, name, "exec", dont_inherit=True)
    unchecked = (1).to_bytes(4, "little")  # found by its hash, which is not looked at: there is no source beside it
    return importlib.util.MAGIC_NUMBER + unchecked + importlib.util.source_hash(source) + marshal.dumps(code)


def unzipped(path: Path, unused: re.Pattern[str]) -> dict[str, bytes]:
    """The files of an archive that are of use."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/") and not unused.search(name)]
        return {name: archive.read(name) for name in names}


def licences(path: Path) -> str:
    """The licence texts within a wheel."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in sorted(archive.namelist()) if ".dist-info/" in name}
    texts = [content for name, content in files.items() if re.search(r"/[^/]*LICEN[CS]E", name)]
    crates = [json.loads(content)["components"] for name, content in files.items() if name.endswith(".cyclonedx.json")]
    name, version = path.name.split("-")[:2]
    parts = [f"{name.replace('_', '-')} {version}"]
    parts += [text.decode("utf-8", "replace").replace("\r\n", "\n").strip() for text in texts]
    parts += ["\n".join(f"{crate['name']} {crate['version']}: {terms(crate)}" for crate in each) for each in crates]
    return "\n\n".join(parts)


def terms(crate: dict[str, Any]) -> str:
    """The licence that a compiled part names."""
    return ", ".join(str(entry.get("expression", entry)) for entry in crate.get("licenses", ())) or "not stated"


def main() -> str:
    """Write each part, compressed and in base64, and say how large it is."""
    OUT.mkdir(exist_ok=True)
    wheels = sorted((WORK / "wheels").iterdir(), key=lambda path: path.name.lower())
    app: dict[str, bytes] = {}
    for wheel in wheels:
        app |= {name: content for name, content in unzipped(wheel, UNUSED).items() if ".dist-info/" not in name}
    own = WORK / "own"
    app |= {str(path.relative_to(own)): path.read_bytes() for path in own.rglob("*") if path.is_file()}
    notices = (WORK / "notices.txt").read_text(encoding="utf-8").strip()
    own_licence = "socialvalue\n\n" + (WORK / "LICENSE").read_text(encoding="utf-8").strip()
    line = "\n\n" + "-" * 72 + "\n\n"
    parts = {name: path.read_bytes() for name, path in PARTS.items()}
    parts["library"] = packed(unzipped(WORK / "node_modules/pyodide/python_stdlib.zip", UNUSED_LIBRARY))
    parts["app"] = packed(app)
    parts["licences"] = line.join([notices, own_licence, *map(licences, wheels)]).encode()
    told = []
    for name, content in parts.items():
        text = base64.b64encode(gzip.compress(content, 9, mtime=0))
        (OUT / name).write_bytes(text)
        told.append(f"{name:9} {len(content):>12,} bytes, {len(text):>12,} in the page")
    return "\n".join(told)

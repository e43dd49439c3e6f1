// The Python within the page, run by Node: node page_in_node.mjs PAGE ASKED OUT FILE...
// Writes to OUT what the page would answer (view.json) and save (results.json, results.xlsx).
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import zlib from "node:zlib";

const [page, asked, out, ...files] = process.argv.slice(2);
const html = fs.readFileSync(page, "utf8");
const text = (id) => html.split(`id="part-${id}">`)[1].split("</script>")[0];
const part = (id) => zlib.gunzipSync(Buffer.from(text(id), "base64"));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "page-"));
const names = {
  pyodide: "pyodide.mjs",
  asm: "pyodide.asm.mjs",
  wasm: "pyodide.asm.wasm",
  library: "python_stdlib.zip",
};
for (const [id, name] of Object.entries(names)) fs.writeFileSync(path.join(folder, name), part(id));
fs.writeFileSync(path.join(folder, "pyodide-lock.json"), text("lock"));
try {
  const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")));
  const python = await loadPyodide({
    indexURL: folder + path.sep,
    env: { HOME: "/home/pyodide", TZ: "Europe/London" },
  });
  const site = python.runPython("import sysconfig; sysconfig.get_paths()['purelib']");
  python.unpackArchive(new Uint8Array(part("app")), "zip", { extractDir: site });
  const bridge = python.pyimport("socialvalue.browser.bridge");
  files.forEach((file, number) => {
    python.FS.mkdirTree(`/files/${number}`);
    python.FS.writeFile(`/files/${number}/${path.basename(file)}`, new Uint8Array(fs.readFileSync(file)));
  });
  fs.writeFileSync(
    path.join(out, "view.json"),
    bridge.value(asked, () => {}),
  );
  for (const kind of ["json", "xlsx"])
    fs.writeFileSync(path.join(out, `results.${kind}`), bridge.download(kind).toJs());
} catch (error) {
  console.error(String((error && error.message) || error)); // the error itself would print the whole of Pyodide
  process.exitCode = 1;
}
fs.rmSync(folder, { recursive: true });

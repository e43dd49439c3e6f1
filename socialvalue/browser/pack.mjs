// Runs pack.py in the Python that the page will run, so that its byte code fits: node pack.mjs WORK PACK.PY
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [work, script] = process.argv.slice(2).map((name) => path.resolve(name));
const { loadPyodide } = createRequire(path.join(work, "package.json"))("pyodide");
try {
  const python = await loadPyodide({ env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
  python.mountNodeFS("/work", work);
  python.runPython(fs.readFileSync(script, "utf8"));
  console.log(python.runPython("main()"));
} catch (error) {
  console.error(String((error && error.message) || error)); // the error itself would print the whole of Pyodide
  process.exit(1);
}

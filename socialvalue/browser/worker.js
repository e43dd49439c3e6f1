// The page's worker, made of the page's own text, so that the page's policy holds for it too. It fetches nothing: all
// that Python needs is handed over. It is a classic worker, for Chromium starts no other from a page on the disk.
"use strict";
self.importScripts = () => {
  throw new Error("not used");
}; // Pyodide would take its presence for a worker it does not know
const given = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
let python, bridge, PythonError;

async function start({ pyodide, asm, wasm, library, app, lock }) {
  const files = { "pyodide.asm.wasm": [wasm, "application/wasm"], "library.zip": [library, "application/zip"] };
  self.fetch = async (url) => {
    // Pyodide asks for these two by an address; there is nothing else to be had
    const found = files[String(url).split("/").pop()];
    if (!found) throw new Error("there is no network here");
    return new Response(found[0], { headers: { "Content-Type": found[1] } });
  };
  const { loadPyodide } = await import(given(pyodide));
  const { default: createPyodideModule } = await import(given(asm));
  tell("progress", { done: 2, of: 5 });
  const nowhere = "http://page.invalid/";
  python = await loadPyodide({
    createPyodideModule,
    indexURL: nowhere,
    packageBaseUrl: nowhere,
    stdLibURL: nowhere + "library.zip",
    lockFileContents: lock,
    env: { HOME: "/home/pyodide", TZ: "Europe/London", PYTHONHASHSEED: "0" },
  });
  PythonError = python.ffi.PythonError; // kept here: a Python that died gives nothing any more
  tell("progress", { done: 3, of: 5 });
  const site = python.runPython("import sysconfig; sysconfig.get_paths()['purelib']");
  python.unpackArchive(app, "zip", { extractDir: site });
  tell("progress", { done: 4, of: 5 });
  bridge = python.pyimport("socialvalue.browser.bridge");
}

const read = (done, of) => tell("progress", { done, of });
const bytes = (proxy) => {
  const content = proxy.toJs();
  proxy.destroy();
  return content;
};
const jobs = {
  start,
  put({ id, name, content }) {
    // a file of the page
    python.FS.mkdirTree(`/files/${id}`);
    python.FS.writeFile(`/files/${id}/${name}`, content);
    return bridge.role_of(name, id);
  },
  value: ({ asked }) => JSON.parse(bridge.value(asked, read)),
  report: () => bridge.report(),
  save: ({ kind }) => (kind === "html" ? bridge.report() : bytes(bridge.download(kind))),
  template: ({ organisation, from, months }) => bytes(bridge.template(organisation, from, months)),
  example: () => bytes(bridge.example()),
};
const tell = (what, more) => self.postMessage({ what, ...more });

self.onmessage = async ({ data: { id, job, args } }) => {
  tell("taken", { id });
  try {
    tell("done", { id, answer: await jobs[job](args || {}) });
  } catch (error) {
    // one of Python's is an answer; any other means that this Python is not to be used again
    const ours = PythonError && error instanceof PythonError && !/MemoryError/.test(error.type || "");
    const lines = String((error && error.message) || error)
      .trim()
      .split("\n");
    tell("failed", {
      id,
      dead: !ours,
      error: lines[lines.length - 1].slice(0, 300),
      where: lines.slice(-4, -1).join("\n"),
    });
  }
};

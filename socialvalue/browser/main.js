// The page: what a person drops and chooses goes to the worker, what comes back is shown. No figure is worked out here.
"use strict";
const $ = (id) => document.getElementById(id);
const KINDS = /\.(xlsx|xlsm|xltx|xlsb|xls|ods|csv|tsv|txt|toml)$/i;
const TYPES = {
  xlsx: ["results.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  html: ["report.html", "text/html"],
  json: ["results.json", "application/json"],
  csv: ["results.csv", "text/csv"],
  map: ["map.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
};
const ROLE_WORDS = {
  return: "a return",
  "last year": "last year’s return",
  map: "what my words mean",
  values: "values to use",
  targets: "targets",
  method: "a method",
  "leave out": "leave it out",
};
// The setting by which a doubt is mended here, where there is one.
const SETTING = {
  "mixed-price-years": "s-prices",
  "prices-far-off": "s-bank",
  "missing-setting": "s-deadweight",
  "unknown-bank": "s-bank",
};
// The same, among what is said once of a file that is read by a map.
const SAID = { "missing-value": "m-if_blank", "not-a-number": "m-estimates" };
const KEPT = "socialvalue: own values";

function el(tag, properties = {}, ...children) {
  const { data, ...others } = properties;
  const made = Object.assign(document.createElement(tag), others);
  Object.assign(made.dataset, data);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}
const many = (number, one, more = one + "s") => `${number.toLocaleString("en-GB")} ${number === 1 ? one : more}`;

// the worker: started, asked, watched, and started again when it dies

let seconds = 120; // the longest a job may take
const TAKEN = 5,
  START = 60; // seconds within which a living worker takes a job, and Python starts
let worker = null,
  parts = null,
  next = 0,
  busy = null;
const waiting = new Map();

class Died extends Error {}

async function unpacked(id) {
  // base64 of a gzip to bytes
  const text = $(id).textContent;
  const packed = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(text)
    : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Uint8Array(
    await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
}
const link = (content, type) => URL.createObjectURL(new Blob([content], { type }));

function end(message) {
  if (worker) worker.terminate();
  worker = null;
  for (const job of waiting.values()) {
    clearTimeout(job.clock);
    job.reject(new Died(message));
  }
  waiting.clear();
}

function ask(job, args = {}, transfer = []) {
  return new Promise((resolve, reject) => {
    if (!worker) {
      reject(new Died("It had stopped."));
      return;
    }
    const id = ++next;
    const starting = job === "start";
    const clock = setTimeout(() => end("It does not answer any more."), (starting ? START : TAKEN) * 1000);
    waiting.set(id, { resolve, reject, clock, limit: starting ? START : seconds });
    worker.postMessage({ id, job, args }, transfer);
  });
}

const heard = {
  progress({ done, of }) {
    progress(done, of);
  },
  taken({ id }) {
    const job = waiting.get(id);
    clearTimeout(job.clock);
    job.clock = setTimeout(() => end(`It took more than ${job.limit} seconds.`), job.limit * 1000);
  },
  done({ id, answer }) {
    clearTimeout(waiting.get(id).clock);
    waiting.get(id).resolve(answer);
    waiting.delete(id);
  },
  failed({ id, error, where, dead }) {
    if (dead) {
      end(
        /call stack/.test(error)
          ? "It is nested too deeply."
          : /memory/i.test(error)
            ? "It needs more memory than a browser gives."
            : error,
      );
      return;
    }
    console.error(where, error);
    clearTimeout(waiting.get(id).clock);
    waiting.get(id).reject(new Error(error));
    waiting.delete(id);
  },
};

async function boot() {
  if (!parts) {
    const names = ["pyodide", "asm", "wasm", "library", "app"];
    const found = await Promise.all(names.map((name) => unpacked(`part-${name}`)));
    parts = Object.fromEntries(names.map((name, number) => [name, found[number]]));
    parts.lock = $("part-lock").textContent;
    for (const name of names) $(`part-${name}`).remove(); // 10 MB of text, not needed again
  }
  progress(1, 5);
  worker = new Worker(link($("part-worker").textContent, "text/javascript"));
  worker.onmessage = ({ data: { what, ...more } }) => {
    if (what === "progress" || waiting.has(more.id)) heard[what](more);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(event.message || "It stopped.");
  };
  return ask("start", parts);
}

// what is on the page

const files = []; // { id, name, content: File, role, note }
let numbered = 0,
  refused = false, // whether a setting cannot be read: then there is no figure, and nothing to save
  wanted = false,
  running = false,
  view = null,
  shown = "";

function state(name, text) {
  document.body.dataset.state = name;
  $("status").textContent = text;
  const working = name === "starting" || name === "working";
  $("bar").hidden = !working;
  if (!working) {
    $("bar").removeAttribute("value");
    $("stop").hidden = true;
  }
}
function progress(done, of) {
  $("bar").max = of;
  $("bar").value = done;
}
function alarm(text) {
  $("alarm").textContent = text;
  $("alarm").hidden = !text;
}

// One thing at a time: each change asks for the figure anew, and the last one counts.
function changed() {
  wanted = true;
  run();
}
async function run() {
  if (running || !ready) return;
  running = true;
  while (wanted) {
    wanted = false;
    try {
      await figure();
    } catch (error) {
      await mend(error);
    }
  }
  running = false;
}

async function figure() {
  refused = false;
  if (!files.length) {
    view = null;
    show();
    state("ready", "Ready. Nothing you open here leaves this computer.");
    return;
  }
  state("working", "Reading and valuing …");
  $("headline").classList.add("stale");
  const slow = setTimeout(() => {
    $("stop").hidden = false;
  }, 1500);
  try {
    for (const file of files.filter((one) => !one.put)) {
      busy = file;
      const content = await bytesOf(file);
      const guess = content && (await ask("put", { id: file.id, name: file.name, content }, [content.buffer]));
      file.put = true;
      if (!file.role) {
        file.role = content ? guess : "leave out";
        if (guess === "values") chooseBank(file);
        listFiles();
      }
      busy = null;
    }
    if (!files.some((file) => file.role === "return")) {
      view = null;
      show();
      state("ready", "There is no return among the files yet.");
      return;
    }
    const answer = await ask("value", { asked: JSON.stringify(asked()) });
    if (wanted) return; // it was changed meanwhile
    wrong(answer.setting, answer.message);
    refused = Boolean(answer.setting);
    if (!refused) view = answer;
    show();
    state(
      "done",
      answer.setting
        ? "One setting cannot be read."
        : view.figures.length || view.nothing
          ? "Done. Nothing left this computer."
          : "There is no figure while something has to be settled.",
    );
  } finally {
    clearTimeout(slow);
  }
}

async function bytesOf(file) {
  try {
    return new Uint8Array(await file.content.arrayBuffer());
  } catch {
    file.note = "It was changed or moved since you chose it: choose it again.";
    return null;
  }
}

function asked() {
  const settings = {};
  for (const field of $("settings").elements)
    if (field.name) settings[field.name] = field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value;
  return {
    files: files
      .filter((file) => file.put && file.role !== "leave out")
      .map(({ id, name, role }) => ({ id, name, role })),
    settings,
    map: decided(),
  };
}

// A worker that died is started again; nothing on the page is lost.
async function mend(error) {
  const blamed = busy; // the file that was being read
  busy = null;
  if (!(error instanceof Died)) {
    alarm(
      `The page met an error of its own (${error.message}). Your files and settings are still here; please report it.`,
    );
    state("failed", "There is no figure.");
    view = null;
    show();
    return;
  }
  const what = blamed ? `“${blamed.name}” could not be read and is left out` : "The figure could not be worked out";
  alarm(
    `${what}: ${error.message} Your files and settings are still here.${blamed ? "" : " Leave a file out, or use the command line for very large ones."}`,
  );
  if (blamed) {
    blamed.role = "leave out";
    blamed.note = "It could not be read.";
  }
  for (const file of files) file.put = false;
  if (blamed) blamed.put = true;
  view = null;
  show();
  listFiles();
  state("starting", "Starting again …");
  try {
    await boot();
  } catch (again) {
    state("failed", `It does not start again: ${again.message}`);
    return;
  }
  state("ready", "Ready again.");
  if (blamed && files.some((file) => file !== blamed)) wanted = true;
}

async function once(button, job) {
  // a download or the report
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true"; // not disabled, which would take the focus away
  try {
    await job();
  } catch (error) {
    await mend(error);
    if (error instanceof Died && files.length) changed();
  }
  button.ariaDisabled = null;
}
function save(content, name, type) {
  const anchor = el("a", { href: link(content, type), download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

// files

function add(found) {
  alarm("");
  for (const content of found) {
    const twin = files.findIndex((file) => file.name === content.name);
    if (twin >= 0) files.splice(twin, 1); // the same name again is a newer version
    files.push({
      id: String(++numbered),
      name: content.name.replace(/[/\\]/g, "_"),
      content,
      role: "",
      note: "",
      put: false,
    });
  }
  listFiles();
  changed();
}

function listFiles() {
  $("file-list").replaceChildren(
    ...files.map((file) => {
      const role = el(
        "select",
        { ariaLabel: `What ${file.name} is` },
        ...Object.entries(ROLE_WORDS).map(([value, text]) => el("option", { value, textContent: text })),
      );
      role.value = file.role || "return";
      role.addEventListener("change", () => {
        file.role = role.value;
        file.note = "";
        if (role.value === "values") chooseBank(file);
        else banks();
        changed();
      });
      const out = el("button", {
        type: "button",
        className: "link",
        textContent: "take it out",
        ariaLabel: `Take ${file.name} out`,
      });
      out.addEventListener("click", () => {
        files.splice(files.indexOf(file), 1);
        listFiles();
        banks();
        changed();
        $("files").focus();
      });
      return el(
        "li",
        {},
        el("b", { textContent: file.name }, file.note ? el("small", { textContent: file.note }) : ""),
        role,
        out,
      );
    }),
  );
  $("keep").hidden = !ownValues() && !kept();
}

async function filesOf(items) {
  // a folder brings what lies in it, not what lies in folders within it, as the command does
  // what is asked of `items` later than now is gone; a page opened from a disk can read a file, but not its entry
  const dropped = [...items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry && item.webkitGetAsEntry(), file: item.getAsFile() }));
  const opened = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));
  const found = [];
  for (const { entry, file } of dropped) {
    if (!entry || entry.isFile) {
      if (file) found.push(file);
      continue;
    }
    const reader = entry.createReader(),
      within = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) break;
      within.push(...some.filter((one) => one.isFile && useful(one.name)));
    }
    within.sort((one, two) => (one.name < two.name ? -1 : 1));
    for (const one of within) found.push(await opened(one));
  }
  return found;
}
const useful = (name) => KINDS.test(name) && !/^(~\$|\.)/.test(name);

// what words, headings and sheets mean: suggested by the worker, decided here

const decisions = { columns: new Map(), sheets: new Map(), words: new Map(), constants: new Map() };
const undecided = () => Object.values(decisions).every((entries) => !entries.size);
function decided() {
  // null where nothing is, so that a file that is plain is read as it is
  return undecided()
    ? null
    : Object.fromEntries(Object.entries(decisions).map(([kind, entries]) => [kind, [...entries.values()]]));
}
function decide(kind, key, meaning) {
  decisions[kind].set(key.join("\t"), [...key, meaning]);
  changed();
}
function undecide() {
  for (const entries of Object.values(decisions)) entries.clear();
  changed();
}

const HOW = { listed: "the same words", likely: "a guess", decided: "you chose", "": "you decide" };
function choice(kind, key, label, meaning, options) {
  const select = el(
    "select",
    { ariaLabel: label, data: { key: [kind, ...key].join("\t") } },
    el("option", { value: "", textContent: "choose …" }),
    ...options.map(([value, text]) => el("option", { value, textContent: text })),
  );
  select.value = meaning;
  select.addEventListener("change", () => decide(kind, key, select.value));
  return select;
}
function sure(kind, key, entry) {
  return decisions[kind].has(key.join("\t")) ? "decided" : entry.meaning ? entry.sure : "";
}
function how(state, meaning) {
  // a guess stands out where it counts something
  const open = state === "" || (state === "likely" && meaning !== "leave out" && meaning !== "not yet");
  return el("td", { className: open ? "how open" : "how", textContent: HOW[state] || "" });
}

function words(map, dates) {
  $("step-words").hidden = !map;
  if (!map) return;
  const focused = document.activeElement && document.activeElement.dataset.key;
  const { outcomes, columns, sheets } = map.choices;
  const each = new Map(outcomes.map((outcome) => [outcome.id, outcome.each]));
  const people = map.words.filter((word) => word.about === "outcome");
  const others = map.words.filter((word) => word.about !== "outcome");
  const open = people.filter((word) => !word.meaning).length;
  $("words-title").textContent = open
    ? `What your words count as: ${many(open, "word")} to decide`
    : "What your words count as";
  $("words-state").textContent = `${many(people.length, "word")} in ${many(
    people.reduce((sum, word) => sum + word.times, 0),
    "row",
  )}. Words with no value are counted beside the total, or left out.`;
  document.querySelector("#step-words .no").classList.toggle("ask", map.undecided > 0);
  const options = [
    ["leave out", "Leave it out"],
    ["not yet", "Not yet: no outcome so far"],
    ...outcomes.map(({ id, label }) => [id, label]),
  ];
  $("map-words").tBodies[0].replaceChildren(
    ...people.map((word) => {
      const key = [word.about, word.word],
        state = sure("words", key, word);
      return el(
        "tr",
        { className: word.meaning ? "" : "open" },
        el("th", { scope: "row", textContent: word.word ? `“${word.word}”` : "(left blank)" }),
        el("td", { className: "n", textContent: word.times.toLocaleString("en-GB"), data: { label: "times" } }),
        el("td", { className: "to" }, choice("words", key, `What “${word.word}” counts as`, word.meaning, options)),
        el("td", { className: "n", textContent: each.get(word.meaning) || "" }),
        how(state, word.meaning),
      );
    }),
  );
  const heading = (column) => (column.sheet ? `${column.header} (on ${column.sheet})` : column.header);
  const rows = map.columns.map((column) => {
    const key = [column.sheet, column.header];
    return el(
      "tr",
      { className: column.meaning ? "" : "open" },
      el("th", { scope: "row", textContent: heading(column) }),
      el("td", { className: "example", textContent: column.example }),
      el(
        "td",
        { className: "to" },
        choice(
          "columns",
          key,
          `What the heading ${heading(column)} is taken for`,
          column.meaning,
          Object.keys(columns).map((name) => [name, name]),
        ),
      ),
      how(sure("columns", key, column), column.meaning),
    );
  });
  rows.push(
    ...map.sheets.map((sheet) =>
      el(
        "tr",
        { className: sheet.meaning ? "" : "open" },
        el("th", { scope: "row", textContent: `The sheet ${sheet.name}` }),
        el("td"),
        el(
          "td",
          { className: "to" },
          choice(
            "sheets",
            [sheet.name],
            `What the sheet ${sheet.name} is`,
            sheet.meaning,
            Object.entries(sheets).map(([name, text]) => [name, `${name}: ${text}`]),
          ),
        ),
        el("td"),
      ),
    ),
  );
  rows.push(
    ...others.map((word) => {
      const field = el("input", {
        value: word.meaning,
        ariaLabel: `Which ${word.about} “${word.word}” is`,
        data: { key: ["words", word.about, word.word].join("\t") },
      });
      field.addEventListener("change", () => decide("words", [word.about, word.word], field.value.trim()));
      return el(
        "tr",
        {},
        el("th", { scope: "row", textContent: `The ${word.about} “${word.word}”` }),
        el("td"),
        el("td", { className: "to" }, field),
        how(sure("words", [word.about, word.word], word), word.meaning),
      );
    }),
  );
  $("map-columns").tBodies[0].replaceChildren(...rows);
  const left = map.columns.filter((column) => column.meaning === "leave out").length;
  $("map-summary").textContent = `Your headings: ${map.columns.length - left} read, ${left} left out`;
  if (map.columns.some((column) => !column.meaning) || dates) $("map-more").open = true;
  $("map-constants").replaceChildren(
    ...Object.entries(map.labels).map(([name, label]) => {
      const yes = name === "estimates";
      const field = el(
        "input",
        yes
          ? { type: "checkbox", checked: map.constants[name] === "yes", id: `m-${name}`, data: { key: name } }
          : { value: map.constants[name], id: `m-${name}`, data: { key: name } },
      );
      field.addEventListener("change", () =>
        decide("constants", [name], yes ? (field.checked ? "yes" : "") : field.value.trim()),
      );
      return el(
        "p",
        { className: yes ? "check" : "set wide" },
        ...(yes
          ? [field, el("label", { htmlFor: field.id, textContent: label })]
          : [el("label", { htmlFor: field.id, textContent: label }), field]),
      );
    }),
  );
  if (focused) {
    const same = [...document.querySelectorAll("#map [data-key]")].find((field) => field.dataset.key === focused);
    if (same) same.focus();
  }
}

// values of one's own

const shipped = [...$("s-bank").options].slice(1).map(({ value, text }) => ({ id: value, label: text }));
function banks() {
  const field = $("s-bank"),
    chosen = field.value;
  const own = files
    .filter((file) => file.role === "values")
    .map((file) => ({ id: `file:${file.id}`, label: file.name }));
  field.replaceChildren(
    el("option", { value: "", textContent: "as the return says, else the usual ones" }),
    ...[...own, ...shipped].map(({ id, label }) => el("option", { value: id, textContent: label })),
  );
  field.value = [...field.options].some((option) => option.value === chosen) ? chosen : "";
}
function chooseBank(file) {
  banks();
  $("s-bank").value = `file:${file.id}`;
}
const ownValues = () => files.find((file) => `file:${file.id}` === $("s-bank").value);
const kept = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};
async function keep() {
  const file = ownValues();
  try {
    if (!$("keep-bank").checked) localStorage.removeItem(KEPT);
    else if (file)
      localStorage.setItem(
        KEPT,
        JSON.stringify([
          file.name,
          btoa(Array.from(await bytesOf(file), (code) => String.fromCharCode(code)).join("")),
        ]),
      );
  } catch {
    $("keep-bank").checked = false;
    alarm("This browser does not let the page keep anything, or the file is too large for it.");
  }
}
function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    /* nothing is kept */
  }
  $("keep-bank").checked = false;
  const file = ownValues();
  if (file) files.splice(files.indexOf(file), 1);
  listFiles();
  banks();
  changed();
}
function remembered() {
  if (!kept()) return;
  const [name, text] = JSON.parse(kept());
  $("keep-bank").checked = true;
  files.push({
    id: String(++numbered),
    name,
    content: new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]),
    role: "values",
    note: "kept in this browser",
    put: false,
  });
  chooseBank(files[files.length - 1]);
  listFiles();
}

// what comes back

function wrong(name, message) {
  for (const old of document.querySelectorAll(".wrong")) old.remove();
  for (const field of $("settings").elements) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  const field = name && $("settings").elements[name];
  if (!field) {
    if (name) alarm(message);
    return;
  }
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", "wrong");
  field.parentElement.append(el("span", { className: "wrong", id: "wrong", textContent: message }));
}

function show() {
  $("headline").classList.remove("stale");
  const found = view || {
    problems: { counts: { error: 0, warning: 0, note: 0 }, shown: [], more: 0 },
    figures: [],
    commands: [],
  };
  words(
    found.map,
    found.problems.shown.some(({ code }) => code === "missing-value" || code === "not-a-number"),
  );
  problems(found.problems, found.map);
  const valued = !refused && (found.figures.length > 0 || Boolean(found.nothing));
  $("files-state").textContent =
    found.read || "Excel, LibreOffice or csv; one month or many; several files or a folder.";
  const errors = found.problems.counts.error + (found.map ? found.map.undecided : 0);
  const open = errors + (refused ? 1 : 0);
  const several = found.figures.length > 1;
  $("figure-title").textContent = found.title && valued ? found.title : "Your figure";
  const none = refused
    ? "No figure: one setting cannot be read."
    : !view
      ? "Nothing is read yet."
      : errors
        ? `No figure yet: ${many(errors, "thing")} to settle.`
        : "There is no figure.";
  $("headline").replaceChildren(
    ...(!valued
      ? [el("p", { className: "none", textContent: none })]
      : [
          ...found.figures.flatMap(({ label, amount }) => [
            el("p", { className: "name", textContent: label }),
            el("p", { className: several ? "big several" : "big" }, el("span", { textContent: amount })),
          ]),
          ...(found.nothing ? [el("p", { textContent: found.nothing })] : []),
          ...(found.says ? [el("p", {}, el("small", { textContent: found.says }))] : []),
          ...(found.cost ? [el("p", {}, el("small", { textContent: found.cost }))] : []),
        ]),
  );
  tabs(valued ? found.tables : []);
  $("beside").replaceChildren(...(valued ? beside(found) : []));
  $("basis").hidden = !valued;
  $("answers").replaceChildren(...(valued ? answers(found.answers, ["On what basis?", "How sure?"]) : []));
  $("get").hidden = !valued;
  $("command").hidden = refused || !found.commands.length;
  $("commands").textContent = found.commands.join("\n");
  if (found.licence) $("licence").textContent = `Values: ${found.bank}. ${found.licence}`;
  $("tally").hidden = !view;
  $("tally").replaceChildren(
    el("b", { textContent: (valued && found.figures.map((one) => one.amount).join(" · ")) || "No figure yet" }),
    el("span", { textContent: open ? `${open} to settle` : "Show" }),
  );
}

function problems({ counts, shown: list, more }, map) {
  const { error, warning, note } = counts;
  const elsewhere = map && map.undecided ? " Below, say what your words count as." : "";
  $("settle-title").textContent = error
    ? `${many(error, "thing")} to settle before there is a figure`
    : warning
      ? `${many(warning, "thing")} to look at`
      : view
        ? elsewhere
          ? "Nothing else to settle"
          : "Nothing to settle"
        : "Things to settle";
  $("settle-state").textContent = error
    ? `Mend them in your file and drop it here again. The page never changes the file itself.${elsewhere}`
    : warning
      ? `They do not stop the figure: read them before you use it.${elsewhere}`
      : view
        ? elsewhere || "Everything in the files was clear."
        : "Once a file is read, what is not clear in it stands here, with its cell. The file itself is never changed.";
  document.querySelector("#step-settle .no").classList.toggle("ask", error > 0);
  const here = (code) => SETTING[code] || (map && SAID[code]);
  const there = (id) => {
    const go = el("button", { type: "button", className: "link", textContent: "Change it here" });
    go.addEventListener("click", () => {
      const within = $(id).closest("details");
      if (within) within.open = true;
      $(id).focus();
    });
    return go;
  };
  const one = (problem) =>
    el(
      "div",
      {
        className: `q ${problem.severity} ${problem.place || problem.file ? "" : "whole"}`,
        data: { code: problem.code },
      },
      problem.place || problem.file
        ? el(
            "p",
            { className: "cell", title: problem.file },
            el("span", { textContent: problem.place || problem.file }),
            problem.typed === null ? "" : el("b", { textContent: problem.typed }),
          )
        : "",
      el(
        "div",
        {},
        el("p", { className: "what", textContent: problem.message }),
        el("p", { textContent: problem.remedy }),
        here(problem.code) ? el("p", {}, there(here(problem.code))) : "",
        el(
          "p",
          {},
          el("small", {
            textContent: `${problem.severity}${problem.file ? ` in ${problem.file}` : ""} · ${problem.code}`,
          }),
        ),
      ),
    );
  const parts = list.filter((problem) => problem.severity !== "note").map(one);
  const notes = list.filter((problem) => problem.severity === "note");
  if (notes.length)
    parts.push(
      el("details", { className: "more" }, el("summary", { textContent: many(note, "note") }), ...notes.map(one)),
    );
  if (more)
    parts.push(
      el(
        "p",
        { className: "after" },
        el("small", {
          textContent: `${many(more, "more of the same", "more")} not shown: the command sv check --problems keeps them all.`,
        }),
      ),
    );
  $("problems").replaceChildren(...parts);
}

function tabs(tables) {
  $("tabs").hidden = tables.length < 2;
  const open = tables.find((table) => table.name === shown) || tables[0];
  $("tabs").replaceChildren(
    el("legend", { textContent: "By" }),
    ...tables.map((table) => {
      const input = el("input", { type: "radio", name: "by", value: table.name, checked: table === open });
      input.addEventListener("change", () => {
        shown = table.name;
        draw(table);
      });
      return el("label", {}, input, `By ${table.name.toLowerCase()}`);
    }),
  );
  draw(open);
}
function draw(table) {
  if (!table) {
    $("table").replaceChildren();
    return;
  }
  let kind = "";
  const list = el(
    "ul",
    { className: "bars", ariaLabel: `By ${table.name.toLowerCase()}` },
    ...table.rows.flatMap((row) => {
      const head =
        row.kind && row.kind !== kind ? [el("li", { className: "kind", textContent: `${row.kind} value` })] : [];
      kind = row.kind;
      const bar = el("span", { className: "t", ariaHidden: "true" }, el("i"));
      bar.style.setProperty("--n", Math.max(table.blocks, 1));
      bar.style.setProperty("--v", row.blocks);
      return [
        ...head,
        el(
          "li",
          {},
          el("span", {}, el("b", { textContent: row.label }), " ", el("small", { textContent: row.detail })),
          el("em", { textContent: row.amount }),
          bar,
        ),
      ];
    }),
  );
  $("table").replaceChildren(list, el("small", { textContent: table.scale }));
}
function answers(all, questions) {
  return questions
    .filter((question) => all[question])
    .map((question) => el("div", { className: "out" }, el("b", { textContent: question }), all[question]));
}
function grid(heads, rows) {
  const head = el("tr", {}, ...heads.map((text) => el("th", { scope: "col", textContent: text })));
  return el(
    "table",
    {},
    el("thead", {}, head),
    el(
      "tbody",
      {},
      ...rows.map(([name, ...cells]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", textContent: name }),
          ...cells.map((textContent) => el("td", { textContent })),
        ),
      ),
    ),
  );
}
function beside({ answers: all, targets, map, years }) {
  const made = answers(all, ["What is missing?"]);
  const out = map ? map.words.filter((word) => word.meaning === "leave out" || word.meaning === "not yet") : [];
  if (out.length)
    made.push(
      el(
        "div",
        { className: "out" },
        el("b", { textContent: "Left out by what the words count as" }),
        out.map((word) => `${word.times.toLocaleString("en-GB")} × “${word.word}”`).join("; ") + ".",
      ),
    );
  if (targets.length)
    made.unshift(
      el(
        "div",
        { className: "out" },
        grid(
          ["Against target", "Actual", "Target", "Reached"],
          targets.map((row) => [row.label, row.actual, row.target, row.share]),
        ),
      ),
    );
  made.unshift(
    ...years.map((table) =>
      el(
        "div",
        { className: "out" },
        el("b", { textContent: table.title }),
        grid(table.heads, table.rows),
        ...table.notes.map((note) => el("p", {}, el("small", { textContent: note }))),
      ),
    ),
  );
  return made;
}

// what a person does

let ready = false,
  typing = 0;
for (const id of ["files", "folder"])
  $(id).addEventListener("change", (event) => {
    const found = [...event.target.files];
    const within = (file) => file.webkitRelativePath.split("/").length === 2 && useful(file.name);
    add(id === "folder" ? found.filter(within).sort((one, two) => (one.name < two.name ? -1 : 1)) : found);
    event.target.value = ""; // the same file can be chosen again
  });
addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").classList.add("over");
});
addEventListener("dragleave", () => $("drop").classList.remove("over"));
addEventListener("drop", async (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  try {
    add(await filesOf(event.dataTransfer.items));
  } catch {
    alarm("What was dropped cannot be opened: use the button instead.");
  }
});
$("example").addEventListener("click", () =>
  once($("example"), async () => {
    await started;
    add([new File([await ask("example")], "returns-2020-10.xlsx")]);
  }),
);
$("settings").addEventListener("submit", (event) => event.preventDefault());
$("settings").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(changed, 250);
  listFiles();
});
$("unset").addEventListener("click", () => {
  $("settings").reset();
  listFiles();
  changed();
});
$("keep-bank").addEventListener("change", keep);
$("forget").addEventListener("click", forget);
$("undecide").addEventListener("click", undecide);
$("map").addEventListener("submit", (event) => event.preventDefault());
$("stop").addEventListener("click", () => end("It was stopped."));
$("template").addEventListener("submit", (event) => {
  event.preventDefault();
  once(event.submitter, async () => {
    await started;
    save(
      await ask("template", {
        organisation: $("t-organisation").value.trim(),
        from: $("t-from").value,
        months: Number($("t-months").value),
      }),
      "returns.xlsx",
      TYPES.xlsx[1],
    );
  });
});
for (const button of document.querySelectorAll("[data-save]"))
  button.addEventListener("click", () =>
    once(button, async () => {
      const kind = button.dataset.save,
        [name, type] = TYPES[kind];
      save(await ask("save", { kind }), kind === "map" ? view.map.name : name, type);
    }),
  );
$("show-report").addEventListener("click", () =>
  once($("show-report"), async () => {
    $("report-frame").srcdoc = await ask("report");
    $("report").showModal();
  }),
);
$("open-about").addEventListener("click", () => $("about").showModal());
$("open-licences").addEventListener("click", async () => {
  $("licences").showModal();
  if (!$("licence-text").textContent)
    $("licence-text").textContent = new TextDecoder().decode(await unpacked("part-licences"));
});
const month = new Date();
$("t-from").value = `${month.getFullYear()}-${String(month.getMonth() + 1).padStart(2, "0")}`;

const parsed = new Promise((resolve) => {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", resolve);
  else resolve();
});
const started = (async () => {
  await parsed;
  await boot();
  remembered();
  ready = true;
  state("ready", "Ready. Nothing you open here leaves this computer.");
  document.body.dataset.started = Math.round(performance.now());
  if (files.length) changed();
})();
started.catch((error) => {
  state("failed", "The calculator does not start.");
  alarm(
    typeof WebAssembly === "undefined"
      ? "This browser has WebAssembly switched off: allow it for this page, or use another browser."
      : `The calculator does not start: ${error.message} A current Chrome, Edge, Firefox or Safari is needed.`,
  );
});

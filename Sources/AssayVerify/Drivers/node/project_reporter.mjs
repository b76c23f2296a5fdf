// A reporter for `node --test` in projects: one JSON object a line after a nonce, tests named by file, suites and name.
import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

const nonce = process.env.ASSAY_NONCE;
const root = process.env.ASSAY_ROOT ?? process.cwd();
const above = [];
// The tests that were begun or put off in each file, and have not ended.
const waiting = new Map();
// The last that the process of each file wrote to its errors: of a file that cannot be loaded node says why only there.
const said = new Map();
const mostSaid = 1 << 16;

function place(data) {
  return data.file === undefined ? {} : { path: relative(root, data.file), line: data.line };
}

function name(data) {
  const file = data.file === undefined ? "" : relative(root, data.file);
  const own = data.nesting === 0 && data.name === data.file ? [] : [...above.slice(0, data.nesting), data.name];
  return [file, ...own].filter((part) => part !== "").join(" > ");
}

// The place in the project's own files where an error was made.
function raised(error) {
  for (const line of String(error?.stack ?? "").split("\n")) {
    const match = /(?:\(|at |file:\/\/)+(\/[^():]+):(\d+):\d+\)?$/.exec(line);
    if (match !== null && match[1].startsWith(root + "/")) return { path: relative(root, match[1]), line: Number(match[2]) };
  }
  return undefined;
}

// The first line of a file that names a module, of which an error tells no line.
function lineNaming(file, module) {
  try {
    const place = readFileSync(file, "utf8").split("\n").findIndex((line) => line.includes(basename(module)));
    return place < 0 ? 1 : place + 1;
  } catch {
    return 1;
  }
}

// Why a file's process ended by an error that nothing caught, in node's words and with the place in the project's own files:
// `FILE:LINE`, the source, carets unless it ends there, an empty line at times, then the error and its frames.
function uncaught(text = "") {
  const lines = text.split("\n");
  const isCarets = (line) => /^\s*\^+\s*$/.test(line);
  const isError = (line) => /^\w*Error\b/.test(line);
  const isHead = (line, place) =>
    /^(?:file:\/\/)?(?:\/|node:)\S.*:\d+$/.test(line) && lines.slice(place + 1, place + 8).some((next) => isCarets(next) || isError(next));
  const start = lines.findLastIndex(isHead);
  if (start < 0) return undefined;
  const near = lines.slice(start + 1, start + 8);
  const carets = near.findIndex(isCarets);
  const told = lines.slice(start + 1 + (carets < 0 ? near.findIndex(isError) : carets + 1));
  const first = told.findIndex((line) => line.trim() !== "");
  if (first < 0) return undefined;
  const length = told.slice(first).findIndex((line) => line.trim() === "" || /^\s+at |^Node\.js v|^\(Use `node|^Require stack:/.test(line));
  const message = told.slice(first, length < 0 ? undefined : first + length).join("\n").replace(/ \{$/, "");
  const [, file, line] = /^(?:file:\/\/)?(.*):(\d+)$/.exec(lines[start]);
  const isOwn = (path) => path.startsWith(root + "/") && !relative(root, path).startsWith("node_modules/");
  if (isOwn(file)) return { message, path: relative(root, file), line: Number(line) };
  const importer = / imported from (\/.+)$/m.exec(message)?.[1] ?? /^- (\/.+)$/m.exec(told.join("\n"))?.[1];
  const module = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (importer !== undefined && module !== undefined && isOwn(importer)) {
    return { message, path: relative(root, importer), line: lineNaming(importer, module) };
  }
  return { message, ...raised({ stack: told.join("\n") }) };
}

// Whether the nearest packages above a file, up to the project's own, ask for one.
function isAskedFor(name, file) {
  for (let folder = file === undefined ? process.cwd() : dirname(file); ; folder = dirname(folder)) {
    try {
      const { dependencies, devDependencies, peerDependencies, optionalDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      if (Object.hasOwn({ ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies }, name)) return true;
    } catch {
      // Not every folder is a package.
    }
    if (folder === root || folder === dirname(folder)) return false;
  }
}

// The package that a test did not find, if its package.json or that of the workspace asks for it.
function lacking({ file, details: { error } }) {
  const name = /Cannot find (?:module|package) '((?:@[^/']+\/)?[^'./][^'/]*)/.exec(error?.cause?.message ?? error?.message ?? "")?.[1];
  return name !== undefined && isAskedFor(name, file) ? name : undefined;
}

// Node passes a file that ends with status 0, however many of its tests it never ran.
function* vanished() {
  for (const [file, count] of waiting) {
    if (count > 0) yield { event: "failed", name: relative(root, file), message: `the file ended its process before ${count} of its tests` };
  }
}

// Whether a file that told of no test declares some by Node's own means, under no condition.
function declaresTests(file) {
  try {
    const text = readFileSync(file, "utf8");
    return /["']node:test["']/.test(text) && /^(?:await\s+)?(?:test|it|describe|suite)\(/m.test(text);
  } catch {
    return false;
  }
}

function counted(type, data) {
  if (data.file === undefined || data.nesting !== 0) return;
  const isFile = data.name === data.file;
  if (type === "test:pass" && isFile && declaresTests(data.file) && !waiting.has(data.file)) waiting.set(data.file, 1);
  if (isFile) return;
  const change = { "test:enqueue": 1, "test:pass": -1, "test:fail": -1 }[type];
  if (change !== undefined) waiting.set(data.file, (waiting.get(data.file) ?? 0) + change);
}

function ended(type, data) {
  const error = data.details.error;
  // A suite ends as its tests do, which say so themselves; of its own it has only its hooks.
  if (data.details.type === "suite" && (type === "test:pass" || error?.failureType === "subtestsFailed")) return undefined;
  const seconds = data.details.duration_ms / 1000;
  if (data.skip !== undefined || data.todo !== undefined) return { event: "skipped", seconds };
  if (type === "test:pass") return { event: "passed", seconds };
  const cause = error?.cause ?? error;
  const why = data.nesting === 0 && data.name === data.file ? uncaught(said.get(data.file)) : undefined;
  if (why !== undefined) return { event: "failed", ...place(data), ...why, message: why.message.replaceAll(root + "/", "") };
  const message = cause?.message ?? String(cause);
  return { event: "failed", message: `${cause?.name ?? "Error"}: ${message}`, ...place(data), ...raised(cause) };
}

export default async function* reporter(source) {
  for await (const { type, data } of source) {
    let event;
    counted(type, data);
    if (type === "test:start") above[data.nesting] = data.name;
    if (type === "test:pass" || type === "test:fail") event = ended(type, data);
    else if (type === "test:plan" && data.nesting === 0 && data.file === undefined) {
      for (const lost of vanished()) yield `${nonce} ${JSON.stringify(lost)}\n`;
      event = { event: "end" };
    }
    else if (type === "test:stderr") {
      process.stderr.write(data.message);
      said.set(data.file, ((said.get(data.file) ?? "") + data.message).slice(-mostSaid));
    }
    if (event === undefined) continue;
    const needed = type === "test:fail" ? lacking(data) : undefined;
    if (needed !== undefined) yield `${nonce} ${JSON.stringify({ event: "needs", name: needed, message: "package.json asks for it", run: "npm install" })}\n`;
    if (data.name !== undefined) event.name = name(data);
    yield `${nonce} ${JSON.stringify(event)}\n`;
  }
}

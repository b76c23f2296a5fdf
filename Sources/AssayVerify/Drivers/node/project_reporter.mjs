// A reporter for `node --test` in projects: one JSON object a line after a nonce, tests named by file, suites and name.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const nonce = process.env.ASSAY_NONCE;
const root = process.env.ASSAY_ROOT ?? process.cwd();
const above = [];
// The tests that were begun or put off in each file, and have not ended.
const waiting = new Map();

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

// The package that a test did not find, if package.json asks for it.
function lacking(error) {
  const name = /Cannot find (?:module|package) '((?:@[^/']+\/)?[^'./][^'/]*)/.exec(error?.cause?.message ?? error?.message ?? "")?.[1];
  if (name === undefined) return undefined;
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    return Object.hasOwn({ ...dependencies, ...devDependencies }, name) ? name : undefined;
  } catch {
    return undefined;
  }
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
    else if (type === "test:stderr") process.stderr.write(data.message);
    if (event === undefined) continue;
    const needed = type === "test:fail" ? lacking(data.details.error) : undefined;
    if (needed !== undefined) yield `${nonce} ${JSON.stringify({ event: "needs", name: needed, message: "package.json asks for it", run: "npm install" })}\n`;
    if (data.name !== undefined) event.name = name(data);
    yield `${nonce} ${JSON.stringify(event)}\n`;
  }
}

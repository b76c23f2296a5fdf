// A reporter for `node --test` in projects: one JSON object a line after a nonce, tests named by file, suites and name.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const nonce = process.env.ASSAY_NONCE;
const root = process.env.ASSAY_ROOT ?? process.cwd();
const above = [];

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
    if (type === "test:start") above[data.nesting] = data.name;
    if (type === "test:pass" || type === "test:fail") event = ended(type, data);
    else if (type === "test:plan" && data.nesting === 0 && data.file === undefined) event = { event: "end" };
    else if (type === "test:stderr") process.stderr.write(data.message);
    if (event === undefined) continue;
    const needed = type === "test:fail" ? lacking(data.details.error) : undefined;
    if (needed !== undefined) yield `${nonce} ${JSON.stringify({ event: "needs", name: needed, message: "package.json asks for it", run: "npm install" })}\n`;
    if (data.name !== undefined) event.name = name(data);
    yield `${nonce} ${JSON.stringify(event)}\n`;
  }
}

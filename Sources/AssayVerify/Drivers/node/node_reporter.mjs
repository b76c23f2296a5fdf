// A reporter for `node --test-reporter`: one JSON object a line after a nonce, as tests run.
import { createRequire } from "node:module";

const nonce = createRequire(import.meta.url)("./node_started.cjs").told();

function place(data) {
  return { path: data.file, line: data.line };
}

export default async function* reporter(source) {
  for await (const { type, data } of source) {
    let event;
    // Where a test begins is told before it does, by `node_started.cjs`.
    if (type === "test:pass" || type === "test:fail") {
      const error = data.details.error;
      // A suite ends as its tests do, which say so themselves; of its own it has only its hooks.
      if (data.details.type === "suite" && (type === "test:pass" || error?.failureType === "subtestsFailed")) continue;
      // What is still to do may fail, as node itself counts.
      if (data.skip !== undefined || data.todo !== undefined) event = { event: "skipped", seconds: data.details.duration_ms / 1000 };
      else if (type === "test:pass") event = { event: "passed", seconds: data.details.duration_ms / 1000 };
      else {
        const cause = error?.cause ?? error;
        const text = cause?.message ?? String(cause);
        event = { event: "failed", message: `${cause?.name ?? "Error"}: ${text}`, ...place(data) };
      }
    } else if (type === "test:plan" && data.nesting === 0) event = { event: "end" };
    else continue;
    if (data.name !== undefined) event.name = data.name;
    yield `${nonce} ${JSON.stringify(event)}\n`;
  }
}

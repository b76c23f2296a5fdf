// A reporter for `node --test-reporter`: one JSON object a line after a nonce, as tests run.
const nonce = process.env.ASSAY_NONCE;

function place(data) {
  return { path: data.file, line: data.line };
}

export default async function* reporter(source) {
  for await (const { type, data } of source) {
    let event;
    if (type === "test:start") event = { event: "started" };
    else if (type === "test:pass") event = { event: data.skip !== undefined || data.todo !== undefined ? "skipped" : "passed", seconds: data.details.duration_ms / 1000 };
    else if (type === "test:fail") {
      const error = data.details.error;
      const cause = error?.cause ?? error;
      // A suite fails because of its tests, which say so themselves.
      if (error?.failureType === "subtestsFailed") continue;
      const text = cause?.message ?? String(cause);
      event = { event: "failed", message: `${cause?.name ?? "Error"}: ${text}`, ...place(data) };
    } else if (type === "test:plan" && data.nesting === 0) event = { event: "end" };
    else continue;
    if (data.name !== undefined) event.name = data.name;
    yield `${nonce} ${JSON.stringify(event)}\n`;
  }
}

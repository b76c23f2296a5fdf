// A reporter for jest: one JSON object a line after a nonce, tests named by file, suites and name.
const { relative } = require("node:path");

const nonce = process.env.ASSAY_NONCE;

function tell(event) {
  process.stdout.write(`${nonce} ${JSON.stringify(event)}\n`);
}

function plain(text) {
  return String(text).replace(/\u001b\[[0-9;]*m/g, "");
}

// The place in the project's own files where an error was made.
function raised(text) {
  for (const line of text.split("\n")) {
    const match = /(?:\(|at )(\/[^():]+):(\d+):\d+\)?$/.exec(line);
    const path = match === null ? "" : relative(process.cwd(), match[1]);
    if (path !== "" && !path.startsWith("..") && !path.includes("node_modules/")) return { path, line: Number(match[2]) };
  }
  return {};
}

module.exports = class {
  onTestResult(_test, { testFilePath, testResults, testExecError, failureMessage }) {
    const file = relative(process.cwd(), testFilePath);
    const times = new Map();
    for (const { ancestorTitles, title, status, duration, failureMessages } of testResults) {
      const full = [file, ...ancestorTitles, title].join(" > ");
      times.set(full, (times.get(full) ?? 0) + 1);
      const name = times.get(full) > 1 ? `${full} (${times.get(full)})` : full;
      if (status === "passed") tell({ event: "passed", name, seconds: (duration ?? 0) / 1000 });
      else if (status !== "failed") tell({ event: "skipped", name });
      else {
        const text = plain(failureMessages[0] ?? "failed");
        tell({ event: "failed", name, message: text.split(/\n\s+at /)[0].trim(), ...raised(text) });
      }
    }
    // A file that cannot be loaded has no tests.
    if (testExecError) tell({ event: "failed", name: file, message: plain(testExecError.message ?? failureMessage).slice(0, 2000) });
  }

  onRunComplete() {
    tell({ event: "end" });
  }
};

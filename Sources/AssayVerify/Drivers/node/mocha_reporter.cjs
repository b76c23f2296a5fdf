// A reporter for mocha: one JSON object a line after a nonce, tests named by their suites.
const { relative, resolve } = require("node:path");
const { writeSync } = require("node:fs");

const nonce = process.env.ASSAY_NONCE;

function tell(event) {
  const line = Buffer.from(`${nonce} ${JSON.stringify(event)}\n`);
  for (let written = 0; written < line.length; ) {
    try {
      written += writeSync(1, line, written);
    } catch (error) {
      // A full pipe is waited for.
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

// The place in the project's own files where an error was made.
function raised(error) {
  for (const line of String(error?.stack ?? "").split("\n")) {
    // Mocha shortens the paths of files below the folder.
    const match = /(?:\(|at |file:\/\/)+([^\s():]+):(\d+):\d+\)?$/.exec(line);
    const path = match === null || match[1].startsWith("node:") ? "" : relative(process.cwd(), resolve(match[1]));
    if (path !== "" && !path.startsWith("..") && !path.includes("node_modules/")) return { path, line: Number(match[2]) };
  }
  return {};
}

module.exports = function (runner) {
  const times = new Map();
  // The name of a test by its suites; those of one name are counted.
  const name = (test) => {
    const full = test.titlePath().filter((part) => part !== "").join(" > ");
    times.set(full, (times.get(full) ?? 0) + 1);
    return times.get(full) > 1 ? `${full} (${times.get(full)})` : full;
  };
  runner.on("pass", (test) => tell({ event: "passed", name: name(test), seconds: (test.duration ?? 0) / 1000 }));
  runner.on("pending", (test) => tell({ event: "skipped", name: name(test) }));
  runner.on("fail", (test, error) => {
    const message = `${error?.name ?? "Error"}: ${error?.message ?? String(error)}`;
    tell({ event: "failed", name: name(test), message, ...raised(error) });
  });
  runner.once("end", () => tell({ event: "end" }));
};

// Says which test begins before it does: reporters hear of it too late when a test never returns.
const { appendFileSync, readFileSync, realpathSync, unlinkSync, writeSync } = require("node:fs");

// The nonce is gone before anything of the candidate is loaded, and told once: to the reporter. A thread has none.
const given = process.env.ASSAY_NONCE;
delete process.env.ASSAY_NONCE;
const nonce = given === undefined ? "" : readFileSync(given, "utf8");
if (given !== undefined) unlinkSync(given);
let untold = nonce;
module.exports = {
  told() {
    const once = untold;
    untold = undefined;
    return once;
  },
};

require("./node_test.cjs");
const { beforeEach } = require("node:test");
const assert = require("node:assert");

// What asserts is nobody's to replace.
for (const asserting of [assert, assert.strict]) Object.freeze(asserting);

function tell(event) {
  writeSync(1, `${nonce} ${JSON.stringify(event)}\n`);
}

beforeEach((context) => tell({ event: "started", name: context.name }));

// Tests that require their package by its name have the tree's own only where the package exports it: another one of
// that name may be installed. (Folders that are shared by all of a system serve `require` alone, not `import`.)
const root = realpathSync(process.cwd()) + "/";
let own;
try {
  own = JSON.parse(readFileSync(root + "package.json", "utf8")).name;
} catch {
  own = undefined;
}
const loaded = require.cache;
process.on("exit", () => {
  if (typeof own !== "string" || own === "") return;
  const copy = Object.keys(loaded).find((path) => path.includes(`/${own}/`) && (path.includes(`/node_modules/${own}/`) || !path.startsWith(root)));
  if (copy !== undefined) tell({ event: "foreign", name: own, path: copy });
});

// Called by tests before their assertions, which are counted only where there are notes.
const notes = process.env.ASSAY_NOTES;
const reached = new Set();
Object.defineProperty(globalThis, "assayNote", {
  value: (unit) => {
    if (reached.has(unit)) return;
    reached.add(unit);
    if (notes !== undefined) appendFileSync("/results/notes", `${notes} ${unit}\n`);
  },
});

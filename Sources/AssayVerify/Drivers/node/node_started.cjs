// Says which test begins before it does: reporters hear of it too late when a test never returns.
const { beforeEach } = require("node:test");
const { appendFileSync, writeSync } = require("node:fs");
const assert = require("node:assert");
const nonce = process.env.ASSAY_NONCE;

// What asserts is nobody's to replace.
for (const asserting of [assert, assert.strict]) Object.freeze(asserting);

beforeEach((context) => {
  writeSync(1, `${nonce} ${JSON.stringify({ event: "started", name: context.name })}\n`);
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

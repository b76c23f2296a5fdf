// Says which test begins before it does: reporters hear of it too late when a test never returns.
const { beforeEach } = require("node:test");
const { writeSync } = require("node:fs");
const nonce = process.env.ASSAY_NONCE;

beforeEach((context) => {
  writeSync(1, `${nonce} ${JSON.stringify({ event: "started", name: context.name })}\n`);
});

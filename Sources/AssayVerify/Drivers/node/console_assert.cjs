// Some test files use console.assert, which only prints: here it throws, as its callers mean it.
const { AssertionError } = require("node:assert");
console.assert = (holds, ...words) => {
  if (!holds) throw new AssertionError({ message: ["Assertion failed", ...words].join(" ") });
};

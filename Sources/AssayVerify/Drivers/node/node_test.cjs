// Takes the test that is run from a file which is gone before anything of the candidate is loaded: on the disk the test is
// empty, so that no solution can look up what is expected.
const { readFileSync, realpathSync, unlinkSync } = require("node:fs");
const Module = require("node:module");
const { pathToFileURL } = require("node:url");

// A project's own test is where it always is.
const given = process.env.ASSAY_TEST;
delete process.env.ASSAY_TEST;

function taken() {
  const text = readFileSync(given, "utf8");
  unlinkSync(given);
  return text;
}

const text = given === undefined ? undefined : taken();
if (text !== undefined) {
  const test = realpathSync(process.argv[1]);
  const load = Module._extensions[".js"];
  const own = (module, name) => (name === test && /\.c?js$/.test(name) && !isModule(name) ? module._compile(text, name) : load(module, name));
  Module._extensions[".js"] = own;
  // Modules of the language itself come by other hooks, in a thread of their own.
  if (isModule(test)) {
    const hook = `let known;
      export function initialize(data) { known = data; }
      export function load(url, context, next) {
        return url === known.url ? { format: "module", source: known.text, shortCircuit: true } : next(url, context);
      }`;
    Module.register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: { url: pathToFileURL(test).href, text } });
  }
}

// Whether node takes a file for a module: by its name, or by the nearest package.json.
function isModule(name) {
  if (/\.[cm]js$/.test(name)) return name.endsWith(".mjs");
  for (let folder = name; folder.includes("/"); ) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    try {
      return JSON.parse(readFileSync(`${folder}/package.json`, "utf8")).type === "module";
    } catch (error) {
      if (error.code !== "ENOENT") return false;
    }
  }
  return false;
}

// Takes the test that is run from a file which is gone before anything of the candidate is loaded: on the disk the test is
// empty, so that no solution can look up what is expected.
const { existsSync, readFileSync, realpathSync, unlinkSync } = require("node:fs");
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

// A text without its values calls a function for them that its own scope alone has.
function values() {
  const path = given.replace(/test$/, "values");
  if (!existsSync(path)) return undefined;
  const written = readFileSync(path, "utf8");
  unlinkSync(path);
  return written;
}

// Compiles the test in a scope with the function. Modules that it loads are wrapped as ever.
function compiled(module, text, name, written) {
  if (written === undefined) return module._compile(text, name);
  const known = new Function(`return ${written}`)();
  const wrap = Module.wrap;
  globalThis[Symbol.for("assay.take")] = () => {
    delete globalThis[Symbol.for("assay.take")];
    Module.wrap = wrap;
    return (number) => known[number];
  };
  Module.wrap = (script) =>
    `((assayValue) => function (exports, require, module, __filename, __dirname) { ${script}\n})(globalThis[Symbol.for("assay.take")]());`;
  return module._compile(text, name);
}

const text = given === undefined ? undefined : taken();
const written = given === undefined ? undefined : values();
if (text !== undefined) {
  const test = realpathSync(process.argv[1]);
  const load = Module._extensions[".js"];
  const own = (module, name) => (name === test && /\.c?js$/.test(name) && !isModule(name) ? compiled(module, text, name, written) : load(module, name));
  Module._extensions[".js"] = own;
  // Modules of the language itself come by other hooks, in a thread of their own.
  if (isModule(test)) {
    // The module with the values is the test's alone, and is read once.
    const hook = `let known;
      export function initialize(data) { known = data; }
      export function resolve(specifier, context, next) {
        if (specifier !== "assay:values") return next(specifier, context);
        if (context.parentURL !== known.url) throw new Error("no module 'assay:values'");
        return { url: specifier, format: "module", shortCircuit: true };
      }
      export function load(url, context, next) {
        if (url === known.url) return { format: "module", source: known.text, shortCircuit: true };
        if (url !== "assay:values") return next(url, context);
        const source = "const known = " + known.written + "; export const assayValue = (number) => known[number];";
        known.written = "[]";
        return { format: "module", source, shortCircuit: true };
      }`;
    const whole = written === undefined ? text : `import { assayValue } from "assay:values"; ${text}`;
    Module.register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: { url: pathToFileURL(test).href, text: whole, written } });
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

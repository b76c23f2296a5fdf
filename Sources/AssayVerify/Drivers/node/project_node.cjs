// Runs a project's own tests by the script `test` of its package.json, or as `node --test` finds them.
// usage: project_node.cjs build|run NONCE [FOLDER…]   the packages of a workspace that are tested, each by its own script
// What is missing is told as one JSON object a line after the nonce; what each command prints is a part between two such events.
const { existsSync, readFileSync, writeSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { delimiter, join } = require("node:path");
const [mode, nonce, ...members] = process.argv.slice(2);
const root = process.cwd();
// For the reporter of what the project runs.
process.env.ASSAY_NONCE = nonce;

// Debian keeps the modules of its packages here, and its own node looks for them there.
const shared = ["/usr/share/nodejs", "/usr/lib/nodejs"];
const given = [join(root, "node_modules/.bin"), ...(process.env.PATH ?? "/usr/bin:/bin").split(delimiter)];

function tell(event) {
  writeSync(1, `${nonce} ${JSON.stringify(event)}\n`);
}

function need(name, text) {
  tell({ event: "needs", name, message: text, run: "npm install" });
}

function manifest(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return {};
  }
}

// The words of a command, with quoted ones as they were written.
function words(command) {
  return command.match(/(?:[^\s"']+|"(?:\\.|[^"])*"|'[^']*')+/g) ?? [];
}

function bare(word) {
  return word.replace(/^(["'])(.*)\1$/s, "$2");
}

// Whether a script is more than commands one after the other: only the shell can read it.
function isShells(script) {
  const quoted = script.match(/"(?:\\.|[^"])*"|'[^']*'/g) ?? [];
  const open = script.replace(/"(?:\\.|[^"])*"|'[^']*'/g, "''");
  return quoted.some((text) => /&&|;/.test(text)) || /[()`]|\|\|/.test(open) || /(?:^|&&|;)\s*(?:cd|export|set|if|for|while|\.)\s/.test(open);
}

// Names of scripts that look at sources and run no test.
const looks = /^(?:lint|format|style|audit|docs?|typecheck|check-types|size)(?:$|[:-])/;

// The commands of a script one after the other, those of the scripts that it names in their place, and what npm runs before each.
function commands(scripts, name, seen = new Set()) {
  if (seen.has(name) || typeof scripts[name] !== "string") return [];
  seen.add(name);
  const before = commands(scripts, `pre${name}`, seen);
  if (isShells(scripts[name])) return [...before, { text: scripts[name].trim(), isShells: true }];
  return [...before, ...scripts[name].split(/\s*(?:&&|;)\s*/).flatMap((command) => {
    const said = words(command);
    const [program, verb, ...rest] = said;
    if (["npm", "yarn", "pnpm"].includes(program)) {
      const other = verb === "run" || verb === "run-script" ? rest.find((word) => !word.startsWith("-")) : verb;
      if (looks.test(other)) return [];
      if (other !== undefined && scripts[other] !== undefined) return commands(scripts, other, seen);
    }
    return command.trim() === "" ? [] : [{ text: command.trim(), isShells: false }];
  })];
}

// What measures, prepares the environment or starts other programs, and then runs the words behind it.
const wrappers = new Set(["nyc", "c8", "cross-env", "env", "npx", "dotenv"]);
// Their options with a value.
const takesValue =
  /^--(?:reporter|check-coverage-threshold|include|exclude|report-dir|require|lines|branches|functions|statements|extension|temp-dir(?:ectory)?|src)$|^-[ernx]$/;
// What looks at sources and runs no test.
const linters = new Set(["eslint", "standard", "xo", "prettier", "tsd", "evalmd", "biome", "oxlint", "jshint", "jslint", "dtslint", "attw", "publint", "knip",
  "depcheck", "echo", "exit", "size-limit", "markdownlint", "lockfile-lint", "check-coverage"]);
// What makes what the tests need: a part of its own only where it fails.
const makers = new Set(["tsc", "rm", "rimraf", "mkdir", "cp", "mv", "touch", "babel", "esbuild", "rollup", "tsup", "webpack", "vite", "swc", "shx", "del", "cpy"]);

function isLinter({ isShells, program, rest }) {
  return !isShells && (linters.has(program) || (program === "tsc" && rest.includes("--noEmit")));
}

// One command without its wrappers: assignments, the program, and its arguments as they were written.
function parse({ text, isShells }) {
  if (isShells) return { variables: [], program: text, rest: [], isShells };
  const said = words(text);
  const variables = [];
  while (said.length > 0) {
    if (/^\w+=/.test(said[0])) variables.push(said.shift());
    else if (wrappers.has(said[0])) {
      said.shift();
      while (said[0]?.startsWith("-")) {
        const option = said.shift();
        if (!option.includes("=") && takesValue.test(option)) said.shift();
      }
    } else break;
  }
  return { variables, program: bare(said[0] ?? ""), rest: said.slice(1), isShells };
}

const noisy = /no test specified/;
const tap = ["--no-coverage", "--no-check-coverage", "--reporter=tap"];
const reporters = {
  mocha: ["--reporter", "/assay/mocha_reporter.cjs"], _mocha: ["--reporter", "/assay/mocha_reporter.cjs"], jest: ["--reporters=/assay/jest_reporter.cjs"],
  ava: ["--tap"], vitest: ["run", "--reporter=tap-flat"], bats: ["--formatter", "tap"], "node-tap": tap, tap,
};
// Options of these runners that choose another form of output, or measure; some take the word after them.
const others = /^(?:--reporters?|-R|--formatter|--coverage\b.*|--verbose|--silent|-v|--watch\w*)(?:=|$)/;

// The command that runs, its output in a form that is read where the runner has one.
function shaped({ variables, program, rest, isShells }) {
  if (isShells) return program;
  if (program === "node") {
    const isReporter = (word) => /^--test-reporter(?:-destination)?(?:=|$)/.test(word ?? "");
    // The word after an option without `=` is its value.
    const own = rest.filter((word, place) => !isReporter(word) && !(isReporter(rest[place - 1]) && !rest[place - 1].includes("=")));
    const ours = ["--test-reporter=/assay/project_reporter.mjs", "--test-reporter-destination=stdout"];
    // Node has reporters from 18.15 on.
    const [major, minor] = process.versions.node.split(".").map(Number);
    return [...variables, process.execPath, ...(major > 18 || (major === 18 && minor >= 15) ? ours : []), ...own].join(" ");
  }
  const runner = program.slice(program.lastIndexOf("/") + 1).replace(/\.[cm]?js$/, "");
  if (!reporters[runner]) return [...variables, program, ...rest].join(" ");
  if (runner === "vitest") rest = rest.filter((word) => word !== "run" && word !== "watch");
  const takesNext = (word) => /^(?:--reporters?|-R|--formatter)$/.test(word ?? "");
  rest = rest.filter((word, place) => !others.test(word) && !takesNext(rest[place - 1]));
  return [...variables, program, ...reporters[runner], ...rest].join(" ");
}

function chosen() {
  const own = manifest(process.cwd());
  const scripts = own.scripts ?? {};
  const all = commands(scripts, "test").map(parse).filter((one) => !isLinter(one) && one.program !== "");
  if (all.length > 0 && !noisy.test(scripts.test)) return all;
  return [{ variables: [], program: "node", rest: ["--test"] }];
}

function needs(all, path) {
  const isThere = (program) =>
    program.includes("/") ? existsSync(program) : ["node", "sh", "bash"].includes(program) || path.some((folder) => existsSync(join(folder, program)));
  for (const { program, isShells } of all) if (!isShells && !isThere(program)) need(program, `the script 'test' runs ${program}, and there is none in node_modules`);
}

// Modules that were asked for by name and are not there, and programs that a shell has not found; a relative path is the project's own.
function missing(text) {
  for (const [, name] of text.matchAll(/^(?:\/bin\/)?sh: (?:line )?\d+: ([^/\s:]+): (?:command )?not found$/gm)) need(name, `the script 'test' runs ${name}, and it is not there`);
  for (const [, name] of text.matchAll(/Cannot find (?:module|package) '([^'./][^']*)'/g)) {
    if (name.startsWith("node:") || name.startsWith("/")) continue;
    need(name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/"), `Cannot find module '${name}'`);
  }
}

// The commands of one package, in its folder, each a part that is named after the package of a workspace; the first status that is not 0.
function run(all, path, member) {
  let status = 0;
  const environment = { ...process.env, PATH: path.join(delimiter), NODE_PATH: [process.env.NODE_PATH, ...shared].filter(Boolean).join(delimiter) };
  environment.NODE_OPTIONS = "";
  environment.ASSAY_ROOT = root;
  const runners = all.filter((one) => one.isShells || !makers.has(one.program));
  const tests = runners.length > 0 ? runners : all;
  for (const one of all) {
    const isTest = tests.includes(one);
    const command = tests.length > 1 || !isTest ? [one.program, ...one.rest].join(" ") : "";
    const begin = () => tell({ event: "part", name: [member, command].filter(Boolean).join(": ") });
    if (isTest) begin();
    const ended = spawnSync("/bin/sh", ["-c", shaped(one)], { env: environment, stdio: ["ignore", isTest ? "inherit" : 2, "pipe"], maxBuffer: 1 << 28 });
    process.stderr.write(ended.stderr);
    if (!isTest && ended.status === 0) continue;
    if (!isTest) begin();
    if (ended.signal === null) tell({ event: "partEnded", status: ended.status ?? 1 });
    missing(ended.stderr.toString());
    if (ended.signal !== null) process.kill(process.pid, ended.signal);
    status ||= ended.status ?? 1;
  }
  return status;
}

for (const member of members.length > 0 ? members : [""]) {
  process.chdir(join(root, member));
  const path = member === "" ? given : [join(process.cwd(), "node_modules/.bin"), ...given];
  const all = chosen();
  needs(all, path);
  if (mode !== "run") continue;
  const status = run(all, path, member);
  process.exitCode ||= status;
}

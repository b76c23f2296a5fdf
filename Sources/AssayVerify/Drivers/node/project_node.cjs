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

// The commands of a script one after the other, those of the scripts that it names in their place.
function commands(scripts, name, seen = new Set()) {
  if (seen.has(name) || typeof scripts[name] !== "string") return [];
  seen.add(name);
  return scripts[name].split(/\s*(?:&&|;)\s*/).flatMap((command) => {
    const said = words(command);
    const [program, verb, ...rest] = said;
    if (["npm", "yarn", "pnpm"].includes(program)) {
      const other = verb === "run" || verb === "run-script" ? rest.find((word) => !word.startsWith("-")) : verb;
      if (other !== undefined && scripts[other] !== undefined) return commands(scripts, other, seen);
    }
    return command.trim() === "" ? [] : [command.trim()];
  });
}

// What measures, prepares the environment or starts other programs, and then runs the words behind it.
const wrappers = new Set(["nyc", "c8", "cross-env", "env", "npx", "dotenv"]);
// What looks at sources and runs no test.
const linters = new Set(["eslint", "standard", "xo", "prettier", "tsc", "tsd", "biome", "oxlint", "jshint", "jslint", "dtslint", "attw", "publint", "knip",
  "depcheck", "echo", "exit", "rm", "rimraf", "mkdir", "size-limit", "markdownlint", "lockfile-lint", "check-coverage"]);

// One command without its wrappers: assignments, the program, and its arguments as they were written.
function parse(command) {
  const said = words(command);
  const variables = [];
  while (said.length > 0) {
    if (/^\w+=/.test(said[0])) variables.push(said.shift());
    else if (wrappers.has(said[0])) {
      said.shift();
      while (said[0]?.startsWith("-")) {
        const option = said.shift();
        if (!option.includes("=") && /^--(?:reporter|check-coverage-threshold|include|exclude|report-dir|require)$|^-[rnx]$/.test(option)) said.shift();
      }
    } else break;
  }
  return { variables, program: bare(said[0] ?? ""), rest: said.slice(1) };
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
function shaped({ variables, program, rest }) {
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
  const all = commands(scripts, "test").map(parse).filter((one) => !linters.has(one.program) && one.program !== "");
  if (all.length > 0 && !noisy.test(scripts.test)) return all;
  return [{ variables: [], program: "node", rest: ["--test"] }];
}

function needs(all, path) {
  const isThere = (program) =>
    program.includes("/") ? existsSync(program) : ["node", "sh", "bash"].includes(program) || path.some((folder) => existsSync(join(folder, program)));
  for (const { program } of all) if (!isThere(program)) need(program, `the script 'test' runs ${program}, and there is none in node_modules`);
}

// Modules that were asked for by name and are not there; a relative path is the project's own.
function missing(text) {
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
  for (const one of all) {
    const command = all.length > 1 ? [one.program, ...one.rest].join(" ") : "";
    tell({ event: "part", name: [member, command].filter(Boolean).join(": ") });
    const ended = spawnSync("/bin/sh", ["-c", shaped(one)], { env: environment, stdio: ["ignore", "inherit", "pipe"], maxBuffer: 1 << 28 });
    process.stderr.write(ended.stderr);
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

// Compiles TypeScript to .assay by the compiler's own API and prints what it says as SARIF.
// usage: node typescript_build.cjs TYPESCRIPT strict|loose FILE…
const fs = require("node:fs");
const path = require("node:path");
const [, , library, manner, ...files] = process.argv;
const ts = require(library);
const root = process.cwd();

function configured() {
  const place = path.join(root, "tsconfig.json");
  if (!fs.existsSync(place)) {
    const options = {
      strict: manner === "strict", target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16, esModuleInterop: true,
    };
    return { options, errors: [], fileNames: [] };
  }
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => { throw problem; } };
  return ts.getParsedCommandLineOfConfigFile(place, {}, host);
}

const parsed = configured();
const options = {
  ...parsed.options, outDir: path.join(root, ".assay"), rootDir: root, sourceMap: true, noEmitOnError: true, noEmit: false,
  emitDeclarationOnly: false, declaration: false, declarationMap: false, composite: false, incremental: false,
  tsBuildInfoFile: undefined, outFile: undefined, inlineSourceMap: false,
};
const names = [...new Set([...parsed.fileNames, ...files].map((name) => path.resolve(root, name)))];
// Where Node's own types are not installed, ours know its test runner and take the rest as it comes.
const types = ts.resolveTypeReferenceDirective("node", path.join(root, "index.ts"), options, ts.sys);
if (!types.resolvedTypeReferenceDirective) names.push("/assay/typescript_node.d.ts");

const program = ts.createProgram(names, options);
const emitted = program.emit();
const problems = ts.sortAndDeduplicateDiagnostics([...parsed.errors, ...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics]);
const results = problems.filter((problem) => problem.category <= ts.DiagnosticCategory.Error).map((problem) => {
  const result = {
    ruleId: `TS${problem.code}`, level: problem.category === ts.DiagnosticCategory.Error ? "error" : "warning",
    message: { text: ts.flattenDiagnosticMessageText(problem.messageText, "\n") },
  };
  if (problem.file && problem.start !== undefined) {
    const { line, character } = problem.file.getLineAndCharacterOfPosition(problem.start);
    result.locations = [{ physicalLocation: {
      artifactLocation: { uri: path.relative(root, problem.file.fileName) }, region: { startLine: line + 1, startColumn: character + 1 } } }];
  }
  return result;
});
process.stdout.write(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "tsc" } }, results }] }) + "\n");
// Node tells modules by the nearest package.json; the configuration may mean more than the project's says.
if (options.module >= ts.ModuleKind.ES2015 && options.module <= ts.ModuleKind.ESNext) {
  fs.writeFileSync(path.join(root, ".assay", "package.json"), '{"type": "module"}\n');
}
process.exitCode = results.some((result) => result.level === "error") ? 1 : 0;

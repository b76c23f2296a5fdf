import AssayCore
import Testing

/// Projects that are unusual and right, or look right and are not, judged beside their own runners.
@Suite struct EcosystemCornerTests {

    private static func node(_ name: String, _ scripts: String, _ files: [String: String], _ verdict: Verdict, _ counts: [Int]) -> OwnRunner {
        OwnRunner(
            name: name, language: .javascript, files: files.merging(["package.json": "{\"scripts\": {\(scripts)}}"]) { $1 }, verdict: verdict, counts: counts)
    }
    private static let passing = "require('node:test').test('one', () => {});\n"

    private static let scripts = [
        node("node: a separator in quotes", #""test": "node -e \"console.log(1); process.exitCode = 0\"""#, ["a.js": ""], .passed, [1, 0, 0]),
        node("node: a change of folder", #""test": "cd lib && node check.js""#, ["lib/check.js": "require('./one');", "lib/one.js": ""], .passed, [1, 0, 0]),
        node(
            "node: what makes folders before the tests", #""test": "rm -rf made && mkdir made && node --test test/""#,
            ["test/a.test.js": "require('node:test').test('one', () => require('node:fs').readdirSync('made'));\n"], .passed, [1, 0, 0]),
        node(
            "node: what npm runs before the tests", #""pretest": "npm run build", "build": "node make.js", "test": "node --test test/""#,
            ["make.js": "require('node:fs').writeFileSync('made.js', '');", "test/a.test.js": "require('../made.js');\n" + passing], .passed, [2, 0, 0]),
        node(
            "node: what makes something fails", #""test": "mkdir made && mkdir made && node --test test/""#, ["test/a.test.js": passing], .failed, [1, 1, 0]),
        node(
            "node: words of options are no programs", #""test": "nyc --check-coverage --lines 90 -e .js node --test test/""#, ["test/a.test.js": passing],
            .passed,
            [1, 0, 0]),
    ]

    private static let others = [
        OwnRunner(
            name: "shell: a point of TAP that fails, though the script ends well", language: .shell,
            files: ["a.t": "#!/bin/sh\nprintf '1..2\\nok 1\\nnot ok 2\\n'\n", "b.t": "#!/bin/sh\nprintf '1..1\\nok 1\\n'\n"], verdict: .failed,
            counts: [1, 1, 0]),
        OwnRunner(
            name: "shell: all of TAP is skipped", language: .shell,
            files: [
                "a.t": "#!/bin/sh\necho '1..0 # SKIP no docker'\n", "b.t": "#!/bin/sh\nprintf '1..2 # two\\nok 1\\n  ---\\nok 2\\n'\n",
                "c.t": "#!/bin/sh\necho 1..0\n",
            ], verdict: .passed, counts: [2, 0, 2]),
        OwnRunner(
            name: "Meson: tests that are switched off", language: .c,
            files: [
                "meson.build": "project('twice', 'c')\nif get_option('checks')\n  test('adds', executable('add', 'add.c'))\nendif\n",
                "meson_options.txt": "option('checks', type: 'boolean', value: false)\n", "add.c": "int main(void) { return 0; }\n",
            ], verdict: .incomplete, counts: [0, 0, 0], needs: OwnRunner.meson),
        OwnRunner(
            name: "Maven: samples of reports, and a test that prints XML", language: .java,
            files: [
                "pom.xml": OwnRunner.pom,
                "src/test/java/TwiceTest.java":
                    "import org.junit.*;\npublic class TwiceTest {\n  @Test public void right() { System.out.println(\"<?xml version=\\\"1.0\\\"?><a/>\"); }\n}\n",
                "src/test/resources/surefire-reports/TEST-x.xml":
                    "<?xml version=\"1.0\"?><testsuite failures=\"1\"><testcase name=\"x\"><failure message=\"no\"/></testcase></testsuite>\n",
            ], verdict: .passed, counts: [1, 0, 0], needs: OwnRunner.surefire),
    ]

    @Test("a project ends as its own runner says, test by test", arguments: scripts + others)
    func verdicts(_ project: OwnRunner) async throws { try await project.check() }
}

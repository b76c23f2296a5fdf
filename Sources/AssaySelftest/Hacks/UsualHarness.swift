package import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
package import AssayVerify

/// A harness as people write it: solution and tests in one process, judged by how that ends.
///
/// For comparison only.
package struct UsualHarness: Sendable, Decodable {
    /// Its name.
    package let id: String
    /// The language whose solutions it judges.
    package let language: Language
    /// The file with the tests.
    var file: String
    var head: String
    /// One case, with `{call}`, `{arguments}`, `{expected}`, or `{assertion}` in C.
    var `case`: String
    /// The same for numbers with a fraction.
    var near: String?
    var foot: String?
    /// The template that makes an assertion of a `{condition}` in C.
    var check: String?
    /// The command of a shell.
    var run: String
    /// The required last line of the output, besides the exit status 0.
    var says: String?

    /// Reads all of them.
    package static func all() throws(HarnessError) -> [UsualHarness] {
        do {
            return try JSON.decode([UsualHarness].self, String(decoding: PackageResources.harnesses_json, as: UTF8.self))
        } catch {
            throw HarnessError(.suite, "fixtures/hacks/harnesses.json cannot be read: \(error)")
        }
    }

    /// Whether it calls a program right.
    package func accepts(_ program: HackProgram, _ task: HackTask, _ context: VerificationContext) async throws(HarnessError) -> Bool {
        let toolchain = try context.toolchain(language)
        do {
            let workspace = try Workspace(name: "usual")
            // The tests are written first, then the delivered files unchecked, which may overwrite them.
            var tree = try FileTree([file: text(program, task)])
            for (path, text) in try program.candidate().files.texts { try tree.set(path, text) }
            try workspace.write(tree)
            let cache = try await context.prepared(toolchain)
            let command = try toolchain.command(
                ["/bin/sh", "-c", run], toolchain.template(),
                mounts: [.readWrite(host: workspace.path, inside: "/w")] + (cache.map { [$0] } ?? []),
                limits: LimitPolicy().build(of: toolchain.profile))
            let result = try await context.sandbox.run(command)
            guard result.succeeded else { return false }
            return says.map { result.outputText.lines.last.map(String.init) == $0 } ?? true
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(.sandbox, "\(error)")
        }
    }

    /// The tests of a task, with the fixed cases that the task has.
    private func text(_ program: HackProgram, _ corpus: HackTask) throws(HarnessError) -> String {
        let task = try corpus.task(language)
        guard case .calls(let functions) = task.form, let function = functions.first else { return "" }
        func filled(_ text: String, _ values: [String: String]) -> String {
            values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
        }
        let literals = Literals(language: language)
        let cases = (task.brief.cases + task.hidden.cases).compactMap { try? $0.fitted(to: functions).fitted }
        let lines = cases.map { item in
            let arguments = zip(item.arguments, function.parameters).map { literals.argument($0, $1) }.joined(separator: ", ")
            let expected = item.returns.map { literals.text($0, function.returns) } ?? ""
            let call = "\(function.name)(\(arguments))"
            return filled(
                function.returns == .float ? near ?? self.case : self.case,
                ["call": call, "arguments": arguments, "expected": expected, "assertion": assertion(call, item.returns, function.returns)])
        }
        let words = ["function": function.name, "solution": program.source, "prototype": literals.prototype(function)]
        return filled(head, words) + lines.joined() + filled(foot ?? "", words)
    }

    /// One assertion in C, where lists and texts come back in a parameter.
    private func assertion(_ call: String, _ expected: CallValue?, _ type: ValueType) -> String {
        guard let check, let expected else { return "" }
        let literals = Literals(language: .c)
        func asserted(_ condition: String) -> String { check.replacing("{condition}", with: condition) }
        switch (expected, type) {
        case (.string, _):
            return "{ char out[99] = {0}; \(call.dropLast()), out); \(asserted("strcmp(out, \(literals.text(expected, type))) == 0")) }"
        case (.list(let items), .list(let item)):
            let list = "(\(item == .int ? "int64_t" : "double")[9]){\(items.map { literals.text($0, item) }.joined(separator: ", "))}"
            return "{ \(item == .int ? "int64_t" : "double") out[99]; size_t n = \(call.dropLast()), out); "
                + asserted("n == \(items.count) && memcmp(out, \(list), n * 8) == 0") + " }"
        case (.float, _): return asserted("\(call) - \(literals.text(expected, type)) < 1e-6 && \(literals.text(expected, type)) - \(call) < 1e-6")
        default: return asserted("\(call) == \(literals.text(expected, type))")
        }
    }
}

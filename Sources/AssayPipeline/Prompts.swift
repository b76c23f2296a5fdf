import AssayCore
package import AssaySupport
import FoundationEssentials
import Mustache

/// The prompt templates: the built-in ones in `Prompts/`, some of them replaced by the user's.
///
/// | Template | Prompt | Filled in by |
/// |---|---|---|
/// | `system`, `task` | The beginning of every prompt | `ContextBuilder` |
/// | `implement` | Whole files: first answers and **fix prompts** | `Attempt.write` |
/// | `edit` | Changes to files (`search_replace`): first answers and **fix prompts** | `Attempt.write` |
/// | `symbol` | One function, method or type alone: first answers and **fix prompts** | `SymbolPrompt` |
/// | `agent` | A command that works in a folder | `Agent` |
/// | `analyze` | Analysis of the statement | `Analyze` |
/// | `analyze-files` | Choice of the files that matter, where not all are shown | `AnalyzeFiles` |
/// | `plan`, `plan-critique` | Plan and its critique | `MakePlan` |
/// | `review`, `review-test` | Review of an answer or a change | `Review` |
/// | `derive`, `judge-test`, `judge-attack`, `judge-rule` | Confirmation of a claim | `ClaimTrial` |
/// | `continue` | The rest of an answer that was cut at its limit | `Conversation` |
///
/// What a fix prompt says of the failure is `FailureText`; which role, files and temperature it has is decided in `Fix`.
package struct Prompts: Sendable, Codable, Equatable {
    private static let builtIn: [String: [UInt8]] = [
        "system": PackageResources.system_mustache,
        "task": PackageResources.task_mustache,
        "agent": PackageResources.agent_mustache,
        "implement": PackageResources.implement_mustache,
        "edit": PackageResources.edit_mustache,
        "symbol": PackageResources.symbol_mustache,
        "analyze": PackageResources.analyze_mustache,
        "analyze-files": PackageResources.analyze_files_mustache,
        "plan": PackageResources.plan_mustache,
        "plan-critique": PackageResources.plan_critique_mustache,
        "review": PackageResources.review_mustache,
        "review-test": PackageResources.review_test_mustache,
        "derive": PackageResources.derive_mustache,
        "judge-test": PackageResources.judge_test_mustache,
        "judge-attack": PackageResources.judge_attack_mustache,
        "judge-rule": PackageResources.judge_rule_mustache,
        "continue": PackageResources.continue_mustache,
    ]
    /// The user's templates by name; they replace the built-in ones.
    private var replacements: [String: String] = [:]
    /// The largest size of a template in bytes.
    private static let mostBytes = 100_000

    /// Makes the built-in prompts.
    package init() {}

    /// Reads `NAME.mustache` files from a folder; prompts without a file keep the built-in template.
    ///
    /// Throws for a name that no phase uses and for a template that cannot be parsed, with the file's path.
    package init(folder: String) throws(InputError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw InputError(folder, "cannot be read as a folder of prompts")
        }
        for file in names.sorted() where file.hasSuffix(".mustache") {
            let path = "\(folder)/\(file)"
            let name = String(file.dropLast(".mustache".count))
            guard Self.builtIn[name] != nil else {
                throw InputError(path, "no prompt has this name; there are \(Self.builtIn.keys.sorted().joined(separator: ", "))")
            }
            guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.utf8.count <= Self.mostBytes else {
                throw InputError(path, "cannot be read as text, or is larger than \(Self.mostBytes) bytes")
            }
            do {
                _ = try MustacheTemplate(string: text)
            } catch {
                throw InputError(path, "is no Mustache template: \(error)")
            }
            replacements[name] = text
        }
    }

    /// SHA-256 of each template, by its name.
    package var digests: [String: String] {
        Dictionary(uniqueKeysWithValues: Self.builtIn.keys.map { ($0, Digest.of(source($0))) })
    }

    private func source(_ name: String) -> String { replacements[name] ?? String(decoding: Self.builtIn[name] ?? [], as: UTF8.self) }

    /// Fills in one prompt.
    func render(_ name: String, _ values: [String: Any]) throws(HarnessError) -> String {
        do {
            return try MustacheTemplate(string: source(name)).render(values).trimmed
        } catch {
            throw HarnessError(.suite, "the prompt '\(name)' is malformed: \(error)")
        }
    }
}

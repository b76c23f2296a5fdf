import AssayCore
package import AssaySupport
import FoundationEssentials
import Mustache

/// The prompts, which are files beside the parsers of their answers; a user's own stand instead of ours.
package struct Prompts: Sendable, Codable, Equatable {
    private static let ours: [String: [UInt8]] = [
        "system": PackageResources.system_mustache,
        "task": PackageResources.task_mustache,
        "agent": PackageResources.agent_mustache,
        "implement": PackageResources.implement_mustache,
        "edit": PackageResources.edit_mustache,
        "analyze": PackageResources.analyze_mustache,
        "plan": PackageResources.plan_mustache,
        "plan-critique": PackageResources.plan_critique_mustache,
        "review": PackageResources.review_mustache,
        "review-test": PackageResources.review_test_mustache,
        "derive": PackageResources.derive_mustache,
        "judge-test": PackageResources.judge_test_mustache,
    ]
    /// What replaces ours, by name.
    private var own: [String: String] = [:]
    /// Longer files are no prompts.
    private static let mostBytes = 100_000

    /// Our own.
    package init() {}

    /// Reads `NAME.mustache` files from a folder; ours stay where it has none.
    ///
    /// Throws for a name that no phase uses and for a template that cannot be parsed, with the file's path.
    package init(folder: String) throws(InputError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw InputError(folder, "cannot be read as a folder of prompts")
        }
        for file in names.sorted() where file.hasSuffix(".mustache") {
            let path = "\(folder)/\(file)"
            let name = String(file.dropLast(".mustache".count))
            guard Self.ours[name] != nil else {
                throw InputError(path, "no prompt has this name; there are \(Self.ours.keys.sorted().joined(separator: ", "))")
            }
            guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.utf8.count <= Self.mostBytes else {
                throw InputError(path, "cannot be read as text, or is larger than \(Self.mostBytes) bytes")
            }
            do {
                _ = try MustacheTemplate(string: text)
            } catch {
                throw InputError(path, "is no Mustache template: \(error)")
            }
            own[name] = text
        }
    }

    /// SHA-256 over all prompts: their version.
    var digest: String {
        var digest = Digest()
        for name in Self.ours.keys.sorted() {
            digest.add(name)
            digest.add(source(name))
        }
        return digest.hex
    }

    private func source(_ name: String) -> String { own[name] ?? String(decoding: Self.ours[name] ?? [], as: UTF8.self) }

    /// Fills in one prompt.
    func render(_ name: String, _ values: [String: Any]) throws(HarnessError) -> String {
        do {
            return try MustacheTemplate(string: source(name)).render(values).trimmed
        } catch {
            throw HarnessError(.suite, "the prompt '\(name)' is malformed: \(error)")
        }
    }
}

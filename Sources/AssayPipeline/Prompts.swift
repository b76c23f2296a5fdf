import AssayCore
import Mustache

/// The prompts, which are files beside the parsers of their answers.
enum Prompts {
    private static let sources: [String: [UInt8]] = [
        "task": PackageResources.task_mustache,
        "implement": PackageResources.implement_mustache,
        "analyze": PackageResources.analyze_mustache,
        "plan": PackageResources.plan_mustache,
        "review": PackageResources.review_mustache,
        "derive": PackageResources.derive_mustache,
    ]

    /// SHA-256 over all prompts: their version.
    static var digest: String {
        var digest = Digest()
        for name in sources.keys.sorted() {
            digest.add(name)
            digest.add(String(decoding: sources[name] ?? [], as: UTF8.self))
        }
        return digest.hex
    }

    /// Fills in one prompt.
    static func render(_ name: String, _ values: [String: Any]) throws(HarnessError) -> String {
        let source = String(decoding: sources[name] ?? [], as: UTF8.self)
        do {
            return try MustacheTemplate(string: source).render(values).trimmed
        } catch {
            throw HarnessError(.suite, "the prompt '\(name)' is malformed: \(error)")
        }
    }
}

package import AssaySupport

/// Checks that decide the verdict and never reach a model.
///
/// The type is deliberately neither `Encodable` nor `CustomStringConvertible`.
package struct HiddenChecks: Sendable {
    /// The test files by path.
    package let files: FileTree
    /// The oracle's test source, for function tasks.
    package let oracle: String?
    /// Calls with their expected results.
    package let cases: [CallCase]
    /// A Python program that prints more cases for a seed, which no model can have seen in training.
    package let generator: String?

    /// Makes hidden checks; each part may be absent.
    package init(files: FileTree = FileTree(), oracle: String? = nil, cases: [CallCase] = [], generator: String? = nil) {
        self.files = files
        self.oracle = oracle
        self.cases = cases
        self.generator = generator
    }

    /// Lines long enough to be recognised, to be searched for in outgoing prompts.
    package var canaries: [String] {
        let texts = Array(files.texts.values) + [oracle ?? "", generator ?? ""]
        return texts.flatMap { $0.lines.map(String.init) }
            .filter { $0.contains("assay-canary-") }
    }

    /// SHA-256 of all hidden material.
    package var digest: String { Digest.of(files.digest, oracle ?? "", "\(cases)", generator ?? "") }
}

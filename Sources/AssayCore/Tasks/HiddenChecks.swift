package import AssaySupport

/// Checks that decide the verdict and never reach a model.
///
/// The type is deliberately neither `Encodable` nor `CustomStringConvertible`.
package struct HiddenChecks: Sendable {
    /// The test files by path.
    package let files: FileTree
    /// The oracle's test source, for function tasks.
    package let oracle: String?
    /// The oracle's test sources by function, for tasks of several functions in one module.
    package let oracles: [String: String]
    /// Calls with their expected results.
    package let cases: [CallCase]
    /// A Python program that prints more cases for a seed, which no model can have seen in training.
    package let generator: String?

    /// Makes hidden checks; each part may be absent.
    package init(
        files: FileTree = FileTree(), oracle: String? = nil, oracles: [String: String] = [:], cases: [CallCase] = [], generator: String? = nil
    ) {
        self.files = files
        self.oracle = oracle
        self.oracles = oracles
        self.cases = cases
        self.generator = generator
    }

    /// Lines long enough to be recognised, to be searched for in outgoing prompts.
    package var canaries: [String] {
        let texts = Array(files.texts.values) + Array(oracles.values) + [oracle ?? "", generator ?? ""]
        return texts.flatMap { $0.lines.map(String.init) }
            .filter { $0.contains("assay-canary-") }
    }

    /// SHA-256 of all hidden material; without tests of several functions it is what earlier versions stored.
    package var digest: String {
        var digest = Digest()
        for part in [files.digest, oracle ?? "", "\(cases)", generator ?? ""] { digest.add(part) }
        for (function, test) in oracles.sorted(by: { $0.key < $1.key }) {
            digest.add(function)
            digest.add(test)
        }
        return digest.hex
    }
}

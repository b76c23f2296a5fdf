import AssaySupport

/// What is never shown of settings: values of variables named like secrets, and the user part of an address.
package struct Secrets: Sendable {
    private let values: [String]

    /// Takes note of the secrets in an environment.
    package init(in environment: [String: String]) {
        values = environment.filter { Self.isSecret($0.key) && $0.value.count >= 6 }.map(\.value).sorted { $0.count > $1.count }
    }

    /// Whether a variable is named like one that holds a secret.
    package static func isSecret(_ name: String) -> Bool {
        let words = name.uppercased().split(separator: "_")
        return words.contains { ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIALS"].contains($0) || $0.hasSuffix("APIKEY") }
    }

    /// Returns a text with every secret replaced.
    package func hidden(_ text: String) -> String {
        let plain = values.reduce(text) { $0.replacing($1, with: "(hidden)") }
        return plain.replacing(#/([a-z]+:\/\/)[^\/@\s]+@/#) { "\($0.1)(hidden)@" }
            .replacing(#/((?:key|token|secret|password)=)[^\s,\]]+/#.ignoresCase()) { "\($0.1)(hidden)" }
            .replacing(#/\bsk-[A-Za-z0-9_\-]{8,}/#, with: "(hidden)")
    }
}

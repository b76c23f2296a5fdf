import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayVerify

@Suite struct VerificationVersionTests {
    /// The folders whose code decides verdicts; toolchain profiles and policies are part of a run's identity by themselves.
    private static let areas = [
        "Sources/AssayVerify", "Sources/AssayVerify/Strategies", "Sources/AssayVerify/Integrity", "Sources/AssayVerify/DirectSwiftBuild",
        "Sources/AssayVerify/Drivers", "Sources/AssayToolchains/Parsers", "Sources/AssayToolchains/Limits",
    ]
    /// The version itself, and what only tells of the machine.
    private static let notLogic = ["VerificationVersion.swift", "JudgingEnvironment.swift"]
    private static let golden = Places.root + "/fixtures/verdict-logic.txt"

    /// A digest of an area's code: comments and white space aside, of the first folder only the files directly in it.
    private static func digest(_ area: String) throws -> String {
        let root = "\(Places.root)/\(area)"
        let names =
            try area == "Sources/AssayVerify" ? FileManager.default.contentsOfDirectory(atPath: root) : FileManager.default.subpathsOfDirectory(atPath: root)
        var digest = Digest()
        for name in names.sorted() where !notLogic.contains(name) && !name.contains("__pycache__") && !name.contains(".ruff_cache") {
            guard let text = try? String(contentsOfFile: "\(root)/\(name)", encoding: .utf8) else { continue }
            let mark = name.hasSuffix(".py") || name.hasSuffix(".py.mustache") ? "#" : "//"
            digest.add(name)
            digest.add(text.allLines.filter { !String($0).trimmed.hasPrefix(mark) }.joined().filter { !$0.isWhitespace })
        }
        return digest.hex
    }

    @Test("where code that decides verdicts has changed, somebody has asked whether the version must be raised")
    func reminder() throws {
        let now = try ["version \(VerificationVersion.current)"] + Self.areas.map { "\($0) \(try Self.digest($0))" }
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil {
            try Data((now.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: Self.golden))
        }
        let known = try Places.text("fixtures/verdict-logic.txt").lines.map(String.init)
        let changed = zip(now, known).filter { $0 != $1 }.map { String($0.0.prefix { $0 != " " }) }
        #expect(
            now.count == known.count && changed.isEmpty,
            "\(changed) changed: if any candidate can get another verdict, raise VerificationVersion.current; then write the new digests with ASSAY_UPDATE_GOLDEN=1"
        )
    }

    @Test("the areas are there, and none of them is empty", arguments: areas)
    func present(_ area: String) throws {
        #expect(try FileManager.default.subpathsOfDirectory(atPath: "\(Places.root)/\(area)").contains { $0.hasSuffix(".swift") || $0.hasSuffix(".py") })
    }
}

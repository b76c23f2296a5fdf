import AssayTestSupport
import FoundationEssentials
import GRDB
import Subprocess
import SystemPackage
import Testing

/// What docs/database.md shows, as a reader would try it.
@Suite struct DatabasePageTests {
    /// The fenced blocks of a language.
    private static func blocks(_ language: String) throws -> [String] {
        let parts = try Places.text("docs/database.md").components(of: "```\(language)\n").dropFirst()
        return parts.map { String($0.prefix(upTo: $0.firstRange(of: "\n```")?.lowerBound ?? $0.endIndex)) }
    }

    @Test("every query, and every program in Python, runs on a database and on its export")
    func examples() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = try await assay([
            "bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--limit", "2", "--store", folder + "/demo.db", "-q",
            "-o", folder + "/demo.md",
        ])
        #expect(made.status == 0, "\(made.err)")
        let exported = try await assay(["export", "latest", "--to", "tables", "--store", "demo.db"], in: folder)
        #expect(exported.status == 0 && exported.out.contains("tables/calls.jsonl"), "\(exported.err)")
        let queries = try Self.blocks("sql")
        #expect(queries.count >= 4)
        let database = try DatabaseQueue(path: folder + "/demo.db")
        for query in queries { #expect(try await database.read { db in try Row.fetchAll(db, sql: query).count } >= 0, "\(query)") }
        let programs = try Self.blocks("python")
        #expect(programs.count == 3)
        let python = try Readers.python()
        for program in programs {
            let ended = try await Subprocess.run(
                .path(FilePath(python)), arguments: ["-c", program], workingDirectory: FilePath(folder), output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20))
            #expect(ended.terminationStatus.isSuccess, "\(program)\n\(ended.standardError)")
        }
    }
}

extension String {
    /// The parts between the places of another string.
    fileprivate func components(of separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}

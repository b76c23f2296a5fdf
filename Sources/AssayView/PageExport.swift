import AssayCore
import AssayExperiments
import AssayRender
package import AssayStore
import AssaySupport
import FoundationEssentials

/// The dashboard's pages as a folder of files that link to each other and need no server.
package struct PageExport: Sendable {
    private let store: Store
    private let name: String

    /// Exports from a store of a name.
    package init(_ store: Store, named name: String) {
        self.store = store
        self.name = name
    }

    /// Writes `index.html`, and a folder for each run, or the one named; returns the number of pages.
    ///
    /// - Throws: `HarnessError` where the folder cannot be written.
    package func write(to folder: String, only chosen: String?) async throws -> Int {
        let pages = StoredPages(store)
        let runs = try pages.runs().filter { chosen == nil || $0.id == chosen }
        var count = 1
        try Self.write(RunsPage.render(runs, store: name, links: Self.links(from: "")), to: folder, "index.html")
        for run in runs { count += try await write(run.id, pages, to: folder) }
        return count
    }

    private func write(_ id: String, _ stored: StoredPages, to folder: String) async throws -> Int {
        let place = Self.folder(of: id)
        var links = Self.links(from: "../")
        links.comparison = { Self.comparison($0, $1) }
        let record = try store.experiment(id)
        let document = try ExperimentResults.load(id, from: store).document
        let inside = folder + "/" + place
        try Self.write(RunPage.render(document, command: record.command, links: links), to: inside, "index.html")
        for pair in document.comparisons {
            try Self.write(ComparePage.render(pair, run: document, links: links), to: inside, Self.comparison("\(id)/\(pair.a)", "\(id)/\(pair.b)"))
        }
        var count = 1 + document.comparisons.count
        let pairs = FlipTable.pairs(of: document)
        let paired = Set(pairs.flatMap { [$0.a, $0.b] })
        var kept: [Int64: AttemptDocument] = [:]
        for attempt in try store.attempts(of: id) where !attempt.result.status.isOpen {
            let shown = try await stored.attempt(attempt, of: id)
            if paired.contains(attempt.id) { kept[attempt.id] = shown }
            try Self.write(AttemptPage.render(shown, links: links), to: inside, "attempt-\(attempt.id).html")
            count += 1
        }
        for (a, b) in pairs {
            guard let left = kept[a], let right = kept[b] else { continue }
            try Self.write(PairPage.render((a, left), (b, right), links: links), to: inside, "pair-\(a)-\(b).html")
            count += 1
        }
        return count
    }

    /// The name of a run's folder, which is its id where that is a plain name.
    private static func folder(of run: String) -> String { PageLinks.encoded(run).replacing("%", with: "_") }

    /// The name of the file that compares two arms, each `RUN/ARM`: arms may be named with any characters.
    private static func comparison(_ a: String, _ b: String) -> String { "compare-\(Digest.of(a, b).prefix(8)).html" }

    /// Relative addresses; `up` leads from a page to the folder of all.
    private static func links(from up: String) -> PageLinks {
        PageLinks(
            home: up + "index.html", run: { "\(up)\(folder(of: $0))/index.html" }, attempt: { "\(up)\(folder(of: $0))/attempt-\($1).html" },
            comparison: { _, _ in nil }, pair: { "\(up)\(folder(of: $0))/pair-\($1)-\($2).html" })
    }

    private static func write(_ page: String, to folder: String, _ name: String) throws {
        let path = folder + "/" + name
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(page.utf8).write(to: URL(filePath: path))
        } catch {
            throw HarnessError(.unwritable, "\(path): cannot be written; name another folder with --export")
        }
    }
}

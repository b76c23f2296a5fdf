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

    private func write(_ id: String, _ pages: StoredPages, to folder: String) async throws -> Int {
        let place = Self.folder(of: id)
        let links = Self.links(from: "../")
        let record = try store.experiment(id)
        let document = try ExperimentResults.load(id, from: store).document
        var count = 1
        try Self.write(RunPage.render(document, command: "assay bench \(record.file)", links: links), to: folder + "/" + place, "index.html")
        var written: [Int64: AttemptDocument] = [:]
        for number in document.every.filter({ !$0.result.status.isOpen }).compactMap(\.number) {
            let attempt = try await pages.attempt(id, number)
            written[number] = attempt
            try Self.write(AttemptPage.render(attempt, links: links), to: folder + "/" + place, "attempt-\(number).html")
            count += 1
        }
        return count + (try writePairs(document, written, to: folder + "/" + place, links))
    }

    /// The pages of flips: two attempts side by side.
    private func writePairs(_ document: ExperimentDocument, _ attempts: [Int64: AttemptDocument], to folder: String, _ links: PageLinks) throws -> Int {
        var count = 0
        for (a, b) in FlipTable.pairs(of: document) {
            guard let left = attempts[a], let right = attempts[b] else { continue }
            try Self.write(PairPage.render((a, left), (b, right), links: links), to: folder, "pair-\(a)-\(b).html")
            count += 1
        }
        return count
    }

    /// The name of a run's folder, which is its id where that is a plain name.
    private static func folder(of run: String) -> String { PageLinks.encoded(run).replacing("%", with: "_") }

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

import AssayCore
import AssayStatistics
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayExperiments
@testable import AssayStore

@Suite struct ShardTests {
    @Test(
        "a shard is written as one of several parts, counted from 1; anything else is none",
        arguments: [
            ("1/1", 1), ("2/4", 2), ("4/4", 4), ("0/4", nil), ("5/4", nil), ("1/0", nil), ("-1/4", nil), ("1", nil), ("1/4/2", nil), ("a/b", nil), ("", nil),
            ("1/999999999", nil), ("1/99999999999999999999", nil),
        ] as [(String, Int?)])
    func written(text: String, number: Int?) {
        #expect(Shard(text)?.number == number)
        if number != nil { #expect(Shard(text).map { "\($0)" } == text) }
    }

    /// Runs what of an experiment belongs to a shard.
    private func run(_ setup: ExperimentSetup, _ shard: Shard?, in store: Store, client: CodeClient = CodeClient()) async throws -> String {
        let run = try ExperimentRun.open(setup, in: store, new: false, recording: false, shard: shard)
        try await run.execute(AttemptRunner(verifiers: NameVerifier(), client: client), atOnce: 3, progress: Lines()) { _ in }
        return run.id
    }

    /// What a run says, without times.
    private func said(_ id: String, _ store: Store) throws -> [String] {
        try store.attempts(of: id).map { "\($0.key) \($0.result.status) \($0.result.verdict?.rawValue ?? "") \($0.result.usage.total) \($0.result.calls)" }
    }

    @Test("however a run is cut, in whatever order and how often its parts are merged, it is the run of one machine", arguments: 0..<12 as Range<UInt64>)
    func anySplit(seed: UInt64) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var random = SplitMix64(seed: seed)
        let setup = try scriptedSetup(tasks: 1 + random.below(9), seeds: 1 + random.below(2))
        let whole = try Store(path: folder + "/whole.db")
        let one = try await run(setup, nil, in: whole)
        let count = 1 + random.below(5)
        var stores: [Store] = []
        var id = ""
        for number in 1...count {
            let store = try Store(path: "\(folder)/\(number).db")
            id = try await run(setup, Shard(number, of: count), in: store)
            stores.append(store)
        }
        // Some are given twice, in any order, and some are merged before the others.
        stores += (0..<random.below(3)).map { _ in stores[random.below(count)] }
        random.shuffle(&stores)
        let early = 1 + random.below(stores.count)
        _ = try Merge(Array(stores.prefix(early))).write(to: folder + "/early.db")
        _ = try Merge([try Store(path: folder + "/early.db")] + stores.dropFirst(random.below(early))).write(to: folder + "/all.db")
        let merged = try Store(path: folder + "/all.db")
        #expect(try said(id, merged) == said(one, whole))
        #expect(try merged.openShards(of: id).isEmpty && merged.auditProblems(of: id).isEmpty && merged.experiments().count == 1)
        // It is found as what it is: nothing is left to be done.
        let again = try ExperimentRun.open(setup, in: merged, new: false, recording: false)
        #expect(again.id == id && again.opening == .finished)
    }

    @Test("shards that are missing or not done are named, and what is missing can be made wherever the rest is")
    func missing() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let setup = try scriptedSetup(tasks: 7, seeds: 2)
        let (first, third) = (try Store(path: folder + "/1.db"), try Store(path: folder + "/3.db"))
        let id = try await run(setup, Shard(1, of: 3), in: first)
        #expect(try await run(setup, Shard(3, of: 3), in: third) == id)
        _ = try Merge([third, first]).write(to: folder + "/all.db")
        let merged = try Store(path: folder + "/all.db")
        // Tasks 2 and 5 of 7, two arms, two seeds.
        #expect(try merged.openShards(of: id) == [OpenShard(shard: try #require(Shard(2, of: 3)), open: 8)])
        let client = CodeClient()
        #expect(try await run(setup, nil, in: merged, client: client) == id)
        #expect(client.calls == 8)
        #expect(try merged.openShards(of: id).isEmpty)
        let none = CodeClient()
        _ = try await run(setup, Shard(1, of: 3), in: first, client: none)
        #expect(none.calls == 0, "what a shard has done is not paid for again")
    }

    @Test("a run that a sequential test may end has no shards")
    func sequential() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (setup, store) = (try scriptedSetup(tasks: 7, stop: .sequential), try Store(path: folder + "/1.db"))
        #expect(throws: InputError.self) { try ExperimentRun.open(setup, in: store, new: false, recording: false, shard: Shard(1, of: 2)) }
    }
}

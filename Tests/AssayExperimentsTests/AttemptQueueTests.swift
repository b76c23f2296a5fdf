import AssayCore
import AssayStatistics
import Testing

@testable import AssayExperiments
@testable import AssayStore

/// The attempts of a run in planned order; those at the given positions are done.
private func attempts(tasks: Int, arms: Int, done: Set<Int> = []) -> [AttemptRecord] {
    (0..<tasks * arms).map { position in
        AttemptRecord(
            id: Int64(position + 1), key: AttemptKey(arm: "\(position % arms)", task: "t\(position / arms)", seed: 0), taskDigest: "", taskSize: nil, tries: 0,
            result: AttemptResult(status: done.contains(position) ? .done : .planned))
    }
}

@Suite struct AttemptQueueTests {
    @Test("the arms of a task are made one after another, tasks at once, and what has begun goes on first")
    func order() {
        var queue = AttemptQueue(attempts(tasks: 3, arms: 2))
        #expect([queue.next(), queue.next()] == [0, 2])
        queue.finish(2)
        #expect(queue.next() == 3)
        queue.finish(0)
        #expect([queue.next(), queue.next(), queue.next()] == [1, 4, nil])
        #expect(queue.count == 3)
    }

    @Test("a closed queue lets nothing begin, and what runs comes out")
    func closed() {
        var queue = AttemptQueue(attempts(tasks: 3, arms: 2))
        _ = queue.next()
        queue.close()
        #expect(queue.next() == nil && queue.count == 1)
        queue.finish(0)
        #expect(queue.next() == nil && queue.count == 0)
    }

    @Test(
        "in any order of completion every open attempt is made once, and what counts for a reviewer's trust has come out",
        arguments: 0..<40 as Range<UInt64>)
    func anyOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (tasks, arms) = (1 + random.below(60), 1 + random.below(4))
        let done = Set((0..<tasks * arms).filter { _ in random.below(3) == 0 })
        let distance = AttemptQueue.reviewDistance
        let all = attempts(tasks: tasks, arms: arms, done: done)
        var queue = AttemptQueue(all, distance: distance)
        let atOnce = 1 + random.below(40)
        var (running, out) = ([Int](), done)
        repeat {
            while queue.count < atOnce, let position = queue.next() {
                #expect(!out.contains(position) && !running.contains(position))
                #expect(!running.contains { $0 / arms == position / arms }, "two attempts of one task are made at once")
                let end = queue.claimsEnd(for: position)
                #expect(end == max(0, position / arms - distance + 1) * arms)
                #expect((0..<end).allSatisfy(out.contains), "claims would count that are not there yet")
                running.append(position)
            }
            #expect(queue.count == running.count)
            guard !running.isEmpty else { break }
            let position = running.remove(at: random.below(running.count))
            queue.finish(position)
            out.insert(position)
        } while true
        #expect(out.count == tasks * arms)
    }
}

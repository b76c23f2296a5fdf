import AssayStatistics
import Testing

/// What must hold of the decision on any paired outcomes.
@Suite struct DecisionPropertyTests {
    /// Random outcomes on so many tasks, of which a share agrees.
    private func outcomes(tasks: Int, samples: Int, agreeing share: Int, _ generator: inout SplitMix64) -> PairedOutcomes {
        var pairs = PairedOutcomes(samples: samples)
        for _ in 0..<tasks {
            let a = generator.below(samples + 1)
            pairs.add(a: a, b: generator.below(100) < share ? a : generator.below(samples + 1))
        }
        return pairs
    }

    private func with(_ pairs: PairedOutcomes, b: [Int]) -> PairedOutcomes { PairedOutcomes(a: pairs.a, b: b, samples: pairs.samples) }

    @Test("more agreement never gives a weaker verdict: of equivalence and of non-inferiority", arguments: [1, 2, 3, 5])
    func agreement(_ samples: Int) {
        var generator = SplitMix64(seed: UInt64(samples))
        var found = 0
        for _ in 0..<400 {
            let tasks = 6 + generator.below(150)
            let margin = [0.02, 0.05, 0.1, 0.2, 0.3][generator.below(5)]
            let pairs = outcomes(tasks: tasks, samples: samples, agreeing: [60, 80, 95, 99][generator.below(4)], &generator)
            let before = DecisionRule.decide(pairs, margin: margin)
            let whole = DecisionRule.decide(with(pairs, b: pairs.a), margin: margin)
            if before.verdict == .equivalent {
                found += 1
                #expect(whole.verdict == .equivalent, "identical results of \(tasks) tasks are weaker than \(pairs.steps)")
            }
            if before.nonInferiority == .nonInferior && before.verdict != .improved { #expect(whole.nonInferiority == .nonInferior) }
            // Two tasks that differ by as much in opposite directions come to agree: the difference stays, the doubt goes.
            let steps = pairs.steps
            guard let up = steps.firstIndex(where: { $0 > 0 }), let down = steps.firstIndex(of: -steps[up]) else { continue }
            var b = pairs.b
            b[up] = pairs.a[up]
            b[down] = pairs.a[down]
            let after = DecisionRule.decide(with(pairs, b: b), margin: margin)
            if before.verdict == .equivalent { #expect(after.verdict != .inconclusive, "\(pairs.steps)") }
            if before.nonInferiority == .nonInferior { #expect(after.nonInferiority == .nonInferior, "\(pairs.steps)") }
        }
        #expect(found > 20)
    }

    @Test("identical results are equivalent from 59 tasks on at a margin of 5 points, and below the number is said", arguments: [1, 3])
    func identical(_ samples: Int) {
        for tasks in 1...80 {
            let same = (0..<tasks).map { $0 % (samples + 1) }
            let decision = DecisionRule.decide(PairedOutcomes(a: same, b: same, samples: samples))
            #expect((decision.verdict == .equivalent) == (tasks >= 59), "\(tasks) tasks")
            #expect((decision.nonInferiority == .nonInferior) == (tasks >= 59), "\(tasks) tasks")
            #expect(decision.tasksNeeded == 59 && (decision.interval?.high ?? 0) > 0 && decision.equivalenceInterval.high > 0)
        }
    }

    @Test("fewer than six tasks decide nothing", arguments: [1, 2, 5])
    func few(_ samples: Int) {
        for tasks in 0..<6 {
            let none = Array(repeating: 0, count: tasks)
            for b in [none, Array(repeating: samples, count: tasks)] {
                for pairs in [PairedOutcomes(a: none, b: b, samples: samples), PairedOutcomes(a: b, b: none, samples: samples)] {
                    let decision = DecisionRule.decide(pairs, margin: 0.9)
                    #expect(decision.verdict == .inconclusive && decision.nonInferiority == .undecided)
                }
            }
        }
    }

    @Test("differences and intervals lie within −1 and 1, and counts and difference have one sign", arguments: [1, 2, 5])
    func ranges(_ samples: Int) {
        var generator = SplitMix64(seed: 40 + UInt64(samples))
        for _ in 0..<300 {
            let pairs = outcomes(tasks: 1 + generator.below(20), samples: samples, agreeing: generator.below(100), &generator)
            let decision = DecisionRule.decide(pairs)
            for ends in [decision.interval, decision.equivalenceInterval].compactMap(\.self) {
                #expect(-1 <= ends.low && ends.low <= decision.difference && decision.difference <= ends.high && ends.high <= 1, "\(pairs)")
            }
            #expect(pairs.onlyB - pairs.onlyA == pairs.solvedB - pairs.solvedA)
            let mean = pairs.differences.reduce(0, +) / Double(pairs.tasks)
            #expect(abs(decision.difference - mean) < 1e-12 && (decision.difference > 0) == (pairs.solvedB > pairs.solvedA))
            let claims = [decision.claims.difference, decision.claims.equivalence, decision.claims.nonInferiority, decision.claims.inferiority]
            #expect(claims.allSatisfy { (0...1).contains($0) }, "\(claims)")
        }
    }

    @Test("a difference that all tasks share is no certainty: it has no interval, and is said", arguments: [(1, 3), (-2, 3), (5, 5)])
    func alike(_ step: Int, _ samples: Int) {
        let (a, b) = (Array(repeating: max(0, -step), count: 20), Array(repeating: max(0, step), count: 20))
        let decision = DecisionRule.decide(PairedOutcomes(a: a, b: b, samples: samples))
        #expect(decision.interval == nil && decision.method == .alike && decision.equivalenceInterval.low < decision.equivalenceInterval.high)
        #expect(decision.verdict == (step > 0 ? .improved : .regressed))
        #expect(decision.nonInferiority == (step > 0 ? .nonInferior : .inferior))
    }

    @Test("a share that all tasks have is no certainty either", arguments: [[0.0, 0], [1, 1], [1, 0]])
    func uniform(_ task: [Double]) {
        let mean = ClusteredMean(Array(repeating: task, count: 12))
        let ends = mean.interval(within: 0...1)
        #expect(mean.isUniform && ends.low <= mean.mean && mean.mean <= ends.high && ends.high - ends.low > 0.2)
    }

    @Test("with one sample a task the sign-flip test is McNemar's")
    func oneSample() {
        for (a, b) in [(0, 3), (2, 7), (12, 1), (40, 61), (300, 380), (5000, 5100)] {
            let steps = Array(repeating: -1, count: a) + Array(repeating: 1, count: b) + [0, 0, 0]
            let (ours, exact) = (PairedTests.signFlip(steps), PairedTests.mcNemarExact(onlyA: a, onlyB: b))
            #expect(abs(ours - exact) < 1e-9 * max(exact, 1e-3), "\(a), \(b): \(ours), \(exact)")
        }
    }

    @Test("of several candidates each kind of claim is corrected: what one of three shows alone, it does not show among them")
    func family() {
        let same = Array(repeating: 1, count: 60)
        let decision = DecisionRule.decide(PairedOutcomes(a: same, b: same), family: 3)
        #expect(decision.verdict == .equivalent && decision.nonInferiority == .nonInferior && decision.tasksNeeded == 80)
        let claims = Claims.corrected([decision.claims, decision.claims, decision.claims])
        #expect(claims.allSatisfy { decision.verdict(by: $0) == .inconclusive && decision.nonInferiority(by: $0) == .undecided })
        let more = Array(repeating: 1, count: 80)
        let enough = DecisionRule.decide(PairedOutcomes(a: more, b: more), family: 3)
        #expect(Claims.corrected([enough.claims, enough.claims, enough.claims]).allSatisfy { enough.verdict(by: $0) == .equivalent })
    }
}

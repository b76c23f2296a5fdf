import AssayStatistics
import Testing

@Suite struct StatisticsPropertyTests {
    @Test("swapping the arms mirrors the interval and keeps p", arguments: [(0, 3), (2, 7), (5, 5), (12, 1)])
    func mirror(_ a: Int, _ b: Int) {
        let one = Intervals.tango(onlyA: a, onlyB: b, n: 40)
        let two = Intervals.tango(onlyA: b, onlyB: a, n: 40)
        #expect(abs(one.low + two.high) < 1e-9)
        #expect(abs(one.high + two.low) < 1e-9)
        #expect(PairedTests.mcNemarExact(onlyA: a, onlyB: b) == PairedTests.mcNemarExact(onlyA: b, onlyB: a))
    }

    @Test("five one-sided wins are not enough, six are")
    func guardedBySize() {
        #expect(PairedTests.mcNemarExact(onlyA: 0, onlyB: 5) == 0.0625)
        #expect(PairedTests.mcNemarExact(onlyA: 0, onlyB: 6) < 0.05)
    }

    @Test("the gate stops after eight straight losses and never forgets")
    func gate() {
        var gate = SequentialGate()
        var stops: [Int] = []
        for index in 1...20 {
            gate.observe(a: true, b: index > 12)
            if gate.isStopped && stops.isEmpty { stops.append(index) }
        }
        #expect(abs(gate.bound - 50) < 1e-9 && stops == [8] && gate.pairs == 8)
        var even = SequentialGate()
        for index in 0..<1000 { even.observe(a: index % 2 == 0, b: index % 2 == 1) }
        #expect(!even.isStopped && even.evidence < 1)
    }

    @Test("correcting for several comparisons never makes p smaller, and keeps its order")
    func corrected() {
        var generator = SplitMix64(seed: 7)
        for _ in 0..<200 {
            let p = (0..<(1 + generator.below(8))).map { _ in Double(generator.below(1000)) / 1000 }
            let adjusted = Multiplicity.holm(p)
            #expect(adjusted.count == p.count && zip(p, adjusted).allSatisfy { $0 <= $1 + 1e-15 && $1 <= 1 })
            for i in p.indices { for j in p.indices where p[i] < p[j] { #expect(adjusted[i] <= adjusted[j]) } }
        }
    }

    @Test("best-of-n in closed form is what enumerating every draw gives", arguments: [(5, 2, 1, 1), (6, 0, 0, 3), (4, 4, 3, 0), (6, 3, 2, 2)])
    func enumerated(_ samples: Int, _ visible: Int, _ visibleRight: Int, _ otherRight: Int) {
        let pool = BestOfN(samples: samples, visible: visible, visibleRight: visibleRight, otherRight: otherRight)
        for n in 1...samples {
            var (solved, draws, orders) = (0.0, 0.0, 0.0)
            func walk(_ drawn: [Int]) {
                if drawn.count == n {
                    orders += 1
                    let seen = drawn.firstIndex { $0 < visible }
                    let answer = drawn[seen ?? 0]
                    solved += answer < visible ? (answer < visibleRight ? 1 : 0) : (answer - visible < otherRight ? 1 : 0)
                    draws += Double((seen ?? n - 1) + 1)
                    return
                }
                for next in 0..<samples where !drawn.contains(next) { walk(drawn + [next]) }
            }
            walk([])
            #expect(abs(pool.solved(n) - solved / orders) < 1e-12)
            #expect(abs(pool.draws(n) - draws / orders) < 1e-12)
        }
    }
}

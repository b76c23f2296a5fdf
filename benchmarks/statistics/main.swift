// False alarms and power of the decision rule and of the sequential gate, by simulation.
//
// usage: assay-simulate [EXPERIMENTS]
//
// A task is solved by both arms, by one or by neither; a share of tasks flips between runs of one and the same
// arm (15 %, as seen between recorded runs of equal pipelines), and a planted loss comes on top of it.
import AssayStatistics

struct Setting {
    var name: String
    var tasks: Int
    var seeds = 1
    var loss = 0.0
}

let flips = 0.15
let experiments = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000

/// A number in [0, 1).
func uniform(_ generator: inout SplitMix64) -> Double { Double(generator.next() >> 11) / 9_007_199_254_740_992 }

/// What both arms make of one task with one seed.
func pair(_ setting: Setting, _ easy: Double, _ generator: inout SplitMix64) -> (a: Bool, b: Bool) {
    let draw = uniform(&generator)
    if draw < flips / 2 + setting.loss { return (true, false) }
    if draw < flips + setting.loss { return (false, true) }
    let both = uniform(&generator) < easy
    return (both, both)
}

func percent(_ count: Int, _ whole: Int) -> String {
    let interval = Intervals.clopperPearson(count, of: whole)
    func text(_ value: Double) -> String {
        let tenths = Int((value * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
    return "\(text(Double(count) / Double(whole))) % [\(text(interval.low)), \(text(interval.high))]"
}

print("| experiments | tasks × seeds | true loss | regressed | improved | gate stopped or regressed | tasks the gate used |")
print("| --- | --- | --- | --- | --- | --- | --- |")
let settings = [
    Setting(name: "null", tasks: 50), Setting(name: "null", tasks: 100), Setting(name: "null", tasks: 200),
    Setting(name: "null", tasks: 12, seeds: 3), Setting(name: "null", tasks: 20, seeds: 3),
    Setting(name: "loss", tasks: 200, loss: 0.15), Setting(name: "loss", tasks: 200, loss: 0.3),
]
for (index, setting) in settings.enumerated() {
    var generator = SplitMix64(seed: 20_261_124 + UInt64(index))
    var regressed = 0
    var improved = 0
    var gated = 0
    var used = 0
    for _ in 0..<experiments {
        var pairs = PairedOutcomes(samples: setting.seeds)
        var gate = SequentialGate()
        for _ in 0..<setting.tasks {
            let easy = uniform(&generator) < 0.6 ? 0.95 : 0.1
            var solved = (a: 0, b: 0)
            for _ in 0..<setting.seeds {
                let outcome = pair(setting, easy, &generator)
                solved.a += outcome.a ? 1 : 0
                solved.b += outcome.b ? 1 : 0
                gate.observe(a: outcome.a, b: outcome.b)
            }
            pairs.add(a: solved.a, b: solved.b)
        }
        let decision = DecisionRule.decide(pairs)
        regressed += decision.verdict == .regressed ? 1 : 0
        improved += decision.verdict == .improved ? 1 : 0
        let isCaught = gate.isStopped || DecisionRule.decide(pairs, alpha: gate.finalAlpha).verdict == .regressed
        gated += isCaught ? 1 : 0
        used += gate.isStopped ? gate.pairs : setting.tasks * setting.seeds
    }
    let mean = Double(used) / Double(experiments) / Double(setting.seeds)
    print(
        "| \(experiments) | \(setting.tasks) × \(setting.seeds) | \(Int(setting.loss * 100)) points | \(percent(regressed, experiments)) "
            + "| \(percent(improved, experiments)) | \(percent(gated, experiments)) | \(Int(mean.rounded())) of \(setting.tasks) |")
}

import AssayStatistics
import AssaySupport

/// One number of ours against one of the reference.
struct Match {
    var what: String
    var ours: Double
    var reference: Double
    var tolerance = 1e-9
    /// Whether the tolerance is a share of the reference.
    var relative = false

    var holds: Bool {
        if ours == reference { return true }
        return abs(ours - reference) <= tolerance * (relative ? abs(reference) : 1)
    }
}

func match(_ what: String, _ ours: Double, _ row: JSONValue, _ key: String, tolerance: Double = 1e-9, relative: Bool = false) -> Match {
    Match(what: "\(what) \(key)", ours: ours, reference: row.n(key), tolerance: tolerance, relative: relative)
}

func ends(_ what: String, _ ours: Interval, _ reference: JSONValue?, tolerance: Double = 1e-9) -> [Match] {
    let numbers = reference?.numbers ?? []
    guard numbers.count == 2 else { return [Match(what: what, ours: .nan, reference: 0)] }
    return [
        Match(what: what + " low", ours: ours.low, reference: numbers[0], tolerance: tolerance),
        Match(what: what + " high", ours: ours.high, reference: numbers[1], tolerance: tolerance),
    ]
}

func truth(_ what: String, _ ours: Bool, _ reference: Bool = true) -> Match {
    Match(what: what, ours: ours ? 1 : 0, reference: reference ? 1 : 0)
}

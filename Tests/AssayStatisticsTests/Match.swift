import AssayStatistics
import AssaySupport
import Testing

/// Expects a number to be that of the reference, up to a tolerance relative to numbers above 1.
func expect(
    _ ours: Double, is reference: Double, tolerance: Double = 1e-9, _ what: String, at location: SourceLocation = #_sourceLocation
) {
    let holds = ours == reference || abs(ours - reference) <= tolerance * max(1, abs(reference))
    #expect(holds, "\(what): \(ours), the reference has \(reference)", sourceLocation: location)
}

/// Expects the number at a key of a row of the reference.
func expect(
    _ ours: Double, in row: JSONValue, _ key: String, tolerance: Double = 1e-9, at location: SourceLocation = #_sourceLocation
) {
    expect(ours, is: row.n(key), tolerance: tolerance, "\(key) of \(row)", at: location)
}

/// Expects the two ends of an interval at a key of a row of the reference.
func expect(
    _ ours: Interval, in row: JSONValue, _ key: String, tolerance: Double = 1e-9, at location: SourceLocation = #_sourceLocation
) {
    let ends = row[key]?.numbers ?? []
    #expect(ends.count == 2, "\(key) of \(row)", sourceLocation: location)
    guard ends.count == 2 else { return }
    expect(ours.low, is: ends[0], tolerance: tolerance, "low end, \(key) of \(row)", at: location)
    expect(ours.high, is: ends[1], tolerance: tolerance, "high end, \(key) of \(row)", at: location)
}

/// A step of a pipeline.
package enum Phase: String, Sendable, Codable, CaseIterable {
    case analyze, plan, implement, review, fix, verify
}

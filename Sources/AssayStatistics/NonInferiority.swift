/// The verdict on whether the second arm loses by the margin or more.
package enum NonInferiority: String, Sendable, Codable {
    /// A loss of the margin or more is ruled out.
    case nonInferior = "non-inferior"
    /// A loss of the margin or more is shown.
    case inferior
    /// The data decide neither, or there are too few tasks.
    case undecided
}

/// A task on which two arms differ.
package struct Flip: Sendable, Codable {
    /// What the second arm did to the task.
    package enum Change: String, Sendable, Codable { case fixed, broke }

    package let task: String
    package let change: Change
    /// The verdicts of the first arm, one a seed, separated by commas.
    package let a: String
    /// The verdicts of the second arm.
    package let b: String
    /// The first finding of the arm that failed, where it is known.
    package let reason: String?
}

/// A task on which two arms differ.
package struct Flip: Sendable, Codable {
    /// The change of the second arm against the first at a task.
    package enum Change: String, Sendable, Codable { case fixed, broke }

    /// The id of the task.
    package let task: String
    /// Whether the second arm fixed the task or broke it.
    package let change: Change
    /// The verdicts of the first arm, one a seed, separated by commas.
    package let a: String
    /// The verdicts of the second arm.
    package let b: String
    /// The first finding of the arm that failed, where it is known.
    package let reason: String?
}

/// Shows how far long work is.
package protocol ProgressSink: Sendable {
    /// Replaces the line that tells the current state.
    func update(_ text: String)
    /// Writes a line that stays.
    func line(_ text: String)
    /// Removes the line that tells the current state.
    func finish()
}

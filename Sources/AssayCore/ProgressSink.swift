/// Shows the progress of long work.
package protocol ProgressSink: Sendable {
    /// Replaces the progress line.
    func update(_ text: String)
    /// Writes a permanent line above the progress line.
    func line(_ text: String)
    /// Removes the progress line.
    func finish()
}

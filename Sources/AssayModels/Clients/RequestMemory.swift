/// What a client learns about its server while it asks.
///
/// It is an actor because calls that run at the same time share it.
actor RequestMemory {
    /// What a server told of the context window; nil where it told nothing.
    struct Told: Sendable { let size: Int? }

    /// The parameters that requests have from now on.
    private(set) var shape: RequestShape
    /// What the server told of the context window; nil before it was asked.
    private(set) var window: Told?

    init(_ shape: RequestShape) { self.shape = shape }

    /// Keeps a change that the server made necessary; returns whether it is new.
    func learn(_ change: ShapeChange) -> Bool {
        guard let changed = shape.applying(change) else { return false }
        shape = changed
        return true
    }

    /// Keeps what the server told of the context window.
    func keep(window size: Int?) { window = Told(size: size) }
}

/// Who is shown what a running command prints, while it runs; results are read from the whole output afterwards.
package struct RunWatch: Sendable {
    /// Is called about once a second, with what standard output has grown by since the last call.
    package let look: @Sendable ([UInt8]) -> Void

    /// Makes a watch.
    package init(look: @escaping @Sendable ([UInt8]) -> Void) {
        self.look = look
    }
}

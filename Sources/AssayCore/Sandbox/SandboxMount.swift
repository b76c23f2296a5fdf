/// Something of the host that a command may see.
package enum SandboxMount: Sendable, Equatable {
    case readOnly(host: String, inside: String)
    case readWrite(host: String, inside: String)
    /// Visible and writable; writes go to private memory and are lost.
    case overlay(host: String, inside: String)
    /// Visible and writable; writes go to another host folder, `changes`, beside which `changes-work` lies empty.
    case layered(base: String, changes: String, inside: String)
    /// The result of a `layered` mount, visible and writable; writes go to private memory and are lost.
    case layeredOverlay(base: String, changes: String, inside: String)
}

import AssayCore
import AssaySupport
import AssayToolchains

extension StreamRules {
    /// The reply of one run; nil when the sandbox ended it.
    static func reply(_ result: SandboxResult) -> CallWire.Reply? {
        guard result.limitHit == nil, result.signal == nil, let status = result.exitCode else { return nil }
        if status == 0, result.stdoutTruncated { return .wrongType("more output than is kept") }
        if status == 0 { return String(validating: result.stdout, as: UTF8.self).map { .returned(.string($0)) } ?? .wrongType(CallWire.noText) }
        let said = result.errorText.lines.last.map { ": " + TerminalText.line(String($0), limit: 200) } ?? ""
        return .raised("an exit with status \(status)\(said)")
    }
}

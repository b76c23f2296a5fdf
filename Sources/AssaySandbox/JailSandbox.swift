package import AssayCore
import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs commands through `assay-jail`, one launcher process a command.
package struct JailSandbox: Sandbox {
    private let launcher: String
    private let policies: PolicyFolder
    /// The weakest tier that is accepted.
    private let minimumTier: Int

    /// Finds the launcher and writes the policies where it can read them.
    package init(minimumTier: Int = 2) throws(SandboxError) {
        ScratchFolder.sweep()
        launcher = try LauncherLocation.find()
        policies = try PolicyFolder()
        self.minimumTier = minimumTier
    }

    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        let meta = policies.metaPath()
        defer { unlinkQuietly(meta) }
        let arguments = try arguments(for: command, meta: meta, joined: false)
        let limit = command.limits.outputBytes + 65536
        do {
            let ended = try await Subprocess.run(
                .path(FilePath(launcher)), arguments: Arguments(arguments),
                environment: .inherit, platformOptions: Self.platformOptions,
                input: .none, output: .bytes(limit: limit), error: .bytes(limit: limit))
            return try result(meta, stdout: ended.standardOutput, stderr: ended.standardError)
        } catch {
            throw Self.wrap(error)
        }
    }

    package func runJoined(_ first: SandboxCommand, _ second: SandboxCommand)
        async throws(SandboxError) -> (SandboxResult, SandboxResult)
    {
        let forth: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        let back: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        do {
            forth = try FileDescriptor.pipe()
            back = try FileDescriptor.pipe()
        } catch {
            throw SandboxError(.launcher, "cannot make a pipe: \(error)")
        }
        for end in [forth.readEnd, forth.writeEnd, back.readEnd, back.writeEnd] {
            closeOnExec(end.rawValue)
        }
        async let one = runOne(first, input: back.readEnd, output: forth.writeEnd)
        async let two = runOne(second, input: forth.readEnd, output: back.writeEnd)
        do {
            return try await (one, two)
        } catch {
            throw Self.wrap(error)
        }
    }

    private func runOne(
        _ command: SandboxCommand, input: FileDescriptor, output: FileDescriptor
    ) async throws -> SandboxResult {
        let meta = policies.metaPath()
        defer { unlinkQuietly(meta) }
        let arguments = try arguments(for: command, meta: meta, joined: true)
        let ended = try await Subprocess.run(
            .path(FilePath(launcher)), arguments: Arguments(arguments), environment: .inherit,
            platformOptions: Self.platformOptions,
            input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(output, closeAfterSpawningProcess: true),
            error: .bytes(limit: command.limits.outputBytes + 65536))
        return try result(meta, stdout: [], stderr: ended.standardError)
    }

    /// A group of its own, so that Ctrl-C reaches us first; SIGTERM makes the launcher clean up.
    private static var platformOptions: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(3))]
        return options
    }

    private func arguments(
        for command: SandboxCommand, meta: String, joined: Bool
    ) throws(SandboxError) -> [String] {
        var words = ["run", "--meta", meta, "--capture", "--min-tier", "\(minimumTier)"]
        if joined { words.append("--joined") }
        for name in command.policies + (command.loopback ? ["loopback"] : []) {
            words += ["--policy", try policies.path(of: name)]
        }
        for mount in command.mounts {
            switch mount {
            case .readOnly(let host, let inside): words += ["--ro", "\(host):\(inside)"]
            case .readWrite(let host, let inside): words += ["--rw", "\(host):\(inside)"]
            case .overlay(let host, let inside): words += ["--overlay", "\(host):\(inside)"]
            }
        }
        for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
            words += ["--env", "\(name)=\(value)"]
        }
        let limits = command.limits
        words += ["--limit", "wall_ms=\(Int(limits.wallSeconds * 1000))"]
        words += ["--limit", "cpu_ms=\(Int(limits.cpuSeconds * 1000))"]
        words += ["--limit", "memory=\(limits.memoryBytes)"]
        words += ["--limit", "processes=\(limits.processes)"]
        words += ["--limit", "output=\(limits.outputBytes)"]
        words += ["--limit", "disk=\(limits.diskBytes)"]
        if command.loopback { words += ["--net", "loopback"] }
        return words + ["--cwd", command.directory, "--"] + command.arguments
    }

    private func result(
        _ meta: String, stdout: [UInt8], stderr: [UInt8]
    ) throws(SandboxError) -> SandboxResult {
        var result: SandboxResult
        do {
            let text = try String(contentsOfFile: meta, encoding: .utf8)
            result = try JSON.decode(SandboxResult.self, text)
        } catch {
            let said = TerminalText.line(String(decoding: stderr, as: UTF8.self), limit: 400)
            throw SandboxError(
                .launcher, "the sandbox launcher gave no outcome: \(said.isEmpty ? "\(error)" : said)"
            )
        }
        if result.outcome == .launcherError {
            let failure = result.error
            let isCommand = failure?.stage == "exec"
            throw SandboxError(
                isCommand ? .launcher : .unavailable,
                "the sandbox could not start: \(failure?.stage ?? "unknown stage"): "
                    + "\(failure?.message ?? "no message"); see 'assay sandbox probe'")
        }
        result.stdout = stdout
        result.stderr = stderr
        return result
    }

    private static func wrap(_ error: any Error) -> SandboxError {
        if let error = error as? SandboxError { return error }
        return SandboxError(.launcher, "cannot run the sandbox launcher: \(error)")
    }
}

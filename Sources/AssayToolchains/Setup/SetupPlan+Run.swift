import AssayCore
import AssaySupport
import FoundationEssentials
import Subprocess

extension SetupPlan {
    /// Runs the commands; `say` is called before each.
    package func run(say: @Sendable (String) -> Void) async throws {
        if let mark {
            let folder = mark.parentFolder
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw HarnessError(.unwritable, "\(folder): cannot be made; name a folder for Assay's files by ASSAY_CACHE")
            }
            // What an interrupted installation leaves is not taken for a whole one.
            try? FileManager.default.removeItem(atPath: mark)
        }
        for (index, step) in steps.enumerated() {
            say("[\(index + 1)/\(steps.count)] \(step.title)")
            try await run(step)
        }
        guard let mark else { return }
        do {
            try Data(markText.utf8).write(to: URL(filePath: mark))
        } catch {
            throw HarnessError(.unwritable, "\(mark): cannot be written")
        }
    }

    private func run(_ step: Step) async throws {
        guard let program = step.words.first else { return }
        let failure: String
        do {
            let ended = try await Subprocess.run(
                SetupHost.executable(program), arguments: Arguments(Array(step.words.dropFirst())), output: .discarded, error: .bytes(limit: 1 << 20))
            if ended.terminationStatus.isSuccess { return }
            failure = Self.reason(String(decoding: ended.standardError, as: UTF8.self))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            failure = "\(error)"
        }
        throw HarnessError(.toolchain, "\(TerminalText.line(failure, limit: 200)); is there a network? To see everything, run: \(step.line)")
    }

    /// The last line of a program's messages that names an error, else the last one.
    private static func reason(_ text: String) -> String {
        let lines = text.lines.map(String.init).filter { !$0.isEmpty }
        return lines.last { $0.contains("rror") || $0.hasPrefix("E:") } ?? lines.last ?? "it failed without a message"
    }
}

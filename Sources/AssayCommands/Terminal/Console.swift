import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import Synchronization

/// Results go to standard output, progress and errors to standard error.
enum Console {
    /// Writes a result.
    static func print(_ text: String) {
        told.withLock { $0.hasPrinted = true }
        write(text.withFinalNewline, to: STDOUT_FILENO)
    }

    /// Whether a result was written.
    static var hasPrinted: Bool { told.withLock { $0.hasPrinted } }

    /// Writes one line for a person.
    static func error(_ text: String) {
        write(TerminalText.clean(text) + "\n", to: STDERR_FILENO)
    }

    /// Writes one line that a person may want to know, unless only results and errors are asked for.
    static func note(_ text: String) {
        if !told.withLock({ $0.isQuiet }) { error(text) }
    }

    /// Whether results are coloured.
    static var color: Bool { TerminalColor.isOn(isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment) }

    /// The columns of the terminal that results go to; nil where they go elsewhere, and are not wrapped.
    static var width: Int? { columns(of: STDOUT_FILENO) }

    /// The columns of a terminal; nil where it does not tell, and for what is no terminal.
    static func columns(of descriptor: CInt) -> Int? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? max(20, Int(size.ws_col)) : nil
    }

    /// Sets how much the command tells.
    static func begin(_ verbosity: VerbosityOptions) {
        told.withLock { $0 = Told(isQuiet: verbosity.quiet, isVerbose: verbosity.verbose) }
    }

    /// Says how the command ended and how long it took, if `-v` asks for that.
    static func close(_ status: ExitStatus) {
        guard let began = told.withLock({ $0.isVerbose ? $0.began : nil }) else { return }
        error("exit code \(status.rawValue): \(status.words); \(Text.decimal((ContinuousClock.now - began).seconds)) s")
    }

    private struct Told {
        var isQuiet = false
        var isVerbose = false
        var hasPrinted = false
        var began = ContinuousClock.now
    }

    private static let told = Mutex(Told())

    /// Why a result could not be written; nil where all were, or where the reader of a pipe has gone by its own choice.
    static var problem: String? { unwritten.withLock { $0 } }

    /// Puts nothing in the place of closed standard descriptors: the next file that is opened would get their number, and
    /// what is printed would be written into it.
    static func holdStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            let error = errno
            // The lowest free number is the one that is closed.
            guard open("/dev/null", O_RDWR) == descriptor else { return }
            if descriptor == STDOUT_FILENO { closed.withLock { $0 = String(cString: strerror(error)) } }
        }
    }

    /// Why standard output takes nothing, where it was closed before the start.
    private static let closed = Mutex<String?>(nil)
    private static let unwritten = Mutex<String?>(nil)

    fileprivate static func write(_ text: String, to descriptor: CInt) {
        if descriptor == STDOUT_FILENO, let reason = closed.withLock({ $0 }) { return unwritten.withLock { $0 = reason } }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let number = errno
                if descriptor == STDOUT_FILENO, number != EPIPE { unwritten.withLock { $0 = $0 ?? String(cString: strerror(number)) } }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// Progress: one live line on a terminal, one plain line per finished item when piped.
final class Progress: ProgressSink {
    private let live: Bool
    private let quiet: Bool
    private let ticking = Mutex<Task<Void, Never>?>(nil)
    /// Whether a line can be replaced: on a terminal, where progress is wanted.
    var isLive: Bool { live && !quiet }

    init(quiet: Bool = false) {
        self.quiet = quiet
        live = isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
    }

    /// Replaces the live line; says nothing when piped.
    func update(_ text: String) {
        stop()
        draw(text)
    }

    /// Replaces the live line by one that counts the seconds of a step, until the next one.
    func busy(_ text: String) {
        update(text)
        guard isLive else { return }
        let began = ContinuousClock.now
        let clock = Task { [weak self] in
            while true {
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
                self?.draw("\(text), \(Int((ContinuousClock.now - began).seconds)) s")
            }
        }
        ticking.withLock { $0 = clock }
    }

    private func stop() {
        ticking.withLock {
            $0?.cancel()
            $0 = nil
        }
    }

    private func draw(_ text: String) {
        guard isLive else { return }
        Console.write("\r\u{1B}[K" + TerminalText.line(text).prefix(columns: (Console.columns(of: STDERR_FILENO) ?? 111) - 1), to: STDERR_FILENO)
    }

    /// Writes a permanent line above the progress line.
    func line(_ text: String) {
        guard !quiet else { return }
        Console.write((live ? "\r\u{1B}[K" : "") + TerminalText.line(text, limit: 400) + "\n", to: STDERR_FILENO)
    }

    /// Removes the live line.
    func finish() {
        stop()
        if isLive { Console.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}

import AssayCore
import AssaySupport
import Glibc
import Synchronization

/// Results go to standard output, progress and errors to standard error.
enum Console {
    /// Writes a result.
    static func print(_ text: String) {
        write(text.withFinalNewline, to: STDOUT_FILENO)
    }

    /// Writes one line for a person.
    static func error(_ text: String) {
        write(TerminalText.clean(text) + "\n", to: STDERR_FILENO)
    }

    /// Whether results may be coloured.
    static var color: Bool { isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil }

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
    /// Whether a line can be replaced: on a terminal, where progress is wanted.
    var isLive: Bool { live && !quiet }

    init(quiet: Bool = false) {
        self.quiet = quiet
        live = isatty(STDERR_FILENO) == 1
    }

    /// Replaces the live line; says nothing when piped.
    func update(_ text: String) {
        guard live, !quiet else { return }
        Console.write("\r\u{1B}[K" + String(TerminalText.line(text).prefix(Self.width - 1)), to: STDERR_FILENO)
    }

    /// The number of columns of the terminal; 111 where it does not tell.
    private static var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) : 111
    }

    /// Writes a permanent line above the progress line.
    func line(_ text: String) {
        guard !quiet else { return }
        Console.write((live ? "\r\u{1B}[K" : "") + TerminalText.line(text, limit: 400) + "\n", to: STDERR_FILENO)
    }

    /// Removes the live line.
    func finish() {
        if live, !quiet { Console.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}

import AssayCore
import AssaySupport
import AssayToolchains
import Glibc
import Synchronization

/// How many tests of a run have come out so far.
package struct TestProgress: Sendable {
    /// The number of tests that have come out.
    package let done: Int
    /// The time since the run began, in seconds.
    package let seconds: Double

    /// The count and the speed, as a text for a terminal.
    package var words: String {
        "\(done) \(done == 1 ? "test" : "tests") done" + (seconds >= 1 ? ", \(Text.decimal(Double(done) / seconds, 0)) a second" : "")
    }

    /// Returns a watch over a run of tests that tells how many have come out, by what is printed and by a file of results.
    static func watch(_ parser: OutputParser, results path: String?, _ tell: @escaping @Sendable (TestProgress) -> Void) -> RunWatch {
        let (counter, clock) = (TestCounter(parser), ContinuousClock())
        let begun = clock.now
        return RunWatch { printed in
            let done = counter.add(printed, results: path)
            let time = (clock.now - begun).seconds
            if done > 0 { tell(TestProgress(done: done, seconds: time)) }
        }
    }
}

/// Counts lines that end a test, in a stream and in a file that grow.
private final class TestCounter: Sendable {
    private struct State {
        var done = 0
        var rest: [UInt8] = []
        var restOfFile: [UInt8] = []
        var read = 0
    }
    private let parser: OutputParser
    private let state = Mutex(State())
    /// The most that is read at a time, in bytes.
    private static let most = 4 << 20

    init(_ parser: OutputParser) {
        self.parser = parser
    }

    /// Returns the count with more of the stream and what the file has grown by.
    func add(_ printed: [UInt8], results path: String?) -> Int {
        state.withLock { state in
            count(printed, &state.rest, &state.done)
            if let path {
                let grown = Self.bytes(of: path, from: state.read)
                state.read += grown.count
                count(grown, &state.restOfFile, &state.done)
            }
            return state.done
        }
    }

    /// Reads on in a regular file; what tests put in its place is not waited for.
    private static func bytes(of path: String, from start: Int) -> [UInt8] {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > start else { return [] }
        let size = min(Int(status.st_size) - start, most)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, size, off_t(start)))
        }
    }

    private func count(_ bytes: [UInt8], _ rest: inout [UInt8], _ done: inout Int) {
        var lines = (rest + bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = lines.popLast().map { Array($0.suffix(Self.most)) } ?? []
        // No such line is shorter; what prints nothing but line ends is not looked at.
        done += lines.count { $0.count >= 4 && parser.endsTest(Substring(decoding: $0.prefix(4096), as: UTF8.self)) }
    }
}

import CZlib
import SystemPackage

/// Files packed by gzip (RFC 1952), of one member or more.
enum Gzip {
    /// Why a file cannot be unpacked.
    enum Problem: Error, CustomStringConvertible {
        case damaged
        case tooLarge

        var description: String {
            switch self {
            case .damaged: "is no whole gzip file (RFC 1952): cut off or damaged"
            case .tooLarge: "holds more than \(Gzip.mostBytes >> 30) GiB when unpacked"
            }
        }
    }

    /// The first bytes of every such file.
    static let mark: [UInt8] = [0x1F, 0x8B]
    /// A small file may unpack to a very large one; more is refused.
    private static let mostBytes = 4 << 30
    private static let chunk = 1 << 16

    /// Unpacks from the start of one file to the end of another.
    static func unpack(_ source: FileDescriptor, into target: FileDescriptor) throws {
        var stream = z_stream()
        // 16 more than the largest window: gzip's header and nothing else (zlib.h, inflateInit2).
        guard inflateInit2_(&stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw Problem.damaged }
        defer { inflateEnd(&stream) }
        var (offset, written, isEnded) = (0, 0, false)
        var input = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = try input.withUnsafeMutableBytes { try source.read(fromAbsoluteOffset: Int64(offset), into: $0) }
            if count == 0 { break }
            offset += count
            var used = 0
            while used < count {
                // Another member may follow the one that has ended.
                if isEnded, inflateReset(&stream) != Z_OK { throw Problem.damaged }
                var output = [UInt8](repeating: 0, count: chunk)
                let (taken, made, status) = step(&stream, &input, used..<count, into: &output)
                guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR && made + taken > 0 else { throw Problem.damaged }
                used += taken
                written += made
                guard written <= mostBytes else { throw Problem.tooLarge }
                try TemporaryFolder.write(output[..<made], to: target)
                isEnded = status == Z_STREAM_END
                if taken == 0 && made == 0 { throw Problem.damaged }
            }
            try drain(&stream, into: target, &written, &isEnded)
        }
        guard isEnded else { throw Problem.damaged }
    }

    /// Returns the output that is ready without more input.
    private static func drain(_ stream: inout z_stream, into target: FileDescriptor, _ written: inout Int, _ isEnded: inout Bool) throws {
        while !isEnded {
            var (input, output) = ([UInt8](repeating: 0, count: 1), [UInt8](repeating: 0, count: chunk))
            let (_, made, status) = step(&stream, &input, 0..<0, into: &output)
            if made == 0 && status != Z_STREAM_END { return }
            written += made
            guard written <= mostBytes else { throw Problem.tooLarge }
            try TemporaryFolder.write(output[..<made], to: target)
            isEnded = status == Z_STREAM_END
        }
    }

    private static func step(
        _ stream: inout z_stream, _ input: inout [UInt8], _ range: Range<Int>, into output: inout [UInt8]
    ) -> (taken: Int, made: Int, status: Int32) {
        let room = output.count
        return input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress.map { $0 + range.lowerBound }
                stream.avail_in = UInt32(range.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(room)
                let status = inflate(&stream, Z_NO_FLUSH)
                return (range.count - Int(stream.avail_in), room - Int(stream.avail_out), status)
            }
        }
    }
}

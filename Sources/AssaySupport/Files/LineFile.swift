import Glibc
import SystemPackage

/// Lines on disk, read in order, and each again by its position.
///
/// One line is held, never the file.
package final class LineFile: Sendable {
    /// The position of a line in bytes from the start of the file, without the line break.
    package struct Place: Sendable {
        /// Bytes before the line.
        package let offset: Int
        /// Bytes of the line, without its ending.
        package let length: Int
        /// Makes a place.
        package init(offset: Int, length: Int) { (self.offset, self.length) = (offset, length) }
    }

    /// The longest line that is read, in bytes.
    private static let lineLimit = 64 << 20
    /// The longest line that is passed over, in bytes: what goes on after that may be a device without an end.
    private static let skipLimit = 4 << 30
    private static let chunk = 1 << 16

    /// The file's path.
    package let path: String
    private let descriptor: FileDescriptor

    /// Opens a file; what cannot be read twice, as a pipe, is copied first.
    package init(_ path: String) throws(InputError) {
        self.path = path
        do {
            let opened = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            descriptor = try Self.unpacked(try Self.seekable(opened))
        } catch let error as InputError {
            throw error
        } catch let error as Gzip.Problem {
            throw InputError(path, error.description)
        } catch let error as Errno {
            throw InputError(path, "cannot be read: \(error)", kind: .missing)
        } catch {
            throw InputError(path, "cannot be read: \(error)")
        }
    }

    /// Makes an empty file without a name under TMPDIR or /tmp; it is removed when the last reference to it is released.
    package init() throws(InputError) {
        path = TemporaryFolder.path
        descriptor = try Self.nameless()
    }

    deinit { try? descriptor.close() }

    private static func nameless() throws(InputError) -> FileDescriptor {
        let path = FilePath("\(TemporaryFolder.path)/assay-lines-\(getpid())-\(UInt64.random(in: .min ... .max))")
        do {
            let made = try FileDescriptor.open(path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
            unlink(path.string)
            return made
        } catch {
            throw InputError(TemporaryFolder.path, "no temporary file can be made there; set TMPDIR to a folder that can be written", kind: .unwritable)
        }
    }

    private static func seekable(_ opened: FileDescriptor) throws -> FileDescriptor {
        if (try? opened.seek(offset: 0, from: .current)) != nil { return opened }
        defer { try? opened.close() }
        let copy = try nameless()
        var buffer = [UInt8](repeating: 0, count: chunk)
        while case let count = try buffer.withUnsafeMutableBytes({ try opened.read(into: $0) }), count > 0 {
            try TemporaryFolder.write(buffer[..<count], to: copy)
        }
        return copy
    }

    /// The file or, if it is compressed by gzip, its decompressed contents.
    private static func unpacked(_ opened: FileDescriptor) throws -> FileDescriptor {
        var head: [UInt8] = [0, 0]
        guard try head.withUnsafeMutableBytes({ try opened.read(fromAbsoluteOffset: 0, into: $0) }) == 2, head == Gzip.mark else { return opened }
        defer { try? opened.close() }
        let plain = try nameless()
        do {
            try Gzip.unpack(opened, into: plain)
            return plain
        } catch {
            try? plain.close()
            throw error
        }
    }

    /// Gives every line in order with its number, from 1; an end without a line break ends a line too.
    ///
    /// A line that is too long is given to `tooLong` as an error, and is passed over where that does not throw it.
    package func forEach(
        tooLong: (InputError) throws(InputError) -> Void = { error throws(InputError) in throw error },
        _ body: ([UInt8], Place, Int) throws(InputError) -> Void
    ) throws(InputError) {
        var line: [UInt8] = []
        var (number, start, position) = (1, 0, 0)
        var isSkipping = false
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while case let count = try fill(&buffer, from: position), count > 0 {
            var rest = 0..<count
            while let end = Self.lineBreak(in: buffer, rest) {
                if !isSkipping {
                    line += buffer[rest.lowerBound..<end]
                    try body(line, Place(offset: start, length: line.count), number)
                }
                isSkipping = false
                start = position + end + 1
                number += 1
                line.removeAll(keepingCapacity: true)
                rest = (end + 1)..<count
            }
            position += count
            if !isSkipping { line += buffer[rest] }
            if line.count > Self.lineLimit {
                try tooLong(InputError("\(path):\(number)", "is longer than \(Self.lineLimit >> 20) MiB"))
                isSkipping = true
                line = []
            }
            guard position - start <= Self.skipLimit else { throw InputError("\(path):\(number)", "is longer than \(Self.skipLimit >> 30) GiB") }
        }
        if !line.isEmpty { try body(line, Place(offset: start, length: line.count), number) }
    }

    /// The first line break in a range of bytes; `memchr` also is fast where nothing is optimised.
    private static func lineBreak(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = memchr(start + range.lowerBound, 0x0A, range.count) else { return nil }
            return start.distance(to: UnsafeRawPointer(found))
        }
    }

    /// The file's length in bytes.
    package var size: Int {
        get throws(InputError) {
            do {
                return Int(try descriptor.seek(offset: 0, from: .end))
            } catch {
                throw InputError(path, "cannot be read: \(error)", kind: .missing)
            }
        }
    }

    /// Reads all bytes of a file; throws when it is larger than the limit.
    package func whole(most: Int) throws(InputError) -> [UInt8] {
        var (bytes, part) = ([UInt8](), [UInt8](repeating: 0, count: Self.chunk))
        while case let count = try fill(&part, from: bytes.count), count > 0 {
            bytes += part[..<count]
            guard bytes.count <= most else { throw InputError(path, "is larger than \(most >> 20) MiB") }
        }
        return bytes
    }

    /// Reads a line again.
    package func read(_ place: Place) throws(InputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: place.length)
        guard try fill(&bytes, from: place.offset) == place.length else { throw InputError(path, "became shorter while it was read") }
        return bytes
    }

    /// Appends a line and returns its position.
    package func append(_ line: String) throws(InputError) -> Place {
        do {
            let offset = try descriptor.seek(offset: 0, from: .end)
            let bytes = Array((line + "\n").utf8)
            try descriptor.writeAll(bytes)
            return Place(offset: Int(offset), length: bytes.count - 1)
        } catch {
            throw InputError(path, "cannot be written: \(error)", kind: .lost)
        }
    }

    /// Reads until the buffer is full or the file ends.
    private func fill(_ buffer: inout [UInt8], from offset: Int) throws(InputError) -> Int {
        var filled = 0
        do {
            while filled < buffer.count {
                let count = try buffer.withUnsafeMutableBytes {
                    try descriptor.read(fromAbsoluteOffset: Int64(offset + filled), into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
                }
                if count == 0 { break }
                filled += count
            }
        } catch {
            throw InputError(path, "cannot be read: \(error)", kind: .missing)
        }
        return filled
    }
}

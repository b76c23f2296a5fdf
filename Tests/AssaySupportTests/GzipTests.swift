import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// "one\ntwo\n" as gzip packs it (RFC 1952), without a name and a time.
private let packed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xCB, 0xCF, 0x4B, 0xE5,
    0x2A, 0x29, 0xCF, 0xE7, 0x02, 0x00, 0xE6, 0x0B, 0xBA, 0x12, 0x08, 0x00, 0x00, 0x00,
]

@Suite struct GzipTests {
    private func lines(of bytes: [UInt8]) throws -> [String] {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data(bytes).write(to: URL(filePath: folder + "/x.jsonl"))
        var lines: [String] = []
        try LineFile(folder + "/x.jsonl").forEach { line, _, _ in lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test("a packed file is read as what it holds, whatever it is called, in one part or more")
    func reads() throws {
        #expect(try lines(of: packed) == ["one", "two"])
        #expect(try lines(of: packed + packed) == ["one", "two", "one", "two"])
    }

    @Test("a file that was cut off or damaged is told, never read in part", arguments: [3, 12, 20, 26])
    func damaged(_ length: Int) throws {
        let error = #expect(throws: InputError.self) { try lines(of: Array(packed.prefix(length))) }
        #expect(error?.message.contains("no whole gzip file") == true)
        var other = packed
        other[packed.count - 5] ^= 1
        #expect(throws: InputError.self) { try lines(of: other) }
    }
}

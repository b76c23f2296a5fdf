import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

@Suite struct LineFileTests {
    @Test(
        "lines are given in order, and any of them again by where it stands",
        arguments: ["", "a", "a\n", "\n\nb", "a\r\nb\n", String(repeating: "x", count: 200_000) + "\ny\n" + String(repeating: "z", count: 65_536)])
    func lines(_ text: String) throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(text.utf8).write(to: URL(filePath: folder + "/l"))
        try check(LineFile(folder + "/l"), text)
    }

    @Test("a pipe is read like a file")
    func pipe() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let text = (0..<20_000).map { "line \($0)\n" }.joined()
        async let written: Void = Data(text.utf8).write(to: URL(filePath: path))
        try check(LineFile(path), text)
        try await written
    }

    @Test("lines that were added are read by their places, in any order")
    func added() throws {
        let file = try LineFile()
        let places = try (0..<1000).map { try file.append("\($0) \(String(repeating: "é", count: $0))") }
        for index in [999, 0, 500, 1] {
            #expect(try String(decoding: file.read(places[index]), as: UTF8.self) == "\(index) \(String(repeating: "é", count: index))")
        }
    }

    @Test("a file that became shorter is told")
    func shortened() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/l"
        try Data("first\nsecond\n".utf8).write(to: URL(filePath: path))
        let file = try LineFile(path)
        var last: LineFile.Place?
        try file.forEach { _, place, _ in last = place }
        #expect(truncate(path, 8) == 0)
        let place = try #require(last)
        #expect(throws: InputError.self) { try file.read(place) }
    }

    @Test("a line that is too long is told and passed over, and is never held")
    func tooLong() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let path = folder + "/l"
        // Between the lines is a hole: nothing of it is on the disk.
        try Data("one\n".utf8).write(to: URL(filePath: path))
        let file = try #require(fopen(path, "r+"))
        #expect(fseek(file, (65 << 20) + 4, SEEK_SET) == 0 && fputs("\nthree\n", file) >= 0 && fclose(file) == 0)
        var (lines, told) = ([Int: String](), [InputError]())
        try LineFile(path).forEach(tooLong: { told.append($0) }) { bytes, place, number in
            lines[number] = String(decoding: bytes, as: UTF8.self)
            #expect(place.length == bytes.count && place.offset == (number == 1 ? 0 : (65 << 20) + 5))
        }
        #expect(lines == [1: "one", 3: "three"] && told.map(\.description) == ["\(path):2: is longer than 64 MiB"])
        #expect(throws: InputError.self) { try LineFile(path).forEach { _, _, _ in } }
    }

    @Test("a folder, a missing and an unreadable file are missing input", arguments: ["/", "/nonexistent", "/proc/1/mem"])
    func missing(_ path: String) {
        let error = #expect(throws: InputError.self) { try LineFile(path).forEach { _, _, _ in } }
        #expect(error?.kind == .missing)
    }

    private func check(_ file: LineFile, _ text: String) throws {
        var found: [String] = []
        var places: [LineFile.Place] = []
        try file.forEach { bytes, place, number in
            found.append(String(decoding: bytes, as: UTF8.self))
            places.append(place)
            #expect(number == found.count)
        }
        var expected = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        if expected.last == "" { expected.removeLast() }
        #expect(found == expected)
        #expect(try places.map { try String(decoding: file.read($0), as: UTF8.self) } == found)
    }
}

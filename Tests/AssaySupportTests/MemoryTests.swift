import Testing

@testable import AssaySupport

@Suite struct MemoryTests {
    @Test(
        "the free memory is read in bytes; what cannot be read is unknown",
        arguments: [
            ("MemTotal:       24637436 kB\nMemFree:         500 kB\nMemAvailable:   1024 kB\n", 1_048_576), ("MemTotal: 5 kB\n", nil),
            ("MemAvailable: many kB\n", nil), ("", nil),
        ] as [(String, Int?)])
    func available(text: String, bytes: Int?) { #expect(Memory.available(in: text) == bytes) }
}

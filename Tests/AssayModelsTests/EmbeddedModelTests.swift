import Testing

@testable import AssayModels

@Suite struct EmbeddedModelTests {
    @Test(
        "a local server gets as many slots as half of the free memory has room for, never less than one",
        arguments: [(8, 64, 8), (8, 4, 8), (8, 2, 5), (8, 1, 1), (1, 64, 1)])
    func slots(wanted: Int, freeGiB: Int, slots: Int) throws {
        #expect(try ModelServer.slots(EmbeddedModel.named("qwen2.5-coder-0.5b"), wanted: wanted, free: freeGiB << 30) == slots)
    }

    @Test("where the free memory is unknown there is one slot")
    func unknown() throws {
        #expect(try ModelServer.slots(EmbeddedModel.named("qwen2.5-coder-0.5b"), wanted: 8, free: nil) == 1)
    }
}

import AssaySupport
import Testing

@Suite struct NameListTests {
    @Test(
        "the first names of many are listed, and how many more there are",
        arguments: [(0, ""), (1, "1"), (2, "1, 2"), (3, "1, 2 and 1 more"), (9, "1, 2 and 7 more")])
    func listed(_ count: Int, _ text: String) {
        #expect((0..<count).map { "\($0 + 1)" }.listed(atMost: 2) == text)
    }
}

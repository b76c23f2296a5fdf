import Testing

@testable import AssaySupport

@Suite struct CacheFolderTests {
    @Test("a folder that cannot be made is named, with the variable that names another")
    func unwritable() async {
        let error = await #expect(throws: InputError.self) { try await CacheFolder.make("/proc/assay-cache/x") { _ in } }
        #expect(error?.kind == .unwritable)
        #expect(error?.description.hasPrefix("/proc/assay-cache/x") == true && error?.description.contains("ASSAY_CACHE") == true)
    }
}

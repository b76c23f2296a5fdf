import AssaySupport

/// One issue in SWE-bench's form: `instance_id`, `test_patch`, `FAIL_TO_PASS` and `PASS_TO_PASS`.
///
/// Source: "SWE-bench: Can Language Models Resolve Real-World GitHub Issues?" (Jimenez et al., 2024), and its data set.
package struct Instance: Sendable {
    /// The name of the issue.
    package let id: String
    /// The patch that brings the tests which judge; empty when they are there.
    package let testPatch: String
    /// The tests that decide.
    package let tests: ResolvingTests?

    /// Reads the keys of one instance; `place` is its position, for messages.
    init(_ object: [String: JSONValue], at place: String) throws(InputError) {
        id = try object.instanceName(at: place)
        guard let patch = object["test_patch"] == nil || object["test_patch"] == .null ? "" : object["test_patch"]?.text else {
            throw InputError(place, "the key 'test_patch' must be a text in the form of 'git diff'")
        }
        testPatch = patch
        tests = try ResolvingTests(object, at: place)
    }
}

/// The tests that say whether a patch resolves its issue.
package struct ResolvingTests: Sendable, Equatable {
    /// Tests that the issue makes fail.
    package let failToPass: [String]
    /// Tests that must keep passing.
    package let passToPass: [String]

    /// Makes the lists of tests.
    package init(failToPass: [String], passToPass: [String]) {
        (self.failToPass, self.passToPass) = (failToPass, passToPass)
    }

    /// Reads both lists, each a list or, as in the published data sets, a text that holds one; nil where no test is to be mended:
    /// then nothing says that an issue is resolved.
    init?(_ object: [String: JSONValue], at place: String) throws(InputError) {
        let (failing, passing) = (object["FAIL_TO_PASS"], object["PASS_TO_PASS"])
        guard failing != nil || passing != nil else { return nil }
        func names(_ key: String, _ value: JSONValue?) throws(InputError) -> [String] {
            guard let value else { return [] }
            let list = value.text.map { JSON.foreign(JSONValue.self, $0) ?? .null } ?? value
            guard case .array(let items) = list, items.allSatisfy({ $0.text != nil }) else {
                throw InputError(place, "the key '\(key)' must be a list of names of tests")
            }
            return items.compactMap(\.text)
        }
        failToPass = try names("FAIL_TO_PASS", failing)
        passToPass = try names("PASS_TO_PASS", passing)
        if failToPass.isEmpty { return nil }
    }
}

extension [String: JSONValue] {
    /// The name of a row's instance.
    func instanceName(at place: String) throws(InputError) -> String {
        guard let name = self["instance_id"]?.text, !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
            throw InputError(place, "the key 'instance_id' must be a name without a slash")
        }
        return name
    }
}

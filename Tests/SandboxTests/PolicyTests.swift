import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

private let policies = [
    ["base"], ["base", "python"], ["base", "swift"], ["base", "python", "loopback"], ["base", "python", "bare"], ["base", "python", "python-server"],
    ["base", "java"],
    ["base", "javascript"],
]
/// AUDIT_ARCH of linux/audit.h.
private let audit: [String: UInt32] = ["x86_64": 0xC000_003E, "aarch64": 0xC000_00B7]
private let i386: UInt32 = 0x4000_0003

private enum Action {
    static let allow: UInt32 = 0x7fff_0000
    static let report: UInt32 = 0x7fc0_0000
    static let killProcess: UInt32 = 0x8000_0000
    static func errno(_ number: Int) -> UInt32 { 0x0005_0000 | UInt32(number) }
}

/// What the text says must happen: a condition with == is asked before one with !=.
private func expected(_ rules: [PolicyExplanation.Rule], _ arguments: [UInt64]) -> Set<UInt32> {
    let holding = rules.filter { rule in
        guard rule.argument >= 0 else { return true }
        let argument = arguments[rule.argument]
        let isSecond = rule.second == 0 || arguments[rule.second] & 0xffff_ffff == rule.secondValue
        return rule.negated ? argument != rule.value : argument & rule.mask == rule.value && isSecond
    }
    let named = holding.filter { !$0.negated }
    let actions = (named.isEmpty ? holding : named).map { rule in
        switch rule.action {
        case "allow": Action.allow
        case "report", "watch", "answer": Action.report
        case "errno": Action.errno(rule.errno)
        default: Action.killProcess
        }
    }
    return actions.isEmpty ? [Action.errno(38)] : Set(actions)  // ENOSYS
}

@Suite struct PolicyTests {
    @Test("every compiled filter does what its text says, for every call and boundary argument", arguments: policies, ["x86_64", "aarch64"])
    func truth(_ names: [String], _ architecture: String) async throws {
        let rules = try await PolicyExplanation.load(names, architecture: architecture).rules
        let machine = FilterMachine(try await PolicyExplanation.compiled(names, architecture: architecture))
        let arch = try #require(audit[architecture])
        let byNumber = Dictionary(grouping: rules.filter { $0.number >= 0 }, by: \.number)
        #expect(byNumber.count > 200)
        var values: Set<UInt64> = [0, 1, 0x8000_0000, 0xffff_ffff, 1 << 32, .max]
        for rule in rules where rule.argument >= 0 {
            values.formUnion([rule.value, rule.value &+ 1, rule.value | 1 << 32, rule.value | 1 << 63])
            for bit in 0..<32 where rule.mask != 0xffff_ffff && rule.mask >> bit & 1 == 1 { values.insert(1 << UInt64(bit)) }
        }
        for number in 0..<1024 {
            let mine = byNumber[number] ?? []
            for value in mine.contains(where: { $0.argument >= 0 }) ? values : [0, .max] {
                var alike = [[UInt64](repeating: value, count: 6)]
                for rule in mine where rule.second > 0 {
                    alike.append(alike[0])
                    alike[alike.count - 1][rule.second] = rule.secondValue
                }
                for arguments in alike {
                    let action = try machine.action(number: UInt32(number), architecture: arch, arguments: arguments)
                    #expect(expected(mine, arguments).contains(action), "call \(number) with \(arguments): \(action)")
                }
            }
        }
    }

    @Test("calls by another architecture's numbers kill", arguments: policies)
    func foreign(_ names: [String]) async throws {
        let machine = FilterMachine(try await PolicyExplanation.compiled(names, architecture: "x86_64"))
        for number in 0..<1024 {
            let arguments = [UInt64](repeating: 0, count: 6)
            let old = try machine.action(number: UInt32(number), architecture: i386, arguments: arguments)
            let x32 = try machine.action(number: 0x4000_0000 | UInt32(number), architecture: audit["x86_64"] ?? 0, arguments: arguments)
            #expect(old == Action.killProcess && x32 == Action.killProcess)
        }
    }

    @Test("what a policy opens is what its golden file says", arguments: policies)
    func golden(_ names: [String]) async throws {
        let text = try await PolicyExplanation.load(names, architecture: "x86_64").text(named: names)
        let path = Places.root + "/Tests/SandboxTests/Golden/\(names.joined(separator: "+")).txt"
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        #expect(
            text == (try String(contentsOfFile: path, encoding: .utf8)),
            "if this change is meant, run the test with ASSAY_UPDATE_GOLDEN=1 and review the difference")
    }

    @Test(
        "a policy that cannot be read is one line with file and line",
        arguments: [
            ("frobnicate read\n", "unknown directive"), ("allow read if arg9 == 1\n", "argument is 0 to 5"),
            ("errno EWHAT read\n", "unknown error name"), ("limit speed=1\n", "unknown"), ("tmpfs relative:1\n", "absolute"),
            ("answer read\n", "only sysinfo and inotify_add_watch can be answered"),
        ])
    func malformed(_ text: String, _ says: String) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data(text.utf8).write(to: URL(filePath: folder + "/bad.policy"))
        let error = await #expect(throws: SandboxError.self) {
            _ = try await PolicyExplanation.load([folder + "/bad.policy"], architecture: "x86_64")
        }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }
}

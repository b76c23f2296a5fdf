import AssayCore
import AssayPipeline
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayConfiguration

@Suite struct LayersTests {
    /// A folder with a home, a project in it and a folder below.
    private final class Tree {
        let root: String
        init(project: String? = nil, user: String? = nil) throws {
            root = try Places.temporary()
            try FileManager.default.createDirectory(atPath: root + "/project/below", withIntermediateDirectories: true)
            try FileManager.default.createDirectory(atPath: root + "/home/.config/assay", withIntermediateDirectories: true)
            if let project { try Data(project.utf8).write(to: URL(filePath: root + "/project/assay.yaml")) }
            if let user { try Data(user.utf8).write(to: URL(filePath: root + "/home/.config/assay/config.yaml")) }
        }
        deinit { try? FileManager.default.removeItem(atPath: root) }

        func layers(from folder: String = "project", _ variables: [String: String] = [:], excluding: String? = nil) throws -> ConfigurationLayers {
            let environment = variables.merging(["HOME": root + "/home"]) { first, _ in first }
            return try ConfigurationLayers(ConfigurationPlaces(from: "\(root)/\(folder)", environment: environment, excluding: excluding))
        }
    }

    private static func value(_ key: String, of layers: ConfigurationLayers) throws -> EffectiveSetting {
        try #require(try layers.effective().first { $0.key == key })
    }

    @Test("a variable overrules the nearest file, that the user's, that the default; each value says where it is from")
    func order() throws {
        let tree = try Tree(
            project: "store: runs.db\nverify:\n  rerun: 2\n",
            user: "store: /u/all.db\nverify: {rerun: 1, minimum_isolation: bare}\nbudget: {tokens_per_task: 500}\n")
        let layers = try tree.layers(from: "project/below", ["ASSAY_VERIFY_RERUN": "3"])
        let rerun = try Self.value("verify.rerun", of: layers)
        #expect(rerun.value == "3" && rerun.origin == .environment("ASSAY_VERIFY_RERUN"))
        let store = try Self.value("store", of: layers)
        #expect(store.value == "\(tree.root)/project/runs.db" && store.origin == .file("\(tree.root)/project/assay.yaml", line: 1))
        let isolation = try Self.value("verify.minimum_isolation", of: layers)
        #expect(isolation.value == "bare" && isolation.origin == .file("\(tree.root)/home/.config/assay/config.yaml", line: 2))
        #expect(try Self.value("seeds", of: layers) == EffectiveSetting(key: "seeds", value: "1", origin: .fallback))
        let file = try layers.verification()
        #expect(file.reruns == 3 && file.minimumIsolation == .bare && file.store == "\(tree.root)/project/runs.db")
    }

    @Test("models and roles of both files and a variable make one project")
    func together() throws {
        let tree = try Tree(
            project: "models:\n  here: {provider: command, command: [agent]}\nroles: {implementer: here}\n",
            user: "models:\n  far: {provider: embedded, model: x}\npipeline: {kind: single-pass, max_tokens: 300}\n")
        let file = try tree.layers(["ASSAY_ROLES_IMPLEMENTER": "far", "ASSAY_PIPELINE_MAX_TOKENS": "200"]).projectFile()
        #expect(Set(file.models.keys) == ["here", "far"])
        let settings = try #require(file.arms.first?.settings)
        #expect(settings.kind == .singlePass && settings.maxTokens == 200 && settings.roles["implementer"] == "far")
    }

    @Test("what is wrong is told by the file and line, or by the variable")
    func problems() throws {
        let tree = try Tree(project: "store: a.db\nverify: {rerum: 1}\n", user: "seeds: many\n")
        let nearest = #expect(throws: ConfigurationError.self) { _ = try tree.layers() }
        #expect(nearest?.description.hasSuffix("project/assay.yaml:2:10: unknown key 'rerum'; did you mean 'rerun'?") == true, "\(nearest.debugDescription)")
        let user = #expect(throws: ConfigurationError.self) { _ = try tree.layers(from: "home") }
        #expect(user?.description.contains("config.yaml:1:8: 'seeds' must be a whole number") == true, "\(user.debugDescription)")
        let good = try Tree()
        let variable = #expect(throws: ConfigurationError.self) { _ = try good.layers(["ASSAY_VERIFY_MINIMUM_ISOLATION": "ful"]) }
        #expect(variable?.description.contains("ASSAY_VERIFY_MINIMUM_ISOLATION: 'verify.minimum_isolation' is 'ful'; did you mean 'full'?") == true)
    }

    @Test("a file in the folder that is judged does not say how it is judged; one above does")
    func excluded() throws {
        let tree = try Tree(project: "verify: {minimum_isolation: bare, isolation: bare}\n")
        let judged = tree.root + "/project"
        #expect(try tree.layers(excluding: judged).verification().minimumIsolation == .noCgroup)
        #expect(try tree.layers(from: "project/below", excluding: judged).verification().isolation == nil)
        #expect(try tree.layers(from: "project/below", excluding: judged + "/below").verification().minimumIsolation == .bare)
    }

    @Test("every variable is one key's, and one that is nearly one is told")
    func variables() {
        let names = EnvironmentSettings.keys.map(\.variable)
        #expect(Set(names).count == names.count)
        #expect(names.contains("ASSAY_STORE") && names.contains("ASSAY_VERIFY_LIMITS_MEMORY_MIB") && !names.contains("ASSAY_SEEDS"))
        #expect(
            EnvironmentSettings.notes(["ASSAY_STOER": "x", "ASSAY_CACHE": "/c", "OTHER": "y"]) == ["ASSAY_STOER names no setting; did you mean ASSAY_STORE?"])
    }

    @Test("no secret is shown: neither a variable's value, nor the user of an address, nor what looks like a key")
    func secrets() {
        let secrets = Secrets(in: ["MY_API_KEY": "correct-horse", "HOME": "/home/ann", "KEYBOARD": "qwertz-de"])
        #expect(secrets.hidden("[agent, --key, correct-horse]") == "[agent, --key, (hidden)]")
        #expect(secrets.hidden("https://ann:pw@host/v1") == "https://(hidden)@host/v1")
        #expect(secrets.hidden("[agent, --token=abc]") == "[agent, --token=(hidden)]")
        #expect(secrets.hidden("sk-abcdef0123456789") == "(hidden)")
        #expect(secrets.hidden("/home/ann/qwertz-de") == "/home/ann/qwertz-de")
    }
}

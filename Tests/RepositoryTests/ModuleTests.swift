import Testing

/// The arrows between modules, read from the lists of `Package.swift` and the imports of the sources.
@Suite struct ModuleTests {
    private static let manifest = Manifest.own
    private static let libraries = manifest.modules.filter { $0.kind == .library && $0.name.hasPrefix("Assay") }
    /// What is written in Swift.
    private static let swift = manifest.modules.filter { $0.kind != .system && $0.name != "assay-jail" }

    @Test("the manifest is read")
    func read() {
        #expect(Self.libraries.count >= 18)
        #expect(Self.manifest["AssayStore"]?.dependencies.contains("GRDB") == true)
        for module in Self.swift { #expect(!module.files.isEmpty, "\(module.name) has no sources in \(module.folder)") }
        let sources = Self.swift.map { $0.files.count }.reduce(0, +)
        #expect(sources > 300)
    }

    @Test("no module depends on itself by any way")
    func acyclic() { #expect(Self.manifest.cycles == []) }

    @Test("modules are declared from the bottom up: each depends only on those above it in the manifest")
    func upwards() {
        var declared: Set<String> = []
        for module in Self.manifest.modules {
            for dependency in module.dependencies where Self.manifest[dependency] != nil {
                #expect(declared.contains(dependency), "\(module.name) depends on \(dependency), which is declared below it")
            }
            declared.insert(module.name)
        }
    }

    @Test("a file imports only what its module lists", arguments: swift)
    func listed(_ module: Manifest.Module) {
        // What every toolchain brings along is listed nowhere.
        let system: Set = [
            "Testing", "Glibc", "Foundation", "FoundationEssentials", "FoundationXML", "Synchronization", "Dispatch",
            "AssayTestSupport",
        ]
        let known = Set(module.dependencies).union(system)
        for file in module.files {
            for name in file.imports.subtracting(known) { Issue.record("\(file.path) imports \(name), which \(module.name) does not list") }
        }
    }

    @Test("every listed dependency is imported by some file", arguments: swift)
    func imported(_ module: Manifest.Module) {
        let imported = module.files.reduce(into: Set<String>()) { $0.formUnion($1.imports) }
        // A program that another one starts is listed so that it is built.
        let programs = Set(Self.manifest.modules.filter { $0.kind == .executable }.map(\.name))
        let idle = Set(module.dependencies).subtracting(imported).subtracting(programs)
        #expect(idle.isEmpty, "\(module.name) lists \(idle.sorted()) in vain")
    }

    struct Promise: Sendable, CustomTestStringConvertible {
        let module: String
        /// The modules of the package that it may reach at most; nil where there is no such bound.
        var atMost: Set<String>?
        var never: Set<String> = []
        var testDescription: String { module }
    }

    @Test(
        "what the architecture promises and no list can say",
        arguments: [
            Promise(module: "AssaySupport", atMost: ["CZlib"]), Promise(module: "AssayStatistics", atMost: []),
            Promise(module: "AssayCore", atMost: ["AssaySupport", "CZlib"]),
            Promise(module: "AssaySandbox", atMost: ["AssaySupport", "AssayCore", "CZlib", "assay-jail", "CSeccomp"]),
            Promise(module: "AssayToolchains", never: ["AssayVerify", "AssayPipeline", "AssayModels"]),
            Promise(module: "AssayVerify", never: ["AssayModels", "AssayPipeline", "AssayStore", "AssayExperiments", "AssayRender"]),
            Promise(module: "AssayPipeline", never: ["AssayVerify", "AssayModels", "AssaySandbox", "AssayToolchains"]),
            Promise(module: "AssayModels", never: ["AssayPipeline", "AssayVerify", "AssaySandbox"]),
            Promise(module: "AssaySuites", atMost: ["AssaySupport", "AssayCore", "CZlib"]),
            Promise(module: "AssayStore", atMost: ["AssaySupport", "AssayCore", "CZlib"]),
            Promise(module: "AssayExperiments", never: ["AssayRender", "AssayView"]),
        ])
    func promised(_ promise: Promise) throws {
        #expect(Self.manifest[promise.module] != nil)
        let reached = Self.manifest.reach(promise.module)
        #expect(reached.isDisjoint(with: promise.never), "\(promise.module) reaches \(reached.intersection(promise.never).sorted())")
        if let atMost = promise.atMost {
            #expect(reached.isSubset(of: atMost), "\(promise.module) reaches \(reached.subtracting(atMost).sorted())")
        }
    }

    @Test("nothing but the program depends on the commands, and the program on nothing else")
    func top() {
        let users = Self.manifest.modules.filter { $0.kind != .tests && $0.dependencies.contains("AssayCommands") }.map(\.name)
        #expect(users == ["assay"])
        #expect(Self.manifest["assay"]?.dependencies == ["AssayCommands"])
        #expect(Self.manifest["assay"]?.files.map(\.name) == ["main.swift"])
    }

    @Test(
        "a package of somebody else is known in one place",
        arguments: [
            ("GRDB", ["AssayStore"]), ("AsyncHTTPClient", ["AssayModels"]), ("Hummingbird", ["AssayView"]), ("ArgumentParser", ["AssayCommands"]),
            ("Crypto", ["AssaySupport"]), ("CZlib", ["AssaySupport"]),
        ] as [(String, Set<String>)])
    func once(_ package: String, _ places: Set<String>) {
        let importing = SwiftFile.sources.filter { $0.imports.contains(package) }.compactMap {
            $0.path.split(separator: "/").dropFirst().first.map(String.init)
        }
        #expect(Set(importing) == places)
    }

    @Test("every module has a target of tests of its own")
    func tested() {
        for module in Self.libraries where module.name != "AssayTestSupport" {
            let name = module.name == "AssaySandbox" ? "SandboxTests" : module.name + "Tests"
            #expect(Self.manifest[name]?.dependencies.contains(module.name) == true, "\(name) is missing, or does not list \(module.name)")
        }
    }

    @Test("every folder of sources belongs to a module")
    func folders() {
        let known = Self.manifest.modules.map { $0.folder + "/" }
        for file in SwiftFile.sources + SwiftFile.tests { #expect(known.contains { file.path.hasPrefix($0) }, "\(file.path)") }
    }

    @Test("the vocabulary does no input or output")
    func vocabulary() {
        for file in Self.manifest["AssayCore"]?.files ?? [] {
            for word in ["FileManager", "Subprocess", "contentsOf:", "write(to:"] { #expect(!file.text.contains(word), "\(file.path) names \(word)") }
        }
    }
}

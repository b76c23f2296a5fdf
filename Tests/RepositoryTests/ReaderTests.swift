import Testing

/// The readers on which the tests of the repository rely, on texts whose truth is plain.
@Suite struct ReaderTests {
    @Test("imports are found whatever stands before them, and not in the text of programs")
    func imports() {
        let text = """
            import A
            package import B
            @testable import C
            import class D.Thing
            let program = \"""
                import os
                \"""
            // import E
            importer()
            """
        #expect(SwiftFile(path: "x.swift", text: text).imports == ["A", "B", "C", "D"])
    }

    @Test("a function is as long as it stands there, without its comments and attributes")
    func functions() {
        let text = #"""
            /// Says {.
            @Test(
                "{"
            )
            func one() {
                let brace = "}"
                print("\(brace) { ")
            }
            struct S {
                init() {}
                var two: Int {
                    2
                }
                let three = 3
                subscript(i: Int) -> Int { i }
            }
            """#
        #expect(
            FunctionSpan.all(in: text) == [
                FunctionSpan(name: "one", line: 5, lines: 4), FunctionSpan(name: "init", line: 10, lines: 1),
                FunctionSpan(name: "two", line: 11, lines: 3), FunctionSpan(name: "subscript", line: 15, lines: 1),
            ])
    }

    @Test("parameters without labels are counted")
    func unlabelled() {
        let found = FunctionSpan.all(in: "func a(_ x: Int, y: Int, _ z: Int) {}\nstruct S { init(_ x: Int) {} }\nfunc b(in x: Int) {}\n")
        #expect(found.map(\.unlabelled) == [2, 1, 0])
    }

    private static let manifest = Manifest(
        """
        func module(_ name: String) -> Target { .target(name: name) }
        let yams = Target.Dependency.product(name: "Yams", package: "Yams")
        let package = Package(
            name: "p", products: [.executable(name: "run", targets: ["run"])],
            targets: [
                .systemLibrary(name: "CLib", path: "c/CLib"),
                module("Low", [yams], resources: [.embedInCode("Data")]),
                module("High", ["Low", "CLib"]),
                .executableTarget(name: "run", dependencies: ["High", .product(name: "Other", package: "o")], path: "main"),
                tests("LowTests", ["Low"], exclude: ["Golden"]),
                module("Left", ["Right"]), module("Right", ["Left"]),
            ])
        """)

    @Test("targets, their lists, folders and resources are read out of a manifest")
    func manifests() throws {
        let read = Self.manifest
        #expect(read.modules.map(\.name) == ["CLib", "Low", "High", "run", "LowTests", "Left", "Right"])
        #expect(read["Low"]?.dependencies == ["Yams"] && read["Low"]?.resources == ["Data"] && read["Low"]?.folder == "Sources/Low")
        #expect(read["run"]?.dependencies == ["High", "Other"] && read["run"]?.folder == "main" && read["run"]?.kind == .executable)
        #expect(read["LowTests"]?.folder == "Tests/LowTests" && read["LowTests"]?.kind == .tests)
    }

    @Test("what a module reaches is followed through the lists, and a cycle is found")
    func reaches() {
        #expect(Self.manifest.reach("run") == ["High", "Low", "CLib"])
        #expect(Self.manifest.cycles == ["Left", "Right"])
    }
}

// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Declares one module of the house; the arrows between modules are these dependency lists.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    exclude: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

/// Declares one test target; the support module and the built helpers come with it.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["AssayTestSupport"], exclude: exclude,
        swiftSettings: strict)
}

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let http = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation = Target.Dependency.product(
    name: "NIOFoundationCompat", package: "swift-nio")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let swiftSyntax = Target.Dependency.product(name: "SwiftSyntax", package: "swift-syntax")
let swiftParser = Target.Dependency.product(name: "SwiftParser", package: "swift-syntax")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "assay",
    products: [.executable(name: "assay", targets: ["assay"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.8.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.16.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
        .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.0"),
        .package(
            url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CSeccomp", path: "sandbox/CSeccomp", pkgConfig: "libseccomp",
            providers: [.apt(["libseccomp-dev"])]),
        .executableTarget(
            name: "assay-jail", dependencies: ["CSeccomp"], path: "sandbox/launcher",
            cSettings: [
                .define("_GNU_SOURCE"),
                .unsafeFlags([
                    "-std=c17", "-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wvla",
                    "-fstack-protector-strong", "-fPIE", "-D_FORTIFY_SOURCE=2", "-O2",
                ]),
            ],
            // Embedded keeps SwiftPM from linking the Swift runtime into a pure C program.
            linkerSettings: [
                .unsafeFlags(["-enable-experimental-feature", "Embedded"]),
                .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro"]),
                .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"]),
                .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "noexecstack"]),
            ]),

        .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        module("AssaySupport", [crypto, subprocess, system, "CZlib"]),
        module("AssayCore", ["AssaySupport"]),
        module("AssayOutline", ["AssaySupport", "AssayCore", swiftSyntax, swiftParser]),
        module("AssayStatistics"),
        module(
            "AssaySandbox", ["AssaySupport", "AssayCore", "assay-jail", subprocess, system],
            resources: [.embedInCode("Policies")]),
        module(
            "AssayToolchains", ["AssaySupport", "AssayCore", subprocess, system, swiftSyntax, swiftParser],
            resources: [.embedInCode("Profiles"), .embedInCode("Requirements")]),
        module(
            "AssayVerify", ["AssaySupport", "AssayCore", "AssaySandbox", "AssayToolchains", mustache],
            resources: [
                .embedInCode("Drivers/python"), .embedInCode("Drivers/swift"), .embedInCode("Drivers/java"), .embedInCode("Drivers/node"),
                .embedInCode("Drivers/c"), .embedInCode("Drivers/shell"), .embedInCode("Drivers/go"), .embedInCode("Drivers/rust"),
                .embedInCode("Drivers/semgrep"),
            ]),
        module("AssayAdmission", ["AssaySupport", "AssayCore", "AssayToolchains", "AssayVerify"]),
        module(
            "AssaySelftest", ["AssaySupport", "AssayCore", "AssaySandbox", "AssayToolchains", "AssayVerify", subprocess, system],
            resources: [.embedInCode("Programs/Hostile"), .embedInCode("Programs/Hacks")]),
        module("AssaySuites", ["AssaySupport", "AssayCore", toml, yams]),
        module(
            "AssayModels",
            ["AssaySupport", "AssayCore", http, nioCore, nioHTTP, nioFoundation, subprocess, system],
            resources: [.embedInCode("Resources")]),
        module("AssayRepositories", ["AssaySupport", "AssayCore", toml, yams, swiftSyntax, swiftParser, subprocess, system]),
        module(
            "AssayFetch",
            [
                "AssaySupport", "AssayCore", "AssaySandbox", "AssayToolchains", "AssayRepositories", nioCore, nioPosix, subprocess, system, toml,
            ],
            resources: [.embedInCode("Scripts")]),
        module(
            "AssayPipeline", ["AssaySupport", "AssayCore", "AssayOutline", "AssayRepositories", mustache], resources: [.embedInCode("Prompts")]),
        module("AssayConfiguration", ["AssaySupport", "AssayCore", "AssayModels", "AssayPipeline", yams]),
        module("AssayStore", ["AssaySupport", "AssayCore", grdb]),
        module(
            "AssayExperiments",
            [
                "AssaySupport", "AssayCore", "AssayConfiguration", "AssayModels", "AssayPipeline", "AssayRepositories", "AssayStatistics",
                "AssayStore", "AssaySuites", "AssayToolchains", "AssayVerify",
            ]),
        module("AssayCluster", ["AssaySupport", "AssayCore", "AssayStore", subprocess]),
        module(
            "AssayRender", ["AssaySupport", "AssayCore", "AssayStatistics", "AssayStore", "AssayExperiments"],
            resources: [.embedInCode("Assets")]),
        module(
            "AssayView",
            ["AssaySupport", "AssayCore", "AssayStore", "AssayExperiments", "AssayRender", hummingbird, httpTypes, logging, nioCore, system]),
        module(
            "AssayMCP",
            [
                "AssaySupport", "AssayCore", "AssayStatistics", "AssaySandbox", "AssayVerify", "AssayRepositories", "AssayStore", "AssayExperiments",
                "AssayRender",
            ]),
        module(
            "AssayCommands",
            [
                "AssaySupport", "AssayCore", "AssayStatistics", "AssaySandbox", "AssayToolchains", "AssayVerify", "AssayAdmission",
                "AssaySelftest", "AssaySuites", "AssayModels", "AssayRepositories", "AssayFetch", "AssayPipeline", "AssayConfiguration",
                "AssayStore", "AssayExperiments", "AssayCluster", "AssayRender", "AssayView", "AssayMCP", arguments,
            ]),
        .executableTarget(name: "assay", dependencies: ["AssayCommands"], swiftSettings: strict),

        .executableTarget(
            name: "assay-store-benchmark",
            dependencies: ["AssayCore", "AssayStore", "AssaySupport", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")],
            path: "benchmarks/store", exclude: ["kill.py"], swiftSettings: strict),
        .executableTarget(
            name: "assay-simulate", dependencies: ["AssayStatistics"], path: "benchmarks/statistics",
            exclude: ["vectors.py"], swiftSettings: strict),

        .target(
            name: "AssayTestSupport", dependencies: ["AssayCore"], path: "Tests/AssayTestSupport",
            swiftSettings: strict),
        tests("AssaySupportTests", ["AssaySupport", subprocess, system]),
        tests("AssayCoreTests", ["AssaySupport", "AssayCore"]),
        tests("AssayOutlineTests", ["AssayCore", "AssayOutline"]),
        tests("AssayStatisticsTests", ["AssaySupport", "AssayStatistics"]),
        tests(
            "SandboxTests", ["AssaySupport", "AssayCore", "AssaySandbox", "AssaySelftest", subprocess, system],
            exclude: ["Golden", "Programs"]),
        tests("AssayToolchainsTests", ["AssaySupport", "AssayCore", "AssayToolchains"]),
        tests(
            "AssayVerifyTests",
            [
                "AssaySupport", "AssayCore", "AssaySandbox", "AssayToolchains", "AssayVerify", "AssayRepositories", "AssaySuites",
            ]),
        tests(
            "AssayAdmissionTests",
            ["AssaySupport", "AssayCore", "AssaySandbox", "AssayVerify", "AssayAdmission", "AssaySuites"]),
        tests("AssaySelftestTests", ["AssaySupport", "AssayCore", "AssaySandbox", "AssayToolchains", "AssayVerify", "AssaySelftest"]),
        tests("AssaySuitesTests", ["AssaySupport", "AssayCore", "AssaySuites"]),
        tests(
            "AssayModelsTests", ["AssaySupport", "AssayCore", "AssayModels", "AssayStatistics", subprocess, system, nioHTTP], exclude: ["Programs"]),
        tests("AssayRepositoriesTests", ["AssaySupport", "AssayCore", "AssayToolchains", "AssayRepositories", subprocess]),
        tests(
            "AssayPipelineTests",
            [
                "AssaySupport", "AssayCore", "AssayPipeline", "AssayRepositories", "AssaySandbox", "AssaySuites", "AssayToolchains",
                "AssayVerify",
            ]),
        tests("AssayConfigurationTests", ["AssaySupport", "AssayCore", "AssayPipeline", "AssayConfiguration"]),
        tests("AssayCommandsTests", ["AssayCore", "AssayToolchains", "AssayConfiguration", "AssayCommands", arguments]),
        tests("AssayClusterTests", ["AssaySupport", "AssayCore", "AssayCluster"]),
        tests("AssayStoreTests", ["AssaySupport", "AssayCore", "AssayStore", grdb]),
        tests(
            "AssayExperimentsTests",
            [
                "AssaySupport", "AssayCore", "AssayConfiguration", "AssayExperiments", "AssayModels", "AssayPipeline", "AssayRender",
                "AssaySandbox", "AssayStatistics", "AssayStore", "AssaySuites", "AssayToolchains", "AssayVerify",
            ]),
        tests(
            "AssayRenderTests",
            ["AssaySupport", "AssayCore", "AssayExperiments", "AssayRender", subprocess, system],
            exclude: ["Golden"]),
        tests(
            "AssayViewTests",
            ["AssaySupport", "AssayCore", "AssayExperiments", "AssayRender", "AssayStore", "AssayView", http, nioCore, nioHTTP]),
        tests("AssayMCPTests", ["AssaySupport", "AssayMCP"]),
        tests(
            "EndToEndTests", ["AssaySupport", "AssayCore", grdb, subprocess, system, yams], exclude: ["Fetching/registry.py"]),
        tests("AssayFetchTests", ["AssayFetch"]),
        tests("RepositoryTests", ["AssaySupport", "AssayCore", subprocess, system, swiftSyntax, swiftParser]),
    ],
    swiftLanguageModes: [.v6]
)

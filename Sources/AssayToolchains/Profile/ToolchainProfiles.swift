package import AssayCore
import AssaySupport
import FoundationEssentials

extension ToolchainProfile {
    /// The environment variable with a folder of the user's own profiles, each of which replaces the built-in one for its language.
    package static let variable = "ASSAY_TOOLCHAINS"

    /// The embedded profiles and the user's own, decoded once in a process.
    package static func known() throws(HarnessError) -> [ToolchainProfile] { try KnownProfiles.shared.profiles() }

    /// The profiles in a folder, one a file.
    package static func read(_ folder: String) throws(HarnessError) -> [ToolchainProfile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
        } catch {
            throw HarnessError(.toolchain, "\(variable): \(folder) cannot be read; name a folder with toolchain profiles")
        }
        var profiles: [ToolchainProfile] = []
        for name in names {
            let path = "\(folder)/\(name)"
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw HarnessError(.toolchain, "\(path) cannot be read as text")
            }
            let profile = try decode(text, path)
            if let other = profiles.first(where: { $0.language == profile.language }) {
                throw HarnessError(.toolchain, "\(path): '\(other.id)' is a profile for \(profile.language.title) as well; keep one of them")
            }
            profiles.append(profile)
        }
        return profiles
    }

    /// The embedded profiles.
    package static func embedded() throws(HarnessError) -> [ToolchainProfile] {
        let files: [(String, [UInt8])] = [
            ("c", PackageResources.c_json), ("cpp", PackageResources.cpp_json), ("go", PackageResources.go_json),
            ("java", PackageResources.java_json), ("javascript", PackageResources.javascript_json),
            ("python", PackageResources.python_json), ("rust", PackageResources.rust_json), ("shell", PackageResources.shell_json),
            ("swift", PackageResources.swift_json), ("typescript", PackageResources.typescript_json),
        ]
        var profiles: [ToolchainProfile] = []
        for (name, bytes) in files { profiles.append(try decode(String(decoding: bytes, as: UTF8.self), name)) }
        return profiles
    }

    private static func decode(_ text: String, _ place: String) throws(HarnessError) -> ToolchainProfile {
        do {
            return try JSON.decode(ToolchainProfile.self, text)
        } catch {
            throw HarnessError(.toolchain, "\(place): not a toolchain profile: \(error)")
        }
    }
}

/// How a project was built, where a toolchain has more than one way.
package enum BuildRoute: String, Sendable, Codable {
    /// By the compiler alone, without the build system of the toolchain.
    case direct
    /// By the toolchain's own build system.
    case toolchain
}

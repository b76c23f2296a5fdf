/// The way in which a project was built, for toolchains that have several.
package enum BuildRoute: String, Sendable, Codable {
    /// The compiler was called directly, without the build system of the toolchain.
    case direct
    /// The toolchain's own build system was used.
    case toolchain
}

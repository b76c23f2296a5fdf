/// The version of this program, as `assay --version` prints it.
package enum AssayVersion {
    /// The version, as `assay --version` prints it.
    package static let current = "0.2.0"
}

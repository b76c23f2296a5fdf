package import AssaySupport

/// The instances of a file, in any form of `InstanceRows`: what a data set in SWE-bench's form says beside its predictions.
package struct InstanceFile: Sendable {
    /// The instances by their names.
    package let instances: [ExactName: Instance]

    /// Reads every instance; throws at the first that is none, as predictions would be judged by wrong tests.
    package init(_ path: String) throws(InputError) {
        let file = try InstanceRows(path, read: Instance.init)
        if let first = file.malformed.first { throw first }
        instances = Dictionary(file.rows.map { (ExactName($0.id), $0) }, uniquingKeysWith: { $1 })
    }
}

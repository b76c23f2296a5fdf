package import FoundationEssentials

/// What stands at one path of a tree: a file, a symbolic link, or a folder without files.
package enum FileEntry: Sendable, Equatable {
    /// A file of valid UTF-8.
    case text(String, isExecutable: Bool = false)
    /// A file in any other encoding, or of no text at all.
    case bytes(Data, isExecutable: Bool = false)
    /// A symbolic link whose target, relative to the link's folder, lies in the tree.
    case link(String)
    /// A folder without files.
    case folder

    /// Makes the entry of a file's bytes: text where they are valid UTF-8.
    package init(_ data: Data, isExecutable: Bool = false) {
        if let text = String(validating: data, as: UTF8.self) {
            self = .text(text, isExecutable: isExecutable)
        } else {
            self = .bytes(data, isExecutable: isExecutable)
        }
    }

    /// The text of a file of valid UTF-8; nil for everything else.
    package var text: String? { if case .text(let text, _) = self { text } else { nil } }

    /// The bytes of a file; nil for links and folders.
    package var data: Data? {
        switch self {
        case .text(let text, _): Data(text.utf8)
        case .bytes(let data, _): data
        case .link, .folder: nil
        }
    }

    /// Whether it is a file that may be run as a program.
    package var isExecutable: Bool {
        switch self {
        case .text(_, let executable), .bytes(_, let executable): executable
        case .link, .folder: false
        }
    }

    /// Whether a link at a path stays within the tree: `..` only at the beginning, and not above the root.
    ///
    /// Behind a name, which may be another link, `..` could lead anywhere.
    package static func isInside(link path: String, to target: String) -> Bool {
        guard !target.isEmpty, !target.hasPrefix("/"), !target.utf8.contains(0) else { return false }
        let parts = target.split(separator: "/").filter { $0 != "." }
        let up = parts.prefix { $0 == ".." }.count
        return up < path.split(separator: "/").count && !parts.dropFirst(up).contains("..")
    }
}

extension FileEntry: Codable {
    private enum CodingKeys: String, CodingKey { case text, base64, link, isExecutable = "executable" }

    /// Reads a plain text as a file, or an object with `text`, `base64` or `link`, and `executable`; an empty object is a folder.
    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(text)
            return
        }
        let object = try decoder.container(keyedBy: CodingKeys.self)
        let executable = try object.decodeIfPresent(Bool.self, forKey: .isExecutable) ?? false
        if let text = try object.decodeIfPresent(String.self, forKey: .text) {
            self = .text(text, isExecutable: executable)
        } else if let base64 = try object.decodeIfPresent(String.self, forKey: .base64) {
            guard let data = Data(base64Encoded: base64) else {
                throw DecodingError.dataCorruptedError(forKey: .base64, in: object, debugDescription: "not base64 (RFC 4648)")
            }
            self = .bytes(data, isExecutable: executable)
        } else if let link = try object.decodeIfPresent(String.self, forKey: .link) {
            self = .link(link)
        } else {
            self = .folder
        }
    }

    /// Writes a plain text as a JSON string, and all else as an object.
    package func encode(to encoder: any Encoder) throws {
        if case .text(let text, false) = self {
            var value = encoder.singleValueContainer()
            try value.encode(text)
            return
        }
        var object = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .text(let text, _): try object.encode(text, forKey: .text)
        case .bytes(let data, _): try object.encode(data.base64EncodedString(), forKey: .base64)
        case .link(let target): try object.encode(target, forKey: .link)
        case .folder: break
        }
        if isExecutable { try object.encode(true, forKey: .isExecutable) }
    }
}

/// Text files that people name or hand over: packed by gzip or not, with or without a byte order mark.
package enum TextFile {
    /// The largest file that is read whole, in bytes.
    private static let sizeLimit = 64 << 20

    /// Reads a file whole; a byte order mark is no part of its text.
    ///
    /// - Throws: `InputError` that says whether the file is missing, too large or no UTF-8.
    package static func read(_ path: String) throws(InputError) -> String {
        let bytes = try LineFile(path).whole(most: sizeLimit)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let text = String(validating: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self) else {
            throw InputError(path, "is no text in UTF-8")
        }
        return text
    }
}

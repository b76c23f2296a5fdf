/// One turn of a conversation.
package struct ModelMessage: Sendable, Codable, Equatable {
    /// The speaker of a message, as chat interfaces name it.
    package enum Speaker: String, Sendable, Codable { case system, user, assistant }
    /// The speaker of the message.
    package let role: Speaker
    /// The text of the message.
    package let content: String
    /// The length in UTF-8 bytes of the beginning that all calls about one task share, which providers can cache.
    package let stable: Int?

    /// Makes a message of a speaker.
    package init(_ role: Speaker, _ content: String) {
        self.role = role
        self.content = content
        stable = nil
    }

    /// A message whose first part is the same in many calls.
    package init(_ role: Speaker, stable: String, _ rest: String) {
        self.role = role
        content = stable + rest
        self.stable = stable.utf8.count
    }

    /// The shared beginning, if one is marked, and the rest.
    package var parts: (stable: String?, rest: String) {
        guard let stable, stable > 0, stable <= content.utf8.count else { return (nil, content) }
        let bytes = content.utf8
        let cut = bytes.index(bytes.startIndex, offsetBy: stable)
        return (String(content[..<cut]), String(content[cut...]))
    }
}

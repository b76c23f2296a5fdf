/// The revisions of the Model Context Protocol that the server speaks.
enum ProtocolVersion: String, Sendable, CaseIterable {
    case november2024 = "2024-11-05"
    case march2025 = "2025-03-26"
    case june2025 = "2025-06-18"

    /// The newest, which is offered to a client that asks for one we do not know.
    static let newest = ProtocolVersion.june2025

    /// Returns the revision that is spoken with a client that asks for one.
    static func negotiated(_ asked: String) -> ProtocolVersion { ProtocolVersion(rawValue: asked) ?? newest }

    /// Whether several messages may come in one array: March 2025 brought that, June took it back.
    var hasBatches: Bool { self == .march2025 }
    /// Whether tools have annotations.
    var hasAnnotations: Bool { self != .november2024 }
    /// Whether tools have titles and answer with structured content.
    var hasStructuredContent: Bool { self == .june2025 }
}

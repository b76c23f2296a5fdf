import Crypto
import FoundationEssentials

extension Digest {
    /// The digest of a script or style sheet as a Content-Security-Policy names it (CSP 3, section 2.3.1).
    package static func source(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }
}

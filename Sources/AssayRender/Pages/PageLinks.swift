/// The addresses of the pages, as one page names another; nil where there is no such page.
package struct PageLinks: Sendable {
    /// The list of runs.
    package var home: String?
    /// A run, by its id.
    package var run: @Sendable (_ run: String) -> String?
    /// An attempt, by its run's id and its own number.
    package var attempt: @Sendable (_ run: String, _ number: Int64) -> String?
    /// Two arms side by side, each as `RUN/ARM`.
    package var comparison: @Sendable (_ a: String, _ b: String) -> String?
    /// Two attempts of a run side by side.
    package var pair: @Sendable (_ run: String, _ a: Int64, _ b: Int64) -> String?
    /// Where the progress of a run can be asked for; nil where pages do not change.
    package var live: @Sendable (_ run: String) -> String? = { _ in nil }
    /// Where the server says that something has changed.
    package var events: String?
    /// How the pages reach their reader.
    package var carrier = Carrier.file

    /// Names the addresses of pages that do not change.
    package init(
        home: String?, run: @escaping @Sendable (String) -> String?, attempt: @escaping @Sendable (String, Int64) -> String?,
        comparison: @escaping @Sendable (String, String) -> String?, pair: @escaping @Sendable (String, Int64, Int64) -> String?
    ) {
        (self.home, self.run, self.attempt, self.comparison, self.pair) = (home, run, attempt, comparison, pair)
    }

    /// Links of one file that stands alone.
    package static let none = PageLinks(
        home: nil, run: { _ in nil }, attempt: { _, _ in nil }, comparison: { _, _ in nil }, pair: { _, _, _ in nil })

    /// The addresses of the server.
    package static let server: PageLinks = {
        var links = PageLinks(
            home: "/", run: { "/run/\(encoded($0))" }, attempt: { "/run/\(encoded($0))/attempt/\($1)" },
            comparison: { "/compare?a=\(encoded($0))&b=\(encoded($1))" }, pair: { "/run/\(encoded($0))/pair/\($1)/\($2)" })
        links.live = { "/run/\(encoded($0))/live" }
        links.events = "/events"
        links.carrier = .server
        return links
    }()

    /// Percent-encodes a part of an address (RFC 3986, section 2.1); letters, digits, `-._~` and the characters to keep stay.
    package static func encoded(_ text: String, keeping kept: String = "") -> String {
        let marks = "-._~" + kept
        return text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || marks.utf8.contains(byte)
            return isPlain ? String(Character(Unicode.Scalar(byte))) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

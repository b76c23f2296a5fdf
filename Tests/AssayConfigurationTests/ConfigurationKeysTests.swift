import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayConfiguration

@Suite struct ConfigurationKeysTests {
    /// The rows of the pages of keys, by key: what the value may be, and the default.
    private static let rows: [String: (kind: String, fallback: String)] = {
        var rows: [String: (kind: String, fallback: String)] = [:]
        let text = ["configuration", "model-settings"].map { (try? Places.text("docs/\($0).md")) ?? "" }.joined(separator: "\n")
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { String($0).trimmed }
            if cells.count == 4 { rows[cells[0].filter { $0 != "`" }] = (cells[1], cells[2]) }
        }
        return rows
    }()

    @Test("no key is declared twice")
    func once() {
        #expect(Set(ConfigurationKeys.all).count == ConfigurationKeys.all.count)
        #expect(ConfigurationKeys.all.contains("models.NAME.provider"))
        #expect(ConfigurationKeys.all.contains("prices.models.NAME.input"))
    }

    @Test("the documented range of a number is the declared one")
    func ranges() throws {
        for entry in ConfigurationKeys.entries {
            guard let row = Self.rows[entry.path] else { continue }
            let declared: (Double, Double)
            switch entry.key.kind {
            case .integer(let range): declared = (Double(range.lowerBound), Double(range.upperBound))
            case .number(let range): declared = (range.lowerBound, range.upperBound)
            default: continue
            }
            guard declared.0 < declared.1 else { continue }
            let found = try #require(row.kind.firstMatch(of: /([0-9.]+) to ([0-9.]+)/), "\(entry.path): \(row.kind)")
            #expect(Double(found.1) == declared.0 && Double(found.2) == declared.1, "\(entry.path): \(row.kind)")
        }
    }

    @Test("the documented words of a choice are the declared ones")
    func choices() {
        for entry in ConfigurationKeys.entries {
            guard let row = Self.rows[entry.path], case .choice(let words) = entry.key.kind else { continue }
            let written = Set(row.kind.matches(of: /`([^`]+)`/).map { String($0.1) })
            #expect(written.isSuperset(of: words), "\(entry.path): \(row.kind)")
        }
    }

    @Test("the documented default is the declared one, and a key without a default says none or why")
    func defaults() {
        var checked = 0
        for entry in ConfigurationKeys.entries {
            guard let row = Self.rows[entry.path], let fallback = entry.key.fallback else { continue }
            #expect(row.fallback.filter { $0 != "`" } == fallback.written, "\(entry.path)")
            checked += 1
        }
        #expect(checked > 25)
    }
}

import GRDB

/// A value of a column.
package enum StoredValue: Sendable, Equatable {
    /// No value, or one that is not known.
    case null
    /// A whole number.
    case integer(Int64)
    /// A number.
    case real(Double)
    /// A text.
    case text(String)

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob: self = PackedText.unpack(value).map(StoredValue.text) ?? .null
        }
    }
}

extension Store {
    /// Returns the names of the columns of a view, in their order.
    package func columns(of view: PlainView) throws -> [String] { try database.read { db in try db.columns(in: view.rawValue).map(\.name) } }

    /// Passes each row of a view that belongs to a run, in order; `texts` adds the texts that belong to it, unpacked.
    ///
    /// A row is its columns with their names, in the order of the view.
    package func rows(
        of view: PlainView, run: String, texts: Bool, _ each: ([(name: String, value: StoredValue)]) throws -> Void
    ) throws {
        let added = texts ? view.texts : []
        let columns = ["v.*"] + added.enumerated().map { "b\($0.offset).content AS \"\($0.element.name)\"" }
        let joins = added.enumerated().map { "LEFT JOIN blob b\($0.offset) ON b\($0.offset).digest = v.\($0.element.digest)" }
        let sql = "SELECT \(columns.joined(separator: ", ")) FROM \(view.rawValue) v \(joins.joined(separator: " ")) WHERE v.run = ? ORDER BY \(view.order)"
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [run])
            while let row = try rows.next() { try each(row.map { ($0, StoredValue($1)) }) }
        }
    }
}

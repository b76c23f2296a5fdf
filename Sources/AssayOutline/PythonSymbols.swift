/// Reads the declarations of a Python file by the indentation of its logical lines.
struct PythonSymbols {
    /// A logical line: brackets and backslashes may stretch it over several lines of text.
    private struct Line {
        /// The indices of its tokens.
        var tokens: Range<Int>
        var indentation: Int
    }

    /// A block that is being read.
    private struct Block {
        var indentation: Int
        /// The index of its symbol; nil for a block of `if`, `try` or `with`.
        var symbol: Int?
        var isFunction: Bool
    }

    private let file: LexedSource
    private var symbols: [OutlineSymbol] = []
    private var imports: [Range<Int>] = []
    private var head = 0
    private var blocks: [Block] = []
    /// The first token of the decorators before the next definition.
    private var decorator: Int?
    /// The offset behind the last logical line.
    private var end = 0

    static func read(_ file: LexedSource) -> (symbols: [OutlineSymbol], imports: [Range<Int>], head: Int) {
        var reader = PythonSymbols(file: file)
        for line in reader.lines() { reader.add(line) }
        reader.close(to: 0)
        return (reader.symbols, reader.imports, reader.head)
    }

    private init(file: LexedSource) { self.file = file }

    private func lines() -> [Line] {
        var lines: [Line] = []
        var index = 0
        while index < file.tokens.count {
            let start = index
            repeat {
                index = file.partners[index] > index ? file.partners[index] + 1 : index + 1
            } while index < file.tokens.count && !beginsLine(index)
            let offset = file.tokens[start].range.lowerBound
            let column = file.source[file.lines[file.line(of: offset)]..<offset].reduce(0) { $1 == Byte.tab ? ($0 / 8 + 1) * 8 : $0 + 1 }
            lines.append(Line(tokens: start..<index, indentation: column))
        }
        return lines
    }

    /// Whether a token begins a logical line: the line before does not end in a backslash.
    private func beginsLine(_ token: Int) -> Bool {
        guard file.isFirstOnLine(token) else { return false }
        let line = file.line(of: file.tokens[token].range.lowerBound)
        guard line > 0 else { return true }
        var before = file.lines[line] - 1
        while before > 0, Byte.isBlank(file.source[before]), before > file.lines[line - 1] { before -= 1 }
        return file.source[before] != Byte.backslash || file.tokens[token - 1].range.upperBound > before
    }

    private mutating func add(_ line: Line) {
        close(to: line.indentation)
        let first = file.tokens[line.tokens.lowerBound]
        if blocks.contains(where: \.isFunction) {
            end = file.tokens[line.tokens.upperBound - 1].range.upperBound
            return
        }
        let parent = blocks.last { $0.symbol != nil }?.symbol
        var place = line.tokens.lowerBound
        if first.text == "@" {
            // What is before the decorators ends where it did.
            decorator = decorator ?? place
            return
        } else if ["def", "class", "async"].contains(first.text) {
            if first.text == "async" { place += 1 }
            define(line, place, parent)
        } else {
            decorator = nil
            if parent == nil { statement(line, first) }
            if file.tokens[line.tokens.upperBound - 1].text == ":" {
                blocks.append(Block(indentation: line.indentation, symbol: nil, isFunction: false))
            }
        }
        end = file.tokens[line.tokens.upperBound - 1].range.upperBound
    }

    private mutating func define(_ line: Line, _ keyword: Int, _ parent: Int?) {
        let start = decorator ?? line.tokens.lowerBound
        decorator = nil
        guard keyword + 1 < line.tokens.upperBound, file.tokens[keyword].text != "with", file.tokens[keyword].text != "for",
            file.tokens[keyword + 1].kind == .name, let colon = colon(of: line, after: keyword)
        else { return }
        let isType = file.tokens[keyword].text == "class"
        let name = file.tokens[keyword + 1].text
        let declaration = file.tokens[line.tokens.lowerBound].range.lowerBound
        let last = file.tokens[line.tokens.upperBound - 1].range.upperBound
        let behind = file.tokens[colon].range.upperBound
        symbols.append(
            OutlineSymbol(
                name: name, qualifiedName: parent.map { symbols[$0].qualifiedName + "." + name } ?? name,
                kind: isType ? .type : parent == nil ? .function : .method,
                range: file.beginning(start, notBefore: end)..<last, declaration: declaration, body: behind..<last,
                signature: file.squeezed(declaration..<file.tokens[colon].range.lowerBound), parent: parent))
        blocks.append(Block(indentation: line.indentation, symbol: symbols.count - 1, isFunction: !isType))
    }

    /// The colon that ends a definition's head.
    private func colon(of line: Line, after keyword: Int) -> Int? {
        var index = keyword
        while index < line.tokens.upperBound {
            if file.tokens[index].text == ":" { return index }
            index = file.partners[index] > index ? file.partners[index] + 1 : index + 1
        }
        return nil
    }

    private mutating func statement(_ line: Line, _ first: SourceToken) {
        let last = file.tokens[line.tokens.upperBound - 1].range.upperBound
        let range = first.range.lowerBound..<last
        if line.indentation == 0, first.text == "import" || first.text == "from" {
            imports.append(range)
            if file.squeezed(range).hasPrefix("from __future__") { head = last }
        } else if line.indentation == 0, first.kind == .text, symbols.isEmpty, imports.isEmpty, line.tokens.count == 1 {
            head = last
        } else if line.indentation == 0, first.kind == .name, line.tokens.count > 2, [":", "="].contains(file.tokens[line.tokens.lowerBound + 1].text),
            file.tokens[line.tokens.upperBound - 1].text != ":"
        {
            symbols.append(
                OutlineSymbol(
                    name: first.text, qualifiedName: first.text, kind: .variable,
                    range: file.beginning(line.tokens.lowerBound, notBefore: end)..<last, declaration: first.range.lowerBound, body: nil,
                    signature: first.text, parent: nil))
        }
    }

    /// Ends the blocks that a line of this indentation does not belong to; each ends where the last line did.
    private mutating func close(to indentation: Int) {
        while let block = blocks.last, block.indentation >= indentation {
            blocks.removeLast()
            guard let index = block.symbol else { continue }
            let open = symbols[index]
            symbols[index] = OutlineSymbol(
                name: open.name, qualifiedName: open.qualifiedName, kind: open.kind, range: open.range.lowerBound..<max(end, open.range.upperBound),
                declaration: open.declaration, body: (open.body?.lowerBound ?? end)..<max(end, open.range.upperBound), signature: open.signature,
                parent: open.parent)
        }
    }
}

import AssayCore
import AssayOutline
import AssaySupport

/// The symbols that visible tests take from a file to be delivered, and that examples call, where nothing declares them.
///
/// Their parameters are not known. So this is for languages in which a placeholder can take any: elsewhere no test could be built
/// before all symbols are there.
enum CalledSymbols {
    /// The symbols in the order in which tests and examples name them.
    static func units(_ brief: TaskBrief) -> [SymbolUnit] {
        guard !brief.isOpen, let placeholder = placeholders[brief.language] else { return [] }
        let files = brief.deliverables.filter { !$0.hasSuffix("**") && brief.mayDeliver($0) }
        var units: [SymbolUnit] = []
        for file in files {
            let outline = SymbolOutline(SymbolUnits.text(file, brief).withUnixLineEnds, brief.language)
            let names = imported(from: file, brief) + (files.count == 1 ? called(brief) : [])
            for name in names.uniqued() where outline?.symbol(name) == nil && name.uppercased() != name {
                let isType = name.first?.isUppercase == true
                let signature = (isType ? placeholder.type : placeholder.function).replacing("NAME", with: name)
                units.append(SymbolUnit(file: file, name: name, signature: signature, isType: isType, isOpen: true, isFixed: false))
            }
        }
        return units
    }

    private static let placeholders: [Language: (function: String, type: String)] = [
        .python: ("def NAME(*args, **kwargs)", "class NAME"),
        .javascript: ("export function NAME(...args)", "export class NAME"),
        .typescript: ("export function NAME(...args: any[]): any", "export class NAME"),
    ]

    /// The names that the examples and the visible cases call.
    private static func called(_ brief: TaskBrief) -> [String] {
        (brief.examples.map(\.call) + brief.cases.compactMap(\.call)).compactMap { call in
            let name = call.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return name.isEmpty || call.dropFirst(name.count).first.map { $0 != "(" } ?? false ? nil : String(name)
        }
    }

    /// The names that visible tests import from a file, or use as its members.
    private static func imported(from file: String, _ brief: TaskBrief) -> [String] {
        let stem = String(file.split(separator: "/").last?.prefix { $0 != "." } ?? "")
        return brief.visibleTests.texts.sorted { $0.key < $1.key }.flatMap { _, text -> [String] in
            guard let outline = SymbolOutline(text.withUnixLineEnds, brief.language) else { return [] }
            let imports = outline.imports.map(outline.text)
            let own = imports.flatMap { brief.language == .python ? python($0, stem) : script($0, stem) }
            guard brief.language == .python, imports.contains(where: { $0.trimmed == "import \(stem)" }) else { return own }
            let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
            return own + words.filter { $0.hasPrefix(stem + ".") }.compactMap { $0.split(separator: ".").dropFirst().first.map(String.init) }
        }
    }

    /// The names of `from package.module import a, (b as c)`.
    private static func python(_ line: String, _ stem: String) -> [String] {
        guard let found = line.firstMatch(of: /^\s*from\s+([\w.]+)\s+import\s+([\s\S]+)$/), found.1.split(separator: ".").last.map(String.init) == stem else {
            return []
        }
        return names(String(found.2).filter { $0 != "(" && $0 != ")" })
    }

    /// The names of `import { a, b as c } from "./module.js"`.
    private static func script(_ line: String, _ stem: String) -> [String] {
        guard let found = line.firstMatch(of: /^\s*import\s+(?:type\s+)?\{([\s\S]*?)\}\s*from\s*["']([^"']+)["']/),
            found.2.split(separator: "/").last?.prefix(while: { $0 != "." }).description == stem
        else { return [] }
        return names(String(found.1))
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").compactMap { item -> String? in
            let lines = String(item).allLines.map { String($0).trimmed }
            return lines.first { !$0.isEmpty && !$0.hasPrefix("#") }?.split(separator: " ").first.map(String.init)
        }
        .filter { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }
    }
}

package import AssayCore
import AssayPipeline
import AssaySupport
import Yams

/// The files and variables that hold together: variables over the nearest or named file over the user's.
package struct ConfigurationLayers {
    /// The files, the strongest first.
    private let files: [YAMLReader]
    private let variables: [(path: String, reader: YAMLReader)]
    private let texts: [String]

    /// Reads and checks each file by itself, so that messages name its lines.
    ///
    /// A `named` file is the only one; without it, the nearest is stronger than the user's.
    package init(_ places: ConfigurationPlaces, named: String? = nil) throws(ConfigurationError) {
        let paths = named.map { [$0] } ?? [places.nearest, places.user].compactMap(\.self)
        var files: [YAMLReader] = []
        var texts: [String] = []
        for path in paths {
            let text = try YAMLReader.text(of: path)
            let root = try YAMLReader.open(path, text)
            _ = try ProjectFile.sections(of: root, path, text)
            files.append(root)
            texts.append(text)
        }
        (self.files, self.texts) = (files, texts)
        variables = EnvironmentSettings.readers(places.environment)
        try checkVariables()
    }

    /// The paths of the files, the strongest first.
    package var paths: [String] { files.map(\.file) }

    /// The file that commands of the pipeline work with: as it is where nothing is above or below it, else all of them as one.
    package func projectFile() throws(ConfigurationError) -> ProjectFile {
        guard let first = files.first else {
            throw ConfigurationError(
                description: "\(ProjectSection.file): cannot be read: there is none here or above; 'assay init' writes one, --config FILE names another",
                isMissing: true)
        }
        if files.count == 1, variables.isEmpty { return try ProjectFile.load(first.file, text: texts[0]) }
        return try ProjectFile.load(first.file, text: try mergedText())
    }

    /// The settings of verifications and the database that the layers give; what none of them says is as usual.
    package func verification() throws(ConfigurationError) -> ProjectFile {
        let root = YAMLReader(file: files.first?.file ?? ProjectSection.file, node: try merged(), place: "")
        var file = ProjectFile(path: root.file, name: "", text: "")
        if let verify = root.child(VerifySection.key.name) { try VerifySection.read(verify, into: &file) }
        file.store = try root.child("store")?.string()
        return file
    }

    /// The values that hold now: every key that a layer sets, and the defaults of the others.
    package func effective() throws(ConfigurationError) -> [EffectiveSetting] {
        let set = Self.leaves(try merged(), under: "").map { path, node in
            EffectiveSetting(key: path, value: Self.written(node), origin: origin(of: path))
        }
        let known = Set(set.map(\.key))
        let others = ConfigurationKeys.current.filter { entry in
            let isHolder = Self.holdsKeys(entry.key.kind) || entry.path.contains("NAME")
            return !isHolder && !known.contains(entry.path) && !known.contains { $0.hasPrefix(entry.path + ".") }
        }.map { EffectiveSetting(key: $0.path, value: $0.key.fallback?.written, origin: .fallback) }
        let order = Dictionary(ConfigurationKeys.all.enumerated().map { ($1, $0) }) { first, _ in first }
        func place(_ key: String) -> Int { order[key] ?? order[String(key.prefix { $0 != "." })] ?? 0 }
        return (set + others).enumerated().sorted { (place($0.element.key), $0.offset) < (place($1.element.key), $1.offset) }.map(\.element)
    }
}

extension ConfigurationLayers {
    /// All layers as one mapping; relative paths have become paths from the current folder.
    private func merged() throws(ConfigurationError) -> Node {
        var result = Node([(Node, Node)]())
        for root in files.reversed() { result = Self.merge(try Self.placed(root, ProjectFile.keys), over: result) }
        for (path, reader) in variables { result = Self.setting(reader.node, at: path, in: result) }
        return result
    }

    private func mergedText() throws(ConfigurationError) -> String {
        let node = try merged()
        do {
            return try Yams.serialize(node: node)
        } catch {
            throw ConfigurationError(description: "\(paths.joined(separator: " and ")): cannot be taken together: \(error)")
        }
    }

    /// Reads each variable as its key is read, and throws what is wrong with it.
    private func checkVariables() throws(ConfigurationError) {
        var file = ProjectFile(path: "", name: "", text: "")
        for (path, reader) in variables {
            let wrapped = Self.setting(reader.node, at: path, in: Node([(Node, Node)]()))
            let root = YAMLReader(file: reader.file, node: wrapped, place: "")
            try root.readKnown(ProjectFile.settings, into: &file)
            if let verify = root.child(VerifySection.key.name) { try VerifySection.read(verify, into: &file) }
            var settings = PipelineSettings.defaults
            try ArmSection.apply(root, models: [:], to: &settings)
        }
    }

    private func origin(of path: String) -> SettingOrigin {
        if let variable = variables.first(where: { $0.path == path }) { return .environment(variable.reader.file) }
        for root in files {
            var reader: YAMLReader? = root
            for part in path.split(separator: ".") { reader = reader?.child(String(part)) }
            if let reader { return .file(root.file, line: reader.node.mark?.line) }
        }
        return .fallback
    }

    /// The mapping with relative paths taken from the folder of its file.
    private static func placed(_ reader: YAMLReader, _ keys: [SettingKey]) throws(ConfigurationError) -> Node {
        var pairs: [(Node, Node)] = []
        for (name, child) in reader.entries {
            let kind = keys.first { $0.name == name }?.kind
            let value: Node =
                switch kind {
                case .path where child.node.string != nil: Node(try child.path())
                case .mapping(let inner) where child.node.mapping != nil: try placed(child, inner)
                case .named(let inner) where child.node.mapping != nil: try placedEntries(child, inner)
                default: child.node
                }
            pairs.append((Node(name), value))
        }
        return Node(pairs)
    }

    private static func placedEntries(_ reader: YAMLReader, _ keys: [SettingKey]) throws(ConfigurationError) -> Node {
        var pairs: [(Node, Node)] = []
        for (name, child) in reader.entries { pairs.append((Node(name), child.node.mapping == nil ? child.node : try placed(child, keys))) }
        return Node(pairs)
    }

    /// Mappings are joined key by key; of a model or an arm, which have names of the user's, the stronger one counts alone.
    private static func merge(_ strong: Node, over weak: Node, depth: Int = 0) -> Node {
        guard let above = strong.mapping, let below = weak.mapping, depth < 3 else { return strong }
        var result = below
        for (key, value) in above {
            let isNamed = depth == 1 && value.mapping?.keys.contains { $0.string == "provider" || $0.string == "pipeline" } == true
            result[key] = result[key].map { isNamed ? value : merge(value, over: $0, depth: depth + 1) } ?? value
        }
        return Node.mapping(result)
    }

    /// A mapping with a value at a path of keys, joined by dots.
    private static func setting(_ value: Node, at path: String, in node: Node) -> Node {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return value }
        var mapping = node.mapping ?? Node.Mapping([])
        mapping[Node(first)] = parts.count == 1 ? value : setting(value, at: parts[1], in: mapping[Node(first)] ?? Node([(Node, Node)]()))
        return .mapping(mapping)
    }

    private static func leaves(_ node: Node, under prefix: String) -> [(String, Node)] {
        guard let mapping = node.mapping else { return [(prefix, node)] }
        return mapping.flatMap { key, value in leaves(value, under: prefix.isEmpty ? key.string ?? "" : "\(prefix).\(key.string ?? "")") }
    }

    private static func written(_ node: Node) -> String {
        if let items = node.sequence { return "[\(items.map(written).joined(separator: ", "))]" }
        return node.scalar?.string ?? ""
    }

    private static func holdsKeys(_ kind: SettingKind) -> Bool {
        switch kind {
        case .mapping, .named, .sameAs: true
        case .either(let kinds): kinds.contains(where: holdsKeys)
        default: false
        }
    }
}

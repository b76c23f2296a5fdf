package import AssayCore
package import AssaySupport

/// Finds out which toolchains a project uses, by its build files and what they hold.
///
/// Files at the top come first: only a folder that says nothing by itself is searched for projects below it. All
/// toolchains that a build file declares are taken, of weaker evidence the strongest alone.
package struct ProjectDetection {
    /// The projects that are to be verified, the strongest first.
    package let taken: [DetectedProject]
    /// Projects below that were found and are not verified.
    package let passedOver: [DetectedProject]

    /// The score of a build file of the user's own profile, which is taken before all others.
    fileprivate static let own = 100

    /// Folders that hold no projects of their own: copies of others, documents, data of tests.
    private static let foreign: Set<String> = [
        "node_modules", "vendor", "third_party", "third-party", "external", "deps", "testdata", "fixtures", "docs", "doc", "examples", "example",
        "build", "dist", "target", "benchmark", "benchmarks", "fuzz", "fuzzing",
    ]

    /// Looks for the projects that a choice names; throws where there is none of them.
    ///
    /// `place` is for messages.
    package init(
        _ tree: FileTree, layouts: [(language: Language, layout: ProjectLayout)], choice: ProjectChoice, of place: String
    ) throws {
        var all = ProjectDetection(tree, layouts: layouts)
        if let only = choice.only.map(PathName.normalized) {
            let folder = only.split(separator: "/").joined(separator: "/")
            let found = Self.projects(in: folder, of: tree, layouts)
            guard !found.isEmpty else { throw InputError(place, "'\(folder)' is no project\(all.suggestion)") }
            all = ProjectDetection(found)
        }
        if let toolchain = choice.toolchain {
            let chosen = (all.taken + all.passedOver).filter { $0.language.rawValue == toolchain }
            guard let first = chosen.first else { throw InputError(place, "no \(toolchain) project was found\(all.suggestion)") }
            all = ProjectDetection(all.taken.contains { $0.language == first.language } ? all.taken.filter { $0.language == first.language } : chosen)
        }
        if choice.only == nil, choice.toolchain == nil, all.taken.allSatisfy({ !$0.folder.isEmpty }), try tree["assay.yaml"].flatMap(choice.commands) != nil {
            // A folder that says what runs is one project, with the tools of the first one below it.
            let below = all.taken.first.map { (language: $0.language, layout: $0.layout) }
            if let known = below ?? layouts.first(where: { $0.language == .shell }) {
                all = ProjectDetection([
                    DetectedProject(language: known.language, layout: known.layout, folder: "", file: "assay.yaml", says: "", buildSystem: nil, score: 100)
                ])
            }
        }
        if all.taken.count > 1, let first = all.taken.first, all.taken.allSatisfy({ $0.folder == first.folder }),
            try tree.below(first.folder)["assay.yaml"].flatMap(choice.commands) != nil
        {
            // What a folder says itself is run once, however many build files it has.
            all = ProjectDetection(taken: [first], passedOver: all.passedOver)
        }
        guard !all.taken.isEmpty else {
            let names = layouts.filter { !$0.layout.tests.isEmpty }.map { "\($0.layout.tests[0]) (\($0.language.title))" }
            throw InputError(place, "no tests found; tests are recognised by their file names: \(names.joined(separator: ", "))")
        }
        self = all
    }

    /// Projects of one folder of which nothing else is to be told.
    private init(_ projects: [DetectedProject]) {
        let declared = projects.filter { $0.score >= ProjectEvidence.declares }
        (taken, passedOver) = (declared.isEmpty ? Array(projects.prefix(1)) : declared, [])
    }

    private init(taken: [DetectedProject], passedOver: [DetectedProject]) { (self.taken, self.passedOver) = (taken, passedOver) }

    /// What was found instead of what was asked for.
    private var suggestion: String {
        let all = taken + passedOver
        return all.isEmpty ? "" : "; found: \(all.map(\.words).joined(separator: ", "))"
    }

    /// Looks at a tree with the layouts of all known toolchains.
    package init(_ tree: FileTree, layouts: [(language: Language, layout: ProjectLayout)]) {
        let top = Self.projects(in: "", of: tree, layouts)
        let declared = top.filter { $0.score >= ProjectEvidence.declares }
        let below = Self.folders(of: tree, layouts).flatMap { folder in
            Self.projects(in: folder, of: tree, layouts).filter { $0.score >= ProjectEvidence.declares }
        }
        // What lies in a project below is that one's evidence.
        let ownTree = below.isEmpty ? tree : tree.filtered { path in !below.contains { path.hasPrefix($0.folder + "/") } }
        if let first = top.first, first.score == Self.own {
            (taken, passedOver) = ([first], below)
        } else if !declared.isEmpty {
            (taken, passedOver) = (declared, below)
        } else if let strongest = Self.projects(in: "", of: ownTree, layouts).first, strongest.score >= 50 || below.isEmpty {
            (taken, passedOver) = ([strongest], below)
        } else {
            // A project within another is that one's part.
            let outer = below.filter { one in !below.contains { one.folder.hasPrefix($0.folder + "/") } }
            (taken, passedOver) = (outer, below.filter { one in !outer.contains { $0.folder == one.folder } })
        }
    }

    /// Why a project was taken, and what else is there that was not; the members of its workspace are parts of it.
    package func words(of project: DetectedProject, commands: ProjectCommands?, with members: [String] = []) -> String {
        let own = commands.map { "\(project.language.title): '\($0.test)' (assay.yaml)" } ?? project.words
        let parts = Set(members.map { project.folder.isEmpty ? $0 : "\(project.folder)/\($0)" })
        let beside = passedOver.filter { $0.language != project.language || !parts.contains($0.folder) }
        guard !beside.isEmpty else { return own }
        let others = beside.map(\.words).listed()
        return "\(own); not verified: \(others); --only FOLDER takes one of them"
    }

    /// What a folder is by its own files, the strongest evidence first; one build file is that of one toolchain.
    private static func projects(
        in folder: String, of tree: FileTree, _ layouts: [(language: Language, layout: ProjectLayout)]
    ) -> [DetectedProject] {
        let prefix = folder.isEmpty ? "" : folder + "/"
        let paths = tree.paths.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        let looked = Look(paths: paths) { tree[prefix + $0] ?? "" }
        let found = layouts.enumerated().compactMap { order, known in
            looked.strongest(of: known.layout).map { evidence in
                (
                    order: order,
                    project: DetectedProject(
                        language: known.language, layout: known.layout, folder: folder, file: prefix + evidence.file, says: evidence.says,
                        buildSystem: evidence.form, score: evidence.score)
                )
            }
        }
        var files: Set<String> = []
        var languages: Set<Language> = []
        return found.sorted { ($0.project.score, $1.order) > ($1.project.score, $0.order) }.map(\.project)
            .filter { languages.insert($0.language).inserted && files.insert($0.file).inserted }
    }

    /// The folders below the top that hold a build file, by path; of very many the first ones.
    private static func folders(of tree: FileTree, _ layouts: [(language: Language, layout: ProjectLayout)]) -> [String] {
        let names = Set(layouts.flatMap { $0.layout.evidence ?? [] }.filter { $0.score >= ProjectEvidence.declares }.flatMap(\.files))
        let folders = tree.paths.filter { path in path.contains("/") && names.contains(String(path.dropFirst(path.parentFolder.count + 1))) }
            .map(\.parentFolder).uniqued()
        return Array(
            folders.filter { !$0.split(separator: "/").contains { foreign.contains($0.lowercased()) || $0.hasPrefix(".") } }.prefix(100))
    }
}

/// The files of one folder, as evidence is looked for in them.
private struct Look {
    /// Paths from the folder.
    let paths: [String]
    let text: (String) -> String

    /// The strongest evidence of a layout: the file, what it says, and the score.
    func strongest(of layout: ProjectLayout) -> (file: String, says: String, form: String?, score: Int)? {
        guard let all = layout.evidence else { return weak(layout) }
        return all.sorted { $0.score > $1.score }.lazy.compactMap { evidence in
            file(of: evidence).map { (file: $0, says: evidence.says ?? "", form: evidence.form, score: evidence.score) }
        }.first
    }

    /// The first file that is the evidence; nil where there is none.
    private func file(of evidence: ProjectEvidence) -> String? {
        if let with = evidence.with, !with.contains(where: { !files($0).isEmpty }) { return nil }
        return evidence.files.lazy.flatMap(files).first { path in
            if let lacks = evidence.lacks, matches(path, lacks) { return false }
            guard let holds = evidence.holds else { return true }
            return ([path] + (evidence.also ?? []).flatMap(files)).contains { matches($0, holds) }
        }
    }

    /// Of a layout that names no evidence, a marker and a test file say that it is one: weakly, unless it is a build file.
    private func weak(_ layout: ProjectLayout) -> (file: String, says: String, form: String?, score: Int)? {
        guard let marker = layout.markers.lazy.flatMap(files).first else { return nil }
        let hasTests = layout.tests.contains { !files($0).isEmpty } || layout.declaredBy?.contains { !files($0).isEmpty } == true
        let hasExamples = layout.examples.map { mark in layout.markers.lazy.flatMap(files).contains { text($0).contains(mark) } } ?? false
        return hasTests || hasExamples ? (marker, "", nil, layout.markers.contains(marker) ? ProjectDetection.own : max(1, 40 - layout.rank / 4)) : nil
    }

    /// The files of a pattern: a bare name is looked for in the folder itself.
    private func files(_ pattern: String) -> [String] {
        pattern.contains("*") ? paths.filter { FileName.matches($0, pattern) } : paths.contains(pattern) ? [pattern] : []
    }

    private func matches(_ path: String, _ pattern: String) -> Bool {
        guard let expression = try? Regex(pattern) else { return false }
        return text(path).contains(expression.anchorsMatchLineEndings())
    }
}

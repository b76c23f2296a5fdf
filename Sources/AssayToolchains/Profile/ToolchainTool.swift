extension ToolchainProfile {
    /// A program of the host, or a file that the toolchain cannot do without.
    package struct Tool: Codable, Sendable {
        /// Names on the path, or absolute paths, of which the first that exists is taken.
        ///
        /// In a path `{cache}` is Assay's own folder, `{home}` the user's, `{environment:NAME}` a variable and `{TOOL}` another tool that this
        /// one is a part of.
        package var names: [String]
        /// The program that is meant, where the one of that name is another in the same folder.
        package let beside: String?
        /// A command whose output is the real program's path, for version managers.
        package let resolve: [String]?
        /// Arguments that make it print its version; none for a plain file.
        ///
        /// A part of another tool that cannot print it counts as missing.
        package let version: [String]?
        /// The folder to show in the jail, relative to the real program; none when it lies in /usr.
        package var root: String?
        /// Arguments that make it print the folders that it needs, one a line, for a program whose own name counts:
        /// a virtual environment's interpreter finds its packages by the link that it was called by.
        package let roots: [String]?
        /// Whether it is a folder of data, such as downloaded packages: shown in the jail where it is there, an empty word elsewhere.
        package let folder: Bool?
        /// The command that installs it.
        package let install: String
        /// Whether a verdict can do without it: a linter may be missing, a compiler may not.
        package let optional: Bool?

        /// Makes a needed program of the host that is found by its name alone.
        package init(names: [String], version: [String]?, install: String) {
            self.names = names
            self.version = version
            self.install = install
            (beside, resolve, root, roots, folder, optional) = (nil, nil, nil, nil, nil, nil)
        }

        /// Whether it is a part of another tool: a module of an interpreter.
        package var isPart: Bool { names.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") && !$0.hasPrefix("{environment:") } }
    }
}

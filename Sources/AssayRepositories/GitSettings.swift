import AssaySupport
import Subprocess

/// Settings of git under which a repository's own settings run no command: one from elsewhere could run code by them.
///
/// Hooks, pager, file-system monitor, what fetches missing objects, and filters of contents are such commands
/// (git-config(1), gitattributes(5)).
enum GitSettings {
    /// The environment: messages are read, so they are not translated; a hook that runs this program says nothing of which repository
    /// is meant; and an object that is not there is not fetched.
    static let environment = Environment.inherit.updating([
        "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C", "LANGUAGE": nil, "GIT_DIR": nil, "GIT_WORK_TREE": nil,
        "GIT_INDEX_FILE": nil, "GIT_PREFIX": nil, "GIT_OBJECT_DIRECTORY": nil, "GIT_COMMON_DIR": nil, "GIT_NAMESPACE": nil,
    ])

    /// Options before the command.
    static let options = [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat", "core.sshCommand=false", "protocol.allow=never",
    ].flatMap { ["-c", $0] }

    /// Returns settings that leave the filters out which the repository of a folder configures; those of the user stay.
    static func withoutFilters(of folder: String, ceiling: String? = nil) async throws -> [String: String] {
        let found = try await GitRepository.git(
            ["config", "--show-scope", "--includes", "--name-only", "-z", "--get-regexp", "^filter\\."], in: folder, ceiling: ceiling)
        // The words are scopes and names in turn.
        let words = found.output.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        let names = stride(from: 0, to: words.count - 1, by: 2).filter { ["local", "worktree"].contains(words[$0]) }.compactMap { place -> String? in
            words[place + 1].lastIndex(of: ".").map { String(words[place + 1][..<$0]) }
        }
        let values = Set(names).sorted().flatMap { name in
            ["clean", "smudge", "process"].map { ("\(name).\($0)", "") } + [("\(name).required", "false")]
        }
        guard !values.isEmpty else { return [:] }
        var settings = ["GIT_CONFIG_COUNT": "\(values.count)"]
        for (number, value) in values.enumerated() {
            settings["GIT_CONFIG_KEY_\(number)"] = value.0
            settings["GIT_CONFIG_VALUE_\(number)"] = value.1
        }
        return settings
    }
}

import AssaySupport
import FoundationEssentials

/// The options that stand before the command: `-C DIR`, as git and make have it, and `-V`.
struct LeadingOptions: Equatable {
    /// The folders to enter, one after the other.
    private(set) var folders: [String] = []
    /// The command line without them.
    private(set) var rest: [String]

    /// Takes the options from the beginning of a command line.
    init(_ arguments: [String]) {
        var arguments = arguments[...]
        while let first = arguments.first, first.hasPrefix("-C") {
            if first == "-C" {
                guard arguments.count > 1 else { break }
                folders.append(arguments[arguments.startIndex + 1])
                arguments = arguments.dropFirst(2)
            } else {
                folders.append(String(first.dropFirst(2)))
                arguments = arguments.dropFirst()
            }
        }
        rest = arguments.first == "-V" ? ["--version"] : Array(arguments)
    }

    /// Makes the last folder the current one; relative paths of the rest start there.
    func enter() throws(InputError) {
        for folder in folders where !FileManager.default.changeCurrentDirectoryPath(folder) {
            throw InputError(folder, "no such folder to work in (-C)", kind: .missing)
        }
    }
}

import Glibc

/// Paths as people read them.
package enum PathName {
    /// The shortest text of a path: no `.`, no empty part, and no `..` that takes back the part before it.
    ///
    /// A path through a symbolic link is kept when the shorter one would lead elsewhere.
    package static func normalized(_ path: String) -> String {
        let short = shortened(path)
        guard short != path, let place = resolved(path) else { return short }
        return resolved(short) == place ? short : path
    }

    private static func shortened(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var kept: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = kept.last, last != ".." {
                kept.removeLast()
            } else if part != ".." || !isAbsolute {
                kept.append(part)
            }
        }
        let text = kept.joined(separator: "/")
        return isAbsolute ? "/" + text : text.isEmpty ? "." : text
    }

    /// The path with all symbolic links resolved; nil when nothing exists there.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}

/// When results are coloured.
enum TerminalColor {
    /// Returns whether colour is wanted: `NO_COLOR` forbids it, `FORCE_COLOR` and `CLICOLOR_FORCE` demand it, else a terminal that is not dumb has it.
    static func isOn(isTerminal: Bool, environment: [String: String]) -> Bool {
        if environment["NO_COLOR"]?.isEmpty == false { return false }
        for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
            if let value = environment[name], !value.isEmpty { return value != "0" }
        }
        return isTerminal && environment["TERM"] != "dumb"
    }
}

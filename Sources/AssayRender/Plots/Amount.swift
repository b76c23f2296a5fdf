import AssaySupport

/// Amounts as people read them.
enum Amount {
    /// A number shortened to three digits with k or M.
    static func short(_ value: Double) -> String {
        switch abs(value) {
        case 999_500...: trimmed(value / 1e6) + " M"
        case 9_995...: trimmed(value / 1e3) + " k"
        default: trimmed(value)
        }
    }

    /// A number whose thousands are set apart by narrow spaces.
    static func grouped(_ value: Int) -> String {
        let digits = String(abs(value))
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0, digits.count > 4 { text.append("\u{202F}") }
            text.append(digit)
        }
        return (value < 0 ? "−" : "") + text
    }

    /// A duration in the unit that suits it.
    static func time(_ seconds: Double) -> String {
        switch seconds {
        case 0: "0 s"
        case ..<0.001: "< 1 ms"
        case ..<0.0995: Text.decimal(seconds * 1000, 0) + " ms"
        case ..<59.95: Text.decimal(seconds, 1) + " s"
        case ..<3600: both(Int(seconds.rounded()) / 60, "min", and: Int(seconds.rounded()) % 60, "s")
        default: both(Int(seconds) / 3600, "h", and: Int(seconds) % 3600 / 60, "min")
        }
    }

    private static func both(_ large: Int, _ unit: String, and small: Int, _ part: String) -> String {
        "\(large) \(unit)" + (small == 0 ? "" : " \(small) \(part)")
    }

    /// A share of 1 as a percentage without digits that mean nothing.
    static func percent(_ share: Double) -> String {
        let text = Text.decimal(share * 100, 1)
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "\u{A0}%"
    }

    /// A difference of two shares in points, with its sign.
    static func points(_ share: Double) -> String { (share > 0 ? "+" : share < 0 ? "−" : "±") + trimmed(abs(share) * 100) }

    /// A number with at most three digits that count.
    static func trimmed(_ value: Double) -> String {
        let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        var text = Text.decimal(value, digits)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }
}

/// The unit in which an axis counts time.
struct TimeUnit: Sendable {
    let name: String
    let seconds: Double

    /// The unit in which the longest time is a short number.
    init(for longest: Double) {
        switch longest {
        case ..<240: (name, seconds) = ("seconds", 1)
        case ..<14_400: (name, seconds) = ("minutes", 60)
        default: (name, seconds) = ("hours", 3600)
        }
    }
}

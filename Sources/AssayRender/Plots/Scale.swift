import AssaySupport
import Glibc

/// A mapping of values to places in a drawing.
struct Scale: Sendable {
    /// The way in which values are spread.
    enum Kind: Sendable { case linear, logarithmic }

    /// The values from the first to the last place.
    let domain: ClosedRange<Double>
    /// The places of both ends; they may run backwards, as heights do.
    let range: (from: Double, to: Double)
    private let kind: Kind

    /// Maps a domain to a range; one without extent is widened so that its value lies in the middle.
    init(_ domain: ClosedRange<Double>, to range: (from: Double, to: Double), _ kind: Kind = .linear) {
        let isFlat = !(domain.upperBound - domain.lowerBound > 0)
        let low = domain.lowerBound.isFinite ? domain.lowerBound : 0
        self.domain = isFlat ? (kind == .logarithmic ? low / 2...low * 2 : low - 0.5...low + 0.5) : domain
        self.range = range
        self.kind = kind
    }

    /// The place of a value; values outside of the domain lie at its ends.
    func callAsFunction(_ value: Double) -> Double {
        let inside = min(max(value, domain.lowerBound), domain.upperBound)
        return range.from + share(inside) * (range.to - range.from)
    }

    private func share(_ value: Double) -> Double {
        switch kind {
        case .linear: (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        case .logarithmic: log(value / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
        }
    }

    /// Round values of the domain at which an axis is marked.
    var ticks: [Double] {
        switch kind {
        case .linear: Ticks.linear(domain, about: 5)
        case .logarithmic: Ticks.logarithmic(domain)
        }
    }
}

/// Round values for the marks of an axis.
enum Ticks {
    /// Multiples of 1, 2 or 5 times a power of ten inside a range.
    static func linear(_ domain: ClosedRange<Double>, about count: Int) -> [Double] {
        let span = domain.upperBound - domain.lowerBound
        guard span > 0, span.isFinite, count > 0 else { return [] }
        let raw = span / Double(count)
        let power = pow(10, floor(log10(raw)))
        let step = power * ([1.0, 2, 5, 10].first { $0 * power >= raw * 0.999 } ?? 10)
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard first <= last else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// 1, 2 and 5 times powers of ten inside a range of positive values; powers of ten alone where those are many.
    static func logarithmic(_ domain: ClosedRange<Double>) -> [Double] {
        guard domain.lowerBound > 0 else { return [] }
        let powers = Int(floor(log10(domain.lowerBound)))...Int(floor(log10(domain.upperBound)))
        let factors: [Double] = powers.count > 3 ? [1] : [1, 2, 5]
        return powers.flatMap { power in factors.map { $0 * pow(10, Double(power)) } }.filter { domain.contains($0) }
    }
}

/// Numbers as a drawing shows them.
enum Coordinate {
    /// A place with at most one digit after the point, without a useless zero.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let text = Text.decimal(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport
import AssayView
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

private let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "javascript:alert(1)//", "</title></style><svg/onload=alert(1)>",
    "../../etc/passwd", "%2e%2e%2f<b>", "a\r\nSet-Cookie: x=1\r\n\r\n<script>", "\u{202E}evil\u{1B}]0;owned\u{07}", "{{#each}}{{{x}}}", "<!--<script>",
    "]]><x>",
    "?a=1&b=<b>#c",
]

/// Serves pages of a store in which every name and text is hostile, on a free port, while the body runs.
private func serving(_ text: String, _ body: (Int) async throws -> Void) async throws {
    let key = AttemptKey(arm: text, task: text, seed: 0)
    let attempt = MeasuredAttempt(
        number: 7, key: key,
        result: AttemptResult(verdict: .failed, tier: .b, visibleVerdict: .passed, claimsDone: true, seconds: 1, usage: TokenUsage(prompt: 1), calls: 1))
    let document = ExperimentDocument(
        id: "one", name: text, suite: text, suiteDigest: "0123456789abcdef", seeds: 1, margin: 0.05, alpha: 0.05, recording: false,
        arms: [ArmSummary(arm: text, attempts: [attempt])], attempts: [attempt], comparisons: [], refusals: [.init(a: text, b: text, reason: text)])
    let report = ReviewReport(
        task: text, scope: .visible, verdict: .failed, tier: .b, findings: [Finding(kind: .test, rule: text, severity: .error, message: text, path: text)],
        checks: [CheckResult(id: text, kind: .test, status: .failed)], limits: SandboxLimits(), toolchain: [text: text], policy: [text],
        sandbox: SandboxSummary(),
        duration: 1)
    let step = AttemptDocument.Step(
        phase: .known(.fix), note: text, spentTokens: TokenUsage(prompt: 3), end: nil, seconds: 2, error: text,
        asked: [ModelMessage(.user, stable: text, text)],
        reply: text, model: text, report: report, files: try FileTree(["a.py": text]))
    let running = TimedAttempt(id: 8, key: key, status: .running, verdict: nil, started: 90, seconds: 0, note: text)
    let live = LiveRun(id: "one", tally: RunTally(attempts: 10, done: 4, solved: 3), running: [running], latest: [running], now: 100)
    let source = DashboardSource(
        name: text,
        runs: {
            [
                RunSummary(
                    id: "one", created: text, suite: text, recording: false, arms: [ArmSummary(arm: text, attempts: [attempt])], comparisons: [],
                    models: [text],
                    currency: text, state: .done, all: 1, done: 1, seconds: 1)
            ]
        }, run: { _ in DashboardSource.Run(document: document, command: text, live: live) }, live: { _ in live },
        attempt: { run, _ in AttemptDocument(run: run, key: key, result: AttemptResult(verdict: .failed, stopped: text), steps: [step, step]) },
        comparison: { a, b in throw NotComparable(description: "\(text) \(a) \(b)") }, version: { 1 })
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await Dashboard(source, port: 0).serve { found.yield($0) } }
        for await port in ports {
            try await body(port)
            break
        }
        group.cancelAll()
    }
}

/// The elements of a page that are not the program's own, its handlers, and where its links lead.
private struct Markup {
    /// Names of elements as they are opened.
    var elements: Set<String> = []
    /// Attributes whose names begin with "on".
    var handlers: [String] = []
    /// The values of href, src and action.
    var links: [String] = []

    /// Reads tags as a browser does where text is escaped: a tag begins with "<" and a letter, values stand in quotes.
    init(_ page: String) {
        for part in page.split(separator: "<", omittingEmptySubsequences: true) {
            guard let first = part.first, first.isASCII, first.isLetter else { continue }
            elements.insert(String(part.prefix { $0.isLetter || $0.isNumber }).lowercased())
            var rest = part.prefix { $0 != ">" }[...]
            while let equals = rest.firstIndex(of: "=") {
                let name = rest[..<equals].split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
                let value = rest[rest.index(after: equals)...].dropFirst().prefix { $0 != "\"" }
                if name.lowercased().hasPrefix("on") { handlers.append(name) }
                if ["href", "src", "action"].contains(name.lowercased()) { links.append(String(value)) }
                rest = rest[value.endIndex...].dropFirst()
            }
        }
    }
}

@Suite struct HostilePageTests {
    @Test("markup that is no text would be found")
    func control() {
        let read = Markup("<p>a < b</p><IMG src=\"//x\" onError=\"y\"><a class=\"c\" href=\"javascript:z\">")
        #expect(read.elements == ["p", "img", "a"] && read.handlers == ["onError"] && read.links == ["//x", "javascript:z"])
    }

    @Test("what models, tasks and candidates say is text on every page that is served, and no link leaves it", arguments: hostile)
    func pages(_ text: String) async throws {
        try await serving(text) { port in
            for path in [
                "/", "/run/one", "/run/one/live", "/run/one/attempt/7", "/run/one/pair/7/8", "/run/one?words=%3Cscript%3E&arm=%22", "/compare?a=one/x&b=one/y",
            ] {
                let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)"), timeout: .seconds(60))
                let page = String(buffer: try await response.body.collect(upTo: 4 << 20))
                let read = Markup(page)
                #expect(read.handlers.isEmpty, "\(path): \(read.handlers)")
                #expect(read.elements.isDisjoint(with: ["img", "b", "x", "iframe", "object", "embed", "base"]), "\(path): \(read.elements)")
                #expect(page.ranges(of: "<script").count <= 1 && !page.contains("alert(1)</script>"), "\(path)")
                for link in read.links {
                    #expect(link.hasPrefix("/") && !link.hasPrefix("//") || link.hasPrefix("#") || link.hasPrefix("?") || link == "data:,", "\(path): \(link)")
                }
                for character in ["\u{202E}", "\u{1B}", "\u{07}", "\r"] { #expect(!page.contains(character), "\(path)") }
                #expect(response.headers["set-cookie"].isEmpty)
                #expect(response.headers["content-security-policy"].first?.contains("default-src 'none'") == true || response.status.code != 200)
                #expect(response.headers["x-content-type-options"] == ["nosniff"] || response.headers["content-type"].first?.contains("html") == true)
            }
        }
    }
}

import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport
import AssayView
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

private let attempt = MeasuredAttempt(
    number: 7, key: AttemptKey(arm: "only", task: "sum", seed: 0),
    result: AttemptResult(
        verdict: .passed, tier: .aMinus, visibleVerdict: .passed, claimsDone: true, seconds: 1,
        usage: TokenUsage(prompt: 1, completion: 1), calls: 1))

private func document(_ id: String) throws -> ExperimentDocument {
    guard id == "one" else { throw HarnessError(.suite, "no run is named '\(id)'") }
    return ExperimentDocument(
        id: "one", name: "first", suite: "s", suiteDigest: "0123456789abcdef", seeds: 1, margin: 0.05, alpha: 0.05,
        recording: false, arms: [ArmSummary(arm: "only", attempts: [attempt])], attempts: [attempt], comparisons: [], refusals: [])
}

private func live(_ id: String) -> LiveRun {
    let running = TimedAttempt(
        id: 8, key: AttemptKey(arm: "only", task: "next", seed: 0), status: .running, verdict: nil, started: 90, seconds: 0, note: "asked")
    let latest = (0..<3).map { number in
        TimedAttempt(
            id: Int64(number), key: AttemptKey(arm: "only", task: "t\(number)", seed: 0), status: .done, verdict: .passed, started: Double(number) * 10,
            seconds: 5)
    }
    return LiveRun(id: id, tally: RunTally(attempts: 10, done: 4, solved: 3), running: [running], latest: latest, now: 100)
}

private let version = Mutex(1)

private let source = DashboardSource(
    name: "x.db",
    runs: {
        [
            RunSummary(
                id: "one", created: "today", suite: "s", recording: false, arms: [ArmSummary(arm: "only", attempts: [attempt])], comparisons: [], models: ["m"],
                currency: nil, state: .done, all: 1, done: 1, seconds: 1)
        ]
    },
    run: { DashboardSource.Run(document: try document($0), command: "assay bench first.yaml", live: live($0)) }, live: { live($0) },
    attempt: {
        AttemptDocument(
            run: $0, key: AttemptKey(arm: "only", task: "sum", seed: Int($1)), result: AttemptResult(verdict: .passed), steps: [])
    }, comparison: { a, b in throw NotComparable(description: "\(a) and \(b) share no task") }, version: { version.withLock { $0 } })

/// Serves the pages while the body runs, on a free port.
private func serving(_ body: (Int) async throws -> Void) async throws {
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

private func get(_ port: Int, _ path: String, host: String? = nil) async throws -> (UInt, String, [String]) {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    if let host { request.headers.replaceOrAdd(name: "host", value: host) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let body = try await response.body.collect(upTo: 1 << 20)
    return (response.status.code, String(buffer: body), response.headers["content-security-policy"])
}

@Suite struct DashboardTests {
    @Test("every page is found under its address and may load only what is its own")
    func addresses() async throws {
        try await serving { port in
            // Each page leads to the next.
            let pages = [
                ("/", "/run/one"), ("/run/one", "/run/one/attempt/7"), ("/run/one/attempt/7", "/run/one"), ("/run/one/live", "/run/one/attempt/8"),
                ("/run/one/pair/7/8", "/run/one/attempt/8"),
            ]
            for (path, link) in pages {
                let (status, body, policy) = try await get(port, path)
                #expect(status == 200 && body.contains("href=\"\(link)\""))
                #expect(policy.first?.contains("default-src 'none'") == true && policy.first?.contains("unsafe") == false)
            }
        }
    }

    @Test(
        "what does not exist is an error, not a page",
        arguments: [
            ("/run/two", UInt(404)), ("/nothing", 404), ("/run/one/attempt/x", 400), ("/compare", 400), ("/compare?a=one/x&b=one/%3Cb%3E", 409),
            ("/run/one/../../etc/passwd", 404),
        ])
    func absent(_ path: String, _ status: UInt) async throws {
        try await serving { port in
            let answer = try await get(port, path)
            #expect(answer.0 == status)
        }
    }

    @Test("a foreign host name is refused, as in DNS rebinding", arguments: ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
    func rebinding(_ host: String) async throws {
        try await serving { port in
            let answer = try await get(port, "/", host: host)
            #expect(answer.0 == 403)
        }
    }

    @Test("style and script come from the program itself")
    func assets() async throws {
        try await serving { port in
            let (style, script) = (try await get(port, "/assay.css"), try await get(port, "/assay.js"))
            #expect(style.1 == PageAssets.style)
            #expect(script.1 == PageAssets.script)
        }
    }

    @Test("a reader is told when the store has changed")
    func events() async throws {
        try await serving { port in
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: "http://127.0.0.1:\(port)/events"), timeout: .seconds(60))
            #expect(response.headers["content-type"] == ["text/event-stream"])
            var seen = ""
            for try await part in response.body {
                seen += String(buffer: part)
                if seen.contains("event: changed") { break }
                version.withLock { $0 += 1 }
            }
            #expect(seen.contains("event: changed\ndata: "))
        }
    }

    @Test("the rate and the time left are those of the attempts that came out last")
    func rate() {
        let run = live("one")
        #expect(run.isOpen && run.rate == 6 && run.left == 60)
        let idle = LiveRun(id: "one", tally: RunTally(attempts: 10, done: 4, solved: 3), running: [], latest: run.latest, now: 100)
        #expect(idle.left == nil, "of a run that nobody works on, no time is told")
    }

    @Test("a port in use is an error at once")
    func occupied() async throws {
        try await serving { port in
            await #expect(throws: (any Error).self) {
                try await Dashboard(source, port: port).serve { _ in }
            }
        }
    }
}

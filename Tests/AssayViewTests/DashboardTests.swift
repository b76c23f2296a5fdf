import AssayCore
import AssayExperiments
import AssayRender
import AssaySupport
import AssayView
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

private let attempt = MeasuredAttempt(
    number: 7, key: AttemptKey(arm: "only", task: "sum", seed: 0),
    result: AttemptResult(
        verdict: .passed, tier: .aMinus, visibleVerdict: .passed, claimsDone: true, seconds: 1,
        usage: TokenUsage(prompt: 1, completion: 1), calls: 1))

private let source = Dashboard.Source(
    runs: { RunList(store: "x.db", heading: ["created"], rows: [RunList.Row(id: "one", cells: ["today"])]) },
    run: { id in
        guard id == "one" else { throw HarnessError(.suite, "no run is named '\(id)'") }
        let document = ExperimentDocument(
            id: "one", name: "first", suite: "s", suiteDigest: "0123456789abcdef", seeds: 1, margin: 0.05, alpha: 0.05,
            recording: false, arms: [ArmSummary(arm: "only", attempts: [attempt])], attempts: [attempt], comparisons: [], refusals: [])
        return Dashboard.Run(document: document, command: "assay bench first.yaml")
    },
    attempt: {
        AttemptDocument(
            run: $0, key: AttemptKey(arm: "only", task: "sum", seed: Int($1)), result: AttemptResult(verdict: .passed), steps: [])
    })

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
    @Test("every page is found under its address and may run no script")
    func addresses() async throws {
        try await serving { port in
            // Each page leads to the next.
            for (path, link) in [("/", "/run/one"), ("/run/one", "/run/one/attempt/7"), ("/run/one/attempt/7", "/run/one")] {
                let (status, body, policy) = try await get(port, path)
                #expect(status == 200 && body.contains("href=\"\(link)\""))
                #expect(policy.first?.contains("default-src 'none'") == true)
            }
        }
    }

    @Test(
        "what does not exist is an error, not a page",
        arguments: [("/run/two", UInt(404)), ("/nothing", 404), ("/run/one/attempt/x", 400)])
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

    @Test("a port in use is an error at once")
    func occupied() async throws {
        try await serving { port in
            await #expect(throws: (any Error).self) {
                try await Dashboard(source, port: port).serve { _ in }
            }
        }
    }
}

import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AssayModels

@Suite struct RetryDelayTests {
    private static let now = Date(timeIntervalSince1970: 784_111_772)

    @Test(
        "a server's wish is read in every form of RFC 9110, and what is none is passed over",
        arguments: [
            ("5", 5.0), ("0", 0), ("1.5", 1.5), ("nan", nil), ("inf", nil), ("-3", nil), ("1e3", nil), ("0x10", nil), ("", nil), ("soon", nil),
            ("99999999999999999999", nil), (String(repeating: "9", count: 400), nil),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 5), ("Sunday, 06-Nov-94 08:49:37 GMT", 5), ("Sun Nov  6 08:49:37 1994", 5),
            ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Thu, 26 Nov 2099 14:00:00 GMT", nil), ("Sun, 99 Nov 1994 08:49:37 GMT", nil), ("3, 4", 4),
        ] as [(String, Double?)])
    func wishes(_ value: String, _ seconds: Double?) {
        #expect(RetryDelay.asked(HTTPHeaders([("Retry-After", value)]), now: Self.now) == seconds)
    }

    @Test("the longer of two wishes counts, and milliseconds are more exact")
    func several() {
        #expect(RetryDelay.asked(HTTPHeaders([("retry-after", "2"), ("retry-after", "7")]), now: Self.now) == 7)
        #expect(RetryDelay.asked(HTTPHeaders([("retry-after", "2"), ("retry-after-ms", "1500")]), now: Self.now) == 1.5)
        #expect(RetryDelay.asked(HTTPHeaders(), now: Self.now) == nil)
    }

    @Test("a wait is never shorter than asked and never longer than a minute", arguments: [nil, 0, 3, 3600] as [Double?])
    func waits(_ asked: Double?) {
        for attempt in 0..<70 {
            let seconds = RetryDelay.seconds(afterAttempt: attempt, asked: asked)
            #expect(seconds >= min(asked ?? 0, 60) && seconds <= 60.25)
        }
    }
}

@Suite struct RedirectTests {
    private static let address = "http://models.test:8080/v1/chat/completions"

    @Test(
        "the same origin is followed", arguments: ["/v2/chat", "http://models.test:8080/v2/chat", "HTTP://MODELS.TEST:8080/v2/chat#part"])
    func same(_ location: String) {
        guard case .follow(let next) = Redirect(307, location: location, from: Self.address) else {
            Issue.record("not followed")
            return
        }
        #expect(next.hasSuffix("/v2/chat"))
    }

    @Test(
        "another origin is not, nor is an address with a name or password, and no secret of it is told",
        arguments: [
            "http://other.test:8080/v1?key=secret", "https://models.test:8080/v1", "http://models.test/v1", "//other.test/v1",
            "http://user:secret@models.test:8080/v1", "file:///etc/passwd", "http://models.test.evil:8080/",
        ])
    func other(_ location: String) {
        guard case .refuse(let why) = Redirect(307, location: location, from: Self.address) else {
            Issue.record("followed")
            return
        }
        #expect(!why.contains("secret"))
    }

    @Test("a redirect to nowhere or that asks for a GET is refused", arguments: [(303, "/v2"), (300, "/v2"), (307, nil), (302, "http://[")])
    func odd(_ status: UInt, _ location: String?) {
        guard case .refuse = Redirect(status, location: location, from: Self.address) else {
            Issue.record("followed")
            return
        }
    }
}

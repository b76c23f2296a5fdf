import AssayCore
import AssayToolchains
import Testing

/// The edits and other places that tools tell with their findings.
@Suite struct EditTests {
    @Test("ruff's safe fixes are edits, others only proposals")
    func ruff() {
        func read(_ applicability: String) -> [TextEdit] {
            RuffJSON.read(
                """
                [{"code":"F401","filename":"/w/a.py","location":{"row":1,"column":8},"message":"`os` imported but unused","fix":{"message":"Remove",
                "applicability":"\(applicability)","edits":[{"content":"","location":{"row":1,"column":1},"end_location":{"row":2,"column":1}}]}}]
                """
            ).first?.edits ?? []
        }
        #expect(read("safe") == [TextEdit(path: "a.py", line: 1, column: 1, endLine: 2, endColumn: 1, text: "")])
        #expect(read("unsafe").isEmpty)
    }

    @Test("all replacements of ShellCheck are one fix; one without a place makes none")
    func shellcheck() {
        func read(_ second: String) -> [TextEdit] {
            ShellcheckJSON.read(
                """
                {"comments":[{"file":"/w/x.sh","line":2,"column":4,"level":"info","code":2086,"message":"Double quote","fix":{"replacements":[
                {"replacement":"\\"","line":2,"column":4,"endLine":2,"endColumn":4},\(second)]}}]}
                """
            ).first?.edits ?? []
        }
        #expect(read(#"{"replacement":"\"","line":2,"column":6,"endLine":2,"endColumn":6}"#).map(\.column) == [4, 6])
        #expect(read(#"{"replacement":"\""}"#).isEmpty)
    }

    @Test("a suggestion of rustc is an edit where it can be taken as it is; its other spans are other places")
    func rust() {
        func read(_ applicability: String) -> Diagnostic? {
            CargoBuildJSON.read(
                #"{"message":"unused variable: `x`","level":"warning","code":{"code":"unused_variables"},"spans":[{"file_name":"src/lib.rs","line_start":2,"column_start":9,"line_end":2,"column_end":10,"is_primary":true},{"file_name":"src/lib.rs","line_start":7,"column_start":1,"line_end":7,"column_end":2,"is_primary":false,"label":"here"}],"children":[{"message":"prefix it","level":"help","spans":[{"file_name":"src/lib.rs","line_start":2,"column_start":9,"line_end":2,"column_end":10,"is_primary":true,"suggested_replacement":"_x","suggestion_applicability":"\#(applicability)"}]}]}"#
            ).diagnostics.first
        }
        #expect(read("MachineApplicable")?.edits == [TextEdit(path: "src/lib.rs", line: 2, column: 9, endLine: 2, endColumn: 10, text: "_x")])
        #expect(read("MaybeIncorrect")?.edits.isEmpty == true && read("MaybeIncorrect")?.fixes.isEmpty == true)
        #expect(read("MachineApplicable")?.related == [RelatedPlace(path: "src/lib.rs", line: 7, column: 1, message: "here")])
    }

    @Test("GCC's fix-its and the places of its notes are read")
    func gcc() {
        let found = GccJSON.read(
            #"[{"kind":"error","message":"expected ';'","locations":[{"caret":{"file":"/w/a.c","line":3,"column":10}}],"fixits":[{"string":";","start":{"file":"/w/a.c","line":3,"column":10},"next":{"file":"/w/a.c","line":3,"column":10}}],"children":[{"kind":"note","message":"declared here","locations":[{"caret":{"file":"/w/a.h","line":1,"column":5}}]}]}]"#
        ).first
        #expect(found?.edits == [TextEdit(path: "a.c", line: 3, column: 10, endLine: 3, endColumn: 10, text: ";")])
        #expect(found?.related == [RelatedPlace(path: "a.h", line: 1, column: 5, message: "declared here")])
    }

    @Test("fix-its of swiftc and clang are edits where their end is told")
    func serialized() {
        let item = { (end: String) in
            SerializedDiagnostics.read(
                #"{"severity":2,"message":"never mutated","option":"","category":"","path":"/w/a.swift","line":1,"column":5,"fixes":[{"text":"let","path":"/w/a.swift","line":1,"column":1\#(end)}],"notes":[{"severity":1,"message":"seen here","option":"","category":"","path":"/w/b.swift","line":4,"column":2,"fixes":[],"notes":[]}]}"#
            ).diagnostics.first
        }
        #expect(item(#","endLine":1,"endColumn":4"#)?.edits == [TextEdit(path: "a.swift", line: 1, column: 1, endLine: 1, endColumn: 4, text: "let")])
        #expect(item("")?.edits.isEmpty == true && item("")?.fixes == ["let"])
        #expect(item("")?.related.map(\.path) == ["b.swift"])
    }
}

import AssayCore

/// Turns the answers to calls into checks and findings.
struct CallJudgement {
    let answers: CallAnswers
    let functions: [CallFunction]
    /// Whether a whole program answered.
    let isProgram: Bool
    /// The file that holds the functions, or the program.
    let path: String

    /// Returns the evidence of all answers; that of the commands is not in it.
    func evidence() -> Evidence {
        var evidence = Evidence()
        if let forgery = answers.conversation.forgery {
            evidence += .forgery(forgery, path: path)
        } else if let error = answers.conversation.loadError {
            evidence += Evidence(.failed, Finding(kind: .test, rule: "load", message: "cannot be loaded: \(error)", path: path))
        }
        for (index, question) in answers.questions.enumerated() {
            var status = CheckStatus.passed
            if !answers.isRight(index) {
                let wrong = wrongAnswer(index)
                status = wrong.status
                if let fault = wrong.fault { evidence += fault }
            }
            evidence.checks.append(
                CheckResult(id: question.id, kind: .oracle, status: status, tag: question.item.tag, hidden: question.hidden))
        }
        return evidence.attributed(to: answers.command)
    }

    /// The check status and the finding that a wrong answer leads to.
    private struct WrongAnswer {
        var status = CheckStatus.failed
        var fault: Evidence?
    }

    private func wrongAnswer(_ index: Int) -> WrongAnswer {
        let question = answers.questions[index]
        let arguments = question.item.arguments.map(\.description).joined(separator: ", ")
        let call = isProgram ? "the program for the input \(arguments)" : "\(functions[question.function].name)(\(arguments))"
        func fault(_ verdict: Verdict, _ kind: FindingKind, rule: String, _ message: String, actual: String? = nil) -> Evidence {
            Evidence(
                verdict,
                Finding(
                    kind: kind, rule: rule, message: message, path: path, test: question.id, tag: question.item.tag, hidden: question.hidden,
                    expected: question.item.returns?.description ?? "an error", actual: actual, signal: answers.end.signal))
        }
        switch answers.reply(index) {
        case .returned(let value):
            let message = "wrong \(isProgram ? "output" : "value") of \(call)"
            return WrongAnswer(fault: fault(.failed, .test, rule: "assertion", message, actual: value.description))
        case .raised(let text):
            return WrongAnswer(fault: fault(.failed, .test, rule: "exception", "raised \(text.isEmpty ? "an error" : text) in \(call)"))
        case .wrongType(let text):
            return WrongAnswer(fault: fault(.failed, .test, rule: "type", "returned \(text) from \(call)"))
        case .missing:
            let message = "does not define a function named '\(functions[question.function].name)'"
            return WrongAnswer(fault: fault(.interfaceViolation, .compile, rule: "missing-symbol", message))
        case nil:
            // The first without an answer is where it ended; the rest was never asked.
            let conversation = answers.conversation
            guard index == conversation.replies.count, conversation.loadError == nil else { return WrongAnswer(status: .notRun) }
            if answers.evidence.isLimited { return WrongAnswer(status: .timeout) }
            guard conversation.forgery == nil else { return WrongAnswer(status: .crashed) }
            return WrongAnswer(
                status: .crashed,
                fault: fault(.crashed, .test, rule: "crashed", "ended before it answered \(call): \(answers.end.words)"))
        }
    }
}

import AssayCore
import AssayStatistics

extension AssuranceTier {
    /// What the tier says about a verdict.
    var explanation: Explanation {
        let advice: String? =
            switch self {
            case .a, .aMinus: nil
            case .b: "a verdict of this tier stops accidents and common tricks; for a harder one, judge by calls or give the task a generator"
            case .c: "read the code, or give the task tests that a runner reports one by one"
            }
        return Explanation(
            rawValue, .tier, "Assurance tier \(rawValue): \(meaning). Tiers say how hard it is for code to forge its verdict, from A, the hardest, to C.",
            advice: advice)
    }
}

extension IsolationLevel {
    /// What separates code at this level from the machine.
    var explanation: Explanation {
        switch self {
        case .full:
            Explanation(
                rawValue, .isolationLevel,
                "Namespaces, Landlock, seccomp and a cgroup: no network, no view of other processes or files, and limits that hold for all processes together.")
        case .noCgroup:
            Explanation(
                rawValue, .isolationLevel, "As full, without a cgroup: limits of memory and processes hold for each process, not for their sum.",
                advice: "'assay doctor' names what is missing")
        case .bare:
            Explanation(
                rawValue, .isolationLevel,
                "Landlock and seccomp under a user of its own, without namespaces: files and system calls are restricted, but processes of the machine can be seen.",
                advice: "'assay doctor' names what is missing")
        }
    }
}

extension Verdict {
    /// What the verdict says about the code, and what to do.
    var explanation: Explanation {
        let (meaning, advice): (String, String?) =
            switch self {
            case .harnessError:
                ("Assay, a toolchain or the suite failed. This says nothing about the code.", "read the error; 'assay doctor' checks this machine")
            case .sandboxViolation:
                ("The code tried something that the sandbox denies and reports, such as opening a network connection.", "the finding names the system call")
            case .tamperingSuspected:
                ("The code seems to influence its own judgement instead of solving the task.", "read the integrity findings, then the code itself")
            case .unjudgeable: ("Nothing can be concluded about the code; the report says why.", "read the first finding")
            case .interfaceViolation:
                ("The code delivers nothing usable, or lacks a file, function or type that the task asks for.", "the finding names what is missing")
            case .compileError: ("The code does not build.", "fix the build errors first; no test has run")
            case .staticFailed: ("A static check failed. Only reports of older versions say this.", nil)
            case .timeout: ("A limit of wall, CPU or idle time was reached.", "look for an endless loop, or raise --wall and --cpu if the work is that long")
            case .resourceLimit: ("A limit of memory, processes, output or disk was reached.", "the finding names the limit; --memory and its like raise it")
            case .crashed: ("The process died during a check.", "the finding names the signal and the test that ran")
            case .failed: ("At least one test failed.", "each finding names the test, the place and what was expected")
            case .flaky: ("Repeated runs of the same code disagree.", "look for order, time, randomness and shared state")
            case .incomplete:
                (
                    "A test was skipped, never ran or asserted nothing, so passing means too little.",
                    "the findings name the tests; without tests there is nothing to pass"
                )
            case .passed: ("Every expected test ran and passed. The tier says how hard that is to forge.", nil)
            }
        return Explanation(rawValue, .verdict, meaning, advice: advice)
    }
}

extension CheckStatus {
    /// What the state says about the check.
    var explanation: Explanation {
        let meaning =
            switch self {
            case .passed: "The check ran and found nothing wrong."
            case .failed: "The check ran and failed."
            case .skipped: "The test was skipped by its runner."
            case .expectedFailure: "The test failed, as its project expects it to."
            case .crashed: "The process died during the check."
            case .timeout: "A limit of time was reached during the check."
            case .missing: "The test is declared, but no result of it was reported."
            case .notRun: "The check was not reached, because an earlier one failed."
            }
        return Explanation(rawValue, .checkStatus, meaning)
    }
}

extension ComparisonVerdict {
    /// What the result says about the two sides.
    var explanation: Explanation {
        switch self {
        case .improved:
            Explanation(rawValue, .comparison, "The second side solves more tasks: the difference is significant and its interval lies above 0.")
        case .equivalent: Explanation(rawValue, .comparison, "Both sides solve equally many tasks: a difference of the margin or more is ruled out.")
        case .regressed:
            Explanation(
                rawValue, .comparison, "The second side solves fewer tasks: the difference is significant and its interval lies below 0.",
                advice: "look at the tasks under 'broke' first")
        case .inconclusive:
            Explanation(
                rawValue, .comparison, "The data decide nothing: the tasks are too few for a difference of this size.",
                advice: "the comparison says how many tasks would decide it")
        }
    }
}

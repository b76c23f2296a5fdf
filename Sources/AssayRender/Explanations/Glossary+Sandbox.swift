import AssayCore

extension SandboxOutcome {
    /// How the command ended, in words.
    var explanation: Explanation {
        let meaning =
            switch self {
            case .exited: "The command ended by itself; its exit code says with what status."
            case .signaled: "A signal ended the command."
            case .oom: "The memory limit was reached, and the kernel ended the command."
            case .violation: "A denied system call ended the command."
            case .interrupted: "The caller ended the command."
            case .cpuLimit: "The limit of CPU time was reached."
            case .wallLimit: "The limit of wall time was reached."
            case .outputLimit: "The command printed more than the limit."
            case .diskLimit: "The command wrote more bytes to files than the limit."
            case .inodeLimit: "The command made more files than the limit."
            case .idleLimit: "The command used no CPU for longer than the limit."
            case .launcherError: "The launcher of the sandbox failed; this says nothing about the command."
            }
        return Explanation(rawValue, .outcome, meaning)
    }
}

extension SandboxLimit {
    /// What the limit bounds, and the flag that raises it.
    var explanation: Explanation {
        let (meaning, flag): (String, String?) =
            switch self {
            case .memory: ("The memory of all processes of one command together.", "--memory")
            case .cpu: ("The CPU seconds of all processes of one command together.", "--cpu")
            case .wall: ("The seconds of wall time of one command.", "--wall")
            case .idle: ("The seconds without any use of CPU.", nil)
            case .output: ("The bytes that one command may print to each of its two streams.", "--output-limit")
            case .disk: ("The bytes that one command may write to files.", "--disk")
            case .inodes: ("The number of files that one command may make.", nil)
            case .processes: ("The processes of one command at a time.", "--processes")
            }
        return Explanation(rawValue, .limit, meaning, advice: flag.map { "\($0) of 'assay verify' raises it" })
    }
}

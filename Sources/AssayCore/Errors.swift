/// A failure of the jail itself, never of the command in it.
package struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// The class of a sandbox error.
    package enum Code: Sendable {
        /// The sandbox or its launcher is not available on this host.
        case unavailable
        /// The launcher failed.
        case launcher
        /// The folder of results cannot be read.
        case output
        /// A policy that is asked for is not there.
        case policy
        /// The sandbox works, but the program of the command cannot be executed in it.
        case program
    }
    /// The class of the error.
    package let code: Code
    /// One line for a person: what, where, and what to do.
    package var message: String
    /// Makes an error of a class with its message.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
    /// The message.
    package var description: String { message }
}

/// A failure of Assay or its machine, never of a candidate.
package struct HarnessError: Error, Sendable, CustomStringConvertible {
    /// The class of a harness error.
    package enum Code: Sendable {
        /// The sandbox failed.
        case sandbox
        /// A toolchain is missing or failed.
        case toolchain
        /// A file or the database cannot be used as it is.
        case storage
        /// The database cannot be made or opened for writing.
        case unwritable
        /// Something was lost while the database was written: no room, or a device that failed.
        case lost
        /// A suite, an experiment or a run is invalid.
        case suite
        /// A reference does not pass, so the machine or the suite is at fault.
        case integrity
        /// An input does not exist.
        case missing
    }

    /// The class of the error.
    package let code: Code
    /// One line for a person: what, where, and what to do.
    package var message: String
    /// Makes an error of a class with its message.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
    /// The message.
    package var description: String { message }
}

/// Why a model gave no answer.
package struct ModelError: Error, Sendable, CustomStringConvertible {
    /// The class of a model error.
    package enum Code: String, Sendable {
        /// No server answers, or it fails temporarily.
        case unreachable
        /// The answer broke off, so it may have been charged.
        case interrupted
        /// The server or the command refuses the request.
        case refused
        /// The prompt exceeds the context window.
        case contextLength
        /// The rate limit of the provider is exceeded.
        case rateLimited
        /// No answer came within the time limit.
        case timeout
        /// The answer cannot be read.
        case malformed
        /// The recording contains no answer to the request.
        case notRecorded
        /// The prompt contains text of a hidden check.
        case leak
        /// The budget of the attempt does not suffice for the call.
        case budget
    }
    /// The class of the error.
    package var code: Code
    /// One line for a person: what, where, and what to do.
    package var message: String
    /// Makes an error of a class with its message.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
    /// The message.
    package var description: String { message }

    /// Whether a request was sent that the provider may have worked on, so that it may have been paid for.
    package var mayBePaid: Bool { [.interrupted, .timeout, .malformed].contains(code) }
}

/// Configuration that cannot be used.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// One line for a person: what, where, and what to do.
    package let description: String
    /// Whether the file is not there or may not be read.
    package let isMissing: Bool
    /// Makes an error with its message.
    package init(description: String, isMissing: Bool = false) {
        self.description = description
        self.isMissing = isMissing
    }
}

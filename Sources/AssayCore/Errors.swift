/// A failure of the jail itself, never of the command in it.
package struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// The class of a sandbox error.
    package enum Code: Sendable {
        case unavailable, launcher, output
        /// The sandbox works, and the command's own program cannot be run in it.
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
    package enum Code: Sendable { case sandbox, toolchain, storage, suite, integrity, missing }
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
        case unreachable, interrupted, refused, contextLength, rateLimited, timeout, malformed
        case notRecorded, leak, budget
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

package import AssayCore
import AssaySupport

/// Modules of several functions, drawn by a seed from a suite of functions.
///
/// The number of samples that a model needs for a whole module grows exponentially with its parts ("Compositional
/// Hardness of Code", arXiv 2409.18028), so that modules of 1, 2, 4 and 8 functions show what a pipeline does about it.
package struct SuiteComposition {
    /// A task that is in no module, and why.
    package struct LeftOut: Sendable, Equatable {
        /// The task's id.
        package let task: String
        /// The reason in words.
        package let reason: String
        /// Makes a task that is left out.
        package init(task: String, reason: String) {
            self.task = task
            self.reason = reason
        }
    }

    /// The lines of the suite file, one a module.
    package let lines: [String]
    /// The tasks that are in no module.
    package let leftOut: [LeftOut]
    /// The number of functions in the modules of which the prompt shows no example: no visible check tells anything of them.
    package let withoutExamples: Int

    /// Draws modules of `size` functions, no function twice.
    ///
    /// The order of drawing hangs on the seed and the tasks' ids alone, so that modules of two functions are the halves of
    /// those of four, unless names clash. A function whose names mean something else to a member of a group goes into
    /// the next group.
    package init(_ tasks: [CodingTask], size: Int, seed: UInt64) throws {
        var leftOut: [LeftOut] = []
        var open: [ComposableFunction] = []
        for task in tasks {
            do throws(ComposableFunction.Refusal) {
                let function = try ComposableFunction(task)
                if size > 1, let reason = function.singular { throw ComposableFunction.Refusal(reason: reason) }
                open.append(function)
            } catch {
                leftOut.append(LeftOut(task: task.id, reason: error.reason))
            }
        }
        let places = open.map { Digest.of("\(seed)", $0.id) }
        open = zip(open, places).sorted { $0.1 < $1.1 }.map(\.0)
        var groups: [[ComposableFunction]] = []
        while !open.isEmpty {
            var group = [open.removeFirst()]
            while group.count < size, let next = open.firstIndex(where: { one in group.allSatisfy { !$0.clashes(with: one) } }) {
                group.append(open.remove(at: next))
            }
            if group.count == size {
                groups.append(group)
            } else {
                leftOut += group.map { LeftOut(task: $0.id, reason: "no \(size - 1) others are left for it") }
            }
        }
        let width = "\(groups.count)".count
        lines = try groups.enumerated().map { index, group in
            let number = String(repeating: "0", count: width - "\(index + 1)".count) + "\(index + 1)"
            return try JSON.line(ComposedModule(id: "k\(size)-seed\(seed)-\(number)", group))
        }
        self.leftOut = leftOut
        withoutExamples = groups.joined().count { $0.examples.isEmpty }
    }
}

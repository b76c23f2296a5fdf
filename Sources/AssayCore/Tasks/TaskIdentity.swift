import AssaySupport

/// The identity of a task, which covers everything that can change a verdict on it.
extension CodingTask {
    /// SHA-256 of everything that can change an answer to this task or its verdict: what is asked, the files, the checks and
    /// hidden material, the reference, language, interface, environment and form.
    package var digest: String {
        Digest.of(
            "task 2", brief.id, brief.title, brief.statement, brief.conventions, brief.language.rawValue, brief.start.digest,
            brief.visibleTests.digest, "\(brief.cases)", "\(brief.interface)", "\(brief.examples)", brief.prompt ?? "",
            hidden.digest, brief.deliverables.joined(separator: "\n"),
            "\(form)\(expectation == .strict ? "" : " \(expectation.rawValue)")\(allowsTestChanges ? " allows test changes" : "")\(deleted.isEmpty ? "" : " without \(deleted.digest)")\(surroundings)",
            reference?.digest ?? "none",
            stub.digest,
            environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n"))
    }

    /// What a project has beside its files; nothing for a suite's task, whose digest it leaves as it was.
    private var surroundings: String {
        (folder.isEmpty ? "" : " in \(folder)") + (commands.map { " \($0)" } ?? "") + needs + shared.map { " \($0)" }.joined()
            + (brief.isOpen ? " open" : "") + (brief.readOnly.isEmpty ? "" : " read-only \(brief.readOnly)")
    }

    /// What has to be installed, and which members of a workspace are tested.
    private var needs: String { (recipe.map { " needs \($0)" } ?? "") + (members.map { " tests \($0)" } ?? "") }

    /// The digest that versions up to 0.2.0 stored, which did not cover reference, language, interface and environment.
    package var formerDigest: String {
        Digest.of(
            brief.id, brief.statement, brief.start.digest, brief.visibleTests.digest, "\(brief.cases)",
            hidden.digest, brief.deliverables.joined(separator: "\n"), "\(form)")
    }
}

extension Suite {
    /// SHA-256 over the tasks in order.
    package var digest: String {
        var digest = Digest()
        for task in tasks { digest.add(task.digest) }
        return digest.hex
    }
}

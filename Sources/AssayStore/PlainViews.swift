/// The views that analysts read: one row for each thing, plain columns with their units in the name, the same in every version.
///
/// A column is never renamed or taken away; new ones come at the end.
package enum PlainView: String, CaseIterable, Sendable {
    /// One row for each run.
    case runs
    /// One row for each arm of a run.
    case arms
    /// One row for each attempt: one arm on one task with one seed.
    case attempts
    /// One row for each verification of a candidate, in their order.
    case rounds
    /// One row for each call of a model.
    case calls
    /// One row for each check of each verification.
    case checks
    /// One row for each finding of each verification.
    case findings

    /// The order in which the rows are exported.
    var order: String {
        switch self {
        case .runs: "run"
        case .arms: "run, position"
        case .attempts: "run, position"
        case .rounds: "verification"
        case .calls: "call"
        case .checks: "verification, name"
        case .findings: "verification, fingerprint"
        }
    }

    /// The texts that belong to a row, which the table `blob` holds packed: the name of the text and the column with its digest.
    var texts: [(name: String, digest: String)] {
        switch self {
        case .attempts: [("patch", "patch_digest")]
        case .rounds: [("candidate", "candidate_digest"), ("report", "report_digest")]
        case .calls: [("request", "request_digest"), ("reply", "reply_digest"), ("files", "files_digest")]
        case .runs, .arms, .checks, .findings: []
        }
    }

    /// Makes all views.
    static let sql = """
        CREATE VIEW attempts AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, attempt.position, attempt.status, attempt.tries,
                attempt.verdict, attempt.tier, iif(attempt.verdict IS NULL, NULL, attempt.verdict = 'passed') AS solved,
                attempt.visible_verdict, attempt.claims_done, attempt.rounds AS fix_rounds, attempt.stopped, attempt.error,
                strftime('%Y-%m-%dT%H:%M:%SZ', attempt.started, 'unixepoch') AS started_at, attempt.seconds,
                count(model_call.id) AS calls, sum(model_call.prompt_tokens) AS prompt_tokens,
                sum(model_call.completion_tokens) AS completion_tokens, sum(model_call.cached_tokens) AS cached_tokens,
                sum(model_call.estimated_tokens) AS estimated_tokens, attempt.added AS lines_added, attempt.removed AS lines_removed,
                attempt.branches AS branches_added, attempt.task_digest, attempt.patch AS patch_digest
            FROM attempt LEFT JOIN model_call ON model_call.attempt = attempt.id
            GROUP BY attempt.id;

        CREATE VIEW arms AS
            SELECT arm.experiment AS run, arm.name AS arm, arm.position, arm.position = 0 AS is_baseline, count(attempts.task) AS attempts,
                coalesce(sum(attempts.status = 'done'), 0) AS done, coalesce(sum(attempts.status = 'harness_error'), 0) AS lost,
                coalesce(sum(attempts.solved), 0) AS solved,
                coalesce(sum(attempts.claims_done AND NOT attempts.solved), 0) AS false_done, sum(attempts.calls) AS calls,
                sum(attempts.prompt_tokens) AS prompt_tokens, sum(attempts.completion_tokens) AS completion_tokens,
                sum(attempts.cached_tokens) AS cached_tokens, sum(attempts.estimated_tokens) AS estimated_tokens,
                sum(attempts.seconds) AS seconds, arm.digest, arm.settings, arm.identity
            FROM arm LEFT JOIN attempts ON attempts.run = arm.experiment AND attempts.arm = arm.name
            GROUP BY arm.experiment, arm.name;

        CREATE VIEW runs AS
            SELECT experiment.id AS run, experiment.name AS experiment, experiment.file, experiment.suite, experiment.suite_digest,
                strftime('%Y-%m-%dT%H:%M:%SZ', experiment.created, 'unixepoch') AS created_at,
                (SELECT count(*) FROM arm WHERE arm.experiment = experiment.id) AS arms,
                (SELECT count(DISTINCT task) FROM attempt WHERE attempt.experiment = experiment.id) AS tasks, experiment.seeds,
                (SELECT count(*) FROM attempt WHERE attempt.experiment = experiment.id) AS attempts,
                (SELECT count(*) FROM attempt WHERE attempt.experiment = experiment.id AND status = 'done') AS done,
                (SELECT count(*) FROM attempt WHERE attempt.experiment = experiment.id AND status = 'harness_error') AS lost,
                (SELECT count(*) FROM attempt WHERE attempt.experiment = experiment.id AND verdict = 'passed') AS solved,
                experiment.margin, experiment.alpha, experiment.stop, experiment.order_seed, experiment.recording AS from_recording,
                experiment.verification AS verification_version, experiment.digest
            FROM experiment;

        CREATE VIEW rounds AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, verification.id AS verification,
                verification.round AS fix_round, verification.scope, verification.scope = 'full' AS decides, verification.best AS is_best,
                verification.verdict, verification.tier, verification.seconds,
                (SELECT count(*) FROM check_result WHERE check_result.verification = verification.id AND status = 'passed') AS checks_passed,
                (SELECT count(*) FROM check_result WHERE check_result.verification = verification.id AND status <> 'passed') AS checks_not_passed,
                (SELECT count(*) FROM finding WHERE finding.verification = verification.id) AS findings,
                verification.candidate AS candidate_digest, verification.report AS report_digest
            FROM verification JOIN attempt ON attempt.id = verification.attempt;

        CREATE VIEW calls AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, model_call.id AS call, model_call.phase, model_call.role,
                model_call.model, model_call.served_by, model_call.state, model_call.prompt_tokens, model_call.completion_tokens,
                model_call.cached_tokens, model_call.estimated_tokens, model_call.seconds, model_call.recorded AS from_recording,
                model_call.finish, model_call.error, model_call.request AS request_digest, model_call.reply AS reply_digest,
                model_call.files AS files_digest
            FROM model_call JOIN attempt ON attempt.id = model_call.attempt;

        CREATE VIEW checks AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, verification.id AS verification,
                verification.round AS fix_round, verification.scope = 'full' AS decides, check_result.name, check_result.kind,
                check_result.status, check_result.tag, check_result.hidden
            FROM check_result JOIN verification ON verification.id = check_result.verification JOIN attempt ON attempt.id = verification.attempt;

        CREATE VIEW findings AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, verification.id AS verification,
                verification.round AS fix_round, verification.scope = 'full' AS decides, finding.fingerprint, finding.kind, finding.rule,
                finding.severity, finding.message, finding.path, finding.line, finding.hidden
            FROM finding JOIN verification ON verification.id = finding.verification JOIN attempt ON attempt.id = verification.attempt;

        """
}

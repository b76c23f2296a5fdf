/// Views for analysts: the joins that most questions need, under names that say what a row is.
///
/// Views hold no data, so a migration may drop and recreate them.
enum Views {
    /// All views, as they are now.
    static let sql = attempts(estimates: true) + calls(estimates: true) + deciding

    /// The views before calls said which of their tokens are estimates.
    static let withoutEstimates = attempts(estimates: false) + calls(estimates: false) + deciding

    /// The views as the first version made them.
    static let first = attempts(estimates: false) + firstCalls + deciding

    /// Drops all views.
    static let dropped = ["arm_summary", "attempt_summary", "call_summary", "deciding_check", "deciding_finding"].map { "DROP VIEW \($0);\n" }.joined()

    private static func attempts(estimates: Bool) -> String {
        """
        CREATE VIEW attempt_summary AS
            SELECT attempt.id AS attempt, experiment.name AS experiment, experiment.id AS run, attempt.arm, attempt.task, attempt.seed,
                attempt.status, attempt.verdict, attempt.tier, attempt.verdict = 'passed' AS solved, attempt.visible_verdict = 'passed' AS visible_passed,
                attempt.claims_done, attempt.rounds, attempt.seconds, calls.calls, calls.prompt_tokens, calls.completion_tokens, calls.cached_tokens\(estimates ? ", calls.estimated_tokens" : "")
            FROM attempt
            JOIN experiment ON experiment.id = attempt.experiment
            LEFT JOIN (
                SELECT attempt, count(*) AS calls, sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
                    sum(cached_tokens) AS cached_tokens\(estimates ? ", sum(estimated_tokens) AS estimated_tokens" : "")
                FROM model_call GROUP BY attempt
            ) AS calls ON calls.attempt = attempt.id;

        CREATE VIEW arm_summary AS
            SELECT experiment, run, arm, count(*) AS attempts, sum(status = 'done') AS done, sum(status = 'harness_error') AS lost,
                sum(solved) AS solved, sum(claims_done AND NOT solved) AS false_done, sum(prompt_tokens + completion_tokens) AS tokens,
                sum(seconds) AS seconds\(estimates ? ", sum(estimated_tokens) AS estimated_tokens" : "")
            FROM attempt_summary GROUP BY run, arm;

        """
    }

    private static func calls(estimates: Bool) -> String {
        """
        CREATE VIEW call_summary AS
            SELECT attempt.experiment AS run, attempt.arm, model_call.phase, model_call.role, model_call.model, count(*) AS calls,
                sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens, sum(cached_tokens) AS cached_tokens,
                sum(model_call.seconds) AS seconds, sum(model_call.state = 'failed') AS failed, sum(model_call.state = 'lost') AS lost\(estimates ? ", sum(estimated_tokens) AS estimated_tokens" : "")
            FROM model_call JOIN attempt ON attempt.id = model_call.attempt
            GROUP BY attempt.experiment, attempt.arm, model_call.phase, model_call.role, model_call.model;

        """
    }

    private static let firstCalls = """
        CREATE VIEW call_summary AS
            SELECT attempt.experiment AS run, attempt.arm, model_call.phase, model_call.role, model_call.model, count(*) AS calls,
                sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens, sum(cached_tokens) AS cached_tokens,
                sum(model_call.seconds) AS seconds, sum(model_call.error IS NOT NULL) AS failed
            FROM model_call JOIN attempt ON attempt.id = model_call.attempt
            GROUP BY attempt.experiment, attempt.arm, model_call.phase, model_call.role, model_call.model;

        """

    private static let deciding = """
        CREATE VIEW deciding_check AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, check_result.name, check_result.kind, check_result.status,
                check_result.tag, check_result.hidden
            FROM check_result
            JOIN verification ON verification.id = check_result.verification AND verification.scope = 'full'
            JOIN attempt ON attempt.id = verification.attempt;

        CREATE VIEW deciding_finding AS
            SELECT attempt.experiment AS run, attempt.arm, attempt.task, attempt.seed, finding.kind, finding.rule, finding.severity,
                finding.message, finding.path, finding.line, finding.hidden, finding.fingerprint
            FROM finding
            JOIN verification ON verification.id = finding.verification AND verification.scope = 'full'
            JOIN attempt ON attempt.id = verification.attempt;
        """
}

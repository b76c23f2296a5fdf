import AssayCore
import AssaySupport

/// EvalPlus problems (Liu and others, 2023): HumanEval's with inputs instead of tests, `base_input, plus_input, atol`.
///
/// What is expected is what the canonical solution returns for the same input, asked beside the test, where no
/// candidate can see it.
enum EvalPlusSuite {
    /// The entry of this format in the list of all.
    static let format = LineFormat(name: "EvalPlus (base_input, plus_input)", fits: fits, task: task)

    /// Whether a line is one of these problems.
    static func fits(_ line: JSONLine) -> Bool { line.object["base_input"] != nil && line.object["entry_point"] != nil }

    /// Makes the task of a line.
    static func task(_ line: JSONLine) throws(InputError) -> CodingTask {
        guard case .array? = line.object["base_input"], case .array? = line.object["plus_input"] else {
            throw InputError(line.place, "the keys 'base_input' and 'plus_input' must be lists of argument lists")
        }
        _ = try line.text("canonical_solution")
        return try HumanEvalSuite.task(line, test: oracle)
    }

    /// The problem stands in the test as it was written, so that 1 and 1.0 stay what they are.
    private static func oracle(_ line: JSONLine) throws(InputError) -> String {
        guard let problem = try? JSON.line(line.source) else { throw InputError(line.place, "is no text") }
        return """
            import copy as _copy, json as _json, math as _math
            _problem = _json.loads(\(problem))
            _names = {}
            exec(_problem["prompt"] + _problem["canonical_solution"], _names)
            _expected = _names[_problem["entry_point"]]


            def _is_same(got, expected, tolerance):
                if isinstance(expected, float) and isinstance(got, float):
                    # EvalPlus takes 1e-6 for numbers with a fraction where the problem names no tolerance.
                    return got == expected or _math.isclose(got, expected, rel_tol=1e-7, abs_tol=tolerance or 1e-6)
                if isinstance(expected, (list, tuple)) and isinstance(got, (list, tuple)):
                    return len(got) == len(expected) and all(_is_same(g, e, tolerance) for g, e in zip(got, expected))
                return got == expected


            def check(candidate):
                for kind in ("base_input", "plus_input"):
                    for place, arguments in enumerate(_problem[kind]):
                        expected = _expected(*_copy.deepcopy(arguments))
                        got = candidate(*_copy.deepcopy(arguments))
                        assert _is_same(got, expected, _problem.get("atol") or 0), f"{kind} {place}"

            """
    }
}

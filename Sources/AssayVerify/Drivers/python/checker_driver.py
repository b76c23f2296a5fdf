# Runs inside the checker's jail: holds the cases, the expected values and the comparison.
# The candidate is another process behind standard input and output; its replies are data.
import ast, builtins, functools, itertools, json, operator, os, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import array_values
from checker_candidate import SURROUNDINGS, Candidate, Gone
from checker_reach import out_of_reach
from checker_values import Forged, Rich, Untravelled

_replies = _requests = _results = -1


def take_streams():
    """Keeps conversation and result to itself: what a test prints goes nowhere."""
    global _replies, _requests, _results
    _replies, _requests, _results = os.dup(0), os.dup(1), os.dup(2)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)


class CheckFailed(AssertionError):
    def __init__(self, source, actual, expected, line):
        super().__init__(source)
        self.source, self.actual, self.expected, self.line = source, actual, expected, line


_OPERATORS = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
              ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
              ast.Is: operator.is_, ast.IsNot: operator.is_not,
              ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b}
_NAMES = {kind.__name__: function for kind, function in _OPERATORS.items()}
_count = 0
_sources = []


def _short(value):
    try:
        text = repr(value)
    except BaseException:
        text = "<no repr>"
    return text if len(text) <= 300 else text[:300] + "…"


def doubt(actual, expected):
    """Raises where a failed comparison says nothing; all that is plain data can be compared."""


def _check(name, left, right, number, line):
    global _count
    actual = left()
    expected = right() if right is not None else None
    _count += 1
    good = _NAMES[name](actual, expected) if right is not None else actual
    if not good:
        doubt(actual, expected)
        raise CheckFailed(ast.unparse(_sources[number])[:400], _short(actual), _short(expected) if right else None, line)


class _Asserts(ast.NodeTransformer):
    """Turns each assert into a call that counts it and keeps both sides."""

    def visit_Assert(self, node):
        place = {name: getattr(node, name) for name in node._attributes}

        def thunk(expression):
            arguments = ast.arguments([], [], None, [], [], None, [])
            return ast.Lambda(arguments, expression, **place)

        def constant(value):
            return ast.Constant(value, **place)

        # Only a failure needs its words.
        original = ast.Assert(node.test, node.msg)
        test, name, right = node.test, None, constant(None)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            name, right = type(test.ops[0]).__name__, thunk(test.comparators[0])
            test = test.left
        call = ast.Call(ast.Name("__assay_check__", ast.Load(), **place),
                        [constant(name), thunk(test), right, constant(len(_sources)), constant(node.lineno)],
                        [], **place)
        _sources.append(original)
        return ast.Expr(call, **place)


def _last_first(tree):
    """Puts assertions that stand side by side in the reverse order; none hangs on what another found."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.For, ast.If)):
            groups = [list(group) for _, group in itertools.groupby(node.body, lambda item: isinstance(item, ast.Assert))]
            node.body = [item for group in groups
                         for item in (reversed(group) if isinstance(group[0], ast.Assert) and not _names(group) else group)]
    return tree


def _names(group):
    """Whether an assertion gives a value a name that a later one may use, or passes a value that another looks at."""
    if any(isinstance(node, ast.NamedExpr) for item in group for node in ast.walk(item)):
        return True
    seen = set()
    for item in group:
        called = {node.func for node in ast.walk(item) if isinstance(node, ast.Call)}
        names = {node.id for node in ast.walk(item) if isinstance(node, ast.Name) and node not in called}
        if seen & names:
            return True
        seen |= names
    return False


@functools.lru_cache(maxsize=64)
def _compiled(prelude, test, last_first):
    """Both programs and the words of the test's assertions: many solutions answer one task."""
    _sources.clear()
    tree = ast.parse(test)
    tree = _Asserts().visit(_last_first(tree) if last_first else tree)
    return compile(prelude, "prelude.py", "exec"), compile(tree, "test.py", "exec"), tuple(_sources)


def _broken(error):
    return {"status": "broken", "text": f"{type(error).__name__}: {error}"[:500]}


def _judge(plan, candidate):
    loaded = candidate.receive()
    try:
        prelude, test, _sources[:] = _compiled(plan["prelude"], plan["test"], plan["last_first"])
    except Exception as error:
        # Whatever the solution is: nobody can answer this task.
        return _broken(error)
    if loaded.get("load") != "ok":
        return {"status": "load", "load": str(loaded.get("load")), "error": loaded.get("error")}
    candidate.test = plan["test"]
    candidate.catches = "except" in plan["test"] or "raises" in plan["test"].lower()
    candidate.draws = loaded.get("draws") is True
    namespace = {"__name__": "check", "__assay_check__": _check}
    try:
        before = set(namespace)
        exec(prelude, namespace)
        # The benchmark's program is solution + test: a helper that the test calls must be in
        # the solution, though the pristine one is what runs.
        for name in set(namespace) - before - set(map(str, loaded.get("names") or [])):
            del namespace[name]
        namespace[plan["entry"]] = candidate
        candidate.namespace = namespace
        # What the test itself defines is nothing that a solution could give an object of.
        candidate.classes = dict(namespace)
        exec(test, namespace)
        check = namespace.get("check")
        if not callable(check):
            return {"status": "broken", "text": "it defines no check(candidate)"}
    except (Gone, Forged, Rich, Untravelled):
        raise
    except BaseException as error:
        return _broken(error)
    result = _checked(check, candidate)
    if result["status"] == "passed" and candidate.changed:
        # A solution that empties its argument may pass for that alone.
        candidate.writes_back = False
        if _checked(check, candidate)["status"] != "passed":
            return {"status": "passed_by_changes"}
    return result


def _checked(check, candidate):
    """How the test ends."""
    try:
        check(candidate)
    except CheckFailed as failure:
        return {"status": "failed", "source": failure.source, "actual": failure.actual,
                "expected": failure.expected, "line": failure.line}
    except (Exception, SystemExit) as error:
        if hasattr(error, "candidate"):
            return {"status": "raised", "error": error.candidate}
        # The test tripped over a wrong value, for example len(None): the value is wrong.
        return {"status": "failed", "source": f"{type(error).__name__}: {error}"[:400],
                "actual": None, "expected": None, "line": None}
    return {"status": "passed"} if _count else {"status": "vacuous"}


def stay(processor):
    """Keeps to the processor on which the other side is, if that is to be had: nobody is woken from afar then."""
    try:
        os.sched_setaffinity(0, {int(processor)})
    except OSError:
        pass


def judge(plan, candidate):
    """Returns the line that says how the test ended."""
    global _count
    _count = 0
    sys.setrecursionlimit(5000)
    sys.set_int_max_str_digits(0)
    # An earlier test may have left something else there.
    sys.stdin, sys.stdout, sys.stderr, builtins.input, builtins.print, builtins.open = SURROUNDINGS
    sys.path += [place for place in array_values.installed() if place not in sys.path]
    began = time.monotonic()
    try:
        result = _judge(plan, candidate)
    except Gone:
        result = {"status": "gone"}
    except Forged as error:
        result = {"status": "forged", "text": str(error)}
    except Untravelled as error:
        result = {"status": "unjudgeable", "text": str(error)[:500]}
    except Rich as error:
        result = {"status": "rich", "text": str(error)}
    if result["status"] in ("failed", "raised"):
        reason = out_of_reach(plan["test"], candidate.draws)
        if candidate.lossy:
            result = {"status": "rich", "text": "an answer that is more than plain data"}
        elif reason:
            result = {"status": "unjudgeable", "text": reason}
    result["asserts"] = _count
    result["seconds"] = round(time.monotonic() - began, 6)
    if candidate.last_call is not None:
        args, kwargs = candidate.last_call
        parts = [_short(item) for item in args] + [f"{k}={_short(v)}" for k, v in kwargs.items()]
        result["call"] = f"{plan['entry']}({', '.join(parts)})"[:600]
    return (plan["nonce"] + " " + json.dumps(result) + "\n").encode()


def tell(line):
    while line:
        line = line[os.write(_results, line):]


if __name__ == "__main__":
    take_streams()
    with open("/w/plan.json", encoding="utf-8") as _file:
        _plan = json.load(_file)
    stay(sys.argv[1])
    tell(judge(_plan, Candidate(_requests, _replies)))
    os._exit(0)

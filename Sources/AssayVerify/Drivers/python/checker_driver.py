# Runs inside the checker's jail: holds the cases, the expected values and the comparison.
# The candidate is another process behind standard input and output; its replies are data.
import ast, builtins, functools, itertools, json, operator, os, secrets, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import array_values
from checker_reach import out_of_reach, tells_apart
from checker_values import Forged, Rich, Untravelled, changes, decode, question, reply, write_back

_replies = _requests = _results = -1


def take_streams():
    """Keeps conversation and result to itself: what a test prints goes nowhere."""
    global _replies, _requests, _results
    _replies, _requests, _results = os.dup(0), os.dup(1), os.dup(2)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)


_REPLY_LIMIT = 64 << 20


class Gone(BaseException):
    """The candidate's process ended before it answered."""


class CandidateError(Exception):
    """An exception of the candidate that has no builtin name."""


class CheckFailed(AssertionError):
    def __init__(self, source, actual, expected, line):
        super().__init__(source)
        self.source, self.actual, self.expected, self.line = source, actual, expected, line


class Candidate:
    def __init__(self, requests, replies):
        self.requests, self.replies = requests, replies
        self.buffer = bytearray()
        self.last_call = None
        self.namespace = {}
        # Whether an answer was more than the data that stood for it.
        self.lossy = False
        # Whether the solution has taken something of the random module.
        self.draws = False
        # Whether what the solution changed was changed here too, and whether it shall be.
        self.changed, self.writes_back = False, True
        # Whether the test looks at what is raised.
        self.catches = False
        self.test = ""

    def receive(self):
        # Mostly one reply is one read.
        line = b"" if self.buffer else os.read(self.replies, 1 << 16)
        if self.buffer or line.find(b"\n") != len(line) - 1:
            self.buffer += line
            line = self.long()
        elif not line:
            raise Gone()
        return reply(line)

    def long(self):
        """A reply that comes in pieces."""
        scanned = 0
        while True:
            end = self.buffer.find(b"\n", scanned)
            if end >= 0:
                line = bytes(self.buffer[:end])
                del self.buffer[:end + 1]
                return line
            scanned = len(self.buffer)
            if scanned > _REPLY_LIMIT:
                raise Forged("a reply over 64 MiB")
            chunk = os.read(self.replies, 1 << 16)
            if not chunk:
                raise Gone()
            self.buffer += chunk

    def __call__(self, *args, **kwargs):
        identity = secrets.randbits(48)
        self.last_call = (args, kwargs)
        if surroundings() != _SURROUNDINGS:
            raise Rich("the test replaces what the solution uses")
        data = question(identity, args, kwargs)
        if self.buffer:
            raise Forged("bytes before the question")
        try:
            while data:
                data = data[os.write(self.requests, data):]
        except OSError:
            raise Gone() from None
        answer = self.receive()
        if answer.pop("id", None) != identity:
            raise Forged("a reply to another question")
        if "rich" in answer:
            raise Rich(str(answer["rich"]))
        if answer.pop("lossy", False):
            self.lossy = True
        if answer.pop("shared", False) and tells_apart(self.test):
            raise Rich("a container in two places")
        if "args" in answer:
            self.changed, changed = True, changes(answer.pop("args"), args)
            if self.writes_back:
                write_back(changed, args)
            args = args if self.writes_back else [old if new is None else new for old, new in zip(args, changed)]
        if len(answer) != 1:
            raise Forged("a reply of another form")
        if "value" in answer:
            return returned(answer["value"], args)
        error = answer.get("error")
        if not isinstance(error, dict):
            raise Forged("a reply without value or error")
        raise self.exception(error)

    def __getattr__(self, name):
        raise Rich("the test looks at the function itself")

    def exception(self, error):
        """The exception that a test sees: of every class here that the candidate's has above it, as if both were one program."""
        if self.catches and error.get("exact") is not True:
            self.lossy = True
        names, modules = (list(map(str, error.get(key) or []))[:32] for key in ("names", "modules"))
        text = str(error.get("text", ""))[:500]
        bases = []
        for module, name in zip(modules, names):
            kind = self.known(module, name)
            if kind and not any(issubclass(base, kind) for base in bases):
                bases.append(kind)
        raised = _raisable(names[0] if names else "?", bases, text)
        raised.candidate = {"name": names[0] if names else "?", "text": text, "line": error.get("line")}
        return raised

    def known(self, module, name):
        """The class here that another process calls so; exits and skips of the candidate are plain failures."""
        places = [self.namespace, vars(builtins)] if module == "solution" else [vars(sys.modules.get(module, object))]
        kind = next((place[name] for place in places if name in place), None)
        if not isinstance(kind, type) or not issubclass(kind, Exception) or kind is Exception:
            return None
        # What the checker itself raises is not for a candidate to claim.
        if kind.__module__ in _OWN or issubclass(kind, AssertionError) and kind is not AssertionError:
            return None
        return kind


_OWN = {__name__, "checker_driver", "checker_values", "membrane_values", "membrane_decoder", "membrane_check", "membrane_objects"}


def _raisable(name, bases, text):
    bases = bases or [CandidateError]
    try:
        kind = bases[0] if len(bases) == 1 and bases[0].__name__ == name else type(name, tuple(bases), {})
    except (TypeError, ValueError):
        # No class has all of these above it.
        kind = bases[0]
    try:
        return kind(text)
    except Exception:
        # It is made of more than its words.
        return kind.__new__(kind, text)


def returned(data, args):
    """What came back, which is the test's own where it was passed."""
    if type(data) is list and len(data) == 2 and data[0] == "r":
        if type(data[1]) is not int or not 0 <= data[1] < len(args):
            raise Forged("an argument that is none")
        return args[data[1]]
    return decode(data)


def surroundings():
    """What a solution uses and a test may replace."""
    return sys.stdin, sys.stdout, sys.stderr, builtins.input, builtins.print, builtins.open


_SURROUNDINGS = surroundings()


def surroundings_at_first(place):
    return _SURROUNDINGS[place]


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


def _judge(plan, candidate):
    loaded = candidate.receive()
    if loaded.get("load") != "ok":
        return {"status": "load", "load": str(loaded.get("load")), "error": loaded.get("error")}
    candidate.test = plan["test"]
    candidate.catches = "except" in plan["test"] or "raises" in plan["test"].lower()
    candidate.draws = loaded.get("draws") is True
    namespace = {"__name__": "check", "__assay_check__": _check}
    try:
        before = set(namespace)
        prelude, test, _sources[:] = _compiled(plan["prelude"], plan["test"], plan["last_first"])
        exec(prelude, namespace)
        # The benchmark's program is solution + test: a helper that the test calls must be in
        # the solution, though the pristine one is what runs.
        for name in set(namespace) - before - set(map(str, loaded.get("names") or [])):
            del namespace[name]
        namespace[plan["entry"]] = candidate
        candidate.namespace = namespace
        candidate.classes = {name: value for name, value in namespace.items() if isinstance(value, type)}
        exec(test, namespace)
        check = namespace["check"]
    except (Gone, Forged, Rich, Untravelled):
        raise
    except BaseException as error:
        return {"status": "broken", "text": f"{type(error).__name__}: {error}"[:500]}
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
    sys.stdin, sys.stdout, sys.stderr, builtins.input, builtins.print, builtins.open = _SURROUNDINGS
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

# The candidate's function as a test calls it: another process, whose replies are data.
import builtins, os, secrets, sys

from checker_reach import tells_apart
from checker_values import Forged, Rich, changes, decode, question, reply, write_back

_REPLY_LIMIT = 64 << 20


class Gone(BaseException):
    """The candidate's process ended before it answered."""


def write_all(descriptor, data):
    """Writes all of it to the candidate's process."""
    try:
        while data:
            data = data[os.write(descriptor, data):]
    except OSError:
        raise Gone() from None


class CandidateError(Exception):
    """An exception of the candidate that has no builtin name."""


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
        if surroundings() != SURROUNDINGS:
            raise Rich("the test replaces what the solution uses")
        data = question(identity, args, kwargs)
        if self.buffer:
            raise Forged("bytes before the question")
        write_all(self.requests, data)
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
        # It would end the iteration in which the test calls the solution, unless the test looks for just that.
        if issubclass(kind, (StopIteration, StopAsyncIteration)) and kind.__name__ not in self.test:
            return None
        # What the checker itself raises is not for a candidate to claim.
        if kind.__module__ in _OWN or issubclass(kind, AssertionError) and kind is not AssertionError:
            return None
        return kind


# The modules that stand beside this one.
_OWN = {"__main__"} | {name.removesuffix(".py") for name in os.listdir(os.path.dirname(os.path.abspath(__file__)))}


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


SURROUNDINGS = surroundings()

# The candidate's modules as tests see them, while they live in another process behind standard input and output: what
# comes over is plain data, or a number for an object. Nothing of the candidate runs here, and no comparison with a
# plain value is ever the candidate's.
import contextlib, io, os, pickle, sys, threading, types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checker_candidate import Candidate, CandidateError, Gone, write_all
from checker_values import Forged, Untravelled
import membrane_objects as objects
import membrane_values as values
from membrane_decoder import Decoder
from membrane_imports import Finder
from membrane_objects import number_of, text_of
from membrane_pickler import Pickler, is_public, special_of

sys.path.pop(0)


# The steps of an iteration, and what ends it.
_STEPS = {"__next__": StopIteration, "send": StopIteration, "throw": StopIteration,
          "__anext__": StopAsyncIteration, "asend": StopAsyncIteration, "athrow": StopAsyncIteration}


def steers(error):
    """Whether an exception steers Python itself: an iteration would end, or a task be taken for a cancelled one, as if all were well."""
    return isinstance(error, (StopIteration, StopAsyncIteration)) or any(
        (kind.__module__, kind.__name__) == ("asyncio.exceptions", "CancelledError") for kind in type(error).__mro__)


def may_steer(error, how, rest):
    """Whether an exception of the candidate may end an iteration: only a step of its own iterator may."""
    name = rest[0] if how == "special" else rest[1] if how == "invoke" else "__anext__" if how == "await" else ""
    return isinstance(error, _STEPS.get(name, ()))


class Peer(Decoder):
    """The conversation with the candidate's process."""

    # What is raised where the test passes what cannot travel.
    refusal = NotImplementedError

    def __init__(self, requests, replies, ended):
        super().__init__()
        self.wire = Candidate(requests, replies)
        self.requests, self.ended = requests, ended
        self.lock = threading.RLock()
        self.dropped = []
        # A failure inside what the candidate called back: it may swallow it, the test may not.
        self.failed = None
        self.depth = 0
        # Whether what the candidate changed was changed here too, and whether it shall be.
        self.changed, self.writes_back = False, True

    def ask(self, how, *rest):
        __tracebackhide__ = True
        try:
            return self.asked(how, *rest)
        except (Forged, Gone) as error:
            self.ended(error)
            raise

    def asked(self, how, *rest):
        __tracebackhide__ = True
        outer = self.made
        try:
            with self.lock:
                self.depth += 1
                try:
                    first = self.passed
                    self.send(how, *rest)
                    last = self.passed
                    answer = self.heard()
                finally:
                    self.depth -= 1
                if self.depth == 0 and self.failed is not None:
                    failed, self.failed = self.failed, None
                    raise failed
                try:
                    return self.result(answer, range(first, last))
                except BaseException as error:
                    if not steers(error) or may_steer(error, how, rest):
                        raise
                    steering = error
                raise CandidateError(f"{type(steering).__name__}: {steering}") from None
        finally:
            self.made = outer

    def heard(self):
        """The answer to what was asked, after all that the candidate asks in between."""
        __tracebackhide__ = True
        while True:
            answer = self.wire.receive()
            self.made = []
            self.print(answer.pop("printed", []))
            if "ask" not in answer:
                return answer
            self.serve(answer)

    def result(self, answer, passed):
        """What an answer says, once what it changed is changed here."""
        __tracebackhide__ = True
        changed, held = answer.pop("changed", []), answer.pop("held", False)
        if "untravelled" in answer:
            raise Untravelled(f"the answer is {text_of(answer['untravelled'])}")
        if set(answer) not in ({"value"}, {"error"}):
            raise Forged("a reply without value or error")
        is_error = "error" in answer
        with self.changing(changed):
            value = self.exception(answer["error"]) if is_error else self.decode(answer["value"])
        if held is not True:
            for number in passed:
                self.given.pop(number, None)
        if is_error:
            raise value
        return value

    @contextlib.contextmanager
    def changing(self, data):
        """Gives the test's own containers the contents that they have over there, once the message is read that says so."""
        given = self.given
        try:
            changed = [(number_of(number), new) for number, new in data]
            self.changed = self.changed or bool(changed)
            if changed and not self.writes_back:
                # What comes back is another one, then.
                self.given = values.copies(given)
            yield
            for number, new in changed:
                values.refill(self.given[number], self.decode(new))
        except (TypeError, ValueError, KeyError):
            raise Forged("a change of nothing") from None
        finally:
            self.given = given

    def send(self, how, *rest):
        __tracebackhide__ = True
        dropped, self.dropped = self.dropped, []
        buffer = io.BytesIO()
        try:
            Pickler(buffer, self).dump((dropped, how, *rest))
        except (pickle.PicklingError, AttributeError, TypeError, RecursionError) as error:
            self.dropped += dropped
            raise self.refusal(f"the test passes what cannot travel: {error}") from None
        for value in [] if how in ("returned", "resolved", "raised") else values.containers(rest):
            self.given[self.passed] = value
            self.passed += 1
        data = buffer.getvalue()
        if self.wire.buffer:
            raise Forged("bytes before the question")
        write_all(self.requests, len(data).to_bytes(4, "big") + data)

    def serve(self, message):
        """Does what the candidate asks of something that the test passed to it."""
        try:
            number, how, args, kwargs = message["ask"]
            target = self.mine[number_of(number)]
            with self.changing(message.get("changed", [])):
                args = [self.decode(item) for item in args]
                kwargs = {text_of(key): self.decode(item) for key, item in kwargs}
        except (TypeError, ValueError, IndexError):
            raise Forged("a question about nothing") from None
        try:
            if how == "call":
                value = target(*args, **kwargs)
            elif how == "special" and args and args[0] in special_of(type(target)):
                value = getattr(type(target), args[0])(target, *args[1:])
            elif how in ("get", "set") and args and is_public(target, text_of(args[0]), *args[1:]):
                value = (getattr if how == "get" else setattr)(target, *args)
            else:
                raise AttributeError("not public")
            if type(value) is types.CoroutineType:
                return self.send("resolved", objects.finished(value))
            self.send("returned", value)
        except (Forged, Gone):
            raise
        except Exception as error:
            known = type(error).__module__ == "builtins"
            if isinstance(error, AssertionError):
                self.failed = self.failed or error
                error = AssertionError()
            self.send("raised", error if known else RuntimeError(type(error).__name__))
        except BaseException as error:
            self.failed = self.failed or error
            self.send("raised", RuntimeError(type(error).__name__))

    def print(self, texts):
        """Writes what the candidate wrote where a test looks for it."""
        try:
            written = [({"stdout": sys.stdout, "stderr": sys.stderr}[text_of(name)], text_of(self.decode(text))) for name, text in texts]
        except (TypeError, ValueError, KeyError):
            raise Forged("printed what is no text") from None
        for stream, text in written:
            stream.write(text)


def join(requests, replies, names, ended):
    """Begins the conversation and returns the names that are asked of the other side; `ended` is called with why it cannot go on."""
    objects.peer = Peer(requests, replies, ended)
    finder = Finder(names)
    sys.meta_path.insert(0, finder)
    return finder.names

# The candidate's modules as tests see them, while they live in another process behind standard input and output: what
# comes over is plain data, or a number for an object. Nothing of the candidate runs here, and no comparison with a
# plain value is ever the candidate's.
import builtins, io, os, pickle, sys, threading, types, weakref

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
import array_values
from checker_values import Forged
import membrane_objects as objects
from membrane_imports import Finder
from membrane_names import SHARED, SPECIAL, VALUE_TYPES
from membrane_objects import Mirror, Module, More, Object, Raised, forward, hide, number_of, text_of, truth
from membrane_pickler import Pickler, is_public, special_of

sys.path.pop(0)
_CONSTANTS = {"NotImplemented": NotImplemented, "Ellipsis": ...}
_SEQUENCES = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class Peer:
    """The conversation with the candidate's process."""

    def __init__(self, requests, replies, ended):
        self.wire = driver.Candidate(requests, replies)
        self.requests, self.ended = requests, ended
        self.lock = threading.RLock()
        self.dropped = []
        self.objects = weakref.WeakValueDictionary()
        self.classes, self.mine, self.numbers = {}, [], {}
        # A failure inside what the candidate called back: it may swallow it, the test may not.
        self.failed = None
        self.depth = 0

    def ask(self, how, *rest):
        __tracebackhide__ = True
        try:
            return self.asked(how, *rest)
        except (Forged, driver.Gone) as error:
            self.ended(error)
            raise

    def asked(self, how, *rest):
        __tracebackhide__ = True
        with self.lock:
            self.depth += 1
            try:
                self.send(how, *rest)
                while True:
                    answer = self.wire.receive()
                    self.print(answer.pop("printed", []))
                    if "ask" not in answer:
                        break
                    self.serve(answer["ask"])
            finally:
                self.depth -= 1
            if self.depth == 0 and self.failed is not None:
                failed, self.failed = self.failed, None
                raise failed
            if set(answer) == {"value"}:
                return self.decode(answer["value"])
            if set(answer) != {"error"} or type(answer["error"]) is not dict:
                raise Forged("a reply without value or error")
            raise self.exception(answer["error"])

    def send(self, how, *rest):
        __tracebackhide__ = True
        dropped, self.dropped = self.dropped, []
        buffer = io.BytesIO()
        try:
            Pickler(buffer, self).dump((dropped, how, *rest))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            self.dropped += dropped
            raise NotImplementedError(f"the test passes what cannot travel: {error}") from None
        data = buffer.getvalue()
        data = len(data).to_bytes(4, "big") + data
        if self.wire.buffer:
            raise Forged("bytes before the question")
        try:
            while data:
                data = data[os.write(self.requests, data):]
        except OSError:
            raise driver.Gone() from None

    def serve(self, question):
        """Does what the candidate asks of something that the test passed to it."""
        try:
            number, how, args, kwargs = question
            target = self.mine[number_of(number)]
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
        except (Forged, driver.Gone):
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

    # What comes over

    def decode(self, data, depth=0):
        kind = type(data)
        if data is None or kind in (bool, int, float, str):
            return data
        if kind is not list or not data or depth > 400:
            raise Forged("malformed value")
        tag = data[0]
        try:
            if tag in _SEQUENCES:
                return _SEQUENCES[tag]([self.decode(item, depth + 1) for item in data[1]])
            if tag == "dict":
                return {self.decode(key, depth + 1): self.decode(item, depth + 1) for key, item in data[1]}
            if tag == "s":
                return bytes.fromhex(data[1]).decode("utf-8", "surrogatepass")
            if tag in ("bytes", "bytearray"):
                return getattr(builtins, tag).fromhex(data[1])
            if tag == "complex":
                return complex(float(data[1]), float(data[2]))
            if tag == "range":
                return range(*data[1:])
            if tag == "constant":
                return _CONSTANTS[data[1]]
            if tag == "value":
                return VALUE_TYPES[data[1]][1](data[2])
            if tag in ("array", "scalar"):
                return array_values.decode(data)
            if tag == "awaitable":
                return objects.awaited(number_of(data[1]))
            if tag == "mine":
                return self.mine[number_of(data[1])]
            if tag == "type":
                return _builtin(data[1])
            if tag == "module":
                return self.module(text_of(data[1]), number_of(data[2]))
            if tag == "class":
                return self.mirror(number_of(data[1]))
            if tag == "more":
                plain = self.decode(data[1], depth + 1)
                value = self.mirror(number_of(data[2]), type(plain))
                value = value.__new__(value, plain)
                if isinstance(plain, (list, dict, set, bytearray)):
                    type(plain).__init__(value, plain)
                hide(value, number_of(data[3]))
                return value
            if tag == "object":
                return self.object(self.mirror(number_of(data[1])), data[2])
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, ArithmeticError, ImportError):
            raise Forged("malformed value") from None
        raise Forged("unknown tag")

    def object(self, mirror, number):
        known = self.objects.get(number_of(number))
        if known is None:
            if not (isinstance(mirror, Mirror) and issubclass(mirror, (Object, Raised))):
                # An exception that both sides know, as a value.
                return mirror()
            known = mirror.__new__(mirror)
            hide(known, number)
            self.objects[number] = known
        return known

    def module(self, name, number):
        known = self.objects.get(number)
        if known is None:
            known = Module(name)
            hide(known, number)
            self.objects[number] = known
        return known

    def mirror(self, number, plain=None):
        """The class of an object as the test may know it: real where both sides have it, else one that asks."""
        known = self.classes.get((number, plain))
        if known is None:
            known = self.classes[number, plain] = self.make(number, plain)
        return known

    def make(self, number, plain):
        told = self.ask("class", number)
        real = self.base(told["known"])
        if real is not None and issubclass(real, BaseException):
            return real
        special = set(told["special"]) & set(SPECIAL)
        own = {"__module__": text_of(told["module"]), "__assay__": number_of(told["number"]),
               "__methods__": frozenset(map(text_of, told["methods"])), "__all_numbers__": frozenset(map(number_of, told["all"]))}
        # A value that is plain data is compared, hashed and read as what it is, here.
        for name in special:
            if plain is None or not hasattr(plain, name):
                own[name] = forward(name)
        if plain is not None:
            return Mirror(text_of(told["name"]), (More, plain), own)
        own["__bool__"] = truth("__bool__" in special, "__len__" in special)
        if told["hashable"] is not True:
            own["__hash__"] = None
        elif "__hash__" not in special:
            own["__hash__"] = Object.__hash__
        # What is raised is caught by its real bases.
        raised = [base for base in (self.base(item) or item[0] == "class" and self.mirror_of(item) for item in told["bases"])
                  if base and issubclass(base, BaseException)]
        if raised:
            for name in ("__bool__", "__eq__", "__hash__"):
                own.pop(name, None)
            mixin = [] if any(isinstance(base, Mirror) for base in raised) else [Raised]
            return Mirror(text_of(told["name"]), (*mixin, *raised), own)
        return Mirror(text_of(told["name"]), (Object,), own)

    def mirror_of(self, item):
        return self.mirror(number_of(item[1]))

    def base(self, data):
        if data[0] == "type":
            return _builtin(data[1])
        if data[0] == "known" and text_of(data[1]).split(".")[0] in SHARED:
            # A class of a module that nobody has loaded here is one that no test can name.
            found = sys.modules.get(data[1])
            for part in text_of(data[2]).split("."):
                found = getattr(found, part, None)
            if isinstance(found, type) and issubclass(found, BaseException):
                return found
        return None

    def exception(self, error):
        try:
            kind = self.mirror(number_of(error["class"]))
            text = text_of(error["text"])
            if not (isinstance(kind, type) and issubclass(kind, BaseException)):
                kind = driver.CandidateError
            # What would end or skip the tests themselves is a plain failure.
            if issubclass(kind, (KeyboardInterrupt, GeneratorExit)):
                kind = driver.CandidateError
            args = [self.decode(item) for item in error["args"]]
            if isinstance(kind, Mirror):
                raised = kind.__new__(kind, *args)
                raised.__dict__["__text__"] = text
                hide(raised, number_of(error["number"]))
            else:
                try:
                    raised = kind(*args)
                except Exception:
                    raised = kind.__new__(kind, text)
            place = error.get("place")
            if place is not None:
                raised.__candidate__ = (text_of(place[0]), number_of(place[1]))
            return raised
        except (KeyError, TypeError, ValueError, IndexError):
            raise Forged("malformed error") from None


def _builtin(name):
    found = getattr(builtins, text_of(name), None)
    if isinstance(found, type):
        return found
    # Types that have no name of their own, such as those of functions and generators.
    return None


def join(requests, replies, names, ended):
    """Begins the conversation and returns the names that are asked of the other side; `ended` is called with why it cannot go on."""
    objects.peer = Peer(requests, replies, ended)
    finder = Finder(names)
    sys.meta_path.insert(0, finder)
    return finder.names

# The candidate's modules as tests see them, while they live in another process behind standard input and output: what
# comes over is plain data, or a number for an object. Nothing of the candidate runs here, and no comparison with a
# plain value is ever the candidate's.
import builtins, importlib, importlib.abc, importlib.machinery, io, os, pickle, sys, threading, types, weakref

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
from checker_values import Forged, reply
from membrane_names import SPECIAL, VALUE_TYPES

sys.path.pop(0)
_PLAIN = {type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict, range, slice,
          type(...), type(NotImplemented)}
_CONSTANTS = {"NotImplemented": NotImplemented, "Ellipsis": ...}
_SEQUENCES = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
_REMOTE_SPECIAL = tuple(name for name in SPECIAL if name not in ("__eq__", "__hash__", "__call__"))


def _number(value):
    if type(value) is not int or value < 0:
        raise Forged("a number that is none")
    return value


def _text(value):
    if type(value) is not str:
        raise Forged("a name that is none")
    return value


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
            _Pickler(buffer, self).dump((dropped, how, *rest))
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
            target = self.mine[_number(number)]
            args = [self.decode(item) for item in args]
            kwargs = {_text(key): self.decode(item) for key, item in kwargs}
        except (TypeError, ValueError, IndexError):
            raise Forged("a question about nothing") from None
        try:
            if how == "call":
                value = target(*args, **kwargs)
            elif how == "special" and args and args[0] in _special_of(type(target)):
                value = getattr(type(target), args[0])(target, *args[1:])
            elif how in ("get", "set") and args and _is_open(type(target)) and not _text(args[0]).startswith("_"):
                value = (getattr if how == "get" else setattr)(target, *args)
            else:
                raise AttributeError("not public")
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
            if tag == "mine":
                return self.mine[_number(data[1])]
            if tag == "type":
                return _builtin(data[1])
            if tag == "module":
                return self.module(_text(data[1]), _number(data[2]))
            if tag == "class":
                return self.mirror(_number(data[1]))
            if tag == "more":
                plain = self.decode(data[1], depth + 1)
                value = self.mirror(_number(data[2]), type(plain))
                value = value.__new__(value, plain)
                if isinstance(plain, (list, dict, set, bytearray)):
                    type(plain).__init__(value, plain)
                _hide(value, _number(data[3]))
                return value
            if tag == "object":
                return self.object(self.mirror(_number(data[1])), data[2])
        except (TypeError, ValueError, IndexError, KeyError, AttributeError):
            raise Forged("malformed value") from None
        raise Forged("unknown tag")

    def object(self, mirror, number):
        known = self.objects.get(_number(number))
        if known is None:
            if not (isinstance(mirror, Mirror) and issubclass(mirror, (_Object, _Raised))):
                # An exception that both sides know, as a value.
                return mirror()
            known = mirror.__new__(mirror)
            _hide(known, number)
            self.objects[number] = known
        return known

    def module(self, name, number):
        known = self.objects.get(number)
        if known is None:
            known = _Module(name)
            types.ModuleType.__setattr__(known, "__assay__", number)
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
        own = {"__module__": _text(told["module"]), "__assay__": _number(told["number"]),
               "__methods__": frozenset(map(_text, told["methods"])), "__all_numbers__": frozenset(map(_number, told["all"]))}
        # A value that is plain data is compared, hashed and read as what it is, here.
        for name in special:
            if plain is None or not hasattr(plain, name):
                own[name] = _special(name)
        if plain is not None:
            return Mirror(_text(told["name"]), (_More, plain), own)
        own["__bool__"] = _truth("__bool__" in special, "__len__" in special)
        if told["hashable"] is not True:
            own["__hash__"] = None
        elif "__hash__" not in special:
            own["__hash__"] = _Object.__hash__
        # What is raised is caught by its real bases.
        raised = [base for base in (self.base(item) or item[0] == "class" and self.mirror_of(item) for item in told["bases"])
                  if base and issubclass(base, BaseException)]
        if raised:
            for name in ("__bool__", "__eq__", "__hash__"):
                own.pop(name, None)
            mixin = [] if any(isinstance(base, Mirror) for base in raised) else [_Raised]
            return Mirror(_text(told["name"]), (*mixin, *raised), own)
        return Mirror(_text(told["name"]), (_Object,), own)

    def mirror_of(self, item):
        return self.mirror(_number(item[1]))

    def base(self, data):
        if data[0] == "type":
            return _builtin(data[1])
        if data[0] == "known" and _text(data[1]).split(".")[0] in sys.stdlib_module_names - {"unittest"}:
            found = importlib.import_module(data[1])
            for part in _text(data[2]).split("."):
                found = getattr(found, part)
            if isinstance(found, type) and issubclass(found, BaseException):
                return found
        return None

    def exception(self, error):
        try:
            kind = self.mirror(_number(error["class"]))
            text = _text(error["text"])
            if not (isinstance(kind, type) and issubclass(kind, BaseException)):
                kind = driver.CandidateError
            # What would end or skip the tests themselves is a plain failure.
            if issubclass(kind, (KeyboardInterrupt, GeneratorExit)):
                kind = driver.CandidateError
            args = [self.decode(item) for item in error["args"]]
            if isinstance(kind, Mirror):
                raised = kind.__new__(kind, *args)
                raised.__dict__["__text__"] = text
                _hide(raised, _number(error["number"]))
            else:
                try:
                    raised = kind(*args)
                except Exception:
                    raised = kind.__new__(kind, text)
            place = error.get("place")
            if place is not None:
                raised.__candidate__ = (_text(place[0]), _number(place[1]))
            return raised
        except (KeyError, TypeError, ValueError, IndexError):
            raise Forged("malformed error") from None


def _builtin(name):
    found = getattr(builtins, _text(name), None)
    if isinstance(found, type):
        return found
    # Types that have no name of their own, such as those of functions and generators.
    return None


def _hide(value, number):
    value.__dict__["__assay__"] = number


def _of(value):
    return value.__dict__["__assay__"]


def _assay_of(kind):
    return type.__getattribute__(kind, "__assay__")


def _all_of(kind):
    return type.__getattribute__(kind, "__all_numbers__")


class Mirror(type):
    """A class of the candidate: made, read and called over there."""

    def __call__(cls, *args, **kwargs):
        __tracebackhide__ = True
        return peer.ask("call", cls, args, kwargs)

    def __getattr__(cls, name):
        __tracebackhide__ = True
        return peer.ask("get", cls, name)

    def __setattr__(cls, name, value):
        peer.ask("set", cls, name, value)

    def __delattr__(cls, name):
        peer.ask("delete", cls, name)

    def __bool__(cls):
        return True

    def __instancecheck__(cls, value):
        return type.__instancecheck__(cls, value) or _assay_of(cls) in getattr(type(value), "__all_numbers__", ())

    def __subclasscheck__(cls, other):
        return type.__subclasscheck__(cls, other) or isinstance(other, Mirror) and _assay_of(cls) in _all_of(other)

    def __iter__(cls):
        return iter(peer.ask("special", "__iter__", cls, ()))

    def __len__(cls):
        return peer.ask("special", "__len__", cls, ())

    def __getitem__(cls, key):
        __tracebackhide__ = True
        return peer.ask("special", "__getitem__", cls, (key,))

    def __contains__(cls, item):
        return peer.ask("special", "__contains__", cls, (item,))


class _Object:
    """An object of the candidate."""

    def __getattr__(self, name):
        __tracebackhide__ = True
        if name.startswith("__") and name in ("__wrapped__", "__tracebackhide__", "__array__", "__dict__", "__slots__"):
            raise AttributeError(name)
        if name in type(self).__methods__:
            return _Method(self, name)
        return peer.ask("get", self, name)

    def __setattr__(self, name, value):
        peer.ask("set", self, name, value)

    def __delattr__(self, name):
        peer.ask("delete", self, name)

    def __repr__(self):
        return _text(peer.ask("special", "__repr__", self, ()))

    def __str__(self):
        return _text(peer.ask("special", "__str__", self, ()))

    def __eq__(self, other):
        return self is other or NotImplemented

    def __hash__(self):
        return hash(_of(self))

    def __del__(self):
        number = self.__dict__.get("__assay__")
        if number is not None:
            peer.dropped.append(number)


class _More:
    """Plain data that has more names than its base type."""

    __getattr__, __setattr__, __delattr__ = _Object.__getattr__, _Object.__setattr__, _Object.__delattr__
    __repr__, __str__, __del__ = _Object.__repr__, _Object.__str__, _Object.__del__


class _Raised:
    """An exception of the candidate."""

    def __getattr__(self, name):
        if name.startswith("__") or "__assay__" not in self.__dict__:
            raise AttributeError(name)
        return peer.ask("get", self, name)

    def __str__(self):
        return self.__dict__.get("__text__", "")


class _Method:
    """A method with its object: one question calls it."""

    def __init__(self, owner, name):
        self.__self__, self.__name__ = owner, name

    def __call__(self, *args, **kwargs):
        __tracebackhide__ = True
        return peer.ask("invoke", self.__self__, self.__name__, args, kwargs)

    def __getattr__(self, name):
        return getattr(peer.ask("get", self.__self__, self.__name__), name)


_RESULTS = {"__len__": int, "__bool__": bool, "__contains__": bool, "__hash__": int, "__index__": int, "__int__": int, "__float__": float,
            "__format__": str, "__bytes__": bytes}
_COMPARISONS = {"__eq__", "__lt__", "__le__", "__gt__", "__ge__"}


def _special(name):
    wanted = _RESULTS.get(name)

    def method(self, *args):
        __tracebackhide__ = True
        # Only two objects of the candidate are compared by it; it never sees what a plain value is expected to equal.
        if name in _COMPARISONS and "__assay__" not in getattr(args[0], "__dict__", {}):
            return NotImplemented
        if name == "__exit__":
            return _leave(self, *args)
        value = peer.ask("special", name, self, args)
        if name in _COMPARISONS and type(value) is not bool and value is not NotImplemented:
            raise TypeError(f"{name} returned no bool")
        if wanted is not None and type(value) is not wanted:
            raise TypeError(f"{name} returned no {wanted.__name__}")
        return value
    method.__name__ = name
    return method


def _leave(manager, kind, error, _):
    """What a test found wrong is not for the candidate to see, or to hold back."""
    __tracebackhide__ = True
    found = kind is not None and (issubclass(kind, AssertionError) or not issubclass(kind, Exception))
    if found:
        kind, error = AssertionError, AssertionError()
    held = peer.ask("special", "__exit__", manager, (kind, error, None))
    return False if found else held


def _truth(has_bool, has_length):
    if has_bool:
        return _special("__bool__")
    if has_length:
        return lambda self: len(self) != 0
    return lambda self: True


class _Module(types.ModuleType):
    """A module of the candidate."""

    def __getattr__(self, name):
        __tracebackhide__ = True
        if name == "__all__":
            return peer.ask("names", self)
        if name.startswith("__"):
            raise AttributeError(name)
        return peer.ask("get", self, name)

    def __setattr__(self, name, value):
        if name.startswith("__"):
            return super().__setattr__(name, value)
        # The import system ties a module to its parent, which it is over there already.
        if not isinstance(value, _Module):
            peer.ask("set", self, name, value)

    def __delattr__(self, name):
        peer.ask("delete", self, name)


class _Pickler(pickle.Pickler):
    """What goes over: data by value, the candidate's own as numbers, what is the test's own as something to ask for."""

    def __init__(self, file, peer):
        super().__init__(file, protocol=5)
        self.peer = peer

    def persistent_id(self, value):
        kind = type(value)
        if kind in _PLAIN:
            return None
        if isinstance(value, (Mirror, _Module)):
            return ("theirs", _assay_of(value) if isinstance(value, Mirror) else value.__dict__["__assay__"])
        if kind is _Method:
            return None
        if "__assay__" in getattr(value, "__dict__", {}):
            return ("theirs", _of(value))
        if kind is types.FunctionType and _is_shared(value):
            return None
        if kind in (types.FunctionType, types.MethodType) or isinstance(value, type) and not _is_shared(value):
            return self.mine(value, ())
        if kind is types.BuiltinMethodType:
            return None if isinstance(value.__self__, (types.ModuleType, type)) else self.mine(value, ())
        if _is_open(kind) or hasattr(kind, "__next__"):
            return self.mine(value, _special_of(kind))
        if isinstance(value, type) or _is_shared(kind):
            return None
        raise pickle.PicklingError(f"a {kind.__name__}")

    def mine(self, value, special):
        number = self.peer.numbers.get(id(value))
        if number is None:
            number = self.peer.numbers[id(value)] = len(self.peer.mine)
            self.peer.mine.append(value)
        return ("mine", number, special)

    def reducer_override(self, value):
        # A bound method of the candidate's is read again over there.
        if type(value) is _Method:
            return getattr, (value.__self__, value.__name__)
        return NotImplemented


def _is_shared(value):
    """Whether it is of the standard library, which both sides have."""
    module = value.__module__ or ""
    return module.split(".")[0] in sys.stdlib_module_names and not module.startswith("unittest")


def _is_open(kind):
    """Whether the candidate may use what is public of such an object: a test's own, or a stream."""
    module = sys.modules.get(kind.__module__)
    return kind.__module__ in ("_io", "io") or str(getattr(module, "__file__", "")).startswith("/w/")


def _special_of(kind):
    return tuple(name for name in _REMOTE_SPECIAL if getattr(kind, name, None) is not getattr(object, name, None)
                 and (_is_open(kind) or name in ("__iter__", "__next__")))


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the candidate's modules, and only those: what tests and their tools import is real."""

    def __init__(self, names):
        known = importlib.machinery.PathFinder
        self.names = {name for name in names if name not in sys.builtin_module_names and name not in sys.stdlib_module_names
                      and known.find_spec(name, [item for item in sys.path if not item.startswith("/w")]) is None}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in self.names:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        __tracebackhide__ = True
        try:
            module = peer.ask("import", spec.name)
            if not isinstance(module, _Module):
                peer.ended(Forged("a module that is none"))
            return module
        except SystemExit as error:
            raise driver.CandidateError(f"SystemExit: {error}") from None

    def exec_module(self, module):
        # A test may read the source, which is text to it.
        stem = "/theirs/" + module.__name__.replace(".", "/")
        for path in (stem + ".py", stem + "/__init__.py", stem.replace("/theirs/", "/theirs/src/") + ".py"):
            if os.path.isfile(path):
                types.ModuleType.__setattr__(module, "__file__", path)
                break


peer = None


def join(requests, replies, names, ended):
    """Begins the conversation; `ended` is called with why it cannot go on."""
    global peer
    peer = Peer(requests, replies, ended)
    sys.meta_path.insert(0, Finder(names))

# Runs inside the candidate's jail, which holds no test: answers for its modules, classes and objects with plain data
# and numbers that stand for objects. It knows no expected value, so nothing here can be talked into a pass.
# usage: membrane_candidate.py PROCESSOR
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate_driver as driver
import importlib, io, pickle, threading, types
from membrane_names import SHARED, SPECIAL, VALUE_TYPES

sys.path.pop(0)
_BASES = (bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict)
_EXACT = set(_BASES)
_thread = threading.get_ident()

_objects, _numbers, _next = {}, {}, 1
_classes, _class_numbers = [], {}


def _fresh(value):
    """A number under which an object is kept until the other side lets it go."""
    global _next
    known, _next = _next, _next + 1
    _objects[known] = value
    return known


def _number(value):
    """The one number of an object that is known by its identity."""
    known = _numbers.get(id(value))
    if known is None:
        known = _numbers[id(value)] = _fresh(value)
    return known


def _class(kind):
    known = _class_numbers.get(kind)
    if known is None:
        known = _class_numbers[kind] = len(_classes)
        _classes.append(kind)
    return known


class _Printed(io.TextIOBase):
    """A standard stream of the candidate: what it writes, up to a limit, goes over with the next message."""

    texts, limit = [], 1 << 20

    def __init__(self, name):
        self.name = name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str")
        if sum(len(written) for _, written in self.texts) < self.limit:
            self.texts.append((self.name, str.__add__("", text)[:self.limit]))
        return len(text)

    def fileno(self):
        return ("stdout", "stderr").index(self.name) + 1


def _send(message):
    if _Printed.texts:
        message["printed"], _Printed.texts = [[name, _encode(text)] for name, text in _Printed.texts], []
    driver._send(message)


async def _resolved(value):
    return value


_loop = None


def _wait_for(value):
    """What an awaitable comes to, by a loop of the candidate's own."""
    global _loop
    import asyncio
    if _loop is None:
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)

    async def awaited():
        return await value
    return _loop.run_until_complete(awaited())


def _encode(value, depth=0):
    kind = type(value)
    if value is None or kind in (bool, int, float):
        return value
    if depth > 200:
        raise RecursionError("value is nested too deeply")
    if kind in _EXACT:
        if kind is str:
            return value if value.isascii() else ["s", value.encode("utf-8", "surrogatepass").hex()]
        if kind in (list, tuple, set, frozenset):
            return [kind.__name__, [_encode(item, depth + 1) for item in value]]
        if kind is dict:
            return ["dict", [[_encode(key, depth + 1), _encode(item, depth + 1)] for key, item in value.items()]]
        if kind is complex:
            return ["complex", repr(value.real), repr(value.imag)]
        return [kind.__name__, bytes(value).hex()]
    if kind is range:
        return ["range", value.start, value.stop, value.step]
    if value is NotImplemented or value is Ellipsis:
        return ["constant", repr(value)]
    if isinstance(value, _Remote):
        return ["mine", object.__getattribute__(value, "_number")]
    if isinstance(value, type):
        if value.__module__ == "builtins":
            return ["type", value.__name__]
        return ["class", _class(value), _number(value)]
    if kind.__module__ == "builtins" and hasattr(kind, "__await__"):
        return ["awaitable", _fresh(value)]
    name = f"{kind.__module__}.{kind.__qualname__}"
    if name in VALUE_TYPES:
        return ["value", name, VALUE_TYPES[name][0](value)]
    array = driver._arrays.encode(value) if driver._is_array(value) else None
    if array is not None:
        return array
    for base in _BASES:
        if isinstance(value, base):
            # Read with the base type's own methods, so that a subclass collapses to data that only has more names.
            return ["more", _encode(_plain(base, value), depth + 1), _class(kind), _fresh(value)]
    return ["object", _class(kind), _number(value)]


def _plain(base, value):
    if base in (bool, int):
        return int.__index__(value)
    if base is float:
        return float.__pos__(value)
    if base is complex:
        return complex(complex.__pos__(value))
    if base is str:
        return str.__add__("", value)
    if base is dict:
        return dict(dict.items(value))
    if base in (bytes, bytearray):
        return base(memoryview(value))
    return base(base.__iter__(value))


class _Remote:
    """Something of the test's own, of which the candidate may use what is public."""

    def __init__(self, number):
        object.__setattr__(self, "_number", number)

    def __call__(self, *args, **kwargs):
        return _ask(self._number, "call", args, kwargs)

    def __getattr__(self, name):
        return _ask(object.__getattribute__(self, "_number"), "get", (name,), {})

    def __setattr__(self, name, value):
        return _ask(object.__getattribute__(self, "_number"), "set", (name, value), {})


def _remote(number, special):
    def method(name):
        return lambda self, *args: _ask(object.__getattribute__(self, "_number"), "special", (name, *args), {})
    kind = type("Remote", (_Remote,), {name: method(name) for name in special}) if special else _Remote
    return kind(number)


_remotes = {}


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, identity):
        if identity[0] == "theirs":
            return _objects[identity[1]]
        _, number, special = identity
        if number not in _remotes:
            _remotes[number] = _remote(number, special)
        return _remotes[number]


def _ask(number, how, args, kwargs):
    """Asks the other side in the middle of an answer, and serves it until it has one."""
    if threading.get_ident() != _thread:
        raise RuntimeError("only the main thread can call what the test passed")
    _send({"ask": [number, how, [_encode(item) for item in args], [[str(k), _encode(v)] for k, v in kwargs.items()]]})
    return _serve()


def _receive():
    data = b""
    while len(data) < 4 or len(data) < 4 + int.from_bytes(data[:4], "big"):
        more = driver._read(driver._requests, 1 << 16)
        if not more:
            driver._exit(0)
        data += more
    return _Unpickler(io.BytesIO(data[4:])).load()


def _base(kind):
    """A class as the other side can make one: known to both, or of the candidate."""
    if kind.__module__ == "builtins":
        return ["type", kind.__name__]
    if issubclass(kind, BaseException) and kind.__module__.split(".")[0] in SHARED:
        return ["known", kind.__module__, kind.__qualname__]
    return ["class", _class(kind), _number(kind)]


def _describe(number):
    kind = _classes[number]
    own = dir(kind)
    return {
        "name": str(kind.__name__), "module": str(kind.__module__), "number": _number(kind), "known": _base(kind),
        "bases": [_base(base) for base in kind.__bases__], "all": [_number(base) for base in kind.__mro__],
        "hashable": kind.__hash__ is not None,
        "special": [name for name in SPECIAL if getattr(kind, name, None) is not None and getattr(kind, name) is not getattr(object, name, None)],
        "methods": [name for name in own if not name.startswith("__") and isinstance(getattr(kind, name, None), types.FunctionType)][:2000],
    }


def _error(error):
    place = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith("/w/"):
            place = [trace.tb_frame.f_code.co_filename[3:], trace.tb_lineno]
        trace = trace.tb_next
    try:
        text = str(error)[:2000]
    except BaseException:
        text = "(the message could not be read)"
    try:
        args = [_encode(item) for item in error.args]
    except BaseException:
        args = [text]
    return {"class": _class(type(error)), "number": _number(error), "args": args, "text": text, "place": place}


def _answer(how, *rest):
    if how == "import":
        return _encode_module(importlib.import_module(rest[0]))
    if how == "class":
        return _encode(_describe(rest[0]))
    if how == "get":
        value = getattr(rest[0], rest[1])
        return _encode_module(value) if isinstance(value, types.ModuleType) else _encode(value)
    if how == "set":
        return _encode(setattr(*rest))
    if how == "delete":
        return _encode(delattr(*rest))
    if how == "call":
        return _encode(rest[0](*rest[1], **rest[2]))
    if how == "invoke":
        return _encode(getattr(rest[0], rest[1])(*rest[2], **rest[3]))
    if how == "await":
        return _encode(_wait_for(_objects.pop(rest[0]) if type(rest[0]) is int else rest[0]))
    if how == "special":
        return _encode(getattr(type(rest[1]), rest[0])(rest[1], *rest[2]))
    raise ValueError(how)


def _encode_module(module):
    return ["module", str(module.__name__), _number(module)]


def _serve():
    """Answers until the other side answers what was asked of it."""
    while True:
        dropped, how, *rest = _receive()
        for number in dropped:
            gone = _objects.pop(number, None)
            if _numbers.get(id(gone)) == number:
                del _numbers[id(gone)]
        if how == "returned":
            return rest[0]
        if how == "resolved":
            return _resolved(rest[0])
        if how == "raised":
            raise rest[0]
        try:
            reply = {"value": _answer(how, *rest)}
        except BaseException as error:
            reply = {"error": _error(error)}
        _send(reply)


if __name__ == "__main__":
    driver._take_streams()
    driver._stay(sys.argv[1])
    sys.setrecursionlimit(5000)
    sys.set_int_max_str_digits(0)
    sys.argv = ["pytest"]
    sys.dont_write_bytecode = True
    sys.stdout, sys.stderr = _Printed("stdout"), _Printed("stderr")
    sys.path[:0] = [folder for folder in ("/w/src", "/w") if os.path.isdir(folder)]
    _serve()

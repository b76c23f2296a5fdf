# Runs inside the candidate's jail, which holds no test: answers for its modules, classes and objects with plain data
# and numbers that stand for objects. It knows no expected value, so nothing here can be talked into a pass.
# usage: membrane_candidate.py PROCESSOR
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate_driver as driver
import builtins, enum, importlib, io, pickle, threading, types
import membrane_encoder as encoder
from membrane_encoder import encode as _encode, number_of as _number, number_of_class as _class
from membrane_names import SHARED, SPECIAL

sys.path.pop(0)
# What a test may replace.
_SURROUNDINGS = {"stdin": sys.stdin, "input": input, "print": print, "open": open}
_thread = threading.get_ident()


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


class _Remote(encoder.Mine):
    """Something of the test's own, of which the candidate may use what is public."""

    def __init__(self, number):
        object.__setattr__(self, "_number", number)

    def __call__(self, *args, **kwargs):
        return _ask(self._number, "call", args, kwargs)

    def __getattr__(self, name):
        return _ask(object.__getattribute__(self, "_number"), "get", (name,), {})

    def __setattr__(self, name, value):
        return _ask(object.__getattribute__(self, "_number"), "set", (name, value), {})


def _remote(number, special, name, base):
    def method(name):
        return lambda self, *args: _ask(object.__getattribute__(self, "_number"), "special", (name, *args), {})
    methods = {name: method(name) for name in special}
    # The test's and the solution's own class of a name are one class to who asks for it.
    twin = (getattr(sys.modules.get("solution"), name, None) if name else None) or getattr(builtins, base or "", None)
    if isinstance(twin, type):
        methods["__class__"] = property(lambda self: twin)
    return (type("Remote", (_Remote,), methods) if methods else _Remote)(number)


_remotes = {}


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, identity):
        if identity[0] == "theirs":
            return encoder.objects[identity[1]]
        if identity[0] == "member":
            found = getattr(sys.modules.get("solution"), identity[1], None)
            if isinstance(found, type) and issubclass(found, enum.Enum) and identity[2] in found.__members__:
                return found[identity[2]]
            identity = identity[3]
        _, number, special, names = identity
        if number not in _remotes:
            _remotes[number] = _remote(number, special, *names)
        return _remotes[number]


def _ask(number, how, args, kwargs):
    """Asks the other side in the middle of an answer, and serves it until it has one."""
    if threading.get_ident() != _thread:
        raise RuntimeError("only the main thread can call what the test passed")
    encoder.made.clear()
    message = {"ask": [number, how, [_encode(item) for item in args], [[str(k), _encode(v)] for k, v in kwargs.items()]]}
    encoder.add_changes(message)
    _send(message)
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
    kind = encoder.classes[number]
    own = dir(kind)
    return {
        "name": str(kind.__name__), "module": str(kind.__module__), "number": _number(kind), "known": _base(kind),
        "bases": [_base(base) for base in kind.__bases__], "all": [_number(base) for base in kind.__mro__],
        "hashable": kind.__hash__ is not None,
        "special": [name for name in SPECIAL if getattr(kind, name, None) is not None and getattr(kind, name) is not getattr(object, name, None)],
        "methods": [name for name in own if not name.startswith("__") and isinstance(getattr(kind, name, None), types.FunctionType)][:2000],
    }


def _state(value):
    """What an object has, apart from its class."""
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ()) if type(kind.__dict__.get(name)) is types.MemberDescriptorType]
    return {**{name: getattr(value, name) for name in slots if hasattr(value, name)}, **getattr(value, "__dict__", {})}


def _answer(how, *rest):
    if how == "import":
        return importlib.import_module(rest[0])
    if how == "class":
        return _describe(rest[0])
    if how == "state":
        return _state(rest[0])
    if how == "names":
        return {"names": [name for name in vars(rest[0]) if type(name) is str][:1000], "draws": driver._draws(vars(rest[0]).values())}
    if how == "get":
        return getattr(rest[0], rest[1])
    if how == "set":
        return setattr(*rest)
    if how == "delete":
        return delattr(*rest)
    if how == "replace":
        module, name, value = rest
        return setattr(sys.modules[module], name, _SURROUNDINGS[name] if value is None else value)
    if how == "call":
        return rest[0](*rest[1], **rest[2])
    if how == "invoke":
        return getattr(rest[0], rest[1])(*rest[2], **rest[3])
    if how == "await":
        return _wait_for(encoder.objects.pop(rest[0]) if type(rest[0]) is int else rest[0])
    if how == "special":
        return getattr(type(rest[1]), rest[0])(rest[1], *rest[2])
    raise ValueError(how)


def _reply(how, rest):
    try:
        value = _answer(how, *rest)
    except BaseException as error:
        encoder.made.clear()
        return {"error": encoder.described(error)}
    encoder.made.clear()
    try:
        return {"value": _encode(value)}
    except encoder.Untravelled as error:
        return {"untravelled": str(error)}
    except BaseException as error:
        encoder.made.clear()
        return {"error": encoder.described(error)}


def _serve():
    """Answers until the other side answers what was asked of it."""
    while True:
        dropped, how, *rest = _receive()
        for number in dropped:
            gone = encoder.objects.pop(number, None)
            if encoder.numbers.get(id(gone)) == number:
                del encoder.numbers[id(gone)]
        if how == "returned":
            return rest[0]
        if how == "resolved":
            return _resolved(rest[0])
        if how == "raised":
            raise rest[0]
        found, counts = encoder.keep(rest)
        reply = _reply(how, rest)
        try:
            encoder.add_changes(reply)
        except BaseException as error:
            reply = {"untravelled": f"a change of an argument that cannot be told: {type(error).__name__}"}
        if encoder.let_go(found, counts):
            reply["held"] = True
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

# Runs inside the candidate's jail: loads the solution and answers calls with plain data.
# It holds no expected value, so nothing here can be talked into a pass.
import os, sys, types

_read, _write, _exit, _fork, _wait = os.read, os.write, os._exit, os.fork, os.waitpid
_requests = _replies = -1


def _take_streams():
    """Keeps the conversation to itself: the solution sees an empty input and its output goes nowhere near."""
    global _requests, _replies
    _requests, _replies = os.dup(0), os.dup(1)
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)


import json.encoder as _json, marshal as _marshal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import array_values as _arrays

sys.path.pop(0)

_SCALARS = frozenset((type(None), bool, int, float))
_ATOMS = _SCALARS | {str, bytes, complex}
# Of these only a type's own iterator is asked, which ends.
_FINITE = {type({}.keys()), type({}.values()), type({}.items()), type(iter([])), type(iter(())), type(iter("")), type(iter({})),
           type(iter(set())), type(iter(range(0))), range}
_CONTAINERS = (list, tuple, dict, set, frozenset)
# Whether the last value was more than the data that stands for it, and whether a container in it has another place too.
_lossy = _shared = False
# Containers that were passed, or that this value has had: one that comes again is the same one.
_known = set()


class _Rich(Exception):
    """What plain data cannot carry."""


def _refuse(value):
    raise TypeError("not plain data")


# Made once: making it is most of what json.dumps does with a small value.
_chunks = _json.c_make_encoder(None, _refuse, _json.encode_basestring_ascii, None, ":", ",", False, False, True) \
    if _json.c_make_encoder else None


def _is_array(value):
    return "numpy" in sys.modules and str(getattr(type(value), "__module__", "")).startswith("numpy")


def _items(values, depth):
    # Most are scalars, for which a call would take longer than all the rest.
    return [item if type(item) in _SCALARS else _encode(item, depth + 1) for item in values]


def _encode(value, depth=0):
    # Base-type contents are read with the base type's own methods, so that a subclass
    # with a clever __eq__ or __repr__ collapses to data.
    global _lossy, _shared
    kind = type(value)
    if kind in _SCALARS:
        return value
    if depth > 200:
        raise _Rich("an answer that is nested deeply")
    if _is_array(value):
        array = _arrays.encode(value)
        if array is not None:
            return array
    if kind not in _ATOMS and kind not in _CONTAINERS and kind not in _FINITE:
        if hasattr(kind, "__next__"):
            raise _Rich("an iterator")
        _lossy = True
    if isinstance(value, int):
        return int.__index__(value)
    if isinstance(value, float):
        return float.__pos__(value)
    if isinstance(value, str):
        return ["s", str.encode(value, "utf-8", "surrogatepass").hex()] if not str.isascii(value) \
            else str.__add__("", value)
    if isinstance(value, bytes):
        return ["b", bytes(value).hex()]
    if isinstance(value, complex):
        return ["c", repr(value.real), repr(value.imag)]
    if isinstance(value, tuple):
        return ["t", _items(tuple.__iter__(value), depth)]
    if isinstance(value, frozenset):
        return ["F", _items(frozenset.__iter__(value), depth)]
    if kind in _FINITE:
        _lossy = True
        return ["o", kind.__name__, _items(value, depth)]
    if id(value) in _known:
        _shared = True
    _known.add(id(value))
    if isinstance(value, list):
        return ["l", _items(list.__iter__(value), depth)]
    if isinstance(value, set):
        return ["S", _items(set.__iter__(value), depth)]
    if isinstance(value, dict):
        return ["d", [[_encode(key, depth + 1), _encode(item, depth + 1)]
                      for key, item in dict.items(value)]]
    return ["o", str(kind.__name__)[:80], None]


def _send(message):
    text = "".join(_chunks(message, 0)) if _chunks else _json.JSONEncoder().encode(message)
    data = text.encode("ascii") + b"\n"
    while data:
        data = data[_write(_replies, data):]


_load, _dump, _size = _marshal.loads, _marshal.dumps, int.from_bytes


def _receive():
    """The next question, which is the checker's and so ours; None when there will be none."""
    data = _read(_requests, 1 << 16)
    while len(data) < 4 or len(data) < 4 + _size(data[:4], "big"):
        more = _read(_requests, 1 << 16)
        if not more:
            return None
        data += more
    if data[4] == 0x80:
        # What marshal does not know was pickled, and says so in its first byte.
        import pickle
        return pickle.loads(memoryview(data)[4:])
    return _load(memoryview(data)[4:])


def _describe(error):
    kinds = [(str(kind.__module__)[:80], str(kind.__qualname__)[:80]) for kind in type(error).__mro__][:32]
    try:
        text = str(error)[:500]
    except BaseException:
        text = "(the message could not be read)"
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "solution.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError):
        line = error.lineno
        text = str(error.msg)
    # Whether the text is all that the error has.
    exact = type(error).__module__ == "builtins" and (
        not error.args or len(error.args) == 1 and type(error.args[0]) is str and error.args[0] == text)
    return {"names": [name for _, name in kinds], "modules": [module for module, _ in kinds], "text": text, "line": line, "exact": exact}


def _source(path):
    # A byte order mark is no part of a module, as Python imports it.
    with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
        return file.read()


def _stay(processor):
    """Keeps to the processor on which the other side is, if that is to be had: nobody is woken from afar then."""
    try:
        os.sched_setaffinity(0, {int(processor)})
    except OSError:
        pass


def _dumped(args, kwargs):
    """What the arguments hold, as bytes; None where plain data does not tell."""
    try:
        # Version 2 says nothing of how often something is referred to.
        return _dump((args, kwargs), 2)
    except (ValueError, TypeError):
        return None


def _note(value):
    """Remembers the containers in what was passed."""
    if type(value) in (list, tuple, dict, set):
        _known.add(id(value))
        for items in ((value, value.values()) if type(value) is dict else (value,)):
            if not _ATOMS.issuperset(map(type, items)):
                for item in items:
                    _note(item)


def _is_flat(args, kwargs):
    """Whether nothing that can be changed lies in something else, or has a name."""
    return all(type(item) in _ATOMS or type(item) in (list, set) and _ATOMS.issuperset(map(type, item))
               or type(item) is dict and _ATOMS.issuperset(map(type, item)) and _ATOMS.issuperset(map(type, item.values()))
               for item in args) and _ATOMS.issuperset(map(type, kwargs.values()))


def _changed(before, args, kwargs):
    """The arguments as they are now, where the call changed them."""
    if before == _dumped(args, kwargs) and before is not None:
        return None
    if before is None or not (_is_flat(args, kwargs) and _is_flat(*_load(before))):
        raise _Rich("a change inside of an argument")
    _known.clear()
    return [None if type(item) in _ATOMS else _encode(item) for item in args]


def _result(function, args, kwargs):
    try:
        value = function(*args, **kwargs)
    except BaseException as error:
        return {"error": _describe(error)}
    for place, item in enumerate(args):
        if item is value:
            return {"value": ["r", place]}
    try:
        return {"value": _encode(value)}
    except _Rich:
        raise
    except BaseException as error:
        return {"error": _describe(error)}


def _answer(function, request):
    global _lossy, _shared
    number, args, kwargs = request
    _lossy, _shared, before = False, False, None
    _known.clear()
    is_fixed = not kwargs and _ATOMS.issuperset(map(type, args))
    try:
        if not is_fixed:
            before = _dumped(args, kwargs)
            _note(args)
            _note(kwargs)
        reply = {"id": number, **_result(function, args, kwargs)}
        changed = None if is_fixed else _changed(before, args, kwargs)
        if changed is not None:
            reply["args"] = changed
        for name, is_so in (("lossy", _lossy), ("shared", _shared)):
            if is_so:
                reply[name] = True
    except _Rich as error:
        reply = {"id": number, "rich": str(error)}
    _send(reply)


def _answer_apart(function, request):
    """Answers from a process that was asked nothing before."""
    pid = _fork()
    if pid == 0:
        _answer(function, request)
        _exit(0)
    if _wait(pid, 0)[1]:
        # It may not have answered, and then nobody will.
        _exit(1)


def _draws(values):
    """Whether the solution has taken something of the random module."""
    random = sys.modules.get("random")
    return random is not None and any(value is random or type(getattr(value, "__self__", None)) is random.Random for value in list(values))


def _main(source, entry, apart=False):
    sys.setrecursionlimit(5000)
    sys.set_int_max_str_digits(0)
    sys.argv = ["solution.py"]
    sys.path += _arrays.installed()
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    try:
        code = compile(source, "solution.py", "exec")
    except BaseException as error:
        _send({"load": "syntax", "error": _describe(error)})
        return
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        _send({"load": "raised", "error": _describe(error)})
        return
    function = module.__dict__.get(entry)
    if not callable(function):
        _send({"load": "missing"})
        return
    names = [name for name in module.__dict__ if isinstance(name, str)][:1000]
    _send({"load": "ok", "names": names, "draws": _draws(module.__dict__.values())})
    while True:
        request = _receive()
        if request is None:
            return
        if apart:
            _answer_apart(function, request)
        else:
            _answer(function, request)


if __name__ == "__main__":
    _take_streams()
    _stay(sys.argv[3])
    _main(_source(sys.argv[1]), sys.argv[2], sys.argv[4] == "apart")
    _exit(0)

# How values travel between checker and candidate: questions by marshal, because they are ours; replies as JSON that is
# looked at before it is taken, because they are not.
import json, marshal, sys

import array_values


class Forged(BaseException):
    """The candidate's process answered what was never asked."""


class Rich(BaseException):
    """What plain data cannot carry: asked again across the membrane."""


class Untravelled(BaseException):
    """What neither plain data nor the membrane can carry: nobody can judge it from another process."""


class Opaque:
    """A value of the candidate that is not plain data: equal to nothing."""

    def __init__(self, name, items):
        self._name, self._items = name, items

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    __hash__ = None

    def __bool__(self):
        raise TypeError("the candidate returned an object where data was expected")

    def __iter__(self):
        if self._items is None:
            raise TypeError(f"'{self._name}' object is not iterable")
        return iter(self._items)

    def __repr__(self):
        return f"<{self._name} object>"


_SCALARS = frozenset((type(None), bool, int, float, str))
_EXACT = _SCALARS | {bytes, complex}


def _is_plain(value):
    """Whether a value travels as it is: marshal would make bytes of whatever has a buffer."""
    kind = type(value)
    if kind in _EXACT:
        return True
    if kind in (list, tuple, set, frozenset):
        return _EXACT.issuperset(map(type, value)) or all(map(_is_plain, value))
    return kind is dict and all(map(_is_plain, value)) and all(map(_is_plain, value.values()))


def question(identity, args, kwargs):
    if "numpy" in sys.modules and array_values.within((args, kwargs)):
        import pickle
        data = pickle.dumps((identity, args, kwargs), protocol=5)
        return len(data).to_bytes(4, "big") + data
    try:
        if not (_is_plain(args) and _is_plain(kwargs)):
            raise Rich("an argument that is not plain data")
        data = marshal.dumps((identity, args, kwargs))
    except (ValueError, RecursionError):
        raise Rich("an argument that is nested deeply") from None
    return len(data).to_bytes(4, "big") + data


def decode(data):
    if type(data) in _SCALARS:
        return data
    if type(data) is not list or not data:
        raise Forged("malformed value")
    kind = data[0]
    try:
        if kind == "l":
            return [item if type(item) in _SCALARS else decode(item) for item in data[1]]
        if kind == "s":
            return bytes.fromhex(data[1]).decode("utf-8", "surrogatepass")
        if kind == "b":
            return bytes.fromhex(data[1])
        if kind == "c":
            return complex(float(data[1]), float(data[2]))
        if kind == "t":
            return tuple([decode(item) for item in data[1]])
        if kind == "S":
            return {decode(item) for item in data[1]}
        if kind == "F":
            return frozenset(decode(item) for item in data[1])
        if kind == "d":
            return {decode(key): decode(item) for key, item in data[1]}
        if kind in ("array", "scalar"):
            return array_values.decode(data)
        if kind == "o":
            items = data[2]
            return Opaque(str(data[1]), None if items is None else [decode(i) for i in items])
    except (TypeError, ValueError, IndexError, ImportError):
        raise Forged("malformed value") from None
    raise Forged("unknown tag")


def changes(data, args):
    """The contents that the candidate left in the arguments; None for what has none."""
    if type(data) is not list or len(data) != len(args):
        raise Forged("other arguments than were passed")
    found = [None if item is None else decode(item) for item in data]
    if any(new is not None and (type(new) is not type(old) or type(new) not in (list, dict, set)) for new, old in zip(found, args)):
        raise Forged("an argument of another type")
    return found


def write_back(changed, args):
    """Gives the test's own containers other contents."""
    for new, target in zip(changed, args):
        if type(new) is list:
            target[:] = new
        elif new is not None:
            target.clear()
            target.update(new)


# Asking the scanner leaves out what json.loads does beside.
_scan = json.JSONDecoder().scan_once


def reply(line):
    """The object that one line of the candidate is."""
    try:
        text = line.decode("ascii")
        message, end = _scan(text, 0)
    except (ValueError, RecursionError, StopIteration):
        raise Forged("a reply that is not JSON") from None
    if not isinstance(message, dict) or text[end:].strip():
        raise Forged("a reply that is not an object")
    return message

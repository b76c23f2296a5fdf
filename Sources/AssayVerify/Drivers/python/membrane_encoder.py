# What the candidate's values, objects and errors are in messages to the other side of the membrane: plain data, and numbers
# that stand for all else.
import decimal, enum, fractions, sys, types
from collections import Counter, OrderedDict, defaultdict, deque

import candidate_driver as driver
import membrane_values as values
from membrane_names import SHARED, VALUE_TYPES

_BASES = (bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict)
_EXACT = set(_BASES)
# Numbers that are no base types; a class that derives from one is such a number.
_NUMBERS = (fractions.Fraction, decimal.Decimal)
_MUTABLE = {list, set, dict, bytearray, deque, OrderedDict, defaultdict, Counter}
_VIEWS = {type({}.keys()), type({}.values()), type({}.items())}

objects, numbers, _next = {}, {}, 1
# Containers that the test passed: by identity their number, and by number what they are and what the test knows of them.
_given, _kept, _passed = {}, {}, 0
# Containers of the message that is being made, with their place in it: one that comes again is the same one.
made = {}
classes, _class_numbers = [], {}


class Untravelled(BaseException):
    """What cannot be told to the other side."""


def fresh(value):
    """A number under which an object is kept until the other side lets it go."""
    global _next
    known, _next = _next, _next + 1
    objects[known] = value
    return known


def number_of(value):
    """The one number of an object that is known by its identity."""
    known = numbers.get(id(value))
    if known is None:
        known = numbers[id(value)] = fresh(value)
    return known


def number_of_class(kind):
    known = _class_numbers.get(kind)
    if known is None:
        known = _class_numbers[kind] = len(classes)
        classes.append(kind)
    return known


class Mine:
    """Something of the test's own."""


def encode(value, depth=0):
    """A value as data of JSON, with the base type's own methods; a number where it is an object."""
    kind = type(value)
    if value is None or kind in (bool, int, float):
        return value
    if depth > 200:
        raise Untravelled("an answer that is nested too deeply")
    if kind in _EXACT and kind not in (list, tuple, set, dict, bytearray):
        if kind is str:
            return value if value.isascii() else ["s", value.encode("utf-8", "surrogatepass").hex()]
        if kind is frozenset:
            return ["frozenset", [encode(item, depth + 1) for item in value]]
        if kind is complex:
            return ["complex", repr(value.real), repr(value.imag)]
        return [kind.__name__, bytes(value).hex()]
    if id(value) in _given:
        return ["given", _given[id(value)]]
    if kind is tuple:
        return ["tuple", [encode(item, depth + 1) for item in value]]
    if kind in _MUTABLE:
        if id(value) in made:
            return ["again", made[id(value)][0]]
        # It is kept with its place, lest another has its identity.
        made[id(value)] = (len(made), value)
        return _contents(value, depth)
    if kind in _VIEWS:
        return [kind.__name__, [encode(item, depth + 1) for item in value]]
    if kind in (range, slice):
        return [kind.__name__, *map(encode, (value.start, value.stop, value.step))]
    if isinstance(value, types.ModuleType):
        return ["module", str(value.__name__), number_of(value)]
    if isinstance(value, enum.Enum):
        return ["member", str(kind.__module__), str(kind.__qualname__), str(value._name_), _named(value, depth)]
    if isinstance(value, BaseException):
        return ["error", list(described(value).items())]
    if value is NotImplemented or value is Ellipsis:
        return ["constant", repr(value)]
    if isinstance(value, Mine):
        return ["mine", object.__getattribute__(value, "_number")]
    if isinstance(value, type):
        if value.__module__ == "builtins":
            return ["type", value.__name__]
        return ["class", number_of_class(value), number_of(value)]
    if kind.__module__ == "builtins" and hasattr(kind, "__await__"):
        return ["awaitable", fresh(value)]
    name = f"{kind.__module__}.{kind.__qualname__}"
    if name in VALUE_TYPES:
        return ["value", name, VALUE_TYPES[name][0](value)]
    array = driver._arrays.encode(value) if driver._is_array(value) else None
    if array is not None:
        return array
    return _named(value, depth)


def _named(value, depth):
    """An object, or data that has more names than its base type."""
    kind = type(value)
    for base in _BASES:
        if isinstance(value, base):
            # Read with the base type's own methods, so that a subclass collapses to data that only has more names.
            return ["more", encode(_plain(base, value), depth + 1), number_of_class(kind), fresh(value)]
    for base in _NUMBERS:
        if isinstance(value, base):
            data = ["value", f"{base.__module__}.{base.__name__}", base.__str__(value)]
            return ["more", data, number_of_class(kind), fresh(value)]
    return ["object", number_of_class(kind), number_of(value)]


def _contents(value, depth):
    kind = type(value)
    if kind is bytearray:
        return ["bytearray", bytes(value).hex()]
    if kind in (list, set, deque):
        data = [kind.__name__, [encode(item, depth + 1) for item in value]]
        return data + [value.maxlen] if kind is deque else data
    if values.is_array(value):
        array = driver._arrays.encode(value)
        if array is None:
            raise Untravelled("an array of objects")
        return array
    data = [kind.__name__, [[encode(key, depth + 1), encode(item, depth + 1)] for key, item in dict.items(value)]]
    if kind is defaultdict:
        data.append(encode(value.default_factory, depth + 1))
    return data


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


def described(error):
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
        args = [encode(item) for item in error.args]
    except BaseException:
        args = [text]
    state = [[str(name), encode(item)] for name, item in getattr(error, "__dict__", {}).items() if type(item) in (bool, int, float, str)]
    return {"class": number_of_class(type(error)), "number": number_of(error), "args": args, "text": text, "place": place, "state": state}


def add_changes(message):
    """Adds what containers that were passed hold now, where that has changed."""
    changed = []
    for number, (value, known) in list(_kept.items()):
        now = values.contents(value)
        if not values.is_same(known, now):
            _kept[number] = (value, now)
            changed.append([number, _contents(value, 0)])
    if changed:
        message["changed"] = changed


def keep(rest):
    """Numbers the containers of a request; returns them and how often each is referred to."""
    global _passed
    found = {}
    for value in values.containers(rest):
        found[_passed] = value
        _given.setdefault(id(value), _passed)
        _kept[_passed] = (value, values.contents(value))
        _passed += 1
    # It would be one more that refers to the last.
    value = None
    return found, [sys.getrefcount(value) for value in found.values()]


def let_go(found, counts):
    """Forgets the containers of a request that is answered; returns whether the candidate holds some of them still."""
    made.clear()
    if any(now > before for before, now in zip(counts, [sys.getrefcount(value) for value in found.values()])):
        return True
    for number, value in found.items():
        del _kept[number]
        if _given.get(id(value)) == number:
            del _given[id(value)]
    return False

# What comes over the membrane from the candidate, made of data that is looked at before it is taken: values of known types,
# and stand-ins for its objects, classes and modules.
import abc, builtins, enum, fractions, sys, weakref
from collections import Counter, OrderedDict, defaultdict, deque

import array_values
from checker_candidate import CandidateError
import membrane_objects as objects
from checker_values import Forged
from membrane_names import SHARED, SPECIAL, VALUE_TYPES
from membrane_objects import Mirror, Module, More, NumberMirror, Object, Raised, forward, hide, number_of, text_of, truth

_CONSTANTS = {"NotImplemented": NotImplemented, "Ellipsis": ...}
_FIXED = {"tuple": tuple, "frozenset": frozenset}
_FILLED = {"list": list, "set": set, "deque": deque}
_VIEWS = {"dict_keys": lambda items: dict.fromkeys(items).keys(), "dict_items": lambda items: dict(items).items(),
          "dict_values": lambda items: dict(enumerate(items)).values()}
_PAIRS = {"dict": dict, "OrderedDict": OrderedDict, "Counter": Counter, "defaultdict": defaultdict}


def _builtin(name):
    found = getattr(builtins, text_of(name), None)
    if isinstance(found, type):
        return found
    # Types that have no name of their own, such as those of functions and generators.
    return None


def _shared(module, name):
    """What has this name in a package that both sides have, where somebody has loaded it here."""
    found = sys.modules.get(module) if module.split(".")[0] in SHARED else None
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def derived(kind, plain):
    """Plain data as a value of a class that derives from its type."""
    base = type(plain)
    if base is fractions.Fraction:
        # Its own constructor sets its parts by names, which would be asked of the other side.
        value = object.__new__(kind)
        for name in ("_numerator", "_denominator"):
            object.__setattr__(value, name, getattr(plain, name))
        return value
    value = base.__new__(kind, plain)
    if base in (list, dict, set, bytearray):
        base.__init__(value, plain)
    return value


class Decoder:
    """Makes values of what the candidate's process wrote."""

    def __init__(self):
        self.objects, self.classes = weakref.WeakValueDictionary(), {}
        self.mine, self.numbers = [], {}
        # The test's own containers that the candidate has, by their numbers, and those of the message that is being read.
        self.given, self.passed, self.made = {}, 0, []

    def decode(self, data, depth=0):
        kind = type(data)
        if data is None or kind in (bool, int, float, str):
            return data
        if kind is not list or not data or depth > 400:
            raise Forged("malformed value")
        tag = data[0]
        try:
            if tag in _FIXED:
                return _FIXED[tag]([self.decode(item, depth + 1) for item in data[1]])
            if tag in _FILLED or tag in _PAIRS:
                return self.container(tag, data, depth)
            if tag == "given":
                return self.given[number_of(data[1])]
            if tag == "again":
                return self.made[number_of(data[1])]
            if tag == "s":
                return bytes.fromhex(data[1]).decode("utf-8", "surrogatepass")
            if tag == "bytes":
                return bytes.fromhex(data[1])
            if tag == "bytearray":
                self.made.append(bytearray.fromhex(data[1]))
                return self.made[-1]
            if tag == "complex":
                return complex(float(data[1]), float(data[2]))
            if tag == "range":
                return range(*data[1:])
            if tag == "slice":
                return slice(*[self.decode(item, depth + 1) for item in data[1:]])
            if tag in _VIEWS:
                return _VIEWS[tag]([self.decode(item, depth + 1) for item in data[1]])
            if tag == "error":
                return self.exception(dict(data[1]))
            if tag == "member":
                known, other = self.member(*data[1:4]), data[4]
                return known if known is not None else self.decode(other, depth + 1)
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
                return self.more(self.decode(data[1], depth + 1), number_of(data[2]), number_of(data[3]))
            if tag == "object":
                return self.object(self.mirror(number_of(data[1])), data[2])
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, ArithmeticError, ImportError):
            raise Forged("malformed value") from None
        raise Forged("unknown tag")

    def container(self, tag, data, depth):
        """A new container, which has its place before it has its contents: they may lead back to it."""
        if tag in _PAIRS:
            made = _PAIRS[tag]()
        else:
            made = _FILLED[tag](*([[], data[2]] if tag == "deque" else []))
        self.made.append(made)
        if tag in _PAIRS:
            for key, item in data[1]:
                made[self.decode(key, depth + 1)] = self.decode(item, depth + 1)
            if tag == "defaultdict":
                factory = self.decode(data[2], depth + 1)
                if factory is not None and not callable(factory):
                    raise TypeError("no factory")
                made.default_factory = factory
            return made
        add = made.add if tag == "set" else made.append
        for item in data[1]:
            add(self.decode(item, depth + 1))
        return made

    def member(self, module, kind, name):
        """A member of an enumeration that both sides have; None of all others."""
        found = self.own(kind) if module == "solution" else _shared(text_of(module), text_of(kind))
        is_known = isinstance(found, type) and issubclass(found, enum.Enum) and name in found.__members__
        return found[name] if is_known else None

    def own(self, name):
        """The test's own class of a name that the candidate has defined too."""
        return None

    def more(self, plain, kind, number):
        """Data that has more names than its base type."""
        value = derived(self.mirror(kind, type(plain)), plain)
        hide(value, number)
        return value

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
        real = self.base(told["known"]) or told["module"] == "solution" and self.own(text_of(told["name"])) or None
        if real is not None and issubclass(real, BaseException):
            return real
        special = set(told["special"]) & set(SPECIAL)
        own = {"__module__": text_of(told["module"]), "__assay__": number_of(told["number"]),
               "__methods__": frozenset(map(text_of, told["methods"])), "__all_numbers__": frozenset(map(number_of, told["all"]))}
        # A value that is plain data is compared, hashed and read as what it is, here.
        for name in special:
            if plain is None or not hasattr(plain, name):
                own[name] = self.forward(name, special)
        if plain is not None:
            return (NumberMirror if type(plain) is abc.ABCMeta else Mirror)(text_of(told["name"]), (More, plain), own)
        own["__bool__"] = truth("__bool__" in special, "__len__" in special)
        if told["hashable"] is not True:
            own["__hash__"] = None
        elif "__hash__" not in special:
            own["__hash__"] = Object.__hash__
        # What is raised is caught by its real bases.
        raised = [base for base in (self.base(item) or item[0] == "class" and self.mirror_of(item) for item in told["bases"])
                  if base and issubclass(base, BaseException)]
        like = objects.builtin_kind(told["name"]) if told["module"] == "builtins" else None
        if like is not None:
            own["__class__"] = property(lambda self: like)
        if raised:
            for name in ("__bool__", "__eq__", "__hash__"):
                own.pop(name, None)
            mixin = [] if any(isinstance(base, Mirror) for base in raised) else [Raised]
            return Mirror(text_of(told["name"]), (*mixin, *raised), own)
        return Mirror(text_of(told["name"]), (Object,), own)

    def forward(self, name, special):
        """What a special method of the candidate's does here."""
        return forward(name)

    def mirror_of(self, item):
        return self.mirror(number_of(item[1]))

    def base(self, data):
        if data[0] == "type":
            return _builtin(data[1])
        if data[0] == "known" and text_of(data[1]).split(".")[0] in SHARED:
            # A class of a module that nobody has loaded here is one that no test can name.
            found = _shared(text_of(data[1]), text_of(data[2]))
            if isinstance(found, type) and issubclass(found, BaseException):
                return found
        return None

    def exception(self, error):
        try:
            kind = self.mirror(number_of(error["class"]))
            text = text_of(error["text"])
            if not (isinstance(kind, type) and issubclass(kind, BaseException)):
                kind = CandidateError
            # What would end or skip the tests themselves is a plain failure.
            if issubclass(kind, (KeyboardInterrupt, GeneratorExit)):
                kind = CandidateError
            args = [self.decode(item) for item in error["args"]]
            if isinstance(kind, Mirror):
                known = self.objects.get(number_of(error["number"]))
                if known is not None:
                    return known
                raised = kind.__new__(kind, *args)
                raised.__dict__["__text__"] = text
                hide(raised, number_of(error["number"]))
                self.objects[error["number"]] = raised
            else:
                try:
                    raised = kind(*args)
                except Exception:
                    raised = kind.__new__(kind, text)
                for name, item in error.get("state", []):
                    if not text_of(name).startswith("__"):
                        raised.__dict__[name] = self.decode(item)
            place = error.get("place")
            if place is not None:
                raised.__candidate__ = (text_of(place[0]), number_of(place[1]))
            return raised
        except (KeyError, TypeError, ValueError, IndexError):
            raise Forged("malformed error") from None

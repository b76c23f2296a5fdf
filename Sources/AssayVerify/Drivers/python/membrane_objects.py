# The candidate's classes, objects and modules as tests see them: whatever is done with them is asked of the other side.
# No comparison with a plain value is ever the candidate's.
import abc, types

from checker_values import Forged

# The conversation, once there is one.
peer = None


def number_of(value):
    if type(value) is not int or value < 0:
        raise Forged("a number that is none")
    return value


def text_of(value):
    if type(value) is not str:
        raise Forged("a name that is none")
    return value


def hide(value, number):
    value.__dict__["__assay__"] = number


def of(value):
    """The number of what is the candidate's; None for all else."""
    return getattr(value, "__dict__", {}).get("__assay__")


class Asked:
    """What is changed over there."""

    def __setattr__(self, name, value):
        peer.ask("set", self, name, value)

    def __delattr__(self, name):
        peer.ask("delete", self, name)


class Mirror(Asked, type):
    """A class of the candidate: made, read and called over there."""

    def __call__(cls, *args, **kwargs):
        __tracebackhide__ = True
        return peer.ask("call", cls, args, kwargs)

    def __getattr__(cls, name):
        __tracebackhide__ = True
        return peer.ask("get", cls, name)

    def __bool__(cls):
        return True

    def __instancecheck__(cls, value):
        return type.__instancecheck__(cls, value) or of(cls) in getattr(type(value), "__all_numbers__", ())

    def __subclasscheck__(cls, other):
        return type.__subclasscheck__(cls, other) or isinstance(other, Mirror) and of(cls) in type.__getattribute__(other, "__all_numbers__")

    def __iter__(cls):
        return iter(peer.ask("special", "__iter__", cls, ()))

    def __len__(cls):
        return peer.ask("special", "__len__", cls, ())

    def __getitem__(cls, key):
        __tracebackhide__ = True
        return peer.ask("special", "__getitem__", cls, (key,))

    def __contains__(cls, item):
        return peer.ask("special", "__contains__", cls, (item,))


class NumberMirror(Mirror, abc.ABCMeta):
    """A class of the candidate's that derives from one with abstract bases, as numbers of the library do."""

    def __setattr__(cls, name, value):
        # What Python notes of such a class is about the one here.
        if name in ("_abc_impl", "__abstractmethods__"):
            type.__setattr__(cls, name, value)
        else:
            super().__setattr__(name, value)


class More(Asked):
    """Plain data that has more names than its base type."""

    def __getattr__(self, name):
        __tracebackhide__ = True
        if name in ("__wrapped__", "__tracebackhide__", "__array__", "__dict__", "__slots__"):
            raise AttributeError(name)
        if name in type(self).__methods__:
            return Method(self, name)
        return peer.ask("get", self, name)

    def __repr__(self):
        return text_of(peer.ask("special", "__repr__", self, ()))

    def __str__(self):
        return text_of(peer.ask("special", "__str__", self, ()))

    def __del__(self):
        number = of(self)
        if number is not None:
            peer.dropped.append(number)


class Object(More):
    """An object of the candidate."""

    def __eq__(self, other):
        return self is other or NotImplemented

    def __hash__(self):
        return hash(of(self))


class Raised:
    """An exception of the candidate."""

    def __getattr__(self, name):
        if name.startswith("__") or of(self) is None:
            raise AttributeError(name)
        return peer.ask("get", self, name)

    def __str__(self):
        return self.__dict__.get("__text__", "")


class Method:
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


def forward(name):
    if name == "__await__":
        return lambda self: awaited(self).__await__()
    wanted = _RESULTS.get(name)

    def method(self, *args):
        __tracebackhide__ = True
        # Only two objects of the candidate are compared by it; it never sees what a plain value is expected to equal.
        if name in _COMPARISONS and of(args[0]) is None:
            return NotImplemented
        if name == "__exit__":
            return leave(self, *args)
        if name == "__aexit__":
            return leave_later(self, *args)
        value = peer.ask("special", name, self, args)
        if name in _COMPARISONS and type(value) is not bool and value is not NotImplemented:
            raise TypeError(f"{name} returned no bool")
        if wanted is not None and type(value) is not wanted:
            raise TypeError(f"{name} returned no {wanted.__name__}")
        return value
    method.__name__ = name
    return method


def leave(manager, kind, error, _):
    """What a test found wrong is not for the candidate to see, or to hold back."""
    __tracebackhide__ = True
    found, kind, error = blank(kind, error)
    held = peer.ask("special", "__exit__", manager, (kind, error, None))
    return False if found else held


async def leave_later(manager, kind, error, _):
    __tracebackhide__ = True
    found, kind, error = blank(kind, error)
    held = await peer.ask("special", "__aexit__", manager, (kind, error, None))
    return False if found else held


def blank(kind, error):
    """Whether a test found something wrong, and the error that the candidate sees."""
    if kind is None or issubclass(kind, Exception) and not issubclass(kind, AssertionError):
        return False, kind, error
    return True, AssertionError, AssertionError()


async def awaited(value):
    """Something to wait for, by its number or as an object, which the candidate does over there when it is asked to."""
    __tracebackhide__ = True
    return peer.ask("await", value)


def finished(coroutine):
    """What a coroutine of the test's own comes to, if it waits for nothing."""
    try:
        while coroutine.send(None) is None:
            pass
    except StopIteration as end:
        return end.value
    coroutine.close()
    raise RuntimeError("waits for something of the test's own")


def builtin_kind(name):
    """The type of Python itself that has this name, of generators, functions and iterators."""
    kinds = (map, filter, zip, enumerate, reversed, types.FunctionType, types.GeneratorType, types.BuiltinFunctionType, types.MethodType,
             types.CoroutineType, types.AsyncGeneratorType)
    return next((kind for kind in kinds if kind.__name__ == name), None)


def truth(has_bool, has_length):
    if has_bool:
        return forward("__bool__")
    if has_length:
        return lambda self: len(self) != 0
    return lambda self: True


class Module(Asked, types.ModuleType):
    """A module of the candidate."""

    def __getattr__(self, name):
        __tracebackhide__ = True
        # No list of names either: what a test imports by a star could stand in the place of what it uses.
        if name.startswith("__"):
            raise AttributeError(name)
        return peer.ask("get", self, name)

    def __setattr__(self, name, value):
        if name.startswith("__"):
            return types.ModuleType.__setattr__(self, name, value)
        # The import system ties a module to its parent, which it is over there already.
        if not isinstance(value, Module):
            super().__setattr__(name, value)

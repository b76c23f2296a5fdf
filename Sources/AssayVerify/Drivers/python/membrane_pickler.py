# What goes over to the candidate: data by value, its own as numbers, what is the test's own as something to ask for.
import enum, pickle, sys, types, unittest.mock

from membrane_names import SHARED, SPECIAL
from membrane_objects import Method, of

_PLAIN = {type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict, range, slice,
          type(...), type(NotImplemented)}
# What every mock has: what it was asked, what it answers, and what a test asks of it.
MOCKS_OWN = frozenset(dir(unittest.mock.AsyncMock())) | {"method_calls"}
_REMOTE_SPECIAL = tuple(name for name in SPECIAL if name not in ("__eq__", "__hash__", "__call__"))


class Pickler(pickle.Pickler):
    """What goes over: data by value, the candidate's own as numbers, what is the test's own as something to ask for."""

    def __init__(self, file, peer):
        super().__init__(file, protocol=5)
        self.peer = peer

    def persistent_id(self, value):
        kind = type(value)
        if kind in _PLAIN:
            return None
        if kind is Method or kind is object:
            return None
        if of(value) is not None:
            return ("theirs", of(value))
        if kind is types.FunctionType and is_shared(value):
            return None
        if kind in (types.FunctionType, types.MethodType) or isinstance(value, type) and not is_shared(value):
            return self.mine(value, ())
        if kind is types.BuiltinMethodType:
            return None if isinstance(value.__self__, (types.ModuleType, type)) else self.mine(value, ())
        if isinstance(value, enum.Enum) and not is_shared(kind):
            return ("member", kind.__qualname__, value.name, self.mine(value, special_of(kind)))
        if is_open(kind) or hasattr(kind, "__next__"):
            return self.mine(value, special_of(kind))
        if isinstance(value, type) or is_shared(kind):
            return None
        raise pickle.PicklingError(f"a {kind.__name__}")

    def mine(self, value, special):
        number = self.peer.numbers.get(id(value))
        if number is None:
            number = self.peer.numbers[id(value)] = len(self.peer.mine)
            self.peer.mine.append(value)
        return ("mine", number, special, names_of(type(value)))

    def reducer_override(self, value):
        # A bound method of the candidate's is read again over there.
        if type(value) is Method:
            return getattr, (value.__self__, value.__name__)
        return NotImplemented


def is_shared(value):
    """Whether it is of a package that both sides have."""
    return (value.__module__ or "").split(".")[0] in SHARED


def is_open(kind):
    """Whether the candidate may use what is public of such an object: a test's own, a mock, or a stream."""
    module = sys.modules.get(kind.__module__)
    return kind.__module__ in ("_io", "io", "unittest.mock") or str(getattr(module, "__file__", "")).startswith("/w/")


def names_of(kind):
    """The class of a test's own object, and the type of Python that it derives from."""
    if not is_open(kind):
        return None, None
    return kind.__name__, next((base.__name__ for base in kind.__mro__ if base.__module__ == "builtins" and base is not object), None)


def is_public(value, name, *new):
    """Whether the candidate may read what has this name, or set it to something new.

    What a mock has noted is between it and the test, and nothing of the candidate's may answer in a mock's place.
    """
    if not is_open(type(value)) or name.startswith("_"):
        return False
    return not isinstance(value, unittest.mock.NonCallableMock) or name not in MOCKS_OWN and all(of(item) is None for item in new)


def special_of(kind):
    return tuple(name for name in _REMOTE_SPECIAL if getattr(kind, name, None) is not getattr(object, name, None)
                 and (is_open(kind) or name in ("__iter__", "__next__")))

# Judges one test of a function whose values plain data cannot carry: the test here, the solution on the other side of the
# membrane.
# usage: membrane_check.py PROCESSOR
import json, os, sys, types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
import membrane
import membrane_objects as objects
from checker_candidate import SURROUNDINGS, surroundings
from checker_values import Forged, Untravelled
from membrane_decoder import derived
from membrane_names import SPECIAL
from membrane_objects import Mirror, Object, of, text_of

sys.path.pop(0)
# With these a test would hand over what it expects, and a solution's object could answer to its liking.
_TELLING = {name for name in SPECIAL if name.lstrip("_").rstrip("_") in (
    "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod "
    "rpow rlshift rrshift rand rxor ror iadd isub imul itruediv ifloordiv imod ipow iand ixor ior contains").split()}
_PLAIN = (type(None), type(...), bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict, range)
_DEEP = 100


class Judge(membrane.Peer):
    """The conversation of a test that a function's verdict hangs on."""

    refusal = Untravelled

    def __init__(self, requests, replies):
        super().__init__(requests, replies, lambda error: None)
        self.solution = None
        self.twins, self.deep = {}, 0

    def exception(self, error):
        raised = super().exception(error)
        place = error.get("place") or [None, None]
        raised.__dict__["candidate"] = {
            "name": type(raised).__name__, "text": text_of(error["text"])[:500], "line": place[1] if place[0] == "solution.py" else None}
        return raised

    def forward(self, name, special):
        asked = super().forward(name, special)
        if name not in _TELLING:
            return asked

        def method(value, *args):
            __tracebackhide__ = True
            if all(of(item) is not None for item in args):
                return asked(value, *args)
            if name == "__contains__" and "__iter__" in special:
                return any(item is args[0] or item == args[0] for item in iter(value))
            raise Untravelled(f"the test computes with an object of the solution's, a {type(value).__name__}")
        return method

    def own(self, name):
        found = self.solution.classes.get(name)
        return found if isinstance(found, type) else None

    def object(self, mirror, number):
        twin = self.own(mirror.__name__) if isinstance(mirror, Mirror) and mirror.__module__ == "solution" else None
        return super().object(mirror, number) if twin is None else self.twin(twin, super().object(mirror, number))

    def more(self, plain, kind, number):
        theirs = super().more(plain, kind, number)
        own = self.own(type(theirs).__name__) if type(theirs).__module__ == "solution" else None
        return theirs if own is None or not issubclass(own, type(plain)) else self.filled(derived(own, plain), theirs)

    def twin(self, kind, theirs):
        """The test's own object with the state of one whose class the solution defines as well."""
        number = of(theirs)
        if number not in self.twins:
            # Their object is kept as long, lest another gets its number.
            self.twins[number] = (object.__new__(kind), theirs)
            self.filled(self.twins[number][0], theirs)
        return self.twins[number][0]

    def filled(self, made, theirs):
        kind = type(made)
        if self.deep > _DEEP:
            raise Untravelled(f"objects of the class {kind.__name__} in a chain of more than {_DEEP}")
        self.deep += 1
        try:
            state = self.ask("state", theirs)
        finally:
            self.deep -= 1
        if type(state) is not dict:
            raise Forged("a state that is none")
        for name, value in state.items():
            # What the test's own class does is not for the solution to replace.
            if text_of(name).startswith("__") or callable(getattr(kind, name, None)):
                raise Untravelled(f"an object of the class {kind.__name__} with a '{name}' of its own")
            object.__setattr__(made, name, value)
        return made


class Solution:
    """The solution's function as a test calls it."""

    def __init__(self, peer, entry):
        self.peer, self.entry, self.last_call = peer, entry, None
        self.lossy = self.draws = self.catches = False
        self.namespace, self.classes, self.replaced = {}, {}, surroundings()
        peer.solution = self

    @property
    def changed(self):
        return self.peer.changed

    @property
    def writes_back(self):
        return self.peer.writes_back

    @writes_back.setter
    def writes_back(self, does):
        self.peer.writes_back = does

    def receive(self):
        """What the other drivers say first."""
        try:
            module = self.peer.ask("import", "solution")
            self.function = self.peer.ask("get", module, self.entry)
            objects.hide(self, of(self.function))
            # The class of this stand-in has one of its own.
            self.__doc__ = self.peer.ask("get", self.function, "__doc__")
            said = self.peer.ask("names", module)
            return {"load": "ok", "names": said["names"], "draws": said["draws"]}
        except Exception as error:
            return {"load": "raised", "error": getattr(error, "candidate", None)}

    def __call__(self, *args, **kwargs):
        self.last_call = (args, kwargs)
        self.replace()
        return self.peer.ask("call", self.function, args, kwargs)

    def __getattr__(self, name):
        if name.startswith("__") and name not in ("__name__", "__doc__", "__annotations__", "__defaults__"):
            raise AttributeError(name)
        return self.peer.ask("get", self.function, name)

    def replace(self):
        """Puts what the test has replaced in its place over there; what is printed comes over by itself."""
        now = surroundings()
        names = (("sys", "stdin"), None, None, ("builtins", "input"), ("builtins", "print"), ("builtins", "open"))
        for place, (name, old, new) in enumerate(zip(names, self.replaced, now)):
            if name is not None and new is not old:
                self.peer.ask("replace", *name, None if new is SURROUNDINGS[place] else new)
        self.replaced = now


def doubt(actual, expected):
    """A comparison of the solution's objects with what is neither that nor plain data fails whatever the solution does."""
    for left, right in ((actual, expected), (expected, actual)):
        if any(isinstance(item, Object) for item in _leaves(left)) \
                and any(type(item) not in _PLAIN and of(item) is None for item in _leaves(right)):
            raise Untravelled("the test compares an object of the solution's with one of another kind")


def _leaves(value, limit=10_000):
    todo, found = [value], []
    while todo and len(found) < limit:
        item = todo.pop()
        found.append(item)
        if type(item) in (list, tuple, set, frozenset, dict):
            todo.extend(item)
            todo.extend(item.values() if type(item) is dict else ())
    return found


def _main(processor):
    driver.take_streams()
    driver.stay(processor)
    with open("/w/plan.json", encoding="utf-8") as file:
        plan = json.load(file)
    # What the test defines is its own, which the solution may ask something of.
    test = sys.modules["check"] = types.ModuleType("check")
    test.__file__ = "/w/check.py"
    driver.doubt = doubt
    peer = objects.peer = Judge(driver._requests, driver._replies)
    driver.tell(driver.judge(plan, Solution(peer, plan["entry"])))
    os._exit(0)


if __name__ == "__main__":
    _main(sys.argv[1])

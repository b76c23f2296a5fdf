# Containers that are passed to the candidate and may be changed there. Both sides number those of a request in the same
# order, so that a number says which of them is meant.
import copy, sys
from collections import Counter, OrderedDict, defaultdict, deque
from operator import is_

_LISTS, _DICTS = (list, deque), (dict, OrderedDict, defaultdict, Counter)


def is_array(value):
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(value) is getattr(numpy, "ndarray", None)


def containers(roots):
    """What of the passed has an identity, each once: the outer before the inner, the first before the second."""
    found, seen, todo = [], set(), list(reversed(roots))
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind in (list, deque, tuple) and value != ():
            inner = value
        elif kind in _DICTS:
            inner = value.values()
        elif kind in (set, bytearray, object) or is_array(value):
            inner = ()
        else:
            continue
        if id(value) not in seen:
            seen.add(id(value))
            found.append(value)
            todo.extend(reversed(list(inner)))
    return found


def contents(value):
    """What a container holds now; None where that cannot change."""
    kind = type(value)
    if kind in _LISTS or kind is set:
        return list(value)
    if kind in _DICTS:
        return [part for pair in value.items() for part in pair]
    if kind is bytearray:
        return bytes(value)
    return (value.shape, value.tobytes()) if is_array(value) else None


def is_same(old, new):
    """Whether contents are the very same objects; what these say of each other does not count."""
    if type(old) is list:
        return len(old) == len(new) and all(map(is_, old, new))
    return old == new


def refill(target, new):
    """Gives a container the contents of another of its type; raises TypeError where it is of another."""
    kind = type(target)
    if kind is not type(new) or kind in (tuple, object):
        raise TypeError("another type")
    if kind in (list, bytearray):
        target[:] = new
    elif is_array(target):
        if (target.shape, target.dtype) != (new.shape, new.dtype):
            raise TypeError("another shape")
        target[...] = new
    elif kind is deque:
        target.clear()
        target.extend(new)
    else:
        kind.clear(target)
        # A counter's own would add to what it counted.
        (dict if kind is Counter else kind).update(target, new)


def copies(given):
    """Copies of numbered containers, which lead to each other where these do."""
    made = {id(value): value if type(value) in (tuple, object) else copy.copy(value) for value in given.values()}
    for value in made.values():
        if type(value) in _LISTS:
            for place, item in enumerate(value):
                value[place] = made.get(id(item), item)
        elif type(value) in _DICTS:
            for key, item in value.items():
                value[key] = made.get(id(item), item)
    return {number: made[id(value)] for number, value in given.items()}

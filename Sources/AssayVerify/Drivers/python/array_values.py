# Arrays and numbers of numpy, where it is installed: between processes they are their type, shape and bytes, and no more.
import os, sys

# Fixed sizes only: objects are no bytes, and what an array of them would hold is the other side's.
_TYPES = r"[<>|=](b1|[iufc]\d{1,2}|[SUV]\d{1,6}|[mM]8(\[[a-zA-Z0-9]{1,8}\])?)"


def installed():
    """Where packages of this interpreter lie, for one that was started without looking for them."""
    place = os.path.dirname(os.path.dirname(sys.executable))
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return [f"{place}/lib/{version}/site-packages", f"{place}/lib/python3/dist-packages"]


def encode(value):
    """An array or a number of numpy as data; None for all else."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not (type(value) is numpy.ndarray or isinstance(value, numpy.generic)):
        return None
    array = numpy.asarray(value)
    if array.dtype.hasobject or array.dtype.names is not None:
        return None
    return ["array" if type(value) is numpy.ndarray else "scalar", array.dtype.str, list(array.shape), array.tobytes().hex()]


def within(value):
    """Whether some of what plain data holds is numpy's."""
    if isinstance(value, dict):
        return any(map(within, value.values()))
    if type(value) in (list, tuple):
        return any(map(within, value))
    return type(value).__module__ == "numpy"


def decode(data):
    """The array or number that data is; raises one of the usual errors where it is none."""
    # Only who needs these pays for them.
    import re
    tag, kind, shape, text = data
    if type(kind) is not str or not re.fullmatch(_TYPES, kind) or any(type(size) is not int for size in shape):
        raise ValueError("no array")
    import numpy
    array = numpy.frombuffer(bytes.fromhex(text), numpy.dtype(kind)).reshape(shape)
    return array.copy() if tag == "array" else array[()]

# What both sides of the membrane know: special methods that are passed through, and values that travel as text.
import datetime, decimal, fractions, pathlib, sys, uuid

# Packages that both sides have, of which values, functions and errors are the same here and there.
SHARED = sys.stdlib_module_names - {"unittest"} | {"numpy"}

SPECIAL = (
    "__call__ __iter__ __next__ __len__ __getitem__ __setitem__ __delitem__ __contains__ __reversed__ __enter__ __exit__ "
    "__eq__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__ __int__ __float__ __index__ __complex__ __round__ __trunc__ __floor__ __ceil__ "
    "__add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ __divmod__ __pow__ __lshift__ __rshift__ __and__ __xor__ __or__ "
    "__radd__ __rsub__ __rmul__ __rmatmul__ __rtruediv__ __rfloordiv__ __rmod__ __rdivmod__ __rpow__ __rlshift__ __rrshift__ __rand__ "
    "__rxor__ __ror__ __iadd__ __isub__ __imul__ __itruediv__ __ifloordiv__ __imod__ __ipow__ __iand__ __ixor__ __ior__ "
    "__neg__ __pos__ __abs__ __invert__ __bytes__ __format__ __await__ __aiter__ __anext__ __aenter__ __aexit__"
).split()


def _fraction(text):
    # Of other texts, such as 1e999999999, a small one may stand for a number that fills the memory.
    numerator, _, denominator = text.partition("/")
    return fractions.Fraction(int(numerator), int(denominator or 1))


# By full name: how the value becomes a text, and how the text becomes the value.
VALUE_TYPES = {
    "decimal.Decimal": (str, decimal.Decimal),
    "fractions.Fraction": (str, _fraction),
    "datetime.datetime": (lambda value: value.isoformat(), datetime.datetime.fromisoformat),
    "datetime.date": (lambda value: value.isoformat(), datetime.date.fromisoformat),
    "datetime.time": (lambda value: value.isoformat(), datetime.time.fromisoformat),
    "datetime.timedelta": (
        lambda value: f"{value.days} {value.seconds} {value.microseconds}",
        lambda text: datetime.timedelta(*map(int, text.split()))),
    "pathlib.PosixPath": (str, pathlib.PosixPath),
    "pathlib.PurePosixPath": (str, pathlib.PurePosixPath),
    "uuid.UUID": (str, uuid.UUID),
}

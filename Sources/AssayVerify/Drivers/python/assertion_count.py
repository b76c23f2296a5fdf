# Counts what a test asserts: its assert statements, the assertions of unittest, and what it expects to be raised.
# Of interest is only whether there was any: a loop over nothing passes, and has looked at nothing.
import ast, builtins, functools, unittest

_count = 0


def _tick():
    global _count
    _count += 1


def take():
    """The count since it was last asked for."""
    global _count
    count, _count = _count, 0
    return count


def _ticking(function):
    @functools.wraps(function)
    def counted(*args, **kwargs):
        __tracebackhide__ = True
        _tick()
        return function(*args, **kwargs)
    return counted


def begin():
    """Must come before any test is loaded."""
    import pytest
    from _pytest.assertion import rewrite
    builtins.__assay_tick__ = _tick
    rewritten = rewrite.AssertionRewriter.visit_Assert

    def visit(self, node):
        tick = ast.Expr(ast.Call(ast.Name("__assay_tick__", ast.Load()), [], []))
        for made in ast.walk(tick):
            ast.copy_location(made, node)
        return [*rewritten(self, node), tick]
    rewrite.AssertionRewriter.visit_Assert = visit
    for name in dir(unittest.TestCase):
        if name.startswith("assert"):
            setattr(unittest.TestCase, name, _ticking(getattr(unittest.TestCase, name)))
    for name in ("raises", "warns", "deprecated_call"):
        setattr(pytest, name, _ticking(getattr(pytest, name)))

# What a test does to its own process, and means for the solution's, which is another: such a test says nothing when it fails.
import ast, functools

# These are replaced over there as well.
_REPLACED = {"builtins.input", "builtins.print", "builtins.open", "sys.stdin", "sys.stdout", "sys.stderr"}

_CHANGING = {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft", "remove", "reverse",
             "setdefault", "sort", "update"}


@functools.lru_cache(maxsize=64)
def tells_apart(source):
    """Whether a test may tell one container in two places from two equal ones: it compares identities, or changes containers."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(
                isinstance(operator, (ast.Is, ast.IsNot)) and not isinstance(right, ast.Constant)
                for operator, right in zip(node.ops, node.comparators)):
            return True
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load) or isinstance(node, ast.AugAssign):
            return True
        if isinstance(node, ast.Call) and (isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING or ast.unparse(node.func) == "id"):
            return True
    return False


def out_of_reach(source, draws):
    """Why a failure of the test may not be the solution's; `draws` is whether that draws random numbers. None otherwise."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if name.endswith("random.seed") and draws:
                return "the test seeds random numbers, which the solution draws in another process"
            if name.split(".")[0] == "monkeypatch" or name.endswith(("patch", "patch.object", "patch.dict")) and first not in _REPLACED:
                return "the test replaces something in its own process, which is not the solution's"
            if name in ("os.chdir", "os.putenv"):
                return "the test changes the environment of its own process, which is not the solution's"
        targets = node.targets if isinstance(node, (ast.Assign, ast.Delete)) else []
        if any(ast.unparse(target).startswith(("os.environ", "sys.argv")) for target in targets):
            return "the test changes the environment of its own process, which is not the solution's"
    return None

# What a test does to its own process, and means for the solution's, which is another: such a test says nothing when it fails.
import ast

# These are replaced over there as well.
_REPLACED = {"builtins.input", "builtins.print", "builtins.open", "sys.stdin", "sys.stdout", "sys.stderr"}


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

# Lists the tests in Python files from their source alone; nothing of it runs.
# usage: python_tests.py pytest|doctest FILE…
import ast, doctest, json, sys

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def of_pytest(path, text):
    """Yields ids as pytest makes them: functions, methods of classes and what these inherit in the same file."""
    tree = ast.parse(text, path)
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}

    def is_test(node, seen=()):
        names = [ast.unparse(base).split(".")[-1] for base in node.bases]
        return any(name.endswith("TestCase") for name in names) or any(
            name not in seen and name in classes and is_test(classes[name], (*seen, name)) for name in names)

    def methods(node, seen=()):
        found = [item.name for item in node.body if isinstance(item, _FUNCTIONS) and item.name.startswith("test")]
        for base in node.bases:
            name = ast.unparse(base)
            if name in classes and name not in seen:
                found += methods(classes[name], (*seen, name))
        return list(dict.fromkeys(found))

    for node in tree.body:
        if isinstance(node, _FUNCTIONS) and node.name.startswith("test"):
            yield f"{path}::{node.name}"
        elif isinstance(node, ast.ClassDef) and (node.name.startswith("Test") or is_test(node)):
            for name in methods(node):
                yield f"{path}::{node.name}::{name}"


def of_doctest(path, text):
    """Yields each docstring, or text file, that has examples."""
    for name, _, _ in docstrings(path, text):
        yield name


def docstrings(path, text):
    """Yields name, text and the line before its first, of what holds examples."""
    parser = doctest.DocTestParser()
    if not path.endswith(".py"):
        if parser.get_examples(text, path):
            yield path, text, 0
        return

    def walk(node, name):
        body = getattr(node, "body", None)
        if not isinstance(node, (ast.Module, ast.ClassDef, *_FUNCTIONS)):
            return
        said = ast.get_docstring(node, clean=False)
        if said and parser.get_examples(said, name):
            yield name, said, body[0].value.lineno - 1
        for item in body:
            if isinstance(item, (ast.ClassDef, *_FUNCTIONS)):
                yield from walk(item, f"{name}::{item.name}" if name == path else f"{name}.{item.name}")

    yield from walk(ast.parse(text, path), path)


def main():
    lister = {"pytest": of_pytest, "doctest": of_doctest}[sys.argv[1]]
    for path in sys.argv[2:]:
        try:
            with open(path, encoding="utf-8") as file:
                names = list(lister(path, file.read()))
        except (SyntaxError, ValueError, RecursionError):
            # The build says that it does not parse.
            continue
        for name in dict.fromkeys(names):
            print(json.dumps({"name": name, "path": path}))


if __name__ == "__main__":
    main()

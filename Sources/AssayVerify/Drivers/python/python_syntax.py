# Parses Python files and reports what does not compile, without running any of it.
import json, sys

status = 0
for path in sys.argv[1:]:
    if not path.endswith(".py"):
        continue
    try:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        status = 1
        print(json.dumps({"path": path, "line": getattr(error, "lineno", None),
                          "column": getattr(error, "offset", None),
                          "message": getattr(error, "msg", None) or str(error)}))
sys.exit(status)

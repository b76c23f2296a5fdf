# Prints those of some requirements that are not installed for the interpreter that runs this, each on a line.
# usage: recipe_check.py REQUIREMENT…
import sys

sys.path.insert(0, "/assay")
import python_backend

sys.path.remove("/assay")
for requirement in python_backend.missing(sys.argv[1:]):
    print(requirement)

# Takes the nonce from a file that is gone before anything of the candidate runs.
import os


def taken(path):
    with open(path, encoding="ascii") as file:
        nonce = file.read()
    os.unlink(path)
    return nonce

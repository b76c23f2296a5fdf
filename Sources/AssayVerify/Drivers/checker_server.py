# Holds many tests, and asks the candidates' server for one solution after the other. The result of each
# goes out as one line after that test's own nonce; one that is too slow for here has none.
import json, os, select, signal, struct, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
import math, typing, copy, random, re  # noqa: F401


class Slow(BaseException):
    """Took more than a moment: judged again, alone and with all the time it may have."""


class Framed(driver.Candidate):
    """A solution behind the other server, which frames what it says."""

    def read(self):
        kind, data = _frame()
        return data if kind == b"d" else b""


def _exactly(size):
    data = b""
    while len(data) < size:
        chunk = os.read(driver._replies, size - len(data))
        if not chunk:
            os._exit(0)
        data += chunk
    return data


def _frame():
    head = _exactly(5)
    return head[:1], _exactly(struct.unpack("=I", head[1:])[0])


def _slow(*_):
    raise Slow()


def _serve(number, entry, seconds):
    candidate = Framed()
    candidate.write(f"{number} {entry}\n".encode())
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        driver.main(f"/w/{number}.json", candidate)
    except Slow:
        # A frame may have been cut in two: only a new pair of servers knows where it is.
        os._exit(0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    candidate.write(b"\0")
    while _frame()[0] != b"e":
        pass


signal.signal(signal.SIGALRM, _slow)
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
with open("/w/batch.json", encoding="utf-8") as _file:
    _batch = json.load(_file)
driver.take_streams()
for _number, _entry in _batch:
    _serve(_number, _entry, float(sys.argv[1]))
os._exit(0)

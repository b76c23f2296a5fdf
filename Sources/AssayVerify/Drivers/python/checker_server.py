# Holds many tests, and asks the candidates' server for one solution after the other. The result of each
# goes out as one line after that test's own nonce; one that is too slow for here has none.
import json, os, signal, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
from checker_candidate import Candidate
import math, typing, copy, random, re  # noqa: F401


class Slow(BaseException):
    """Took more than a moment: judged again, alone and with all the time it may have."""


class Piped(Candidate):
    """A solution behind two named pipes, which hold nothing once both sides have closed them."""

    def __init__(self, plan):
        # Open before there is a writer, so that nothing it says is lost; read once there is one.
        replies = os.open(f"{_talk}/replies", os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(replies, True)
        os.write(driver._requests, f"{plan['folder']} {plan['solution']} {plan['entry']}\n".encode())
        if os.read(driver._replies, 1) != b"s":
            os._exit(0)
        super().__init__(os.open(f"{_talk}/requests", os.O_WRONLY), replies)

    def end(self):
        """Returns whether the solution left nothing that has to be looked at alone."""
        os.write(driver._requests, b"\0")
        answer = os.read(driver._replies, 1)
        os.close(self.requests)
        os.close(self.replies)
        if not answer:
            os._exit(0)
        return answer == b"e"


def _slow(*_):
    raise Slow()


def _serve(plan, seconds):
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        candidate = Piped(plan)
        line = driver.judge(plan, candidate)
    except Slow:
        # Where the other server stands is not known: only a new pair of servers is.
        os._exit(0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if candidate.end():
        driver.tell(line)


signal.signal(signal.SIGALRM, _slow)
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
with open("/w/plans.json", encoding="utf-8") as _file:
    _plans = json.load(_file)
driver.take_streams()
_talk = sys.argv[1]
driver.stay(sys.argv[3])
for _plan in _plans:
    _serve(_plan, float(sys.argv[2]))
os._exit(0)

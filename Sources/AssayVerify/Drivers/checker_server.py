# Holds many tests, and asks the candidates' server for one solution after the other. Each test runs in a
# fork of this process; its result goes out as one line after that test's own nonce.
import json, os, select, signal, struct, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
import math, typing, copy, random, re  # noqa: F401

_from, _to = os.dup(0), os.dup(1)


def _read(size, deadline=None):
    data = b""
    while len(data) < size:
        if deadline is not None and not select.select([_from], [], [], max(0, deadline - time.monotonic()))[0]:
            raise TimeoutError
        chunk = os.read(_from, size - len(data))
        if not chunk:
            os._exit(0)
        data += chunk
    return data


def _write(fd, data):
    while data:
        data = data[os.write(fd, data):]


def _frame(deadline=None):
    head = _read(5, deadline)
    return head[:1], _read(struct.unpack("=I", head[1:])[0])


def _serve(number, entry, seconds):
    """Forks a checker behind pipes of its own, because the server's frames are not for it."""
    _write(_to, f"{number} {entry}\n".encode())
    asks, answers = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(answers[0], 0)
        os.dup2(asks[1], 1)
        for fd in asks + answers + (_from, _to):
            os.close(fd)
        driver.take_streams()
        driver.main(f"/w/{number}.json")
        os._exit(0)
    os.close(asks[1])
    os.close(answers[0])
    deadline = time.monotonic() + seconds
    waiting = [_from, asks[0]]
    while asks[0] in waiting:
        ready = select.select(waiting, [], [], max(0, deadline - time.monotonic()))[0]
        if not ready:
            # Too slow for here; who it was is judged again, alone and with all the time it may have.
            os.kill(pid, signal.SIGKILL)
            break
        if asks[0] in ready:
            data = os.read(asks[0], 1 << 16)
            if data:
                _write(_to, data)
            else:
                waiting.remove(asks[0])
        if _from in ready:
            kind, data = _frame()
            if kind == b"d":
                try:
                    _write(answers[1], data)
                except OSError:
                    pass
            else:
                os.close(answers[1])
                answers = (answers[0], -1)
                waiting.remove(_from)
                break
    if answers[1] >= 0:
        os.close(answers[1])
    while asks[0] in waiting:
        data = os.read(asks[0], 1 << 16)
        if not data:
            break
    os.close(asks[0])
    os.waitpid(pid, 0)
    _write(_to, b"\0")
    while _frame()[0] != b"e":
        pass


signal.signal(signal.SIGPIPE, signal.SIG_IGN)
for _number, _entry in json.load(open("/w/batch.json", encoding="utf-8")):
    _serve(_number, _entry, float(sys.argv[1]))
os._exit(0)

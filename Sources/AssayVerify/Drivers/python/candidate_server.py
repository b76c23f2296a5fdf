# Runs many solutions, one after the other, each in a fork of this process that has a jail of its own. Only clean ends
# count; whatever is odd is judged again in a run of its own.
import gc, os, resource, signal, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate_driver as driver
import candidate_jail

# Modules that solutions use most, so that no fork imports them again; what loads large libraries is left
# to those that need it, because every fork would carry it along.
import bisect, collections, copy, functools, heapq, itertools, json, math, operator, re, string, typing  # noqa: F401

_PIPES = ("requests", "replies")


def _open(name, how):
    # Not to wait for the other side, which may have gone.
    fd = os.open(name, how | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=_talk)
    os.set_blocking(fd, True)
    return fd


def _renew():
    """Takes from the pipes' files what a solution that owns them could leave there: times and mode."""
    for name in _PIPES:
        if os.stat(name, dir_fd=_talk).st_uid == os.geteuid():
            os.chmod(name, 0o600, dir_fd=_talk)
            os.utime(name, (0, 0), dir_fd=_talk)


def _child(folder, name, entry, descriptors):
    os.setsid()
    for number, fd in enumerate(descriptors):
        os.dup2(fd, number)
    os.closerange(3, 1024)
    driver._take_streams()
    _jail.enter(folder)
    source = driver._source("/w/" + name)
    resource.setrlimit(resource.RLIMIT_CPU, (_cpu, _cpu))
    candidate_jail.confine()
    driver._main(source, entry)


def _serve(folder, name, entry):
    """Lets one solution talk through two pipes until the other side has heard enough; returns whether its end is clean."""
    _renew()
    requests, replies = _open("requests", os.O_RDONLY), _open("replies", os.O_WRONLY)
    # Without a writer of its own the pipe would seem at its end until the other side has opened it.
    held = _open("requests", os.O_WRONLY)
    output = os.memfd_create("output")
    if _jail.fork() == 0:
        try:
            _child(folder, name, entry, (requests, replies, output))
        finally:
            os._exit(0)
    os.close(replies)
    os.write(_answers, b"s")
    if not os.read(_control, 1):
        os._exit(0)
    had_memory = _jail.end()
    os.close(requests)
    os.close(held)
    printed = os.fstat(output).st_size
    os.close(output)
    return had_memory and printed <= _printable


_talk, _cpu, _printable = candidate_jail.hide(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4])
driver._stay(sys.argv[3])
# Solutions never see these two: through them the other side names the next one and hears that it stands.
_control, _answers = os.dup(0), os.dup(1)
_null = os.open("/dev/null", os.O_RDWR)
for _fd in (0, 1):
    os.dup2(_null, _fd)
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
_jail = candidate_jail.Jail()
# What stands now is never collected, so that forks do not copy it.
gc.collect()
gc.freeze()
_buffer = b""
while True:
    while b"\n" not in _buffer:
        _data = os.read(_control, 4096)
        if not _data:
            os._exit(0)
        _buffer += _data
    _line, _buffer = _buffer.split(b"\n", 1)
    os.write(_answers, b"e" if _serve(*_line.decode().split(" ")) else b"u")
    _jail.release()

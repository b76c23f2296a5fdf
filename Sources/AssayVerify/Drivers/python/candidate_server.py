# Runs many solutions, one after the other, each in a fork of this process that can reach neither it nor
# the others: a Landlock domain of its own, limits of its own, everything it left killed. Only clean ends
# count; whatever is odd is judged again in a jail of its own.
import ctypes, gc, os, resource, signal, struct, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate_driver as driver

# Modules that solutions use most, so that no fork imports them again; what loads large libraries is left
# to those that need it, because every fork would carry it along.
import bisect, collections, copy, functools, heapq, itertools, json, math, operator, re, string, typing  # noqa: F401

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_READ = 1 << 0 | 1 << 2 | 1 << 3
_ALL = (1 << 16) - 1


def _domain():
    """landlock(7): reads toolchains, writes one folder, signals and connects to nobody outside."""
    attributes = struct.pack("=QQQ", _ALL, 3, 3)
    rules = _libc.syscall(444, attributes, ctypes.c_size_t(len(attributes)), 0)
    readable = ["/usr", "/lib", "/lib64", "/bin", "/etc", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
                sys.prefix, sys.base_prefix, *driver._arrays.installed()]
    if rules < 0:
        raise OSError("landlock")
    for path, access in [(p, _READ) for p in readable] + [(_FOLDER, _ALL & ~(1 << 6 | 1 << 11))]:
        try:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        if not os.path.isdir(path):
            access &= 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14
        if _libc.syscall(445, ctypes.c_int(rules), 1, struct.pack("=Qi", access, fd), 0):
            raise OSError("landlock")
        os.close(fd)
    return ctypes.c_int(rules)


def _confine():
    if _libc.prctl(38, 1, 0, 0, 0) or _libc.syscall(446, _rules, 0):
        raise OSError("landlock")
    os.close(_rules.value)


# The one place that solutions may write, emptied after each.
_FOLDER = "/tmp/own"
os.mkdir(_FOLDER)
_rules = _domain()
# Solutions never see these two: through them the other side names the next one and hears that it stands.
_control, _answers = os.dup(0), os.dup(1)
_null = os.open("/dev/null", os.O_RDWR)
for _fd in (0, 1):
    os.dup2(_null, _fd)


def _child(name, entry, requests, replies):
    os.setsid()
    os.dup2(requests, 0)
    os.dup2(replies, 1)
    os.dup2(_null, 2)
    for fd in (requests, replies, _control, _answers, _null):
        os.close(fd)
    os.environ["TMPDIR"] = _FOLDER
    driver._take_streams()
    source = driver._source("/w/" + name)
    resource.setrlimit(resource.RLIMIT_CPU, (_cpu, _cpu))
    _confine()
    driver._main(source, entry)


def _open(path, how):
    # Not to wait for the other side, which may have gone.
    fd = os.open(path, how | os.O_NONBLOCK | os.O_CLOEXEC)
    os.set_blocking(fd, True)
    return fd


def _serve(name, entry):
    """Lets one solution talk through two pipes until the other side has heard enough."""
    requests = _open(f"{_talk}/requests", os.O_RDONLY)
    replies = _open(f"{_talk}/replies", os.O_WRONLY)
    pid = os.fork()
    if pid == 0:
        try:
            _child(name, entry, requests, replies)
        finally:
            os._exit(0)
    os.close(replies)
    os.write(_answers, b"s")
    if not os.read(_control, 1):
        os._exit(0)
    os.close(requests)
    # All but this process and the jail's init, at once.
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass
    if os.listdir(_FOLDER):
        import shutil
        shutil.rmtree(_FOLDER)
        os.mkdir(_FOLDER)
        # A new folder is another inode: what may be written has to be said again.
        global _rules
        os.close(_rules.value)
        _rules = _domain()


signal.signal(signal.SIGPIPE, signal.SIG_IGN)
# What stands now is never collected, so that forks do not copy it.
gc.collect()
gc.freeze()
_talk, _cpu = sys.argv[1], int(sys.argv[2])
driver._stay(sys.argv[3])
_buffer = b""
while True:
    while b"\n" not in _buffer:
        _data = os.read(_control, 4096)
        if not _data:
            os._exit(0)
        _buffer += _data
    _line, _buffer = _buffer.split(b"\n", 1)
    _name, _entry = _line.decode().split(" ")
    _serve(_name, _entry)
    os.write(_answers, b"e")

# Runs many solutions, one after the other, each in a fork of this process that can reach neither it nor
# the others: a Landlock domain of its own, limits of its own, everything it left killed. Only clean ends
# count; whatever is odd is judged again in a jail of its own.
import ctypes, gc, os, resource, select, signal, struct, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate_driver as driver

# Modules that solutions use most, so that no fork imports them again.
import bisect, collections, copy, functools, heapq, itertools, json, math, operator, random, re, shutil, string, typing  # noqa: F401

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_READ = 1 << 0 | 1 << 2 | 1 << 3
_ALL = (1 << 16) - 1


def _domain():
    """landlock(7): reads toolchains, writes one folder, signals and connects to nobody outside."""
    attributes = struct.pack("=QQQ", _ALL, 3, 3)
    rules = _libc.syscall(444, attributes, ctypes.c_size_t(len(attributes)), 0)
    readable = ["/usr", "/lib", "/lib64", "/bin", "/etc", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
                sys.prefix, sys.base_prefix]
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
_requests, _replies = os.dup(0), os.dup(1)
_null = os.open("/dev/null", os.O_RDWR)
for _fd in (0, 1):
    os.dup2(_null, _fd)


def _child(number, entry, ends, others):
    os.setsid()
    os.dup2(ends[0], 0)
    os.dup2(ends[1], 1)
    os.dup2(_null, 2)
    for fd in ends + (_requests, _replies, _null) + others:
        os.close(fd)
    os.environ["TMPDIR"] = _FOLDER
    driver._take_streams()
    random.seed()
    source = driver._source(f"/w/{number}/solution.py")
    resource.setrlimit(resource.RLIMIT_CPU, (_cpu, _cpu))
    _confine()
    driver._main(source, entry)


def _serve(number, entry):
    """Passes lines to and fro until the other side says that it has heard enough."""
    to_child, from_child = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _child(number, entry, (to_child[0], from_child[1]), (to_child[1], from_child[0]))
        finally:
            os._exit(0)
    os.close(to_child[0])
    os.close(from_child[1])
    waiting = [_requests, from_child[0]]
    held = b""
    while True:
        ready = select.select(waiting, [], [])[0]
        if from_child[0] in ready:
            data = os.read(from_child[0], 1 << 16)
            if data:
                _write(b"d" + struct.pack("=I", len(data)) + data)
            else:
                _write(b"g" + struct.pack("=I", 0))
                waiting.remove(from_child[0])
        if _requests in ready:
            data = os.read(_requests, 1 << 16)
            if not data:
                os._exit(0)
            held += data
            if held.endswith(b"\0"):
                break
            while b"\n" in held:
                line, held = held.split(b"\n", 1)
                try:
                    os.write(to_child[1], line + b"\n")
                except OSError:
                    pass
    os.close(to_child[1])
    os.close(from_child[0])
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
        shutil.rmtree(_FOLDER)
        os.mkdir(_FOLDER)
        # A new folder is another inode: what may be written has to be said again.
        global _rules
        os.close(_rules.value)
        _rules = _domain()


def _write(data):
    while data:
        data = data[os.write(_replies, data):]


signal.signal(signal.SIGPIPE, signal.SIG_IGN)
# What stands now is never collected, so that forks do not copy it.
gc.collect()
gc.freeze()
_cpu = int(sys.argv[1])
_buffer = b""
while True:
    while b"\n" not in _buffer:
        _data = os.read(_requests, 4096)
        if not _data:
            os._exit(0)
        _buffer += _data
    _line, _buffer = _buffer.split(b"\n", 1)
    _number, _entry = _line.decode().split(" ")
    _serve(int(_number), _entry)
    _write(b"e" + struct.pack("=I", 0))

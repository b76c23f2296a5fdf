# Gives each solution of a batch what it has when it is judged alone: a mount namespace with empty private memory and
# its own file under /w, and a Landlock domain, from which the server can be neither signalled nor read. That a process
# can change no limits and processors but its own is the policies' part. All of it ends with the solution.
import ctypes, os, platform, signal, struct

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
# unshare(2), mount(2), umount2(2), prctl(2).
_NEWNS = 0x20000
_NOSUID, _NODEV, _BIND, _DETACH = 2, 4, 4096, 2
_SET_DUMPABLE, _SET_CHILD_SUBREAPER = 4, 36
# The numbers of calls, and the argument after their own that python-server.policy asks for.
_UNSHARE, _MOUNT, _UMOUNT, _CAPSET = {
    "x86_64": (272, 165, 166, 126), "aarch64": (97, 40, 39, 91)}[platform.machine()]
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_OURS = ctypes.c_long(0x6e657374)
# As base.policy gives them.
_MEMORY = ("/tmp", "/dev/shm")


def _call(number, *arguments):
    """Makes one call with long arguments, so that no half of a register is left as it was."""
    result = _libc.syscall(number, *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments], _OURS)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result


def _mount(source, target, kind, flags, data=None):
    _call(_MOUNT, source, target.encode(), kind, flags, data and data.encode())


def _dumpable(whether):
    if _libc.prctl(_SET_DUMPABLE, int(whether), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _empty(place):
    """The options of private memory like what is at a place now."""
    size, there = os.statvfs(place), os.stat(place)
    return f"size={size.f_blocks * size.f_frsize},nr_inodes={size.f_files},mode=1777,uid={there.st_uid},gid={there.st_gid}"


def _is_full(place):
    size = os.statvfs(place)
    return size.f_bavail < 2 or not size.f_favail


class Jail:
    """One at a time: fork() begins one, end() ends all that is in it, release() frees what it held."""

    def __init__(self):
        # Nobody may read us; and whatever a solution leaves running becomes our child.
        _dumpable(False)
        if _libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        self._memory = [(place, _empty(place)) for place in _MEMORY]
        self._mounts = -1

    def fork(self):
        """Returns like os.fork."""
        self._pid = os.fork()
        return self._pid

    def enter(self, folder):
        """In the child: new private memory, and one folder as /w."""
        _call(_UNSHARE, _NEWNS)
        for place, options in self._memory:
            _mount(b"tmpfs", place, b"tmpfs", _NOSUID | _NODEV, options)
        _mount(folder.encode(), "/w", None, _BIND)
        os.mkdir("/tmp/home", 0o777)
        os.chdir("/")

    def end(self):
        """Ends all processes but ours and the run's first one; returns whether the child was there and had memory left."""
        try:
            # Freeing mounts takes the kernel a while, which nobody has to wait for.
            self._mounts = os.open(f"/proc/{self._pid}/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
            had_memory = not any(_is_full(f"/proc/{self._pid}/root{place}") for place in _MEMORY)
        except OSError:
            had_memory = False
        try:
            os.kill(-1, signal.SIGKILL)
        except OSError:
            pass
        try:
            while True:
                os.waitpid(-1, 0)
        except ChildProcessError:
            return had_memory

    def release(self):
        """Frees the private memory of the jail that has ended."""
        if self._mounts >= 0:
            os.close(self._mounts)
        self._mounts = -1


def confine():
    """Gives up what only the server may do."""
    _restrict()
    _call(_CAPSET, struct.pack("=Ii", 0x20080522, 0), bytes(24))
    _dumpable(True)


def hide(place):
    """Takes a mount out of sight and returns a descriptor through which only we reach it."""
    kept = os.open(place, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    _call(_UMOUNT, place.encode(), _DETACH)
    return kept


def _restrict():
    """landlock(7), as the launcher has it for a run: writes private memory, signals and connects to nobody outside."""
    handled = (1 << 16) - 1
    attributes = struct.pack("=QQQ", handled, 3, 3)
    rules = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    # The root has nothing but what may be read; no device can be made.
    access = {"/": 1 << 0 | 1 << 2 | 1 << 3}
    access |= {place: handled & ~(1 << 6 | 1 << 11) for place in _MEMORY}
    access |= {device: handled & (1 << 1 | 1 << 2 | 1 << 14) for device in ("/dev/null", "/dev/zero", "/dev/full")}
    for path, rights in access.items():
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        _call(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, fd), 0)
        os.close(fd)
    _call(_RESTRICT_SELF, rules, 0)
    os.close(rules)

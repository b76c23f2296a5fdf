/* Landlock, deny by default: a second barrier behind the private root (landlock(7)). */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From linux/landlock.h of 6.10; older headers lack the newer rights. */
#define FS_EXECUTE (1ULL << 0)
#define FS_WRITE_FILE (1ULL << 1)
#define FS_READ_FILE (1ULL << 2)
#define FS_READ_DIR (1ULL << 3)
#define FS_REFER (1ULL << 13)
#define FS_TRUNCATE (1ULL << 14)
#define FS_IOCTL_DEV (1ULL << 15)
#define FS_ALL_ABI1 ((1ULL << 13) - 1)
#define NET_BIND_CONNECT 3ULL
#define SCOPE_ALL 3ULL

struct ruleset_attr { uint64_t fs, net, scoped; };
struct path_attr { uint64_t allowed; int32_t parent; } __attribute__((packed));

int landlock_abi(void) {
  long abi = syscall(444, NULL, 0, 1U);
  return abi < 0 ? 0 : (int)abi;
}

static int allow(int ruleset, const char *path, uint64_t access, uint64_t handled) {
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? 0 : -1;
  struct stat status;
  if (fstat(fd, &status)) return -1;
  if (!S_ISDIR(status.st_mode))
    access &= FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV;
  struct path_attr rule = {.allowed = access & handled, .parent = fd};
  long rc = syscall(445, ruleset, 1, &rule, 0);
  close(fd);
  return (int)rc;
}

int landlock_confine(const struct options *options, enum isolation isolation) {
  bool bare = isolation == ISOLATION_BARE;
  int abi = landlock_abi();
  if (abi < 1) return -1;
  uint64_t handled = FS_ALL_ABI1;
  if (abi >= 2) handled |= FS_REFER;
  if (abi >= 3) handled |= FS_TRUNCATE;
  if (abi >= 5) handled |= FS_IOCTL_DEV;
  struct ruleset_attr attributes = {.fs = handled};
  size_t size = sizeof attributes.fs;
  if (abi >= 4) {
    size += sizeof attributes.net;
    if (!options->loopback) attributes.net = NET_BIND_CONNECT;
  }
  if (abi >= 6) {
    size += sizeof attributes.scoped;
    attributes.scoped = SCOPE_ALL;
  }
  int ruleset = (int)syscall(444, &attributes, size, 0);
  if (ruleset < 0) return -1;
  const uint64_t read_only = FS_EXECUTE | FS_READ_FILE | FS_READ_DIR;
  const uint64_t writable = handled & ~(1ULL << 6 | 1ULL << 11); /* no devices can be made */
  int rc = 0;
  for (size_t i = 0; i < options->mount_count && !rc; i++) {
    const struct mount_entry *entry = &options->mounts[i];
    if (entry->kind == MOUNT_SYMLINK || (bare && entry->kind == MOUNT_TMPFS)) continue;
    uint64_t access = entry->kind == MOUNT_RO ? read_only : writable;
    if (entry->kind == MOUNT_SEE) access = FS_READ_FILE | FS_READ_DIR;
    rc = allow(ruleset, entry->target, access, handled);
  }
  if (!rc && !bare) rc = allow(ruleset, "/", FS_READ_DIR, handled);
  /* Our private root has nothing else there; on the host only the process's own files may be read. */
  static const char *const readable[] = {"/proc", "/etc", "/dev", NULL};
  static const char *const host_readable[] = {
      "/proc/self/fd", "/proc/self/maps", "/proc/self/stat", "/proc/self/statm", "/proc/self/status",
      "/proc/self/cmdline", "/proc/self/limits", "/dev/random", "/dev/urandom", NULL};
  for (const char *const *path = bare ? host_readable : readable; *path && !rc; path++)
    rc = allow(ruleset, *path, FS_READ_FILE | FS_READ_DIR, handled);
  static const char *const system[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};
  for (size_t i = 0; bare && i < sizeof system / sizeof *system && !rc; i++)
    rc = allow(ruleset, system[i], read_only, handled);
  static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full"};
  for (size_t i = 0; i < sizeof devices / sizeof *devices && !rc; i++)
    rc = allow(ruleset, devices[i], FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE, handled);
  if (!rc) rc = (int)syscall(446, ruleset, 0);
  close(ruleset);
  return rc;
}

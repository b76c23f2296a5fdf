/* A private root made of read-only toolchains, private memory and nothing else. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/mount.h clashes with sys/mount.h in older C libraries. */
struct attributes { uint64_t set, clear, propagation, userns_fd; };
#define ATTR_RDONLY 0x1ULL
#define ATTR_NOSUID 0x2ULL
#define ATTR_NODEV 0x4ULL
#define RECURSIVE 0x8000
#define CLONE_TREE 1
#define EMPTY_SOURCE 0x4

#define TRY(call, what) do { if ((call) != 0) return (what); } while (0)

static char path[4608];

/* Fails where a link on the way to a target, which an earlier run may have left, leads out of the new root. */
static int stays_inside(char *full) {
  static char real[PATH_MAX];
  struct stat there;
  for (char *slash = strchr(full + sizeof ROOT, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    bool is_link = !lstat(full, &there) && S_ISLNK(there.st_mode);
    bool inside = !is_link || (realpath(full, real) && !strncmp(real, ROOT "/", sizeof ROOT));
    *slash = '/';
    if (inside) continue;
    errno = ELOOP;
    return -1;
  }
  return 0;
}

static int make_parents(char *full) {
  for (char *slash = strchr(full + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    int rc = mkdir(full, 0755);
    *slash = '/';
    if (rc && errno != EEXIST) return -1;
  }
  return 0;
}

static int make_target(bool directory) {
  if (stays_inside(path)) return -1;
  /* What exists already, even read-only, may be mounted over; a link may not. */
  struct stat there;
  if (!lstat(path, &there) && !S_ISLNK(there.st_mode) && S_ISDIR(there.st_mode) == directory) return 0;
  if (make_parents(path)) return -1;
  if (directory) return mkdir(path, 0755) && errno != EEXIST ? -1 : 0;
  int fd = open(path, O_CREAT | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
  return fd < 0 ? -1 : close(fd);
}

static int take_tree(const char *source) {
  return (int)syscall(SYS_open_tree, AT_FDCWD, source, CLONE_TREE | O_CLOEXEC | RECURSIVE);
}

/* Mounts a taken tree; the descriptor is used up. */
static const char *attach(int tree, const char *target, bool read_only) {
  struct stat status;
  TRY(fstat(tree, &status), target);
  snprintf(path, sizeof path, ROOT "%s", target);
  TRY(make_target(S_ISDIR(status.st_mode)), target);
  struct attributes wanted = {.set = ATTR_NOSUID | (read_only ? ATTR_RDONLY : 0)};
  if (strncmp(target, "/dev/", 5)) wanted.set |= ATTR_NODEV;
  TRY((int)syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | RECURSIVE, &wanted, sizeof wanted),
      "mount_setattr");
  TRY((int)syscall(SYS_move_mount, tree, "", AT_FDCWD, path, EMPTY_SOURCE), target);
  TRY(close(tree), target);
  return NULL;
}

static const char *attach_host(const char *source, bool read_only) {
  int tree = take_tree(source);
  return tree < 0 ? source : attach(tree, source, read_only);
}

static const char *private_memory(const char *target, uint64_t size) {
  char data[96];
  snprintf(data, sizeof data, "size=%llu,nr_inodes=%llu,mode=1777", (unsigned long long)size,
           (unsigned long long)(size / 4096 < 65536 ? size / 4096 + 64 : 65536));
  snprintf(path, sizeof path, ROOT "%s", target);
  TRY(make_target(true), target);
  TRY(mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, data), target);
  return NULL;
}

/* By descriptor, because a source may have any name. */
static int open_layer(const char *source) { return open(source, O_PATH | O_DIRECTORY | O_CLOEXEC); }

static const char *mount_overlay(const char *source, const char *data) {
  TRY(mount("overlay", path, "overlay", MS_NOSUID | MS_NODEV, data), source);
  return NULL;
}

/* The private memory that takes the writes lies beneath the overlay, out of reach. */
static const char *overlay(const struct mount_entry *entry, uint64_t size) {
  char data[9600], part[4700], above[64] = "";
  static const char *const parts[] = {"upper", "work"};
  const char *failed = private_memory(entry->target, size);
  if (failed) return failed;
  if (strpbrk(entry->target, ":,\\")) {
    errno = EINVAL;
    return "overlay path with ':' ',' or '\\'";
  }
  int source = open_layer(entry->source), changes = entry->changes ? open_layer(entry->changes) : -1;
  if (source < 0) return entry->source;
  if (entry->changes && changes < 0) return entry->changes;
  if (entry->changes) snprintf(above, sizeof above, "/proc/self/fd/%d:", changes);
  snprintf(path, sizeof path, ROOT "%s", entry->target);
  for (size_t i = 0; i < 2; i++) {
    snprintf(part, sizeof part, "%s/%s", path, parts[i]);
    TRY(mkdir(part, 0777), "overlay");
  }
  snprintf(data, sizeof data, "lowerdir=%s/proc/self/fd/%d,upperdir=%s/upper,workdir=%s/work,userxattr",
           above, source, path, path);
  failed = mount_overlay(entry->source, data);
  if (!failed && entry->changes) TRY(close(changes), entry->changes);
  if (!failed) TRY(close(source), entry->source);
  return failed;
}

/* A host folder that takes the writes, so that a later run can begin where this one ended. */
static const char *layered(const struct mount_entry *entry) {
  char data[160], work[4700];
  snprintf(work, sizeof work, "%s-work", entry->changes);
  int source = open_layer(entry->source), changes = open_layer(entry->changes), beside = open_layer(work);
  if (source < 0) return entry->source;
  if (changes < 0 || beside < 0) return entry->changes;
  snprintf(path, sizeof path, ROOT "%s", entry->target);
  TRY(make_target(true), entry->target);
  snprintf(data, sizeof data,
           "lowerdir=/proc/self/fd/%d,upperdir=/proc/self/fd/%d,workdir=/proc/self/fd/%d,userxattr", source,
           changes, beside);
  const char *failed = mount_overlay(entry->source, data);
  if (failed) return failed;
  TRY(close(beside), entry->changes);
  TRY(close(changes), entry->changes);
  TRY(close(source), entry->source);
  return NULL;
}

static const char *write_file(const char *target, const char *text) {
  snprintf(path, sizeof path, ROOT "%s", target);
  TRY(make_parents(path), target);
  int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return target;
  size_t length = strlen(text);
  if (write(fd, text, length) != (ssize_t)length) return target;
  TRY(close(fd), target);
  return NULL;
}

static const char *make_devices(void) {
  static const char *const nodes[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
                                      "/dev/urandom"};
  static const char *const links[][2] = {{"/proc/self/fd", ROOT "/dev/fd"},
                                         {"/proc/self/fd/0", ROOT "/dev/stdin"},
                                         {"/proc/self/fd/1", ROOT "/dev/stdout"},
                                         {"/proc/self/fd/2", ROOT "/dev/stderr"}};
  for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
    const char *failed = attach_host(nodes[i], false);
    if (failed) return failed;
  }
  for (size_t i = 0; i < sizeof links / sizeof *links; i++)
    TRY(symlink(links[i][0], links[i][1]), links[i][1]);
  return NULL;
}

/* Host directories that are links into /usr on merged systems stay links inside. */
static const char *make_system_links(void) {
  static const char *const names[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char target[256];
    ssize_t length = readlink(names[i], target, sizeof target - 1);
    if (length > 0) {
      target[length] = 0;
      snprintf(path, sizeof path, ROOT "%s", names[i]);
      TRY(symlink(target, path), names[i]);
    } else if (errno == EINVAL) {
      const char *failed = attach_host(names[i], true);
      if (failed) return failed;
    } else if (errno != ENOENT) {
      return names[i];
    }
  }
  return NULL;
}

static const char *enter_entry(const struct options *options, size_t index) {
  const struct mount_entry *entry = &options->mounts[index];
  uint64_t cap = options->limits.disk;
  switch (entry->kind) {
    case MOUNT_RO:
    case MOUNT_RW: {
      int tree = take_tree(entry->source);
      if (tree < 0) return entry->optional && errno == ENOENT ? NULL : entry->source;
      return attach(tree, entry->target, entry->kind == MOUNT_RO);
    }
    case MOUNT_OVERLAY: return overlay(entry, cap);
    case MOUNT_LAYERED: return layered(entry);
    case MOUNT_TMPFS: return private_memory(entry->target, cap && cap < entry->size ? cap : entry->size);
    case MOUNT_SYMLINK:
      snprintf(path, sizeof path, ROOT "%s", entry->target);
      TRY(make_parents(path), entry->target);
      TRY(symlink(entry->source, path), entry->target);
      return NULL;
    case MOUNT_SEE: return NULL;
  }
  return "mount kind";
}

const char *filesystem_prepare(void) {
  const char *failed;
  umask(0);
  TRY(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
  TRY(mount("tmpfs", ROOT, "tmpfs", MS_NOSUID | MS_NODEV, "size=4m,nr_inodes=4096,mode=0755"), "root");
  if ((failed = proc_prepare())) return failed;
  if ((failed = private_memory("/dev", 65536))) return failed;
  /* In a sticky folder that all may write, a device of somebody else cannot be opened with O_CREAT, as ">" does. */
  TRY(chmod(ROOT "/dev", 0755), "/dev");
  if ((failed = make_devices())) return failed;
  if ((failed = make_system_links())) return failed;
  if ((failed = write_file("/etc/passwd", "assay:x:1000:1000::/tmp/home:/bin/sh\n"))) return failed;
  if ((failed = write_file("/etc/group", "assay:x:1000:\n"))) return failed;
  return write_file("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
}

const char *filesystem_enter(const struct options *options) {
  const char *failed = proc_enter(&options->limits);
  if (failed) return failed;
  for (size_t i = 0; i < options->mount_count; i++)
    if ((failed = enter_entry(options, i))) return failed;
  TRY(mount(NULL, ROOT, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL),
      "read-only root");
  TRY(mount(NULL, ROOT "/dev", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL),
      "read-only /dev");
  TRY(chdir(ROOT), "chdir");
  TRY((int)syscall(SYS_pivot_root, ".", "."), "pivot_root");
  TRY(umount2(".", MNT_DETACH), "detach the old root");
  TRY(chdir("/"), "chdir");
  mkdir("/tmp/home", 0777); /* exists only where a policy gives a /tmp */
  TRY(chdir(options->cwd), "chdir to --cwd");
  umask(022);
  return NULL;
}

/* Without a mount namespace nothing is mounted: Landlock alone decides what may be used. */
const char *filesystem_keep(const struct options *options) {
  for (size_t i = 0; i < options->mount_count; i++) {
    const struct mount_entry *entry = &options->mounts[i];
    bool host = entry->kind == MOUNT_RO || entry->kind == MOUNT_RW;
    errno = EINVAL;
    if (entry->kind != MOUNT_TMPFS && entry->kind != MOUNT_SEE && (!host || strcmp(entry->source, entry->target)))
      return "another place inside needs a mount namespace";
    if (host && !entry->optional) TRY(access(entry->source, F_OK), entry->source);
  }
  TRY(chdir(options->cwd), "chdir to --cwd");
  umask(022);
  return NULL;
}

int private_memory_full(const struct options *options) {
  for (size_t i = 0; i < options->mount_count; i++) {
    const struct mount_entry *entry = &options->mounts[i];
    struct statvfs status;
    if (entry->kind != MOUNT_TMPFS && entry->kind != MOUNT_OVERLAY) continue;
    if (statvfs(entry->target, &status)) continue;
    if (!status.f_favail) return 2;
    if (status.f_bavail < 2) return 1;
  }
  return 0;
}

enum { MAX_ENTRIES = 200000 };
static uint64_t disk_used, disk_entries;

static int add_usage(const char *name, const struct stat *status, int type, struct FTW *walk) {
  (void)name, (void)type, (void)walk;
  disk_used += (uint64_t)status->st_blocks * 512;
  return ++disk_entries > MAX_ENTRIES;
}

/* Returns the outcome's name when writable host folders exceed a limit, else NULL. */
const char *disk_exceeds(const struct options *options) {
  disk_used = disk_entries = 0;
  for (size_t i = 0; i < options->mount_count; i++) {
    const struct mount_entry *entry = &options->mounts[i];
    if (entry->kind != MOUNT_RW && entry->kind != MOUNT_LAYERED) continue;
    int rc = nftw(entry->changes ? entry->changes : entry->source, add_usage, 16, FTW_PHYS | FTW_MOUNT);
    /* Files too deep to be counted could hide their size. */
    if (rc > 0 || (rc < 0 && errno == ENAMETOOLONG)) return "inode_limit";
  }
  return options->limits.disk && disk_used > options->limits.disk ? "disk_limit" : NULL;
}

/* System calls that are answered here, in the kernel's place. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

/* Of linux/openat2.h, which older systems lack. */
struct way { uint64_t flags, mode, resolve; };
enum { NO_MAGIC_LINKS = 2, IN_ROOT = 16 };

static int open_of(const struct seccomp_notif *request, const char *name, int flags) {
  char path[48];
  snprintf(path, sizeof path, "/proc/%u/%s", request->pid, name);
  return open(path, flags | O_CLOEXEC);
}

/* What was opened by the caller's number is the caller's if the caller is still there. */
static bool is_there(int listener, const struct seccomp_notif *request) {
  return !ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &request->id);
}

/* sysinfo(2) with the memory of the run and nothing of the machine's load. Returns 0, or an error number below it. */
static int answer_sysinfo(int listener, const struct options *options, const struct seccomp_notif *request) {
  struct timespec up;
  int memory = open_of(request, "mem", O_WRONLY);
  if (memory < 0 || clock_gettime(CLOCK_BOOTTIME, &up)) return -EPERM;
  unsigned long bytes = machine_memory(&options->limits);
  struct sysinfo info = {.uptime = up.tv_sec, .totalram = bytes, .freeram = bytes, .procs = 1, .mem_unit = 1};
  bool whole = is_there(listener, request) &&
               pwrite(memory, &info, sizeof info, (off_t)request->data.args[0]) == sizeof info;
  close(memory);
  return whole ? 0 : -EFAULT;
}

/* The path to watch, from the root of the caller; an error number below 0 where there is none. */
static int path_of(const struct seccomp_notif *request, char path[PATH_MAX]) {
  char name[48], given[PATH_MAX];
  int memory = open_of(request, "mem", O_RDONLY);
  if (memory < 0) return -EPERM;
  ssize_t length = pread(memory, given, sizeof given, (off_t)request->data.args[1]);
  close(memory);
  if (length <= 0) return -EFAULT;
  if (strnlen(given, (size_t)length) == (size_t)length) return -ENAMETOOLONG;
  if (!*given) return -ENOENT;
  ssize_t start = 0;
  if (*given != '/') {
    snprintf(name, sizeof name, "/proc/%u/cwd", request->pid);
    start = readlink(name, path, PATH_MAX - 1);
    if (start < 0) return -EPERM;
    path[start++] = '/';
  }
  if ((size_t)start + strlen(given) >= PATH_MAX) return -ENAMETOOLONG;
  memcpy(path + start, given, strlen(given) + 1);
  return 0;
}

struct caller { int process; unsigned user, group; };

/* Who calls, with the user and group that its files are opened as; the owner of its entry of /proc may be another. */
static struct caller caller_of(const struct seccomp_notif *request) {
  char line[128];
  struct caller caller = {.user = ~0u, .group = ~0u};
  int fd = open_of(request, "status", O_RDONLY);
  FILE *status = fd < 0 ? NULL : fdopen(fd, "r");
  while (status && fgets(line, sizeof line, status)) {
    sscanf(line, "Tgid: %d", &caller.process);
    sscanf(line, "Uid: %*u %*u %*u %u", &caller.user);
    sscanf(line, "Gid: %*u %*u %*u %u", &caller.group);
  }
  if (status) fclose(status);
  return caller;
}

/* The caller's inotify descriptor. */
static int queue_of(const struct caller *caller, int number) {
  int process = caller->process ? (int)syscall(SYS_pidfd_open, caller->process, 0) : -1;
  int queue = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, number, 0);
  int error = errno;
  close_descriptor(&process);
  errno = error;
  return queue;
}

/* Only what the run itself may write to: through the read-only folders and the devices that the host and other runs
 * share, a watch would tell what programs of theirs do. */
static bool is_own(int place) {
  struct statvfs system;
  struct stat status;
  if (fstatvfs(place, &system) || fstat(place, &status)) return false;
  return !(system.f_flag & ST_RDONLY) && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

/* inotify_add_watch(2) on a path that is looked up once, here: the kernel would read the caller's memory again. */
static int add_watch(int listener, const struct seccomp_notif *request, bool *refused) {
  char path[PATH_MAX], name[32];
  uint32_t mask = (uint32_t)request->data.args[2];
  struct way way = {.flags = O_PATH | O_CLOEXEC | (mask & IN_DONT_FOLLOW ? O_NOFOLLOW : 0), .resolve = IN_ROOT | NO_MAGIC_LINKS};
  int said = path_of(request, path);
  if (said) return said;
  struct caller caller = caller_of(request);
  int queue = queue_of(&caller, (int)request->data.args[0]);
  if (queue < 0) return errno == EBADF ? -EBADF : -EPERM;
  int root = open_of(request, "root", O_PATH | O_DIRECTORY), place = -1;
  said = -EPERM;
  if (root >= 0 && caller.user != ~0u && caller.group != ~0u && is_there(listener, request)) {
    /* With the caller's rights to the files, not with ours. */
    setfsgid(caller.group);
    setfsuid(caller.user);
    place = (int)syscall(437 /* openat2 */, root, path, &way, sizeof way);
    said = place < 0 ? -errno : 0;
    *refused = place >= 0 && !is_own(place);
    snprintf(name, sizeof name, "/proc/self/fd/%d", place);
    if (*refused) said = -EACCES;
    else if (!said && (said = inotify_add_watch(queue, name, mask & ~(uint32_t)IN_DONT_FOLLOW)) < 0) said = -errno;
    setfsuid(geteuid());
    setfsgid(getegid());
  }
  close_descriptor(&place);
  close_descriptor(&root);
  close_descriptor(&queue);
  return said;
}

/* The call's result, or an error number below 0; says whether the call was refused because it reached for others' files. */
int answer(int listener, const struct options *options, const char *name, const struct seccomp_notif *request, bool *refused) {
  *refused = false;
  if (!strcmp(name, "sysinfo")) return answer_sysinfo(listener, options, request);
  return add_watch(listener, request, refused);
}

/* A run without namespaces: a user of its own, Landlock, seccomp and limits confine it. Its processes
 * are found again by that user. */
#include "launcher.h"

#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* No accounts have numbers from 2^30 on; a user namespace of 65,536 users has systemd's range for dynamic users. */
enum { FIRST = 0x40000000, KILLER = FIRST - 1, SMALL_FIRST = 61184, SMALL_COUNT = 4335 };

static bool is_mapped(uint64_t user) {
  unsigned long long first, outside, count;
  bool found = false;
  FILE *map = fopen("/proc/self/uid_map", "re");
  if (!map) return false;
  while (!found && fscanf(map, "%llu %llu %llu", &first, &outside, &count) == 3)
    found = user >= first && user - first < count;
  fclose(map);
  return found;
}

/* fork and pidfd_open, because clone3 is denied where this is needed. Only we reap children, so the
 * number still is the child's. */
pid_t bare_fork(int *pidfd) {
  if (geteuid() != 0) {
    errno = EPERM;
    return -1;
  }
  pid_t child = fork();
  if (child <= 0) return child;
  *pidfd = (int)syscall(SYS_pidfd_open, child, 0);
  return *pidfd < 0 ? -1 : child;
}

/* Computes the user of a run from the process number of its init. */
uid_t bare_user(pid_t init) {
  static int large = -1;
  if (large < 0) large = is_mapped(FIRST) && is_mapped((uint64_t)FIRST + (1u << 22));
  return large ? (uid_t)FIRST + (uid_t)init : (uid_t)SMALL_FIRST + (uid_t)init % SMALL_COUNT;
}

/* Ends every process of that user at once; the caller becomes a user that they cannot signal, and
 * has no privileges afterwards. kill(2) with -1 would reach the whole host if any were left. */
const char *bare_kill(uid_t user) {
  static int large = -1;
  if (large < 0) large = is_mapped(KILLER);
  uid_t killer = large ? (uid_t)KILLER : (uid_t)SMALL_FIRST + SMALL_COUNT;
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}};
  if (user < SMALL_FIRST || setresuid(killer, user, killer)) return "user of the run";
  if (syscall(SYS_capset, &header, none)) return "capset";
  if (geteuid() != user || getuid() != killer) return "user of the run";
  if (kill(-1, SIGKILL) && errno != ESRCH) return "kill";
  return NULL;
}

/* For the zygote: a child does it, so that the zygote keeps its user. */
void bare_sweep(uid_t user) {
  pid_t child = fork();
  if (child == 0) _exit(bare_kill(user) ? 1 : 0);
  while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
}

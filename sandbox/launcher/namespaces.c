/* The namespaces of one run, and the maps of its users. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t namespaces_clone(enum isolation isolation, int *pidfd) {
  if (isolation == ISOLATION_BARE) return bare_fork(pidfd);
  uint64_t own = isolation == ISOLATION_FRESH ? CLONE_NEWUSER | CLONE_NEWNET : 0;
  struct clone_args arguments = {
      .flags = CLONE_PIDFD | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | own,
      .pidfd = (uint64_t)(uintptr_t)pidfd,
      .exit_signal = SIGCHLD};
  return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

static int write_map(pid_t child, const char *file, const char *text) {
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/%s", (int)child, file);
  int fd = open(name, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t rc = write(fd, text, strlen(text));
  close(fd);
  return rc < 0 ? -1 : 0;
}

const char *namespaces_map(pid_t child, bool root) {
  char users[96], groups[96];
  if (root) {
    /* Root sets up as itself, the payload becomes a user that owns nothing outside. */
    snprintf(users, sizeof users, "0 0 1\n%d %d 1\n", INNER_UID, OUTER_UID);
    memcpy(groups, users, sizeof groups);
  } else {
    if (write_map(child, "setgroups", "deny")) return "setgroups";
    snprintf(users, sizeof users, "%d %d 1\n", INNER_UID, (int)geteuid());
    snprintf(groups, sizeof groups, "%d %d 1\n", INNER_UID, (int)getegid());
  }
  if (write_map(child, "uid_map", users)) return "uid_map";
  if (write_map(child, "gid_map", groups)) return "gid_map";
  return NULL;
}

/* Enters the user and net namespace that all runs of this slot share, one after the other.
 * The maps are written from outside, by a child that was forked before. */
void namespaces_share(void) {
  bool root = geteuid() == 0;
  int go[2], status;
  char byte = 'g';
  if (pipe2(go, O_CLOEXEC)) die("slot", "pipe2");
  pid_t zygote = getpid(), helper = fork();
  if (helper < 0) die("slot", "fork");
  if (helper == 0) {
    close(go[1]);
    if (read(go[0], &byte, 1) != 1) _exit(EPIPE);
    errno = 0;
    _exit(namespaces_map(zygote, root) ? errno : 0);
  }
  close(go[0]);
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET)) die("slot", "user and net namespace");
  if (write(go[1], &byte, 1) != 1) die("slot", "pipe");
  close(go[1]);
  while (waitpid(helper, &status, 0) < 0 && errno == EINTR) continue;
  errno = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
  if (errno) die("slot", "user and group maps");
  if (root && (setresgid(0, 0, 0) || setresuid(0, 0, 0))) die("slot", "setuid");
}

/* The namespaces, their init, and the payload's last steps before it becomes the command. */
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

extern char **environ;

pid_t namespaces_clone(int *pidfd) {
  struct clone_args arguments = {
      .flags = CLONE_PIDFD | CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET |
               CLONE_NEWIPC | CLONE_NEWUTS,
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

static noreturn void setup_failed(int status, const char *stage) {
  struct result result = {.kind = 1, .error = errno};
  snprintf(result.stage, sizeof result.stage, "%s", stage);
  if (write(status, &result, sizeof result) != sizeof result) _exit(126);
  _exit(125);
}

static const char *loopback_up(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return "loopback";
  struct ifreq request = {.ifr_flags = IFF_UP | IFF_RUNNING};
  memcpy(request.ifr_name, "lo", 3);
  int rc = ioctl(fd, SIOCSIFFLAGS, &request);
  close(fd);
  return rc ? "loopback" : NULL;
}

static noreturn void payload_main(const struct options *options,
                                  const struct filter_program *filter, bool cgroup_memory,
                                  const struct channels *channels, bool root) {
  int status = channels->status_write;
  const char *failed;
  if (setsid() < 0) setup_failed(status, "setsid");
  if (dup2(channels->child_stdin, 0) < 0 || dup2(channels->child_stdout, 1) < 0 ||
      dup2(channels->child_stderr, 2) < 0)
    setup_failed(status, "descriptors");
  if (syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */))
    setup_failed(status, "close_range");
  if ((failed = limits_apply(&options->limits, cgroup_memory))) setup_failed(status, failed);
  if ((failed = privileges_drop(root))) setup_failed(status, failed);
  struct sigaction normal = {.sa_handler = SIG_DFL};
  for (int signal_number = 1; signal_number < 32; signal_number++)
    sigaction(signal_number, &normal, NULL);
  sigset_t empty;
  sigemptyset(&empty);
  sigprocmask(SIG_SETMASK, &empty, NULL);
  if (landlock_confine(options)) setup_failed(status, "landlock");
  /* Where to look for the command must be known before the filter judges our calls. */
  environ = (char **)(uintptr_t)options->environment;
  int listener = seccomp_install(filter);
  if (listener < 0) setup_failed(status, "seccomp");
  if (send_descriptor(channels->notify_write, listener)) setup_failed(status, "seccomp listener");
  close(listener);
  execvp(options->command[0], options->command);
  setup_failed(status, "exec");
}

static void wipe_environment(void) {
  for (char **entry = environ; entry && *entry; entry++) memset(*entry, 0, strlen(*entry));
}

static uint64_t microseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_usec;
}

noreturn void init_main(const struct options *options, const struct filter_program *filter,
                        const struct cgroup *group, const struct channels *channels, bool root) {
  int status = channels->status_write;
  char byte;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) setup_failed(status, "pdeathsig");
  if (read(channels->sync_read, &byte, 1) != 1) _exit(124); /* the monitor is gone */
  if (cgroup_join(group)) setup_failed(status, "cgroup join");
  if (unshare(CLONE_NEWCGROUP)) setup_failed(status, "cgroup namespace");
  if (root && (setresgid(0, 0, 0) || setresuid(0, 0, 0))) setup_failed(status, "setuid");
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) setup_failed(status, "dumpable");
  wipe_environment();
  if (sethostname("jail", 4)) setup_failed(status, "hostname");
  const char *failed = options->loopback ? loopback_up() : NULL;
  if (failed) setup_failed(status, failed);
  if ((failed = filesystem_enter(options))) setup_failed(status, failed);
  pid_t payload = fork();
  if (payload < 0) setup_failed(status, "fork");
  if (payload == 0) payload_main(options, filter, group->version > 0, channels, root);
  /* Init holds nothing that the payload's output could wait for. */
  for (int fd = 0; fd < 3; fd++) close(fd);
  close(channels->child_stdin);
  close(channels->child_stdout);
  close(channels->child_stderr);
  close(channels->notify_write);
  struct result result = {.kind = 0};
  for (;;) {
    int wait_status;
    pid_t ended = waitpid(-1, &wait_status, 0);
    if (ended < 0 && errno == EINTR) continue;
    if (ended < 0) setup_failed(status, "wait");
    if (ended == payload) {
      result.wait_status = wait_status;
      break;
    }
  }
  kill(-1, SIGKILL);
  for (;;) {
    pid_t ended = waitpid(-1, NULL, 0);
    if (ended > 0) result.leftovers++;
    else if (errno != EINTR) break;
  }
  result.disk_full = private_memory_full(options);
  struct rusage usage;
  if (!getrusage(RUSAGE_CHILDREN, &usage)) {
    result.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    result.max_rss_kb = (uint64_t)usage.ru_maxrss;
  }
  if (write(status, &result, sizeof result) != sizeof result) _exit(126);
  _exit(0);
}

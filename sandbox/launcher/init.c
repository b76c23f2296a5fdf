/* Init of one jail: builds what every run needs ahead of time, then waits for the request, shows it
 * the files it asks for, starts the command and outlives everything that the command left. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
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
                                  const struct filter_program *filter, const struct jail *jail,
                                  const int *streams, bool root) {
  int status = jail->status;
  const char *failed;
  if (setsid() < 0) setup_failed(status, "setsid");
  for (int i = 0; i < 3; i++)
    if (dup2(streams[i], i) < 0) setup_failed(status, "descriptors");
  if (syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */))
    setup_failed(status, "close_range");
  if ((failed = limits_apply(&options->limits, jail->group.version > 0))) setup_failed(status, failed);
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
  if (send_descriptors(jail->channel, &listener, 1)) setup_failed(status, "seccomp listener");
  close(listener);
  execvp(options->command[0], options->command);
  setup_failed(status, "exec");
}

void wipe_environment(const char *except) {
  for (char **entry = environ; entry && *entry; entry++)
    if (!except || strncmp(*entry, except, strlen(except))) memset(*entry, 0, strlen(*entry));
}

static uint64_t microseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_usec;
}

/* Everything that does not depend on the request. */
static void prepare(const struct jail *jail, bool root) {
  int status = jail->status;
  const char *failed;
  char byte;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) setup_failed(status, "pdeathsig");
  if (recv(jail->channel, &byte, 1, 0) != 1) _exit(124); /* the monitor is gone */
  if (cgroup_join(&jail->group)) setup_failed(status, "cgroup join");
  if (unshare(CLONE_NEWCGROUP)) setup_failed(status, "cgroup namespace");
  if (root && (setresgid(0, 0, 0) || setresuid(0, 0, 0))) setup_failed(status, "setuid");
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) setup_failed(status, "dumpable");
  wipe_environment(NULL);
  if (sethostname("jail", 4)) setup_failed(status, "hostname");
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; i < 3; i++)
    if (nothing < 0 || dup2(nothing, i) < 0) setup_failed(status, "descriptors");
  close(nothing);
  if ((failed = filesystem_prepare())) setup_failed(status, failed);
  if ((failed = capabilities_bound())) setup_failed(status, failed);
}

/* Ends when the command and everything it left behind have ended. */
static void reap(pid_t payload, int status, struct result *result) {
  for (;;) {
    int wait_status;
    pid_t ended = waitpid(-1, &wait_status, 0);
    if (ended < 0 && errno == EINTR) continue;
    if (ended < 0) setup_failed(status, "wait");
    if (ended == payload) {
      result->wait_status = wait_status;
      break;
    }
  }
  kill(-1, SIGKILL);
  for (;;) {
    pid_t ended = waitpid(-1, NULL, 0);
    if (ended > 0) result->leftovers++;
    else if (errno != EINTR) break;
  }
}

noreturn void init_main(const struct jail *jail, bool root) {
  enum { REQUEST, STREAMS, DESCRIPTORS = 4 };
  int status = jail->status, descriptors[DESCRIPTORS];
  prepare(jail, root);
  if (receive_descriptors(jail->channel, descriptors, DESCRIPTORS, 0) != DESCRIPTORS) _exit(124);
  struct options *options = options_new();
  request_parse(descriptors[REQUEST], options);
  close(descriptors[REQUEST]);
  const char *failed = options->loopback ? loopback_up() : NULL;
  if (failed || (failed = filesystem_enter(options))) setup_failed(status, failed);
  const struct filter_program *filter = seccomp_filter(options);
  pid_t payload = fork();
  if (payload < 0) setup_failed(status, "fork");
  if (payload == 0) payload_main(options, filter, jail, descriptors + STREAMS, root);
  /* Init holds nothing that the payload's output could wait for. */
  for (int i = STREAMS; i < DESCRIPTORS; i++) close(descriptors[i]);
  close(jail->channel);
  struct result result = {.kind = 0};
  reap(payload, status, &result);
  result.disk_full = private_memory_full(options);
  struct rusage usage;
  if (!getrusage(RUSAGE_CHILDREN, &usage)) {
    result.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    result.max_rss_kb = (uint64_t)usage.ru_maxrss;
  }
  if (write(status, &result, sizeof result) != sizeof result) _exit(126);
  _exit(0);
}

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

static noreturn void payload_main(const struct options *options, const struct jail *jail,
                                  const int *streams) {
  int status = jail->status;
  const char *failed;
  if (setsid() < 0) setup_failed(status, "setsid");
  for (int i = 0; i < 3; i++)
    if (dup2(streams[i], i) < 0) setup_failed(status, "descriptors");
  if (syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */))
    setup_failed(status, "close_range");
  if ((failed = limits_apply(&options->limits, jail->group.version > 0))) setup_failed(status, failed);
  if ((failed = privileges_drop(jail->user, jail->isolation, options->nests))) setup_failed(status, failed);
  struct sigaction normal = {.sa_handler = SIG_DFL};
  for (int signal_number = 1; signal_number < 32; signal_number++)
    sigaction(signal_number, &normal, NULL);
  sigset_t empty;
  sigemptyset(&empty);
  sigprocmask(SIG_SETMASK, &empty, NULL);
  if (!options->nests && landlock_confine(options, jail->isolation)) setup_failed(status, "landlock");
  /* execvp looks the command up in the PATH of the run. */
  environ = (char **)(uintptr_t)options->environment;
  int listener = seccomp_install(options->filter);
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
static void prepare(const struct jail *jail) {
  bool bare = jail->isolation == ISOLATION_BARE;
  int status = jail->status;
  const char *failed;
  char byte;
  if (prctl(PR_SET_PDEATHSIG, bare ? SIGTERM : SIGKILL, 0, 0, 0)) setup_failed(status, "pdeathsig");
  if (recv(jail->channel, &byte, 1, 0) != 1) _exit(124); /* the monitor is gone */
  if (cgroup_join(&jail->group)) setup_failed(status, "cgroup join");
  if (!bare && unshare(CLONE_NEWCGROUP)) setup_failed(status, "cgroup namespace");
  if (jail->user && (setresgid(0, 0, 0) || setresuid(0, 0, 0))) setup_failed(status, "setuid");
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) setup_failed(status, "dumpable");
  wipe_environment(NULL);
  if (bare && prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)) setup_failed(status, "subreaper");
  if (!bare && sethostname("jail", 4)) setup_failed(status, "hostname");
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; i < 3; i++)
    if (nothing < 0 || dup2(nothing, i) < 0) setup_failed(status, "descriptors");
  close(nothing);
  if (!bare && (failed = filesystem_prepare())) setup_failed(status, failed);
  if ((failed = capabilities_bound())) setup_failed(status, failed);
}

static volatile sig_atomic_t told_to_end;

static void on_end(int number) {
  (void)number;
  told_to_end = 1;
}

/* Ends when the command and everything it left behind have ended. */
static void reap(pid_t payload, const struct jail *jail, struct result *result) {
  bool running = true;
  int wait_status;
  while (running && !told_to_end) {
    pid_t ended = waitpid(-1, &wait_status, 0);
    if (ended < 0 && errno != EINTR) setup_failed(jail->status, "wait");
    running = ended != payload;
  }
  if (!running) result->wait_status = wait_status;
  if (jail->isolation == ISOLATION_BARE) {
    const char *failed = bare_kill(jail->user);
    if (failed) setup_failed(jail->status, failed);
  } else {
    kill(-1, SIGKILL);
  }
  for (;;) {
    pid_t ended = waitpid(-1, &wait_status, 0);
    if (ended == payload) result->wait_status = wait_status;
    else if (ended > 0) result->leftovers++;
    else if (errno != EINTR) break;
  }
}

static const char *enter(const struct options *options, enum isolation isolation) {
  const char *failed = NULL;
  errno = EPERM;
  if (isolation == ISOLATION_BARE && options->nests) return "nest needs namespaces";
  if (isolation == ISOLATION_BARE)
    return options->loopback ? "loopback needs a net namespace" : filesystem_keep(options);
  if (options->loopback) {
    /* In the slot's own namespace, ports of earlier runs may still be in TIME_WAIT. */
    if (isolation == ISOLATION_SLOT && unshare(CLONE_NEWNET)) return "net namespace";
    failed = loopback_up();
  }
  return failed ? failed : filesystem_enter(options);
}

noreturn void init_main(const struct jail *jail) {
  enum { STREAMS = 3, AND_GATE };
  int status = jail->status, streams[AND_GATE];
  prepare(jail);
  int count = receive_descriptors(jail->channel, streams, AND_GATE, 0);
  if (count < STREAMS) _exit(124);
  const struct options *options = options_current();
  const char *failed = enter(options, jail->isolation);
  if (!failed && count == AND_GATE) {
    failed = options->loopback ? gate_open(streams[STREAMS]) : "a gate needs loopback";
    close_descriptor(&streams[STREAMS]);
  }
  if (failed) setup_failed(status, failed);
  struct sigaction end = {.sa_handler = on_end};
  if (jail->isolation == ISOLATION_BARE && sigaction(SIGTERM, &end, NULL)) setup_failed(status, "sigaction");
  /* vfork: copying our memory would cost as much as all that follows. */
  pid_t payload = vfork();
  if (payload < 0) setup_failed(status, "fork");
  if (payload == 0) payload_main(options, jail, streams);
  /* Else readers of the payload's output would wait for init too. */
  for (int i = 0; i < STREAMS; i++) close(streams[i]);
  close(jail->channel);
  struct result result = {.kind = 0};
  reap(payload, jail, &result);
  if (jail->isolation != ISOLATION_BARE) result.disk_full = private_memory_full(options);
  struct rusage usage;
  if (!getrusage(RUSAGE_CHILDREN, &usage)) {
    result.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    result.max_rss_kb = (uint64_t)usage.ru_maxrss;
  }
  if (write(status, &result, sizeof result) != sizeof result) _exit(126);
  _exit(0);
}

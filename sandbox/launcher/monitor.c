/* The outer process: enforces deadlines, relays output, answers denials, writes the outcome. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct monitor {
  struct options *options;
  struct jail *jail;
  struct outcome outcome;
  int listener;
  bool listening; /* for the listener, which comes over the jail's channel */
  pid_t parent;
  uint64_t started_us, check_us, disk_us;          /* when to check again */
  uint64_t active_us, active_cpu_us, active_bytes; /* at the last activity */
  const char *killed_for;                          /* the outcome's name, where we ended the run */
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
  (void)number;
  interrupted = 1;
}

static uint64_t now_us(void) {
  struct timespec time;
  if (clock_gettime(CLOCK_MONOTONIC, &time)) die("clock", "monotonic");
  return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000u;
}

static void kill_all(struct monitor *monitor, const char *why) {
  if (!monitor->killed_for) monitor->killed_for = why;
  jail_kill(monitor->jail);
}

static void relay_some(struct monitor *monitor, struct relay *relay) {
  if (relay_once(relay, monitor->options->limits.output)) kill_all(monitor, "output_limit");
}

/* Idle is: no output and less than a hundredth of a second of CPU for the whole time. */
static void check_idle(struct monitor *monitor, uint64_t now, uint64_t cpu_us) {
  uint64_t bytes = monitor->outcome.relays[0].bytes + monitor->outcome.relays[1].bytes;
  if (bytes != monitor->active_bytes || cpu_us > monitor->active_cpu_us + 10000) {
    monitor->active_us = now;
    monitor->active_bytes = bytes;
    monitor->active_cpu_us = cpu_us;
  } else if (now - monitor->active_us > monitor->options->limits.idle_ms * 1000) {
    kill_all(monitor, "idle_limit");
  }
}

/* Every twentieth of a second, however many events there are. */
static void check_limits(struct monitor *monitor) {
  const struct limits *limits = &monitor->options->limits;
  uint64_t now = now_us();
  if (now < monitor->check_us) return;
  monitor->check_us = now + 45000;
  if (limits->wall_ms && now - monitor->started_us > limits->wall_ms * 1000)
    kill_all(monitor, "wall_limit");
  /* Again: a signal that came just before init's wait has not ended that wait. */
  if (monitor->killed_for) kill_all(monitor, monitor->killed_for);
  if (interrupted) kill_all(monitor, "interrupted");
  if (monitor->options->control < 0 && getppid() != monitor->parent) kill_all(monitor, "interrupted");
  uint64_t cpu_us = limits->cpu_ms || limits->idle_ms ? cgroup_cpu(&monitor->jail->group) : 0;
  if (limits->cpu_ms && cpu_us > limits->cpu_ms * 1000) kill_all(monitor, "cpu_limit");
  if (limits->idle_ms && cpu_us) check_idle(monitor, now, cpu_us);
  if (now < monitor->disk_us) return;
  const char *full = disk_exceeds(monitor->options);
  if (full) kill_all(monitor, full);
  monitor->disk_us = now_us() + 400000;
}

/* Returns whether the run goes on: it ends with init's result on the status pipe, or with init. */
static bool wait_for_events(struct monitor *monitor) {
  struct pollfd events[] = {
      {.fd = monitor->jail->status, .events = POLLIN},
      {.fd = monitor->listening ? monitor->jail->channel : -1, .events = POLLIN},
      {.fd = monitor->listener, .events = POLLIN},
      {.fd = monitor->outcome.relays[0].from, .events = POLLIN},
      {.fd = monitor->outcome.relays[1].from, .events = POLLIN},
      {.fd = monitor->killed_for ? -1 : monitor->options->control, .events = POLLIN},
  };
  if (poll(events, 6, 50) < 0) {
    if (errno != EINTR) die("poll", "events");
    return true;
  }
  if (events[1].revents) {
    int count = receive_descriptors(monitor->jail->channel, &monitor->listener, 1, MSG_DONTWAIT);
    if (count < 1) monitor->listener = -1;
    monitor->listening = false;
  }
  if (events[2].revents & POLLIN) {
    notify_answer(monitor->listener, monitor->options, &monitor->outcome);
    if (monitor->options->nests && monitor->outcome.violations_total) kill_all(monitor, "violation");
  }
  else if (events[2].revents) close_descriptor(&monitor->listener);
  if (events[5].revents) kill_all(monitor, "interrupted");
  for (int i = 0; i < 2; i++) {
    if (!events[3 + i].revents) continue;
    struct pollfd sink = {.fd = monitor->outcome.relays[i].to, .events = POLLOUT};
    if (poll(&sink, 1, 50) > 0) relay_some(monitor, &monitor->outcome.relays[i]);
  }
  return !events[0].revents;
}

static void drain(struct monitor *monitor) {
  uint64_t deadline = now_us() + 2000000;
  for (int i = 0; i < 2; i++)
    while (monitor->outcome.relays[i].from >= 0 && now_us() < deadline) {
      struct pollfd ends[2] = {{.fd = monitor->outcome.relays[i].from, .events = POLLIN},
                               {.fd = monitor->outcome.relays[i].to, .events = POLLOUT}};
      if (poll(&ends[0], 1, 100) <= 0) break;
      if (poll(&ends[1], 1, 500) <= 0) break;
      relay_some(monitor, &monitor->outcome.relays[i]);
    }
}

static void classify(struct monitor *monitor) {
  struct outcome *outcome = &monitor->outcome;
  const struct result *result = &outcome->result;
  const struct cgroup_usage *usage = &outcome->cgroup;
  int status = result->wait_status;
  if (outcome->has_result && result->kind == 1) outcome->name = "launcher_error";
  else if (usage->oom_kills) outcome->name = "oom";
  else if (monitor->killed_for) outcome->name = monitor->killed_for;
  else if (!outcome->has_result) outcome->name = "launcher_error";
  else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) outcome->name = "violation";
  else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) outcome->name = "cpu_limit";
  else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ) outcome->name = "disk_limit";
  else outcome->name = WIFSIGNALED(status) ? "signaled" : "exited";
  static const char *const limits[][2] = {
      {"oom", "memory"}, {"cpu_limit", "cpu"}, {"wall_limit", "wall"},
      {"output_limit", "output"}, {"disk_limit", "disk"}, {"inode_limit", "inodes"},
      {"idle_limit", "idle"}};
  /* The process limit is the cause of what followed, such as a fork bomb's wall limit. */
  if (usage->pids_denied) outcome->limit_hit = "processes";
  else if (result->disk_full && !strcmp(outcome->name, "exited"))
    outcome->limit_hit = result->disk_full == 2 ? "inodes" : "disk";
  else
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
      if (!strcmp(outcome->name, limits[i][0])) outcome->limit_hit = limits[i][1];
}

static void make_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC)) die("pipe", "pipe2");
}

/* A peer must see the end of input, so we close our copy; standard descriptors become /dev/null. */
static void release(int *descriptor, int nothing) {
  if (*descriptor > 2) close_descriptor(descriptor);
  else if (*descriptor >= 0 && dup2(nothing, *descriptor) < 0) die("dup2", "/dev/null");
}

static void fail(struct monitor *monitor, const char *stage) {
  struct result *result = &monitor->outcome.result;
  memset(result, 0, sizeof *result);
  result->kind = 1;
  result->error = errno;
  snprintf(result->stage, sizeof result->stage, "%s", stage);
  monitor->outcome.has_result = true;
}

static void start(struct monitor *monitor) {
  struct options *options = monitor->options;
  int out[2] = {-1, options->output}, err[2] = {-1, options->error};
  bool relay_output = options->capture && !options->joined;
  if (relay_output) make_pipe(out);
  if (options->capture) make_pipe(err);
  for (int i = 0; i < 2; i++) {
    int from = i ? err[0] : out[0];
    if (from >= 0 && fcntl(from, F_SETFL, O_NONBLOCK)) die("fcntl", "O_NONBLOCK");
  }
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) die("open", "/dev/null");
  const int descriptors[] = {options->joined ? options->input : nothing, out[1], err[1], options->gate};
  monitor->parent = getppid();
  monitor->started_us = monitor->active_us = now_us();
  monitor->check_us = monitor->started_us + 45000;
  monitor->disk_us = monitor->started_us + 400000;
  monitor->listening = true;
  /* Failure is no error here: an init that is gone has written why to the status pipe. */
  send_descriptors(monitor->jail->channel, descriptors, options->gate < 0 ? 3 : 4);
  close_descriptor(&options->gate);
  monitor->outcome.relays[0].from = out[0];
  monitor->outcome.relays[1].from = err[0];
  if (options->capture) close(err[1]);
  if (relay_output) close(out[1]);
  if (options->joined) {
    release(&options->input, nothing);
    release(&options->output, nothing);
  }
  close(nothing);
}

int monitor_run(struct options *options, struct jail *jail) {
  static struct monitor monitor;
  memset(&monitor, 0, sizeof monitor);
  monitor.options = options;
  monitor.jail = jail;
  monitor.listener = -1;
  struct outcome *outcome = &monitor.outcome;
  outcome->relays[0] = (struct relay){.from = -1, .to = options->output};
  outcome->relays[1] = (struct relay){.from = -1, .to = options->error};
  struct sigaction action = {.sa_handler = on_signal};
  if (sigaction(SIGTERM, &action, NULL) || sigaction(SIGINT, &action, NULL) ||
      sigaction(SIGHUP, &action, NULL) || signal(SIGPIPE, SIG_IGN) == SIG_ERR)
    die("sigaction", "termination");
  outcome->landlock_abi = landlock_abi();
  outcome->cgroup_version = jail->group.version;
  outcome->isolation = jail->isolation;
  outcome->tier = jail->isolation == ISOLATION_BARE ? 3 : jail->group.version ? 1 : 2;
  errno = jail->failed ? jail->error : options->filter_error;
  if (jail->failed) fail(&monitor, jail->failed);
  else if (!options->filter) fail(&monitor, "seccomp");
  else if (outcome->tier > options->min_tier) fail(&monitor, "tier below the minimum");
  else if (cgroup_limit(&jail->group, &options->limits)) fail(&monitor, "cgroup limits");
  else start(&monitor);
  if (!outcome->has_result) {
    while (wait_for_events(&monitor)) check_limits(&monitor);
    outcome->has_result =
        read(jail->status, &outcome->result, sizeof outcome->result) == sizeof outcome->result;
    /* Without init's result, only init's death proves that nothing inside is left. */
    struct pollfd death = {.fd = jail->pidfd, .events = POLLIN};
    int dead = outcome->has_result;
    for (int i = 0; dead < 1 && i < 20; i++) dead = poll(&death, 1, 1000);
    errno = 0;
    if (dead < 1) die("teardown", "the command does not die; this slot is given up");
    const char *full = monitor.killed_for ? NULL : disk_exceeds(options);
    if (full) monitor.killed_for = full;
    drain(&monitor);
  }
  outcome->wall_us = monitor.started_us ? now_us() - monitor.started_us : 0;
  for (int i = 0; i < 2; i++) relay_end(&outcome->relays[i]);
  close_descriptor(&monitor.listener);
  cgroup_read(&jail->group, &outcome->cgroup);
  classify(&monitor);
  report_write(options->meta, outcome);
  return strcmp(outcome->name, "launcher_error") ? 0 : 3;
}

/* The outer process: enforces deadlines, relays output, answers denials, writes the outcome. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct relay {
  int from, to;
  uint64_t bytes;
  bool *truncated;
};

struct monitor {
  struct options *options;
  struct outcome outcome;
  struct cgroup group;
  int pidfd, status, notify, listener;
  struct relay relays[2];
  pid_t init, parent;
  uint64_t started_us;
  const char *killed_for; /* outcome name decided by us */
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
  syscall(SYS_pidfd_send_signal, monitor->pidfd, SIGKILL, NULL, 0);
}

/* Moves at most one page, so that a write after POLLOUT on a pipe never blocks. */
static void relay_once(struct monitor *monitor, struct relay *relay) {
  char buffer[4096];
  ssize_t length = read(relay->from, buffer, sizeof buffer);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length <= 0) {
    close(relay->from);
    relay->from = -1;
    return;
  }
  uint64_t limit = monitor->options->limits.output;
  uint64_t before = relay->bytes;
  relay->bytes += (uint64_t)length;
  size_t keep = (size_t)length;
  if (limit && relay->bytes > limit) {
    keep = before < limit ? (size_t)(limit - before) : 0;
    *relay->truncated = true;
    kill_all(monitor, "output_limit");
  }
  for (size_t done = 0; done < keep;) {
    ssize_t written = write(relay->to, buffer + done, keep - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break; /* the reader is gone; the run goes on without it */
    done += (size_t)written;
  }
}

static void check_limits(struct monitor *monitor, bool slow) {
  const struct limits *limits = &monitor->options->limits;
  uint64_t elapsed = now_us() - monitor->started_us;
  if (limits->wall_ms && elapsed > limits->wall_ms * 1000) kill_all(monitor, "wall_limit");
  if (interrupted) kill_all(monitor, "interrupted");
  if (getppid() != monitor->parent) kill_all(monitor, "interrupted");
  struct cgroup_usage usage;
  if (limits->cpu_ms && monitor->group.version) {
    cgroup_read(&monitor->group, &usage);
    if (usage.has_cpu && usage.cpu_us > limits->cpu_ms * 1000) kill_all(monitor, "cpu_limit");
  }
  if (slow && disk_exceeds(monitor->options)) kill_all(monitor, "disk_limit");
}

static bool wait_for_events(struct monitor *monitor) {
  struct pollfd events[6] = {
      {.fd = monitor->pidfd, .events = POLLIN},
      {.fd = monitor->notify, .events = POLLIN},
      {.fd = monitor->listener, .events = POLLIN},
      {.fd = monitor->relays[0].from, .events = POLLIN},
      {.fd = monitor->relays[1].from, .events = POLLIN},
  };
  if (poll(events, 5, 50) < 0 && errno != EINTR) die("poll", "events");
  if (events[1].revents) {
    monitor->listener = receive_descriptor(monitor->notify);
    close(monitor->notify);
    monitor->notify = -1;
  }
  if (events[2].revents & POLLIN) seccomp_answer(monitor->listener, &monitor->outcome);
  else if (events[2].revents) {
    close(monitor->listener);
    monitor->listener = -1;
  }
  for (int i = 0; i < 2; i++) {
    if (!events[3 + i].revents) continue;
    struct pollfd sink = {.fd = monitor->relays[i].to, .events = POLLOUT};
    if (poll(&sink, 1, 50) > 0) relay_once(monitor, &monitor->relays[i]);
  }
  return !events[0].revents;
}

static void drain(struct monitor *monitor) {
  uint64_t deadline = now_us() + 2000000;
  for (int i = 0; i < 2; i++)
    while (monitor->relays[i].from >= 0 && now_us() < deadline) {
      struct pollfd ends[2] = {{.fd = monitor->relays[i].from, .events = POLLIN},
                               {.fd = monitor->relays[i].to, .events = POLLOUT}};
      if (poll(&ends[0], 1, 100) <= 0) break;
      if (poll(&ends[1], 1, 500) <= 0) break;
      relay_once(monitor, &monitor->relays[i]);
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
      {"output_limit", "output"}, {"disk_limit", "disk"}};
  /* A hit of the process limit explains what followed, such as a fork bomb's wall limit. */
  if (usage->pids_denied) outcome->limit_hit = "processes";
  else if (result->disk_full && !strcmp(outcome->name, "exited")) outcome->limit_hit = "disk";
  else
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
      if (!strcmp(outcome->name, limits[i][0])) outcome->limit_hit = limits[i][1];
}

static void make_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC)) die("pipe", "pipe2");
}

static void start(struct monitor *monitor) {
  struct options *options = monitor->options;
  struct filter_program filter = seccomp_compile(options);
  bool root = geteuid() == 0;
  int status[2], sync_pipe[2], notify[2], out[2] = {-1, 1}, err[2] = {-1, 2};
  make_pipe(status);
  make_pipe(sync_pipe);
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, notify)) die("socketpair", "notify");
  if (options->capture) {
    if (!options->joined) {
      make_pipe(out);
      fcntl(out[0], F_SETFL, O_NONBLOCK);
    }
    make_pipe(err);
    fcntl(err[0], F_SETFL, O_NONBLOCK);
  }
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0) die("open", "/dev/null");
  struct channels channels = {
      .status_write = status[1], .sync_read = sync_pipe[0], .notify_write = notify[1],
      .child_stdin = options->joined ? 0 : nothing,
      .child_stdout = out[1], .child_stderr = err[1]};
  monitor->parent = getppid();
  monitor->started_us = now_us();
  monitor->init = namespaces_clone(&monitor->pidfd);
  if (monitor->init < 0) {
    struct result *result = &monitor->outcome.result;
    *result = (struct result){.kind = 1, .error = errno, .stage = "clone3 namespaces"};
    monitor->outcome.has_result = true;
    return;
  }
  if (monitor->init == 0) {
    close(sync_pipe[1]);
    init_main(options, &filter, &monitor->group, &channels, root);
  }
  close(status[1]);
  close(sync_pipe[0]);
  close(notify[1]);
  close(nothing);
  if (options->capture) close(err[1]);
  if (options->capture && !options->joined) close(out[1]);
  if (options->joined) {
    /* Only the payload may hold the ends, or its peer never sees the end of input. */
    int sink = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (sink < 0 || dup2(sink, 0) < 0 || dup2(sink, 1) < 0) die("open", "/dev/null");
    close(sink);
  }
  monitor->status = status[0];
  monitor->notify = notify[0];
  monitor->relays[0] = (struct relay){out[0], 1, 0, &monitor->outcome.stdout_truncated};
  monitor->relays[1] = (struct relay){err[0], 2, 0, &monitor->outcome.stderr_truncated};
  const char *failed = namespaces_map(monitor->init, root);
  if (failed) {
    struct result *result = &monitor->outcome.result;
    *result = (struct result){.kind = 1, .error = errno};
    snprintf(result->stage, sizeof result->stage, "%s", failed);
    monitor->outcome.has_result = true;
    kill_all(monitor, "launcher_error");
  } else if (write(sync_pipe[1], "g", 1) != 1) {
    kill_all(monitor, "launcher_error");
  }
  close(sync_pipe[1]);
}

int monitor_run(struct options *options) {
  struct monitor monitor = {
      .options = options, .pidfd = -1, .status = -1, .notify = -1, .listener = -1,
      .relays = {{.from = -1}, {.from = -1}}};
  struct outcome *outcome = &monitor.outcome;
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  outcome->landlock_abi = landlock_abi();
  cgroup_create(&monitor.group, &options->limits);
  outcome->cgroup_version = monitor.group.version;
  outcome->tier = monitor.group.version ? 1 : 2;
  if (outcome->tier > options->min_tier) {
    outcome->result = (struct result){.kind = 1, .error = 0, .stage = "tier below the minimum"};
    outcome->has_result = true;
  } else {
    start(&monitor);
  }
  if (monitor.init > 0) {
    for (unsigned tick = 0; wait_for_events(&monitor); tick++) check_limits(&monitor, tick % 8 == 0);
    drain(&monitor);
    if (!outcome->has_result)
      outcome->has_result =
          read(monitor.status, &outcome->result, sizeof outcome->result) == sizeof outcome->result;
    while (waitpid(monitor.init, NULL, 0) < 0 && errno == EINTR) continue;
  }
  outcome->wall_us = monitor.started_us ? now_us() - monitor.started_us : 0;
  cgroup_read(&monitor.group, &outcome->cgroup);
  cgroup_remove(&monitor.group);
  outcome->stdout_bytes = monitor.relays[0].bytes;
  outcome->stderr_bytes = monitor.relays[1].bytes;
  classify(&monitor);
  report_write(options->meta_path, outcome);
  return strcmp(outcome->name, "launcher_error") ? 0 : 3;
}

/* assay-jail: runs one untrusted command behind every layer the kernel offers.
 * One header; a section per file. Everything is single-threaded. */
#ifndef ASSAY_LAUNCHER_H
#define ASSAY_LAUNCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <sys/types.h>

enum {
  MAX_MOUNTS = 96,
  MAX_ENVIRONMENT = 128,
  MAX_RULES = 640,
  MAX_VIOLATIONS = 32,
  INNER_UID = 1000,   /* who the payload is inside */
  OUTER_UID = 64321,  /* who it is outside when started by root: owns nothing */
};

enum mount_kind { MOUNT_RO, MOUNT_RW, MOUNT_OVERLAY, MOUNT_TMPFS, MOUNT_SYMLINK };

struct mount_entry {
  enum mount_kind kind;
  const char *source; /* host path, link target, or NULL for tmpfs */
  const char *target; /* path inside */
  uint64_t size;      /* tmpfs and overlay: bytes that may be written */
  bool optional;      /* skip silently when the source does not exist */
};

enum rule_action { RULE_ALLOW, RULE_ERRNO, RULE_REPORT, RULE_KILL };

struct rule {
  enum rule_action action;
  char syscall[40];
  int error;          /* RULE_ERRNO */
  int argument;       /* -1: any arguments */
  bool negated;       /* argument != value instead of == */
  uint64_t mask, value;
};

struct limits {
  uint64_t wall_ms, cpu_ms, memory, processes, output, disk, open_files, file_size;
};

struct violation {
  char syscall[40];
  char detail[120];
  unsigned count;
};

struct filter_program {
  unsigned short length;
  void *instructions; /* struct sock_filter[length] */
};

struct options {
  const char *meta_path;
  const char *cwd;
  bool loopback, capture;
  bool joined; /* standard input and output belong to a peer, not to us */
  int min_tier;
  struct limits limits;
  struct mount_entry mounts[MAX_MOUNTS];
  size_t mount_count;
  char *environment[MAX_ENVIRONMENT + 1];
  size_t environment_count;
  struct rule rules[MAX_RULES];
  size_t rule_count;
  char **command;
};

/* What init tells the monitor when everything inside has ended. */
struct result {
  int kind;     /* 0: ended, 1: setup failed */
  int wait_status;
  int error;    /* errno of a failed setup */
  char stage[48];
  uint64_t cpu_us, max_rss_kb;
  uint32_t leftovers;
  bool disk_full; /* some private memory had no room left at the end */
};

struct cgroup {
  int version;  /* 0: none usable, 1 or 2 */
  char memory_path[256], pids_path[256], cpu_path[256];
  int procs[3];
  size_t procs_count;
};

struct cgroup_usage {
  uint64_t peak_memory, peak_processes, cpu_us;
  uint64_t oom_kills, pids_denied;
  bool has_memory, has_pids, has_cpu;
};

struct outcome {
  const char *name;       /* exited, signaled, cpu_limit … */
  const char *limit_hit;  /* NULL or memory, cpu, wall, output, disk, processes */
  struct result result;
  bool has_result;
  uint64_t wall_us;
  bool stdout_truncated, stderr_truncated;
  uint64_t stdout_bytes, stderr_bytes;
  struct cgroup_usage cgroup;
  int cgroup_version, landlock_abi, tier;
  struct violation violations[MAX_VIOLATIONS];
  size_t violation_count;
  unsigned violations_total;
};

/* main.c */
noreturn void die(const char *stage, const char *detail);
char *copy_string(const char *text);

/* policy.c */
void policy_read(const char *path, struct options *options);
void policy_line(char *line, const char *where, struct options *options);
void add_mount(struct options *options, enum mount_kind kind, const char *spec);
void add_environment(struct options *options, const char *pair);
void set_limit(struct limits *limits, const char *pair);

/* seccomp.c */
struct filter_program seccomp_compile(const struct options *options);
int seccomp_install(const struct filter_program *program);
bool seccomp_answer(int listener, struct outcome *outcome);
int send_descriptor(int socket, int descriptor);
int receive_descriptor(int socket);

/* landlock.c */
int landlock_abi(void);
int landlock_confine(const struct options *options);

/* filesystem.c */
const char *filesystem_enter(const struct options *options);
bool disk_exceeds(const struct options *options);
bool private_memory_full(const struct options *options);

/* cgroup.c */
void cgroup_create(struct cgroup *group, const struct limits *limits);
int cgroup_join(const struct cgroup *group);
void cgroup_read(const struct cgroup *group, struct cgroup_usage *usage);
void cgroup_remove(struct cgroup *group);

/* limits.c */
const char *limits_apply(const struct limits *limits, bool cgroup);
const char *privileges_drop(bool switch_user);

/* namespaces.c */
struct channels {
  int status_write, sync_read, notify_write;
  int child_stdin, child_stdout, child_stderr;
};
pid_t namespaces_clone(int *pidfd);
const char *namespaces_map(pid_t child, bool root);
noreturn void init_main(
    const struct options *options, const struct filter_program *filter,
    const struct cgroup *group, const struct channels *channels, bool root);

/* monitor.c */
int monitor_run(struct options *options);

/* report.c */
void report_write(const char *path, const struct outcome *outcome);

/* probe.c */
int probe_main(void);

#endif

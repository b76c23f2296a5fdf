/* assay-jail: runs one untrusted command behind every layer the kernel offers.
 * One header; a section per file. Everything is single-threaded. */
#ifndef ASSAY_LAUNCHER_H
#define ASSAY_LAUNCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdnoreturn.h>
#include <sys/types.h>

struct seccomp_data; /* of <linux/seccomp.h>, which not all files need */
struct seccomp_notif;

enum {
  MAX_MOUNTS = 96,
  MAX_ENVIRONMENT = 128,
  MAX_RULES = 640,
  MAX_VIOLATIONS = 32,
  TAIL = 4096,
  INNER_UID = 1000,   /* the payload's user inside */
  OUTER_UID = 64321,  /* and outside, when root starts it: owns nothing */
  BARE_GROUP = 61183, /* of every run without namespaces: has access to its folders */
  GATE_PORT = 3128,   /* where a run with a gate finds it, on 127.0.0.1 */
};

/* The new root is built over a folder of the host beneath which nothing is ever shown to a run. */
#define ROOT "/sys"

/* What a run shares with others: nothing; user and net namespace with the earlier runs of its slot;
 * or every namespace with the host, where none can be made. */
enum isolation { ISOLATION_FRESH, ISOLATION_SLOT, ISOLATION_BARE };

enum mount_kind { MOUNT_RO, MOUNT_RW, MOUNT_OVERLAY, MOUNT_LAYERED, MOUNT_TMPFS, MOUNT_SYMLINK, MOUNT_SEE };

struct mount_entry {
  enum mount_kind kind;
  const char *source; /* host path, link target, or NULL for tmpfs */
  const char *target; /* path inside */
  const char *changes; /* layered, or NULL: the host folder above the source, with "-work" beside it */
  uint64_t size;      /* tmpfs and overlay: bytes that may be written */
  bool optional;      /* skip silently when the source does not exist */
};

enum rule_action { RULE_ALLOW, RULE_ERRNO, RULE_REPORT, RULE_WATCH, RULE_KILL, RULE_ANSWER };

/* Compared as bytes to find a compiled filter again, so it has no padding. */
struct rule {
  uint64_t mask, value;
  uint64_t second_value;
  char syscall[40];
  int32_t action;     /* enum rule_action */
  int32_t error;      /* RULE_ERRNO */
  int32_t argument;   /* -1: any arguments */
  int32_t negated;    /* argument != value instead of == */
  int32_t second;     /* an argument that must equal second_value too; 0: none, as argument 0 is never a second one */
  int32_t unused;
};

struct limits {
  uint64_t wall_ms, cpu_ms, idle_ms, memory, processes, output, disk, open_files, file_size;
};

struct violation {
  char syscall[40];
  char detail[120];
  unsigned count;
  bool watched; /* the call was let through, to fail by itself, or its answer was no: it decides nothing */
};

struct filter_program {
  uint16_t length;
  uint64_t instructions[4096]; /* struct sock_filter[length]; BPF_MAXINSNS of them at most */
};

struct options {
  int meta;                  /* where the outcome is written */
  int input, output, error;  /* the command's own, or where its output is relayed */
  int control;               /* a peer whose message or end stops the run; -1: none */
  int gate;                  /* a peer that answers connections of the run; -1: none */
  const char *cwd;
  bool loopback, capture;
  bool nests;  /* the command makes namespaces for what it starts, and confines that itself */
  bool joined; /* standard input and output belong to a peer, not to us */
  int min_tier;
  struct limits limits;
  struct mount_entry mounts[MAX_MOUNTS];
  size_t mount_count;
  char *environment[MAX_ENVIRONMENT + 1];
  size_t environment_count;
  struct rule rules[MAX_RULES];
  const char *reasons[MAX_RULES]; /* of each rule, from the policy's comments */
  size_t rule_count;
  const struct filter_program *filter; /* NULL: could not be built, see filter_error */
  int filter_error;
  char **command;
};

/* What init writes to the monitor when everything inside has ended. */
struct result {
  int kind;     /* 0: ended, 1: setup failed */
  int wait_status;
  int error;    /* errno of a failed setup */
  char stage[48];
  uint64_t cpu_us, max_rss_kb;
  uint32_t leftovers;
  int32_t disk_full; /* private memory at the end: 1 no bytes left, 2 no inodes left */
};

struct cgroup {
  int version;  /* 0: none usable, 1 or 2 */
  int procs[3];
  size_t procs_count;
  uint64_t oom_before, cpu_before; /* counters when the run began */
};

/* One jail: made ahead of its run, used once. Init has the other ends of channel and status. */
struct jail {
  enum isolation isolation;
  struct cgroup group;
  pid_t init;
  int pidfd, channel, status;
  uid_t user;         /* of the payload; 0: ours */
  const char *failed; /* the stage at which it could not be made */
  int error;
};

struct cgroup_usage {
  uint64_t peak_memory, peak_processes, cpu_us;
  uint64_t oom_kills, pids_denied;
  bool has_memory, has_pids, has_cpu;
};

struct relay {
  int from, to;
  uint64_t bytes; /* written by the command, kept or not */
  bool truncated;
  char tail[TAIL];
  size_t tail_length;
};

struct outcome {
  const char *name;       /* exited, signaled, cpu_limit … */
  const char *limit_hit;  /* NULL or memory, cpu, wall, idle, output, disk, inodes, processes */
  struct result result;
  bool has_result;
  uint64_t wall_us;
  struct relay relays[2]; /* standard output and error */
  struct cgroup_usage cgroup;
  enum isolation isolation;
  int cgroup_version, landlock_abi, tier;
  struct violation violations[MAX_VIOLATIONS];
  size_t violation_count, watched_count;
  unsigned violations_total;
};

/* main.c */
enum isolation isolation_named(const char *name);
noreturn void die(const char *stage, const char *detail);

/* options.c */
struct options *options_new(void);
struct options *options_current(void);
void options_parse(char **words, size_t count, struct options *options);
int request_make(char **words, size_t count);
void request_parse(int fd, struct options *options);
char *copy_string(const char *text);

/* serve.c */
int serve_main(enum isolation isolation);
void serve_forget(void);
bool serve_answer_failure(const char *text);

/* policy.c */
void policy_read(const char *path, struct options *options);
void policy_line(char *line, const char *where, struct options *options);
void add_mount(struct options *options, enum mount_kind kind, const char *spec);
void add_layers(struct options *options, enum mount_kind kind, const char *spec);
void add_environment(struct options *options, const char *pair);
void set_limit(struct limits *limits, const char *pair);

/* explain.c */
int policy_main(int argc, char **argv);

/* seccomp.c */
bool seccomp_overridden(const struct options *options, size_t index);
const struct filter_program *seccomp_filter(const struct options *options);
int seccomp_export(const struct options *options, uint32_t architecture, int fd);
int seccomp_install(const struct filter_program *program);

/* notify.c */
bool notify_answer(int listener, const struct options *options, struct outcome *outcome);

/* answer.c */
int answer(int listener, const struct options *options, const char *name, const struct seccomp_notif *request, bool *refused);

/* watch.c */
bool watch_describe(pid_t process, const char *name, const struct seccomp_data *data, char *out, size_t size);

/* descriptors.c */
int send_descriptors(int socket, const int *descriptors, int count);
int receive_descriptors(int socket, int *descriptors, int capacity, int flags);
void close_descriptor(int *descriptor);

/* landlock.c */
int landlock_abi(void);
int landlock_confine(const struct options *options, enum isolation isolation);

/* filesystem.c */
const char *filesystem_prepare(void);
const char *filesystem_enter(const struct options *options);
const char *filesystem_keep(const struct options *options);
const char *disk_exceeds(const struct options *options);
int private_memory_full(const struct options *options);

/* proc.c */
void proc_remember(void);
const char *proc_prepare(void);
const char *proc_enter(const struct limits *limits);
uint64_t machine_memory(const struct limits *limits);

/* cgroup.c */
void cgroup_create(struct cgroup *group);
int cgroup_limit(const struct cgroup *group, const struct limits *limits);
int cgroup_join(const struct cgroup *group);
void cgroup_read(const struct cgroup *group, struct cgroup_usage *usage);
uint64_t cgroup_cpu(const struct cgroup *group);
void cgroup_remove(struct cgroup *group, bool keep);

/* limits.c */
const char *limits_apply(const struct limits *limits, bool cgroup);
const char *capabilities_bound(void);
const char *privileges_drop(uid_t user, enum isolation isolation, bool nests);

/* namespaces.c */
pid_t namespaces_clone(enum isolation isolation, int *pidfd);
const char *namespaces_map(pid_t child, bool root);
void namespaces_share(void);

/* bare.c */
pid_t bare_fork(int *pidfd);
uid_t bare_user(pid_t init);
const char *bare_kill(uid_t user);
void bare_sweep(uid_t user);

/* gate.c */
const char *gate_open(int peer);

/* init.c */
void wipe_environment(const char *except);
noreturn void init_main(const struct jail *jail);

/* jail.c */
void jail_prepare(struct jail *jail, enum isolation isolation);
void jail_kill(const struct jail *jail);
void jail_discard(struct jail *jail, bool keep);

/* monitor.c */
int monitor_run(struct options *options, struct jail *jail);

/* relay.c */
bool relay_once(struct relay *relay, uint64_t limit);
void relay_end(struct relay *relay);

/* report.c */
void report_write(int fd, const struct outcome *outcome);
void json_string(FILE *out, const char *text);

/* probe.c */
int probe_main(void);

#endif

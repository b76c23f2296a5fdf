/* Memory and process limits by cgroup v2 where delegated, else v1 memory and pids. */
#include "launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_text(const char *directory, const char *file, const char *text) {
  char name[512];
  snprintf(name, sizeof name, "%s/%s", directory, file);
  int fd = open(name, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t rc = write(fd, text, strlen(text));
  close(fd);
  return rc < 0 ? -1 : 0;
}

static int write_number(const char *directory, const char *file, uint64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%llu", (unsigned long long)value);
  return write_text(directory, file, text);
}

static bool read_text(const char *directory, const char *file, char *out, size_t size) {
  char name[512];
  snprintf(name, sizeof name, "%s/%s", directory, file);
  int fd = open(name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t length = read(fd, out, size - 1);
  close(fd);
  if (length < 0) return false;
  out[length] = 0;
  return true;
}

/* Counters are read through descriptors that stay open: a path costs four times as much. */
static int open_counter(const char *directory, const char *file) {
  char name[512];
  snprintf(name, sizeof name, "%s/%s", directory, file);
  return open(name, O_RDONLY | O_CLOEXEC);
}

static bool counter_text(int fd, char *out, size_t size) {
  ssize_t length = fd < 0 ? -1 : pread(fd, out, size - 1, 0);
  if (length < 0) return false;
  out[length] = 0;
  return true;
}

static bool counter(int fd, uint64_t *value) {
  char text[64];
  if (!counter_text(fd, text, sizeof text)) return false;
  *value = strtoull(text, NULL, 10);
  return true;
}

/* Finds "key N" in a flat keyed file such as memory.events. */
static uint64_t keyed(int fd, const char *key) {
  char text[4096];
  if (!counter_text(fd, text, sizeof text)) return 0;
  size_t length = strlen(key);
  for (char *line = text; line && *line; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (!strncmp(line, key, length) && line[length] == ' ')
      return strtoull(line + length, NULL, 10);
  }
  return 0;
}

static int open_procs(const char *directory) {
  char name[512];
  snprintf(name, sizeof name, "%s/cgroup.procs", directory);
  return open(name, O_WRONLY | O_CLOEXEC);
}

/* Takes our path from a line "N:controller,controller:/path" that is about this controller. */
static bool path_in_line(char *line, const char *controller, char *out, size_t size) {
  line[strcspn(line, "\n")] = 0;
  char *names = strchr(line, ':');
  char *place = names ? strchr(names + 1, ':') : NULL;
  if (!place) return false;
  *place++ = 0;
  names++;
  char *rest = NULL;
  bool found = !*controller && !*names;
  for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
    if (*controller && !strcmp(name, controller)) found = true;
  if (found) snprintf(out, size, "%s", strcmp(place, "/") ? place : "");
  return found;
}

/* Our own path in one hierarchy, from /proc/self/cgroup. */
static bool own_path(const char *controller, char *out, size_t size) {
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (!file) return false;
  char line[1024];
  bool found = false;
  while (!found && fgets(line, sizeof line, file)) found = path_in_line(line, controller, out, size);
  fclose(file);
  return found;
}

#define NO_PART {.procs = -1, .usage = -1, .events = -1}

/* One hierarchy of version 1, which a slot keeps from run to run: leaving a group is slow. */
struct part {
  char path[256];
  int procs, usage, events;
  uint64_t limit;
};
static struct part memory = NO_PART, pids = NO_PART, cpu = NO_PART;

static void remove_group(char *directory) {
  /* Exiting tasks leave the group a moment after they are reaped. */
  for (int i = 0; *directory && i < 2000; i++) {
    if (!rmdir(directory) || errno == ENOENT) break;
    usleep(i < 20 ? 50 : 2000);
  }
  *directory = 0;
}

static void discard(struct part *part) {
  if (part->procs < 0) return;
  close_descriptor(&part->procs);
  close_descriptor(&part->usage);
  close_descriptor(&part->events);
  remove_group(part->path);
  part->limit = 0;
}

/* Removes groups that killed launchers left: they are named by a process that has ended. */
static void sweep(const char *directory) {
  DIR *entries = opendir(directory);
  if (!entries) return;
  for (struct dirent *entry; (entry = readdir(entries));) {
    int owner = 0;
    if (sscanf(entry->d_name, "assay-%d", &owner) != 1 || owner < 2) continue;
    if (kill(owner, 0) && errno == ESRCH) unlinkat(dirfd(entries), entry->d_name, AT_REMOVEDIR);
  }
  closedir(entries);
}

/* Makes our group in one hierarchy of version 1 and opens what is read of it. */
static bool enter_v1(struct part *part, const char *controller, const char *usage, const char *events) {
  char own[512], parent[224];
  static unsigned swept;
  if (!own_path(controller, own, sizeof own)) return false;
  snprintf(parent, sizeof parent, "/sys/fs/cgroup/%s%.120s", controller, own);
  if (swept++ < 3) sweep(parent);
  snprintf(part->path, sizeof part->path, "%s/assay-%d", parent, (int)getpid());
  if (mkdir(part->path, 0755) && errno != EEXIST) return false;
  part->procs = open_procs(part->path);
  part->usage = open_counter(part->path, usage);
  part->events = events ? open_counter(part->path, events) : -1;
  if (part->procs >= 0 && part->usage >= 0) return true;
  if (part->procs < 0) remove_group(part->path);
  else discard(part);
  return false;
}

static bool create_v1(struct cgroup *group) {
  if (memory.procs < 0 && !enter_v1(&memory, "memory", "memory.max_usage_in_bytes", "memory.oom_control"))
    return false;
  if (write_text(memory.path, "memory.max_usage_in_bytes", "0")) return false;
  /* Made anew for each run: its peak cannot be reset. */
  if (!enter_v1(&pids, "pids", "pids.peak", "pids.events")) return false;
  /* Accounting only: without it the CPU limit is that of each process. */
  if (cpu.procs < 0) enter_v1(&cpu, "cpuacct", "cpuacct.usage", NULL);
  struct part *parts[] = {&memory, &pids, &cpu};
  for (size_t i = 0; i < 3; i++)
    if (parts[i]->procs >= 0) group->procs[group->procs_count++] = parts[i]->procs;
  uint64_t nanoseconds = 0;
  group->oom_before = keyed(memory.events, "oom_kill");
  group->cpu_before = counter(cpu.usage, &nanoseconds) ? nanoseconds / 1000 : 0;
  return true;
}

/* memory.memsw may never be below memory.limit, so it is opened first and closed last. */
static int limit_v1(const struct limits *limits) {
  if (limits->processes && write_number(pids.path, "pids.max", limits->processes + 1)) return -1;
  if (memory.limit == limits->memory) return 0;
  write_text(memory.path, "memory.memsw.limit_in_bytes", "-1");
  /* If a write below fails, the limit is unknown. */
  memory.limit = 0;
  if (!limits->memory) return write_text(memory.path, "memory.limit_in_bytes", "-1");
  if (write_number(memory.path, "memory.limit_in_bytes", limits->memory)) return -1;
  write_number(memory.path, "memory.memsw.limit_in_bytes", limits->memory);
  memory.limit = limits->memory;
  return 0;
}

static bool create_v2(struct cgroup *group) {
  char own[512], parent[224], text[256];
  static bool swept;
  const char *given = getenv("ASSAY_CGROUP");
  if (given) snprintf(parent, sizeof parent, "%s", given);
  else if (own_path("", own, sizeof own)) snprintf(parent, sizeof parent, "/sys/fs/cgroup%.200s", own);
  else return false;
  if (!swept) sweep(parent);
  swept = true;
  /* Limits need the controllers handed down to our children. */
  if (!read_text(parent, "cgroup.subtree_control", text, sizeof text)) return false;
  if (!strstr(text, "memory") || !strstr(text, "pids")) {
    if (write_text(parent, "cgroup.subtree_control", "+memory +pids")) return false;
  }
  snprintf(memory.path, sizeof memory.path, "%s/assay-%d", parent, (int)getpid());
  if (mkdir(memory.path, 0755) && errno != EEXIST) return false;
  memory.procs = open_procs(memory.path);
  if (memory.procs < 0) {
    remove_group(memory.path);
    return false;
  }
  memory.usage = open_counter(memory.path, "memory.peak");
  memory.events = open_counter(memory.path, "memory.events");
  cpu.usage = open_counter(memory.path, "cpu.stat");
  pids.usage = open_counter(memory.path, "pids.peak");
  pids.events = open_counter(memory.path, "pids.events");
  write_text(memory.path, "memory.swap.max", "0");
  write_text(memory.path, "memory.oom.group", "1");
  group->procs[group->procs_count++] = memory.procs;
  return true;
}

void cgroup_create(struct cgroup *group) {
  memset(group, 0, sizeof *group);
  bool two = !access("/sys/fs/cgroup/cgroup.controllers", R_OK);
  group->version = two ? 2 : 1;
  if (two ? create_v2(group) : create_v1(group)) return;
  cgroup_remove(group, false);
  group->version = 0;
}

int cgroup_limit(const struct cgroup *group, const struct limits *limits) {
  if (group->version == 1) return limit_v1(limits);
  if (group->version == 2 && limits->memory && write_number(memory.path, "memory.max", limits->memory))
    return -1;
  if (group->version == 2 && limits->processes &&
      write_number(memory.path, "pids.max", limits->processes + 1))
    return -1;
  return 0;
}

int cgroup_join(const struct cgroup *group) {
  for (size_t i = 0; i < group->procs_count; i++)
    if (write(group->procs[i], "0", 1) != 1) return -1;
  return 0;
}

uint64_t cgroup_cpu(const struct cgroup *group) {
  uint64_t nanoseconds = 0;
  if (group->version == 2) return keyed(cpu.usage, "usage_usec");
  if (group->version == 1 && cpu.procs >= 0 && counter(cpu.usage, &nanoseconds))
    return nanoseconds / 1000 - group->cpu_before;
  return 0;
}

void cgroup_read(const struct cgroup *group, struct cgroup_usage *usage) {
  memset(usage, 0, sizeof *usage);
  if (!group->version) return;
  usage->has_memory = counter(memory.usage, &usage->peak_memory);
  usage->has_pids = counter(pids.usage, &usage->peak_processes);
  usage->oom_kills = keyed(memory.events, "oom_kill") - group->oom_before;
  usage->cpu_us = cgroup_cpu(group);
  usage->has_cpu = usage->cpu_us > 0;
  usage->pids_denied = keyed(pids.events, "max");
}

/* What the next run would be charged for: pages of files that this one has read or written. */
static bool memory_is_clean(void) {
  char text[64];
  return read_text(memory.path, "memory.usage_in_bytes", text, sizeof text) &&
         strtoull(text, NULL, 10) < 16u << 20;
}

void cgroup_remove(struct cgroup *group, bool keep) {
  if (group->version == 2) {
    close_descriptor(&cpu.usage);
    close_descriptor(&pids.usage);
    close_descriptor(&pids.events);
    discard(&memory);
  } else if (group->version == 1) {
    discard(&pids);
    if (!keep || !memory_is_clean()) discard(&memory);
    if (!keep) discard(&cpu);
  }
  group->procs_count = 0;
}

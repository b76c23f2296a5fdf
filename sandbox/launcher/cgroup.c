/* Memory and process limits by cgroup v2 where delegated, else v1 memory and pids. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
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

static bool read_number(const char *directory, const char *file, uint64_t *value) {
  char text[64];
  if (!read_text(directory, file, text, sizeof text)) return false;
  *value = strtoull(text, NULL, 10);
  return true;
}

/* Finds "key N" in a flat keyed file such as memory.events. */
static uint64_t keyed(const char *directory, const char *file, const char *key) {
  char text[4096];
  if (!read_text(directory, file, text, sizeof text)) return 0;
  size_t length = strlen(key);
  for (char *line = text; line && *line; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (!strncmp(line, key, length) && line[length] == ' ')
      return strtoull(line + length, NULL, 10);
  }
  return 0;
}

static bool open_procs(struct cgroup *group, const char *directory) {
  char name[512];
  snprintf(name, sizeof name, "%s/cgroup.procs", directory);
  int fd = open(name, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  group->procs[group->procs_count++] = fd;
  return true;
}

/* Our own path in one hierarchy, from /proc/self/cgroup: "N:controller:/path". */
static bool own_path(const char *controller, char *out, size_t size) {
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (!file) return false;
  char line[1024];
  bool found = false;
  while (!found && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    char *names = strchr(line, ':');
    char *place = names ? strchr(names + 1, ':') : NULL;
    if (!place) continue;
    *place++ = 0;
    names++;
    char *rest = NULL;
    if (!*controller && !*names) found = true;
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
      if (*controller && !strcmp(name, controller)) found = true;
    if (found) snprintf(out, size, "%s", strcmp(place, "/") ? place : "");
  }
  fclose(file);
  return found;
}

static bool create_v1(const char *controller, char *out, size_t size) {
  char own[512];
  if (!own_path(controller, own, sizeof own)) return false;
  snprintf(out, size, "/sys/fs/cgroup/%s%.120s/assay-%d", controller, own, (int)getpid());
  if (!mkdir(out, 0755)) return true;
  *out = 0;
  return false;
}

static bool create_v2(struct cgroup *group, const struct limits *limits) {
  char own[512], parent[256], text[256];
  const char *given = getenv("ASSAY_CGROUP");
  if (given) snprintf(parent, sizeof parent, "%s", given);
  else if (own_path("", own, sizeof own)) snprintf(parent, sizeof parent, "/sys/fs/cgroup%.200s", own);
  else return false;
  /* Limits need the controllers handed down to our children. */
  if (!read_text(parent, "cgroup.subtree_control", text, sizeof text)) return false;
  if (!strstr(text, "memory") || !strstr(text, "pids")) {
    if (write_text(parent, "cgroup.subtree_control", "+memory +pids")) return false;
  }
  snprintf(group->memory_path, sizeof group->memory_path, "%.200s/assay-%d", parent, (int)getpid());
  if (mkdir(group->memory_path, 0755)) {
    group->memory_path[0] = 0;
    return false;
  }
  memcpy(group->pids_path, group->memory_path, sizeof group->pids_path);
  memcpy(group->cpu_path, group->memory_path, sizeof group->cpu_path);
  bool ok = (!limits->memory || !write_number(group->memory_path, "memory.max", limits->memory)) &&
            (!limits->processes ||
             !write_number(group->pids_path, "pids.max", limits->processes + 1)) &&
            open_procs(group, group->memory_path);
  write_text(group->memory_path, "memory.swap.max", "0");
  write_text(group->memory_path, "memory.oom.group", "1");
  if (ok) group->version = 2;
  return ok;
}

void cgroup_create(struct cgroup *group, const struct limits *limits) {
  memset(group, 0, sizeof *group);
  if (!access("/sys/fs/cgroup/cgroup.controllers", R_OK)) {
    if (!create_v2(group, limits)) cgroup_remove(group);
    return;
  }
  if (!create_v1("memory", group->memory_path, sizeof group->memory_path)) return;
  bool ok = open_procs(group, group->memory_path) &&
            (!limits->memory ||
             !write_number(group->memory_path, "memory.limit_in_bytes", limits->memory));
  if (limits->memory)
    write_number(group->memory_path, "memory.memsw.limit_in_bytes", limits->memory);
  ok = ok && create_v1("pids", group->pids_path, sizeof group->pids_path) &&
       open_procs(group, group->pids_path) &&
       (!limits->processes || !write_number(group->pids_path, "pids.max", limits->processes + 1));
  if (ok && create_v1("cpuacct", group->cpu_path, sizeof group->cpu_path))
    ok = open_procs(group, group->cpu_path);
  if (ok) group->version = 1;
  else cgroup_remove(group);
}

int cgroup_join(const struct cgroup *group) {
  for (size_t i = 0; i < group->procs_count; i++)
    if (write(group->procs[i], "0", 1) != 1) return -1;
  return 0;
}

void cgroup_read(const struct cgroup *group, struct cgroup_usage *usage) {
  memset(usage, 0, sizeof *usage);
  if (group->version == 2) {
    usage->has_memory = read_number(group->memory_path, "memory.peak", &usage->peak_memory);
    usage->has_pids = read_number(group->pids_path, "pids.peak", &usage->peak_processes);
    usage->oom_kills = keyed(group->memory_path, "memory.events", "oom_kill");
    usage->cpu_us = keyed(group->cpu_path, "cpu.stat", "usage_usec");
    usage->has_cpu = usage->cpu_us > 0;
  } else if (group->version == 1) {
    uint64_t nanoseconds = 0;
    usage->has_memory =
        read_number(group->memory_path, "memory.max_usage_in_bytes", &usage->peak_memory);
    usage->has_pids = read_number(group->pids_path, "pids.peak", &usage->peak_processes);
    usage->oom_kills = keyed(group->memory_path, "memory.oom_control", "oom_kill");
    usage->has_cpu = *group->cpu_path && read_number(group->cpu_path, "cpuacct.usage", &nanoseconds);
    usage->cpu_us = nanoseconds / 1000;
  }
  if (group->version) usage->pids_denied = keyed(group->pids_path, "pids.events", "max");
}

static void remove_one(char *directory) {
  /* Exiting tasks leave the group a moment after they are reaped. */
  for (int i = 0; *directory && i < 200; i++) {
    if (!rmdir(directory) || errno == ENOENT) break;
    usleep(2000);
  }
  *directory = 0;
}

void cgroup_remove(struct cgroup *group) {
  for (size_t i = 0; i < group->procs_count; i++) close(group->procs[i]);
  group->procs_count = 0;
  if (group->version == 2) group->pids_path[0] = group->cpu_path[0] = 0;
  remove_one(group->memory_path);
  remove_one(group->pids_path);
  remove_one(group->cpu_path);
  group->version = 0;
}

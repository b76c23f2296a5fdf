/* What /proc shows: the processes of the run, and of the machine no more than programs need, with the limits of the run
 * in the place of the machine's. What is not named here is empty. */
#include "launcher.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

#define TRY(call, what) do { if ((call) != 0) return (what); } while (0)
#define PLACE ROOT "/proc"

/* Read once by the launcher: it takes long, and later values would tell of the machine. */
static struct {
  char *processors, *counters;
  size_t processors_length, counters_length;
} machine;

/* The folder beneath /proc, out of the command's reach, whose files stand over those of the machine. */
static int store = -1;

/* Without /sys, how many processors there are is looked for in /proc/stat; what they have done is left out. */
static void count_processor(FILE *out, const char *line) {
  unsigned number;
  if (sscanf(line, "processor : %u", &number) == 1) fprintf(out, "cpu%u 0 0 0 0 0 0 0 0 0 0\n", number);
}

void proc_remember(void) {
  if (machine.processors) return;
  FILE *in = fopen("/proc/cpuinfo", "re"), *processors = open_memstream(&machine.processors, &machine.processors_length),
       *counters = open_memstream(&machine.counters, &machine.counters_length);
  if (!processors || !counters) die("memory", "/proc");
  char *line = NULL;
  size_t size = 0;
  struct timespec now, up;
  if (clock_gettime(CLOCK_REALTIME, &now) || clock_gettime(CLOCK_BOOTTIME, &up)) die("clock", "boottime");
  fputs("cpu  0 0 0 0 0 0 0 0 0 0\n", counters);
  while (in && getline(&line, &size, in) > 0) {
    if (!strncmp(line, "cpu MHz", 7)) continue;
    fputs(line, processors);
    count_processor(counters, line);
  }
  fprintf(counters, "intr 0\nctxt 0\nbtime %lld\nprocesses 1\nprocs_running 1\nprocs_blocked 0\nsoftirq 0\n",
          (long long)(now.tv_sec - up.tv_sec - (now.tv_nsec < up.tv_nsec)));
  free(line);
  if (in) fclose(in);
  if (fclose(processors) || fclose(counters)) die("memory", "/proc");
}

static int put(const char *name, const char *text, size_t length) {
  int fd = openat(store, name, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0444);
  if (fd < 0) return -1;
  bool whole = write(fd, text, length) == (ssize_t)length;
  return close(fd) || !whole ? -1 : 0;
}

static int put_text(const char *name, const char *text) { return put(name, text, strlen(text)); }

static const char *fill(void) {
  TRY(mkdirat(store, "empty", 0555) || put_text("nothing", ""), "/proc");
  TRY(put("cpuinfo", machine.processors, machine.processors_length), "/proc/cpuinfo");
  TRY(put("stat", machine.counters, machine.counters_length), "/proc/stat");
  TRY(put_text("loadavg", "0.00 0.00 0.00 1/1 1\n"), "/proc/loadavg");
  TRY(put_text("meminfo", "") || put_text("uptime", ""), "/proc");
  return NULL;
}

/* What is covered by a file or folder of its own; all else is by an empty one. */
static const char *source_of(const char *name, bool folder) {
  static const char *const own[] = {"cpuinfo", "stat", "loadavg", "meminfo", "uptime"};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (!strcmp(name, own[i])) return own[i];
  return folder ? "empty" : "nothing";
}

/* Of the run's own namespaces, settings whose counters are covered one by one, or the same as long as the machine runs. */
static bool is_kept(const char *name) {
  static const char *const kept[] = {"sysvipc", "sys", "version", "config.gz", "consoles", "dma", "execdomains", "filesystems",
                                     "iomem", "ioports", "mtrr"};
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    if (!strcmp(name, kept[i])) return true;
  return isdigit((unsigned char)*name) || *name == '.';
}

static int cover(const char *source, const char *target) {
  char place[300];
  snprintf(place, sizeof place, PLACE "/%s", target);
  return mount(source, place, NULL, MS_BIND, NULL) && errno != ENOENT ? -1 : 0;
}

/* The current folder is the store. Links lead to what is the run's own. */
static const char *cover_all(void) {
  TRY(cover("empty", "sys/fs") || cover("empty", "sys/kernel/pty") || cover("nothing", "sys/kernel/random/boot_id") ||
          cover("nothing", "sys/kernel/random/entropy_avail"), "masks of /proc/sys");
  DIR *entries = opendir(PLACE);
  if (!entries) return "proc";
  int rc = 0;
  for (struct dirent *entry; !rc && (entry = readdir(entries));) {
    struct stat status;
    if (entry->d_type == DT_LNK || is_kept(entry->d_name)) continue;
    /* What only root may read is closed already. */
    if (entry->d_type == DT_REG && !fstatat(dirfd(entries), entry->d_name, &status, 0) && !(status.st_mode & 4)) continue;
    rc = cover(source_of(entry->d_name, entry->d_type == DT_DIR), entry->d_name);
  }
  int error = errno;
  closedir(entries);
  errno = error;
  return rc ? "masks of /proc" : NULL;
}

const char *proc_prepare(void) {
  const char *failed;
  TRY(mkdir(PLACE, 0555), "proc");
  if ((store = open(PLACE, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0) return "store of /proc";
  if ((failed = fill())) return failed;
  /* Once more, read-only: what is mounted out of it cannot be written to. */
  TRY(mount(PLACE, PLACE, NULL, MS_BIND, NULL), "store of /proc");
  TRY(mount(NULL, PLACE, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL), "store of /proc");
  int before = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (before < 0) return "current folder";
  TRY(chdir(PLACE), "store of /proc");
  TRY(mount("proc", PLACE, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=invisible"), "proc");
  if ((failed = cover_all())) return failed;
  TRY(fchdir(before), "current folder");
  TRY(close(before), "current folder");
  return NULL;
}

/* The memory that a run with these limits has. */
uint64_t machine_memory(const struct limits *limits) {
  struct sysinfo info;
  uint64_t all = sysinfo(&info) ? limits->memory : (uint64_t)info.totalram * info.mem_unit;
  return limits->memory && limits->memory < all ? limits->memory : all;
}

const char *proc_enter(const struct limits *limits) {
  char text[512];
  struct timespec up;
  unsigned long long memory = machine_memory(limits) / 1024;
  TRY(clock_gettime(CLOCK_BOOTTIME, &up), "boottime");
  snprintf(text, sizeof text,
           "MemTotal:       %8llu kB\nMemFree:        %8llu kB\nMemAvailable:   %8llu kB\nBuffers:               0 kB\n"
           "Cached:                0 kB\nSwapCached:            0 kB\nActive:                0 kB\nInactive:              0 kB\n"
           "SwapTotal:             0 kB\nSwapFree:              0 kB\nShmem:                 0 kB\nSlab:                  0 kB\n"
           "SReclaimable:          0 kB\nHugePages_Total:       0\nHugePages_Free:        0\nHugepagesize:       2048 kB\n",
           memory, memory, memory);
  TRY(put_text("meminfo", text), "/proc/meminfo");
  snprintf(text, sizeof text, "%lld.%02ld 0.00\n", (long long)up.tv_sec, up.tv_nsec / 10000000);
  TRY(put_text("uptime", text), "/proc/uptime");
  return NULL;
}

#include "launcher.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

noreturn void die(const char *stage, const char *detail) {
  fprintf(stderr, "assay-jail: %s: %s%s%s\n", stage, detail ? detail : "",
          detail && errno ? ": " : "", errno ? strerror(errno) : "");
  exit(3);
}

char *copy_string(const char *text) {
  char *copy = strdup(text);
  if (!copy) die("memory", "strdup");
  return copy;
}

static const char usage[] =
    "usage: assay-jail run [OPTION]... -- COMMAND [ARGUMENT]...\n"
    "       assay-jail probe\n"
    "\n"
    "  --meta FILE          write the outcome as JSON (required)\n"
    "  --policy FILE        add a layer of rules (repeatable)\n"
    "  --ro SRC[:DST]       show a host path read-only\n"
    "  --rw SRC:DST         show a host path writable\n"
    "  --overlay SRC:DST    show a host path; writes go to private memory\n"
    "  --tmpfs DST[:BYTES]  an empty private directory\n"
    "  --env NAME=VALUE     the whole environment is what policies and --env say\n"
    "  --cwd DIR            working directory inside\n"
    "  --limit NAME=N       wall_ms cpu_ms memory processes output disk open_files\n"
    "  --net none|loopback  default none\n"
    "  --min-tier N         refuse to run below this tier (1 strongest; default 2)\n"
    "  --capture            relay output through the output limit\n"
    "  --joined             hand our standard input and output to the command itself\n";

static const char *next_value(char **words, size_t count, size_t *index) {
  if (*index + 1 >= count) {
    errno = 0;
    die("usage", words[*index]);
  }
  return words[++*index];
}

static void parse_run(char **words, size_t count, struct options *options) {
  for (size_t i = 0; i < count; i++) {
    const char *word = words[i];
    errno = 0;
    if (!strcmp(word, "--")) {
      options->command = &words[i + 1];
      break;
    } else if (!strcmp(word, "--capture")) {
      options->capture = true;
    } else if (!strcmp(word, "--joined")) {
      options->joined = true;
    } else if (!strcmp(word, "--meta")) {
      options->meta_path = next_value(words, count, &i);
    } else if (!strcmp(word, "--policy")) {
      policy_read(next_value(words, count, &i), options);
    } else if (!strcmp(word, "--ro")) {
      add_mount(options, MOUNT_RO, next_value(words, count, &i));
    } else if (!strcmp(word, "--rw")) {
      add_mount(options, MOUNT_RW, next_value(words, count, &i));
    } else if (!strcmp(word, "--overlay")) {
      add_mount(options, MOUNT_OVERLAY, next_value(words, count, &i));
    } else if (!strcmp(word, "--tmpfs")) {
      add_mount(options, MOUNT_TMPFS, next_value(words, count, &i));
    } else if (!strcmp(word, "--env")) {
      add_environment(options, next_value(words, count, &i));
    } else if (!strcmp(word, "--cwd")) {
      options->cwd = next_value(words, count, &i);
    } else if (!strcmp(word, "--limit")) {
      set_limit(&options->limits, next_value(words, count, &i));
    } else if (!strcmp(word, "--min-tier")) {
      options->min_tier = atoi(next_value(words, count, &i));
    } else if (!strcmp(word, "--net")) {
      const char *net = next_value(words, count, &i);
      if (strcmp(net, "none") && strcmp(net, "loopback")) die("usage: --net", net);
      options->loopback = !strcmp(net, "loopback");
    } else {
      die("usage: unknown option", word);
    }
  }
  errno = 0;
  if (!options->meta_path) die("usage", "--meta FILE is required");
  if (!options->command || !options->command[0]) die("usage", "no command after --");
}

int main(int argc, char **argv) {
  if (argc < 2 || !strcmp(argv[1], "--help")) {
    fputs(usage, argc < 2 ? stderr : stdout);
    return argc < 2 ? 64 : 0;
  }
  if (!strcmp(argv[1], "probe")) return probe_main();
  if (strcmp(argv[1], "run")) {
    fprintf(stderr, "assay-jail: unknown mode '%s'\n%s", argv[1], usage);
    return 64;
  }
  /* Copies, so that the originals can be wiped: /proc/1/cmdline is readable inside. */
  size_t count = (size_t)argc - 2;
  char **words = calloc(count + 1, sizeof *words);
  struct options *options = calloc(1, sizeof *options);
  if (!words || !options) die("memory", "calloc");
  for (size_t i = 0; i < count; i++) words[i] = copy_string(argv[i + 2]);
  for (int i = 1; i < argc; i++) memset(argv[i], 0, strlen(argv[i]));
  options->min_tier = 2;
  options->cwd = "/";
  options->limits = (struct limits){
      .wall_ms = 60000, .cpu_ms = 30000, .memory = 2147483648u, .processes = 128,
      .output = 1 << 20, .disk = 268435456u, .open_files = 1024, .file_size = 0};
  parse_run(words, count, options);
  return monitor_run(options);
}

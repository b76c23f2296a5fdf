#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

noreturn void die(const char *stage, const char *detail) {
  char text[512];
  int error = errno;
  snprintf(text, sizeof text, "%s: %s%s%s", stage, detail ? detail : "", detail && error ? ": " : "",
           error ? strerror(error) : "");
  if (!serve_answer_failure(text)) fprintf(stderr, "assay-jail: %s\n", text);
  exit(3);
}

static const char usage[] =
    "usage: assay-jail run [OPTION]... -- COMMAND [ARGUMENT]...\n"
    "       assay-jail serve [--isolation MODE]   requests with descriptors over the socket on standard input\n"
    "       assay-jail probe\n"
    "       assay-jail policy explain|compile x86_64|aarch64 FILE...\n"
    "\n"
    "  --meta FILE          write the outcome as JSON (required)\n"
    "  --isolation MODE     fresh (default), slot (user and net namespace shared by the runs of one serve),\n"
    "                       bare (no namespaces: a user of its own, Landlock, seccomp; needs root)\n"
    "  --policy FILE        add a layer of rules (repeatable)\n"
    "  --ro SRC[:DST]       show a host path read-only\n"
    "  --rw SRC:DST         show a host path writable\n"
    "  --overlay SRC:DST    show a host path; writes go to private memory\n"
    "  --layered SRC:CHANGES:DST          show a host path; writes go to CHANGES, by way of CHANGES-work\n"
    "  --layered-overlay SRC:CHANGES:DST  show what --layered left; writes go to private memory\n"
    "  --tmpfs DST[:BYTES]  an empty private directory\n"
    "  --env NAME=VALUE     the whole environment is what policies and --env say\n"
    "  --cwd DIR            working directory inside\n"
    "  --limit NAME=N       wall_ms cpu_ms idle_ms memory processes output disk open_files file_size\n"
    "  --net none|loopback  default none\n"
    "  --min-tier N         refuse to run below this tier (1 strongest; default 2)\n"
    "  --capture            relay output through the output limit\n"
    "  --joined             hand our standard input and output to the command itself\n";

enum isolation isolation_named(const char *name) {
  static const char *const names[] = {"fresh", "slot", "bare"};
  for (int i = 0; i < 3; i++)
    if (!strcmp(names[i], name)) return (enum isolation)i;
  errno = 0;
  die("usage: --isolation", name);
}

/* One run, asked for by arguments instead of by a socket. */
static int run_main(size_t count, char **arguments) {
  /* Copies, so that the originals can be wiped: /proc/1/cmdline is readable inside. */
  char **words = calloc(count + 1, sizeof *words);
  if (!words) die("memory", "calloc");
  size_t kept = 0;
  int meta = -1;
  enum isolation isolation = ISOLATION_FRESH;
  for (size_t i = 0; i < count; i++) {
    bool ended = kept && !strcmp(words[kept - 1], "--");
    if (!ended && !strcmp(arguments[i], "--isolation") && i + 1 < count) {
      isolation = isolation_named(arguments[++i]);
      continue;
    }
    bool is_meta = meta < 0 && !strcmp(arguments[i], "--meta") && i + 1 < count;
    if (is_meta) meta = open(arguments[++i], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (is_meta && meta < 0) die("meta", arguments[i]);
    if (is_meta) continue;
    words[kept] = strdup(arguments[i]);
    if (!words[kept++]) die("memory", "strdup");
  }
  for (size_t i = 0; i < count; i++) memset(arguments[i], 0, strlen(arguments[i]));
  errno = 0;
  if (meta < 0) die("usage", "--meta FILE is required");
  struct options *options = options_new();
  int request = request_make(words, kept);
  request_parse(request, options);
  options->meta = meta;
  close(request);
  struct jail jail;
  if (isolation == ISOLATION_SLOT) namespaces_share();
  jail_prepare(&jail, isolation);
  int rc = monitor_run(options, &jail);
  jail_discard(&jail, false);
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2 || !strcmp(argv[1], "--help")) {
    fputs(usage, argc < 2 ? stderr : stdout);
    return argc < 2 ? 64 : 0;
  }
  if (!strcmp(argv[1], "probe")) return probe_main();
  if (!strcmp(argv[1], "serve")) {
    bool named = argc == 4 && !strcmp(argv[2], "--isolation");
    if (argc == 2 || named) return serve_main(named ? isolation_named(argv[3]) : ISOLATION_FRESH);
  }
  if (!strcmp(argv[1], "policy")) return policy_main(argc - 2, argv + 2);
  if (strcmp(argv[1], "run")) {
    fprintf(stderr, "assay-jail: unknown mode '%s'\n%s", argv[1], usage);
    return 64;
  }
  return run_main((size_t)argc - 2, argv + 2);
}

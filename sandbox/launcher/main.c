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

/* The arguments of "run": those of the launcher itself, and the words of the request. */
struct invocation {
  enum isolation isolation;
  const char *meta; /* NULL: not given */
  char **words;     /* copies, so that the originals can be wiped */
  size_t count;
};

static void read_arguments(size_t count, char **arguments, struct invocation *invocation) {
  *invocation = (struct invocation){.isolation = ISOLATION_FRESH, .words = calloc(count + 1, sizeof(char *))};
  if (!invocation->words) die("memory", "calloc");
  bool command = false; /* what follows "--" is not ours */
  for (size_t i = 0; i < count; i++) {
    bool own = !command && i + 1 < count;
    if (own && !strcmp(arguments[i], "--isolation")) {
      invocation->isolation = isolation_named(arguments[++i]);
    } else if (own && !invocation->meta && !strcmp(arguments[i], "--meta")) {
      invocation->meta = arguments[++i];
    } else {
      command = command || !strcmp(arguments[i], "--");
      char *copy = strdup(arguments[i]);
      if (!copy) die("memory", "strdup");
      invocation->words[invocation->count++] = copy;
    }
  }
}

/* One run, asked for by arguments instead of by a socket. */
static int run_main(size_t count, char **arguments) {
  struct invocation invocation;
  read_arguments(count, arguments, &invocation);
  errno = 0;
  if (!invocation.meta) die("usage", "--meta FILE is required");
  int meta = open(invocation.meta, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (meta < 0) die("meta", invocation.meta);
  /* /proc/1/cmdline is readable inside. */
  for (size_t i = 0; i < count; i++) memset(arguments[i], 0, strlen(arguments[i]));
  struct options *options = options_new();
  int request = request_make(invocation.words, invocation.count);
  request_parse(request, options);
  options->meta = meta;
  close(request);
  struct jail jail;
  if (invocation.isolation == ISOLATION_SLOT) namespaces_share();
  jail_prepare(&jail, invocation.isolation);
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

/* The words of a run, and how a request is split into them: options.c. */
#include "../launcher/options.c"

#include "check.h"

#define WORDS(...) parse((const char *[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static struct options *parse(const char *const *words, size_t count) {
  static char *copies[MAX_WORDS + 1];
  for (size_t i = 0; i < count; i++) copies[i] = strdup(words[i]);
  copies[count] = NULL;
  TRIAL(options_parse(copies, count, options_new()));
  return options_current();
}

static struct options *request(const char *data, size_t length) {
  int fd = file_of(data, length);
  TRIAL(request_parse(fd, options_new()));
  close(fd);
  return options_current();
}

static void refused(void) {
  static const struct { struct bytes request; const char *says; } cases[] = {
      {BYTES(""), "exceeds 1 MiB or is empty"},
      {BYTES("\0"), "usage: unknown option: "},
      {BYTES("--\0"), "no command after --"},
      {BYTES("--capture\0"), "no command after --"},
      {BYTES("--captur\0--\0a\0"), "unknown option: --captur"},
      {BYTES("capture\0--\0a\0"), "unknown option: capture"},
      {BYTES("--cwd\0"), "usage: --cwd"},
      {BYTES("--capture\0--\0/bin/echo\0hel"), "is cut off"},
      {BYTES("--\0a\n"), "is cut off"},
      {BYTES("--env\0A\0--\0a\0"), "expected NAME=VALUE"},
      {BYTES("--env\0--\0a\0"), "expected NAME=VALUE, got '--'"},
      {BYTES("--limit\0memory=-1\0--\0a\0"), "not a number '-1'"},
      {BYTES("--limit\0memory=1\0" "2\0--\0a\0"), "unknown option: 2"},
      {BYTES("--net\0all\0--\0a\0"), "usage: --net: all"},
      {BYTES("--min-tier\0abc\0--\0a\0"), "usage: --min-tier: abc"},
      {BYTES("--min-tier\0" "21\0--\0a\0"), "usage: --min-tier: 21"},
      {BYTES("--min-tier\0-1\0--\0a\0"), "usage: --min-tier: -1"},
      {BYTES("--min-tier\0\0--\0a\0"), "usage: --min-tier: "},
      {BYTES("--min-tier\0004294967299\0--\0a\0"), "usage: --min-tier: 4294967299"},
      {BYTES("--layered\0/a:/b\0--\0a\0"), "expected SRC:CHANGES:DST"},
      {BYTES("--layered\0/a:b:/c\0--\0a\0"), "expected SRC:CHANGES:DST"},
      {BYTES("--layered\0::\0--\0a\0"), "path inside must be absolute"},
      {BYTES("--rw\0/a:/b/..\0--\0a\0"), "path inside must not climb"},
      {BYTES("--policy\0/nonexistent\0--\0a\0"), "policy: /nonexistent"},
      {BYTES("--policy\0--\0a\0"), "policy: --"},
      {BYTES("--meta\0x\0--\0a\0"), "unknown option: --meta"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    request(cases[i].request.data, cases[i].request.length);
    CHECK(trial.code == 3 || trial.code == 78, "case %zu (%s) is not refused", i, cases[i].says);
    CHECK(strstr(trial.said, cases[i].says), "case %zu (%s) says: %s", i, cases[i].says, trial.said);
  }
}

static void accepted(void) {
  struct options *options =
      WORDS("--capture", "--capture", "--joined", "--cwd", "/a", "--cwd", "/b", "--net", "loopback", "--net", "none",
            "--min-tier", "1", "--min-tier", "3", "--layered", "/s:/c:/d", "--overlay", "/e", "--limit", "processes=1",
            "--limit", "processes=2", "--env", "A=1", "--env", "A=", "--", "--capture", "", "--");
  CHECK(!trial.code, "good words are refused: %s", trial.said);
  CHECK(options->capture && options->joined && !options->loopback, "flags");
  CHECK(!strcmp(options->cwd, "/b") && options->min_tier == 3, "the later of two: %s", options->cwd);
  CHECK(options->limits.processes == 2 && !strcmp(options->environment[0], "A="), "the later of two");
  const struct mount_entry *layered = &options->mounts[0];
  CHECK(!strcmp(layered->source, "/s") && !strcmp(layered->changes, "/c") && !strcmp(layered->target, "/d"), "layers");
  char **command = options->command;
  CHECK(!strcmp(command[0], "--capture") && !*command[1] && !strcmp(command[2], "--") && !command[3],
        "what follows -- is the command's, whatever it looks like");
  check_options(options);
}

/* Whatever is cut off is refused, unless it ends between two words of the command. */
static void cut_off(void) {
  static const char whole[] = "--cwd\0/a\0--limit\0memory=100\0--\0/bin/echo\0hello";
  for (size_t length = 1; length < sizeof whole; length++) {
    request(whole, length);
    bool between = !whole[length - 1] && length > 35;
    CHECK(!trial.code == between, "%zu bytes: %s", length, trial.said);
  }
  request(whole, sizeof whole);
  CHECK(!trial.code, "a whole request: %s", trial.said);
}

static void large(void) {
  static char text[MAX_REQUEST + 1];
  memcpy(text, "--\0a\0", 5);
  request(text, 5 + MAX_WORDS - 2);
  CHECK(!trial.code, "as many words as there may be: %s", trial.said);
  request(text, 5 + MAX_WORDS - 1);
  CHECK(trial.code == 3 && strstr(trial.said, "too many words"), "one word more: %s", trial.said);
  memset(text + 3, 'a', sizeof text - 3);
  text[MAX_REQUEST - 1] = 0;
  struct options *options = request(text, MAX_REQUEST);
  CHECK(!trial.code && strlen(options->command[0]) == MAX_REQUEST - 4, "the largest request: %s", trial.said);
  request(text, MAX_REQUEST + 1);
  CHECK(trial.code == 3 && strstr(trial.said, "exceeds 1 MiB"), "one byte more: %s", trial.said);
  /* Texts are copied, twice where a later value replaces an earlier one. */
  memset(text, 'a', sizeof text);
  memcpy(text, "A=", 2);
  text[700000] = 0;
  WORDS("--env", text, "--env", text, "--", "a");
  CHECK(trial.code == 3 && strstr(trial.said, "texts exceed 1 MiB"), "texts of 1.4 MB: %s", trial.said);
  int ends[2];
  CHECK(!pipe(ends), "pipe");
  TRIAL(request_parse(ends[0], options_new()));
  CHECK(trial.code == 3 && strstr(trial.said, "not a file of memory"), "a pipe: %s", trial.said);
  close(ends[0]), close(ends[1]);
}

/* Policies are remembered by their files, and the texts of another request must not get into them. */
static void remembered(void) {
  static const char first[] = "env A=first\nro /usr\n", second[] = "env A=other\nro /usr\n";
  int fd = file_of(first, sizeof first - 1);
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  for (int i = 0; i < 2; i++) {
    struct options *options = WORDS("--policy", path, "--env", "B=1", "--", "a");
    CHECK(!trial.code && options->environment_count == 2, "reading %d: %s", i, trial.said);
    CHECK(!strcmp(options->environment[0], "A=first"), "reading %d: %s", i, options->environment[0]);
  }
  WORDS("--env", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAA=A", "--", "a");
  struct options *options = WORDS("--policy", path, "--", "a");
  CHECK(!strcmp(options->environment[0], "A=first"), "after a request without policies: %s", options->environment[0]);
  CHECK(!strcmp(options->mounts[0].source, "/usr"), "after a request without policies: %s", options->mounts[0].source);
  const char *many[122] = {"--env", "AAAAAAAAAAAAAAAAAAAAAAAAAA=A"};
  for (size_t i = 0; i < 118; i += 2) many[i] = "--policy", many[i + 1] = path;
  many[118] = "--env", many[119] = "B=AAAAAAAAAAAAAAAAAAAAAA", many[120] = "--", many[121] = "a";
  options = parse(many, 122);
  CHECK(!trial.code && options->mount_count == 59, "more policies than are remembered: %s", trial.said);
  options = WORDS("--policy", path, "--", "a");
  CHECK(!strcmp(options->environment[0], "A=first") && options->mount_count == 1, "after those: %s",
        options->environment[0]);
  const struct timespec later[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
  CHECK(pwrite(fd, second, sizeof second - 1, 0) == sizeof first - 1 && !futimens(fd, later), "as many other bytes");
  options = WORDS("--policy", path, "--", "a");
  CHECK(!strcmp(options->environment[0], "A=other"), "a changed file: %s", options->environment[0]);
  close(fd);
}

static void mutated(char *text, size_t length) {
  static int fd = -1;
  if (fd < 0) fd = file_of("", 0);
  if (ftruncate(fd, 0) || pwrite(fd, text, length, 0) != (ssize_t)length) abort();
  TRIAL(request_parse(fd, options_new()));
  CHECK(trial.code == 0 || trial.code == 3 || trial.code == 78, "exit code %d: %s", trial.code, trial.said);
  CHECK(!trial.code == !*trial.said, "exit code %d, yet it says '%s'", trial.code, trial.said);
  if (trial.code) return;
  const struct options *options = options_current();
  CHECK(options->command && options->command[0], "no command");
  CHECK(options->min_tier >= 0 && options->min_tier <= 3, "min-tier %d", options->min_tier);
  check_options(options);
}

void test_options(void) {
  refused();
  accepted();
  cut_off();
  large();
  remembered();
  static const struct bytes seeds[] = {
      BYTES("--capture\0--min-tier\0" "2\0--env\0A=b\0--limit\0memory=1000\0--cwd\0/\0--\0/bin/echo\0x\0"),
      BYTES("--ro\0/usr\0--rw\0/a:/b\0--overlay\0/c:/d\0--tmpfs\0/e:4096\0--\0a\0"),
      BYTES("--layered\0/a:/b:/c\0--layered-overlay\0/a:/b:/c\0--joined\0--net\0loopback\0--\0a\0"),
      BYTES("--policy\0sandbox/policies/loopback.policy\0--\0a\0"), BYTES("--\0a\0")};
  static const struct bytes words[] = {
      BYTES("--\0"), BYTES("--capture\0"), BYTES("--env\0"), BYTES("--limit\0"), BYTES("wall_ms="), BYTES("-1"),
      BYTES("99999999999999999999"), BYTES("/.."), BYTES("\0\0"), BYTES("--min-tier\0"), BYTES("--layered\0"),
      BYTES(":"), BYTES("--net\0"), BYTES("--tmpfs\0/")};
  mutate(seeds, COUNT(seeds), words, COUNT(words), mutated);
}

/* Policy text: policy.c. */
#include "../launcher/policy.c"

#include "check.h"

#include <unistd.h>

static FILE *file;

static struct options *read_text(const char *text, size_t length) {
  static struct options *options;
  file = length ? fmemopen((void *)(uintptr_t)text, length, "r") : fopen("/dev/null", "re");
  TRIAL({
    options = options_new();
    read_lines(file, "test", options);
  });
  fclose(file);
  return options;
}

static void refused(void) {
  static const struct { struct bytes text; const char *says; } cases[] = {
      {BYTES("frobnicate read"), "test:1: unknown directive 'frobnicate'"},
      {BYTES("\n\nALLOW read\n"), "test:3: unknown directive"},
      {BYTES("allow"), "no syscalls after 'allow'"},
      {BYTES("kill \t \n"), "no syscalls after 'kill'"},
      {BYTES("allow if arg0 == 1"), "no syscalls after 'allow'"},
      {BYTES("errno EPERM"), "errno needs a name and syscalls"},
      {BYTES("errno EPERM if arg0 == 1"), "no syscalls after 'errno'"},
      {BYTES("errno EWHAT read"), "unknown error name 'EWHAT'"},
      {BYTES("allow read, write"), "not a system call's name 'read,'"},
      {BYTES("allow Read"), "not a system call's name 'Read'"},
      {BYTES("nest now"), "nothing may follow nest, but then comes 'now'"},
      {BYTES("allow read\rwrite"), "not a system call's name"},
      {BYTES("allow r\xc3\xa9""ad"), "not a system call's name"},
      {BYTES("allow aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "name too long"},
      {BYTES("allow read if"), "cannot read condition"},
      {BYTES("allow read if arg == 1"), "cannot read condition"},
      {BYTES("allow read if arg-1 == 1"), "cannot read condition"},
      {BYTES("allow read if arg0 =="), "cannot read condition"},
      {BYTES("allow read if arg6 == 1"), "argument is 0 to 5"},
      {BYTES("allow read if arg4294967297 == 1"), "argument is 0 to 5"},
      {BYTES("allow read if arg0004 == 1"), "not a number '=='"},
      {BYTES("allow read if arg0 < 1"), "comparison is == or !="},
      {BYTES("allow read if arg0 = 1"), "comparison is == or !="},
      {BYTES("allow read if arg0 == -1"), "not a number '-1'"},
      {BYTES("allow read if arg0 == 0x"), "not a number '0x'"},
      {BYTES("allow read if arg0 == 1k"), "not a number '1k'"},
      {BYTES("allow read if arg0 == 18446744073709551616"), "not a number"},
      {BYTES("allow read if arg0 == 00000000000000000000000000000000001"), "after a condition only"},
      {BYTES("allow read if arg0 == 1 && arg0 == 2"), "the second condition is of a later argument"},
      {BYTES("allow read if arg1 == 1 && arg0 == 2"), "the second condition is of a later argument"},
      {BYTES("allow read if arg0 != 1 && arg1 == 2"), "the second condition is of a later argument"},
      {BYTES("allow read if arg0 == 1 && arg6 == 2"), "the second condition is of a later argument"},
      {BYTES("allow read if arg0 == 1 && arg1 != 2"), "after a condition only"},
      {BYTES("allow read if arg0 && 1 == 1"), "not a number '&'"},
      {BYTES("watch connect bind"), "only connect and sendto can be watched, not 'bind'"},
      {BYTES("answer connect"), "only sysinfo and inotify_add_watch can be answered, not 'connect'"},
      {BYTES("allow read if arg0 & 0xf != 1"), "!= takes no mask"},
      {BYTES("allow read if arg0 & 0xf == 0x11"), "value has bits outside the mask"},
      {BYTES("allow read if arg0 == 0x100000000"), "value has bits outside the mask"},
      {BYTES("ro"), "path inside must be absolute"},
      {BYTES("ro usr"), "path inside must be absolute"},
      {BYTES("ro /usr:"), "path inside must be absolute"},
      {BYTES("ro /usr:/a/../b"), "path inside must not climb"},
      {BYTES("tmpfs /tmp/..:1"), "path inside must not climb"},
      {BYTES("see /.."), "path inside must not climb"},
      {BYTES("see /..a/.."), "path inside must not climb"},
      {BYTES("tmpfs /tmp:"), "not a number ''"},
      {BYTES("tmpfs /tmp:-1"), "not a number '-1'"},
      {BYTES("tmpfs /tmp: 1"), "not a number ' 1'"},
      {BYTES("tmpfs /tmp:1M"), "not a number '1M'"},
      {BYTES("env PATH"), "expected NAME=VALUE, got 'PATH'"},
      {BYTES("env =x"), "expected NAME=VALUE, got '=x'"},
      {BYTES("limit memory"), "expected NAME=N, got 'memory'"},
      {BYTES("limit =1"), "unknown '=1'"},
      {BYTES("limit speed=1"), "unknown 'speed=1'"},
      {BYTES("limit memor=1"), "unknown"},
      {BYTES("limit memory=-1"), "not a number '-1'"},
      {BYTES("limit memory=+1"), "not a number '+1'"},
      {BYTES("limit memory="), "not a number ''"},
      {BYTES("limit memory=1 2"), "not a number '1 2'"},
      {BYTES("limit memory=99999999999999999999"), "not a number"},
      {BYTES("allow read\nallow write\0 if arg0 == 1\n"), "test:2: NUL byte after 'allow write'"},
      {BYTES("\0"), "NUL byte after ''"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    read_text(cases[i].text.data, cases[i].text.length);
    CHECK(trial.code == 78, "'%s' is not refused", cases[i].text.data);
    CHECK(strstr(trial.said, cases[i].says), "'%s' is refused with: %s", cases[i].text.data, trial.said);
  }
}

static void accepted(void) {
  struct options *options = read_text("", 0);
  CHECK(!trial.code && !options->rule_count && !options->mount_count, "an empty policy: %s", trial.said);
  static const char text[] =
      "# a policy\r\n"
      "\r\n"
      "  allow read\twrite # both\r\n"
      "# -- why --\r\n"
      "allow ioctl\tif\targ1 & 0xffffffff == 0x5401\r\n"
      "errno ENOSYS socket if arg0 != 18446744073709551615\r\n"
      "ro? /a:/b\r\nsymlink x:/y\r\ntmpfs /t\r\n"
      "env A=1\r\nenv B=\r\nenv A=2=3\r\n"
      "limit memory=0x10\r\nlimit memory=17\r\nlimit wall_ms=18446744073709551615\r\n"
      "allow socket if arg0 == 16 && arg2 == 0x1\r\n"
      "kill ptrace";
  options = read_text(text, sizeof text - 1);
  CHECK(!trial.code, "a good policy is refused: %s", trial.said);
  CHECK(options->rule_count == 6, "%zu rules instead of 6", options->rule_count);
  const struct rule *rules = options->rules;
  CHECK(!strcmp(rules[1].syscall, "write") && rules[1].argument == -1, "second rule is %s", rules[1].syscall);
  CHECK(!strcmp(options->reasons[1], "both"), "reason '%s'", options->reasons[1]);
  CHECK(rules[2].argument == 1 && rules[2].mask == 0xffffffff && rules[2].value == 0x5401 && !rules[2].negated,
        "a condition set apart by tabs");
  CHECK(!strcmp(options->reasons[2], "why"), "reason '%s'", options->reasons[2]);
  CHECK(rules[3].action == RULE_ERRNO && rules[3].error == ENOSYS && rules[3].negated && rules[3].value == UINT64_MAX,
        "an unequal condition");
  CHECK(rules[4].argument == 0 && rules[4].value == 16 && rules[4].second == 2 && rules[4].second_value == 1, "two conditions");
  CHECK(!strcmp(rules[5].syscall, "ptrace") && rules[5].action == RULE_KILL, "a last line without its end");
  const struct mount_entry *mounts = options->mounts;
  CHECK(options->mount_count == 3, "%zu mounts instead of 3", options->mount_count);
  CHECK(mounts[0].optional && !strcmp(mounts[0].source, "/a") && !strcmp(mounts[0].target, "/b"), "ro?");
  CHECK(!strcmp(mounts[1].source, "x") && !strcmp(mounts[1].target, "/y"), "symlink");
  CHECK(mounts[2].size == 64 << 20 && !strcmp(mounts[2].target, "/t"), "tmpfs without a size");
  CHECK(options->environment_count == 2, "%zu variables instead of 2", options->environment_count);
  CHECK(!strcmp(options->environment[0], "A=2=3"), "the later value: %s", options->environment[0]);
  CHECK(options->limits.memory == 17, "the later limit: %llu", (unsigned long long)options->limits.memory);
  CHECK(options->limits.wall_ms * 1000 > options->limits.wall_ms, "a limit whose microseconds overflow");
  check_options(options);
}

/* What begins like something else is not that. */
static void prefixes(void) {
  static const char heading[] = "# -- --\nallow read\n# -- x --\nallow write\n";
  const struct options *headed = read_text(heading, sizeof heading - 1);
  CHECK(!*headed->reasons[0] && !strcmp(headed->reasons[1], "x"), "a heading has words: '%s'", headed->reasons[0]);
  static const char text[] = "env AB=1\nenv A=2\nro /..a/b..:/..x/...\n";
  struct options *options = read_text(text, sizeof text - 1);
  CHECK(!trial.code && options->environment_count == 2, "AB is not A, ... is not ..: %s", trial.said);
}

static void repeated(const char *line, size_t most, const char *says) {
  char text[65536] = "";
  size_t length = 0;
  for (size_t i = 0; i <= most; i++) {
    length += (size_t)snprintf(text + length, sizeof text - length, line, (int)i);
    struct options *options = i + 1 < most ? NULL : read_text(text, length);
    if (i + 1 == most) CHECK(!trial.code, "%zu times %s: %s", most, line, trial.said);
    if (i == most) CHECK(trial.code == 78 && strstr(trial.said, says), "%zu times %s: %s", most + 1, line, trial.said);
    if (options) check_options(options);
  }
}

static void long_lines(void) {
  char text[5000];
  memset(text, 'a', sizeof text);
  memcpy(text, "env A=", 6);
  struct options *options = read_text(text, 1023);
  CHECK(!trial.code && strlen(options->environment[0]) == 1019, "the longest line: %s", trial.said);
  read_text(text, 1024);
  CHECK(trial.code == 78 && strstr(trial.said, "test:1: line too long"), "one byte more: %s", trial.said);
  read_text(text, sizeof text);
  CHECK(trial.code == 78, "five thousand bytes");
  /* Half a line would allow what the whole one does not. */
  memset(text, ' ', sizeof text);
  memcpy(text, "allow read", 10);
  memcpy(text + 1030, "if arg0 == 1", 12);
  read_text(text, 1042);
  CHECK(trial.code == 78, "a rule whose condition stands far away");
}

static void mutated(char *text, size_t length) {
  struct options *options = read_text(text, length);
  CHECK(trial.code == 0 || trial.code == 78, "exit code %d: %s", trial.code, trial.said);
  CHECK(!trial.code == !*trial.said, "exit code %d, yet it says '%s'", trial.code, trial.said);
  if (!trial.code) check_options(options);
  TRIAL({
    options = options_new();
    policy_line(text, "test", options);
  });
  if (!trial.code) check_options(options);
}

void test_policy(void) {
  refused();
  accepted();
  prefixes();
  long_lines();
  repeated("allow read%d\n", MAX_RULES, "too many rules at 'read640'");
  repeated("ro /a%d\n", MAX_MOUNTS, "too many '/a96'");
  repeated("env A%d=1\n", MAX_ENVIRONMENT, "too many 'A128=1'");
  TRIAL(policy_read("/nonexistent", options_new()));
  CHECK(trial.code == 3 && strstr(trial.said, "/nonexistent: No such file"), "a missing file: %s", trial.said);
  TRIAL(policy_read("/", options_new()));
  CHECK(trial.code == 3 && strstr(trial.said, "Is a directory"), "a folder: %s", trial.said);
  static const struct bytes seeds[] = {
      BYTES("allow read write # why\n"), BYTES("# -- words --\nkill ptrace\nreport mount\n"),
      BYTES("allow ioctl if arg1 & 0xffffffff == 0x5401\n"), BYTES("errno EPERM socket if arg0 != 1\n"),
      BYTES("ro /usr\nro? /etc:/x\nsee /a\nsymlink a:/b\n"), BYTES("tmpfs /tmp:268435456\nenv A=b\nlimit memory=1\n"),
      BYTES("")};
  static const struct bytes words[] = {
      BYTES("allow "), BYTES("errno "), BYTES("EPERM "), BYTES(" if "), BYTES("arg0"), BYTES(" == "), BYTES(" != "),
      BYTES(" & "), BYTES("ro "), BYTES("/.."), BYTES("-1"), BYTES("0x"), BYTES("99999999999999999999"),
      BYTES("limit "), BYTES("wall_ms="), BYTES("env "), BYTES("\r\n"), BYTES("# -- "), BYTES(" --\n"), BYTES("#")};
  mutate(seeds, COUNT(seeds), words, COUNT(words), mutated);
}

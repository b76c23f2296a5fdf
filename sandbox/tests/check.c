/* Runs every test; the linker sends the launcher's calls of exit here (--wrap=exit). */
#include "check.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

struct trial trial;
static FILE *standard_error, *said;
static unsigned failures;

noreturn void __wrap_exit(int code);
noreturn void __wrap_exit(int code) {
  if (!trial.running) _exit(code);
  trial.code = code;
  longjmp(trial.back, 1);
}

void trial_begin(void) {
  rewind(said);
  memset(trial.said, 0, sizeof trial.said);
  trial.code = 0;
  trial.running = true;
  stderr = said;
}

void trial_end(void) {
  fflush(said);
  stderr = standard_error;
  trial.running = false;
}

void check(bool holds, const char *file, int line, const char *condition, const char *format, ...) {
  if (holds) return;
  va_list rest;
  va_start(rest, format);
  fprintf(stderr, "%s:%d: not so: %s: ", file, line, condition);
  vfprintf(stderr, format, rest);
  fputc('\n', stderr);
  va_end(rest);
  if (++failures == 20) _exit(1);
}

static uint64_t state;

/* xorshift64*: the same numbers in every run. */
uint64_t random_number(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (state * 0x2545f4914f6cdd1dULL) >> 16;
}

static size_t below(size_t limit) { return limit ? random_number() % limit : 0; }

enum { LONGEST = 8192 };

/* Puts bytes in place of others; what would not fit is left as it is. */
static size_t replace(char *text, size_t length, size_t at, size_t removed, const char *with, size_t added) {
  if (length - removed + added > LONGEST) return length;
  memmove(text + at + added, text + at + removed, length - at - removed);
  memcpy(text + at, with, added);
  return length - removed + added;
}

static size_t change(char *text, size_t length, const struct bytes *words, size_t word_count) {
  static const char special[] = {0, '\n', '\r', '\t', ' ', '#', ':', '=', '/', '-', '0', '9', '\x7f', '\x80', '\xff'};
  char copy[LONGEST];
  size_t at = below(length + 1), span = below(length - at + 1);
  const struct bytes *word = &words[below(word_count)];
  switch (below(8)) {
    case 0: return at; /* cut off */
    case 1: return replace(text, length, at, span % 16, "", 0);
    case 2: return replace(text, length, at, 0, word->data, word->length);
    case 3: return replace(text, length, at, span % 12, word->data, word->length);
    case 4: return replace(text, length, at, at < length, special + below(sizeof special), 1);
    case 5: return replace(text, length, at, 0, special + below(sizeof special), 1);
    case 6:
      if (at < length) text[at] = (char)(text[at] ^ 1 << below(8));
      return length;
    default:
      memcpy(copy, text + at, span);
      return replace(text, length, at, 0, copy, span);
  }
}

void mutate(const struct bytes *seeds, size_t seed_count, const struct bytes *words, size_t word_count,
            void (*give)(char *text, size_t length)) {
  char text[LONGEST];
  state = 0x9e3779b97f4a7c15ULL;
  for (int i = 0; i < MUTATIONS; i++) {
    const struct bytes *seed = &seeds[below(seed_count)];
    size_t length = seed->length;
    memcpy(text, seed->data, length);
    for (size_t changes = 1 + below(6); changes; changes--) length = change(text, length, words, word_count);
    char *exact = malloc(length + 1);
    memcpy(exact, text, length);
    exact[length] = 0;
    give(exact, length);
    free(exact);
  }
}

int file_of(const void *data, size_t length) {
  int fd = memfd_create("test", MFD_CLOEXEC);
  if (fd < 0 || write(fd, data, length) != (ssize_t)length) abort();
  return fd;
}

void check_options(const struct options *options) {
  CHECK(options->rule_count <= MAX_RULES, "%zu rules", options->rule_count);
  for (size_t i = 0; i < options->rule_count; i++) {
    const struct rule *rule = &options->rules[i];
    size_t length = strspn(rule->syscall, "abcdefghijklmnopqrstuvwxyz0123456789_");
    CHECK(length && length < sizeof rule->syscall && !rule->syscall[length], "rule %zu: '%s'", i, rule->syscall);
    CHECK(strcmp(rule->syscall, "if"), "rule %zu is a lost condition", i);
    CHECK(rule->action >= RULE_ALLOW && rule->action <= RULE_KILL, "action %d", rule->action);
    CHECK((rule->action == RULE_ERRNO) == (rule->error > 0), "action %d, errno %d", rule->action, rule->error);
    CHECK(rule->argument >= -1 && rule->argument <= 5, "argument %d", rule->argument);
    CHECK(options->reasons[i], "rule %zu has no reason", i);
  }
  CHECK(options->mount_count <= MAX_MOUNTS, "%zu mounts", options->mount_count);
  for (size_t i = 0; i < options->mount_count; i++) {
    char path[LONGEST + 4];
    snprintf(path, sizeof path, "%s/", options->mounts[i].target);
    CHECK(path[0] == '/' && !strstr(path, "/../"), "mount at '%s'", path);
  }
  CHECK(options->environment_count <= MAX_ENVIRONMENT, "%zu variables", options->environment_count);
  for (size_t i = 0; i < options->environment_count; i++)
    CHECK(strchr(options->environment[i], '=') > options->environment[i], "variable '%s'", options->environment[i]);
  const struct limits *limits = &options->limits;
  const uint64_t all[] = {limits->wall_ms, limits->cpu_ms, limits->idle_ms, limits->memory, limits->processes,
                          limits->output, limits->disk, limits->open_files, limits->file_size};
  for (size_t i = 0; i < COUNT(all); i++) CHECK(all[i] <= UINT64_MAX / 1000, "limit %zu overflows", i);
}

int main(void) {
  static const struct { const char *name; void (*run)(void); } tests[] = {
      {"cgroup", test_cgroup}, {"main", test_main}, {"options", test_options},
      {"policy", test_policy}, {"proc", test_proc}, {"report", test_report}, {"serve", test_serve}};
  standard_error = stderr;
  said = fmemopen(trial.said, sizeof trial.said - 1, "w");
  if (!said) return 1;
  for (size_t i = 0; i < COUNT(tests); i++) {
    unsigned before = failures;
    tests[i].run();
    printf("%s %s\n", failures == before ? "passed" : "FAILED", tests[i].name);
    fflush(stdout);
  }
  return failures ? 1 : 0;
}

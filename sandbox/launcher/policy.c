/* Policies are text: one directive a line, layered by reading several files.
 *   allow|report|watch|kill SYSCALL... [if argN == V [&& argM == V] | argN != V | argN & M == V], where M is above N
 *   errno NAME SYSCALL...
 *   answer SYSCALL...: the launcher answers in the kernel's place; sysinfo and inotify_add_watch only
 *   watch is allow for connect and sendto, and tells the addresses outside of the run's own network
 *   ro|ro? PATH, symlink TARGET:LINK, tmpfs PATH:BYTES, env NAME=VALUE, limit NAME=N
 *   see PATH: what is there may be read, whoever put it there
 *   nest: the command keeps CAP_SYS_ADMIN over the namespaces of its run and has no Landlock domain, so that it
 *     can give what it starts namespaces, files and a domain; it runs nothing untrusted but what it has confined.
 *     A report ends the run: it is of what runs now, and of nothing that ran before
 * Numbers are written as in C. A line has at most 1023 bytes, none of them NUL.
 * A condition with == is checked before one with !=; a later layer wins over an earlier one.
 * A comment "# -- words --" begins a section; a rule's reason is its own comment, else its section. */
#include "launcher.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t"

static noreturn void bad(const char *where, const char *what, const char *text) {
  char line[512];
  snprintf(line, sizeof line, "%s: %s '%s'", where, what, text);
  if (!serve_answer_failure(line)) fprintf(stderr, "assay-jail: %s\n", line);
  exit(78);
}

static uint64_t number(const char *text, const char *where) {
  char *end = NULL;
  errno = 0;
  uint64_t value = strtoull(text, &end, 0);
  /* strtoull also reads blanks and a sign, and turns -1 into the largest number. */
  if (errno || !isdigit((unsigned char)*text) || *end) bad(where, "not a number", text);
  return value;
}

static bool climbs(const char *path) {
  for (const char *dots = strstr(path, "/.."); dots; dots = strstr(dots + 1, "/.."))
    if (!dots[3] || dots[3] == '/') return true;
  return false;
}

void add_mount(struct options *options, enum mount_kind kind, const char *spec) {
  if (options->mount_count == MAX_MOUNTS) bad("mounts", "too many", spec);
  struct mount_entry *entry = &options->mounts[options->mount_count++];
  char *first = copy_string(spec);
  char *colon = strrchr(first, ':');
  if (colon) *colon++ = 0;
  *entry = (struct mount_entry){.kind = kind};
  if (kind == MOUNT_TMPFS) {
    entry->target = first;
    entry->size = colon ? number(colon, "tmpfs") : 64u << 20;
  } else {
    entry->source = first;
    entry->target = colon ? colon : first;
  }
  if (entry->target[0] != '/') bad("mounts", "path inside must be absolute", spec);
  if (climbs(entry->target)) bad("mounts", "path inside must not climb", spec);
}

/* SRC:CHANGES:DST, where no path has a colon. */
void add_layers(struct options *options, enum mount_kind kind, const char *spec) {
  add_mount(options, kind, spec);
  struct mount_entry *entry = &options->mounts[options->mount_count - 1];
  char *colon = strchr(entry->source, ':');
  if (!colon || colon[1] != '/') bad("mounts", "expected SRC:CHANGES:DST, got", spec);
  *colon = 0;
  entry->changes = colon + 1;
}

void add_environment(struct options *options, const char *pair) {
  const char *equals = strchr(pair, '=');
  if (!equals || equals == pair) bad("env", "expected NAME=VALUE, got", pair);
  size_t name = (size_t)(equals - pair) + 1;
  for (size_t i = 0; i < options->environment_count; i++)
    if (!strncmp(options->environment[i], pair, name)) {
      options->environment[i] = copy_string(pair);
      return;
    }
  if (options->environment_count == MAX_ENVIRONMENT) bad("env", "too many", pair);
  options->environment[options->environment_count++] = copy_string(pair);
}

/* More than any machine has, and small enough that no sum or product of a limit overflows. */
static const uint64_t LARGEST_LIMIT = 1ULL << 53;

void set_limit(struct limits *limits, const char *pair) {
  static const struct { const char *name; size_t offset; } names[] = {
      {"wall_ms", offsetof(struct limits, wall_ms)},
      {"cpu_ms", offsetof(struct limits, cpu_ms)},
      {"idle_ms", offsetof(struct limits, idle_ms)},
      {"memory", offsetof(struct limits, memory)},
      {"processes", offsetof(struct limits, processes)},
      {"output", offsetof(struct limits, output)},
      {"disk", offsetof(struct limits, disk)},
      {"open_files", offsetof(struct limits, open_files)},
      {"file_size", offsetof(struct limits, file_size)},
  };
  const char *equals = strchr(pair, '=');
  if (!equals) bad("limit", "expected NAME=N, got", pair);
  size_t length = (size_t)(equals - pair);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i].name) == length && !strncmp(names[i].name, pair, length)) {
      uint64_t value = number(equals + 1, "limit");
      *(uint64_t *)((char *)limits + names[i].offset) = value < LARGEST_LIMIT ? value : LARGEST_LIMIT;
      return;
    }
  bad("limit", "unknown", pair);
}

static int error_number(const char *name, const char *where) {
  static const struct { const char *name; int value; } names[] = {
      {"EPERM", EPERM}, {"EACCES", EACCES}, {"ENOSYS", ENOSYS}, {"EINVAL", EINVAL},
      {"ENOTTY", ENOTTY}, {"EOPNOTSUPP", EOPNOTSUPP}, {"EAFNOSUPPORT", EAFNOSUPPORT}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(names[i].name, name)) return names[i].value;
  bad(where, "unknown error name", name);
}

/* Cuts the line before the word "if"; returns what follows it, or NULL without one. */
static char *cut_condition(char *names) {
  char *word = names + strspn(names, BLANKS);
  while (*word) {
    size_t length = strcspn(word, BLANKS);
    if (length == 2 && !strncmp(word, "if", 2)) {
      *word = 0;
      return word + 2;
    }
    word += length;
    word += strspn(word, BLANKS);
  }
  return NULL;
}

/* Parses what follows a condition: nothing, or "&& argM == V" for a later argument. */
static void parse_second(const char *text, const char *where, struct rule *pattern) {
  char argument[4], value[32];
  int end = 0;
  if (!*text) return;
  if (sscanf(text, " && arg%3[0-9] == %31s%n", argument, value, &end) != 2 || text[end])
    bad(where, "after a condition only '&& argM == V' may come, not", text);
  pattern->second = atoi(argument);
  pattern->second_value = number(value, where);
  if (pattern->second <= pattern->argument || pattern->second > 5 || pattern->negated)
    bad(where, "the second condition is of a later argument, after one with ==, not", text);
  if (pattern->second_value > 0xffffffffu) bad(where, "value has bits outside the mask", text);
}

/* Parses the condition "argN [& M] ==|!= V" that applies to every syscall of the line. */
static void parse_condition(const char *text, const char *where, struct rule *pattern) {
  char argument[4], and[2], mask[32], comparison[4], value[32];
  int end = 0;
  pattern->mask = 0xffffffffu;
  if (sscanf(text, " arg%3[0-9] %1[&] %31s %3s %31s%n", argument, and, mask, comparison, value, &end) == 5)
    pattern->mask = number(mask, where);
  else if (sscanf(text, " arg%3[0-9] %3s %31s%n", argument, comparison, value, &end) != 3)
    bad(where, "cannot read condition", text);
  pattern->value = number(value, where);
  pattern->argument = atoi(argument);
  if (pattern->argument > 5) bad(where, "argument is 0 to 5, not", text);
  if (strcmp(comparison, "==") && strcmp(comparison, "!=")) bad(where, "comparison is == or !=, not", comparison);
  pattern->negated = strcmp(comparison, "==") != 0;
  parse_second(text + end, where, pattern);
  if (pattern->negated && pattern->mask != 0xffffffffu) bad(where, "!= takes no mask", text);
  if (!pattern->negated && pattern->value & ~pattern->mask) bad(where, "value has bits outside the mask", text);
}

static void add_rules(char *names, const struct rule *pattern, const char *reason,
                      const char *where, struct options *options) {
  char *rest = NULL;
  for (char *name = strtok_r(names, BLANKS, &rest); name; name = strtok_r(NULL, BLANKS, &rest)) {
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")]) bad(where, "not a system call's name", name);
    if (options->rule_count == MAX_RULES) bad(where, "too many rules at", name);
    if (strlen(name) >= sizeof pattern->syscall) bad(where, "name too long", name);
    struct rule *rule = &options->rules[options->rule_count++];
    *rule = *pattern;
    memcpy(rule->syscall, name, strlen(name) + 1);
    if (rule->action == RULE_WATCH && strcmp(name, "connect") && strcmp(name, "sendto"))
      bad(where, "only connect and sendto can be watched, not", name);
    if (rule->action == RULE_ANSWER && strcmp(name, "sysinfo") && strcmp(name, "inotify_add_watch"))
      bad(where, "only sysinfo and inotify_add_watch can be answered, not", name);
    options->reasons[options->rule_count - 1] = reason;
  }
}

static const char *section = "";

/* Cuts the comment off a line and returns why the line is there. */
static const char *cut_comment(char *line) {
  char *hash = strchr(line, '#');
  if (!hash) return section;
  *hash++ = 0;
  while (isspace((unsigned char)*hash)) hash++;
  size_t length = strcspn(hash, "\r\n");
  hash[length] = 0;
  bool heading = length > 6 && !strncmp(hash, "-- ", 3) && !strcmp(hash + length - 3, " --");
  if (heading) {
    hash[length - 3] = 0;
    section = copy_string(hash + 3);
  }
  return heading || line == hash - 1 || !line[strspn(line, " \t")] ? section : copy_string(hash);
}

/* A line that is about system calls. */
static void parse_rule(const char *directive, char *rest, const char *reason, const char *where,
                       struct options *options) {
  struct rule pattern = {.argument = -1};
  if (!strcmp(directive, "allow")) pattern.action = RULE_ALLOW;
  else if (!strcmp(directive, "report")) pattern.action = RULE_REPORT;
  else if (!strcmp(directive, "watch")) pattern.action = RULE_WATCH;
  else if (!strcmp(directive, "kill")) pattern.action = RULE_KILL;
  else if (!strcmp(directive, "answer")) pattern.action = RULE_ANSWER;
  else if (!strcmp(directive, "errno")) {
    pattern.action = RULE_ERRNO;
    char *names = rest + strcspn(rest, BLANKS);
    if (!*names) bad(where, "errno needs a name and syscalls", rest);
    *names++ = 0;
    pattern.error = error_number(rest, where);
    rest = names;
  } else {
    bad(where, "unknown directive", directive);
  }
  char *condition = cut_condition(rest);
  if (condition) parse_condition(condition, where, &pattern);
  if (!rest[strspn(rest, BLANKS)]) bad(where, "no syscalls after", directive);
  add_rules(rest, &pattern, reason, where, options);
}

void policy_line(char *line, const char *where, struct options *options) {
  const char *reason = cut_comment(line);
  while (isspace((unsigned char)*line)) line++;
  for (size_t n = strlen(line); n && isspace((unsigned char)line[n - 1]); n--) line[n - 1] = 0;
  if (!*line) return;
  char *rest = line + strcspn(line, BLANKS);
  if (*rest) *rest++ = 0;
  while (isspace((unsigned char)*rest)) rest++;
  if (!strcmp(line, "ro") || !strcmp(line, "ro?")) {
    add_mount(options, MOUNT_RO, rest);
    options->mounts[options->mount_count - 1].optional = line[2] == '?';
  } else if (!strcmp(line, "see")) {
    add_mount(options, MOUNT_SEE, rest);
  } else if (!strcmp(line, "tmpfs")) {
    add_mount(options, MOUNT_TMPFS, rest);
  } else if (!strcmp(line, "symlink")) {
    add_mount(options, MOUNT_SYMLINK, rest);
  } else if (!strcmp(line, "nest")) {
    if (*rest) bad(where, "nothing may follow nest, but then comes", rest);
    options->nests = true;
  } else if (!strcmp(line, "env")) {
    add_environment(options, rest);
  } else if (!strcmp(line, "limit")) {
    set_limit(&options->limits, rest);
  } else {
    parse_rule(line, rest, reason, where, options);
  }
}

/* Reads one line without its end, whole or not at all: half a line could mean something else. */
static bool next_line(FILE *file, char *line, size_t size, const char *where) {
  size_t length = 0;
  int c;
  while ((c = getc(file)) != EOF && c != '\n') {
    line[length] = 0;
    if (length == size - 1) bad(where, "line too long", line);
    if (!c) bad(where, "NUL byte after", line);
    line[length++] = (char)c;
  }
  line[length] = 0;
  return length || c != EOF;
}

static void read_lines(FILE *file, const char *path, struct options *options) {
  char line[1024], where[320];
  section = "";
  for (unsigned n = 1;; n++) {
    snprintf(where, sizeof where, "%s:%u", path, n);
    if (!next_line(file, line, sizeof line, where)) break;
    policy_line(line, where, options);
  }
  if (ferror(file)) die("policy", path);
}

void policy_read(const char *path, struct options *options) {
  FILE *file = fopen(path, "re");
  if (!file) die("policy", path);
  read_lines(file, path, options);
  fclose(file);
}

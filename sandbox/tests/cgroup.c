/* What the kernel writes about control groups: cgroup.c. */
#include "../launcher/cgroup.c"

#include "check.h"

static bool path(const char *text, const char *controller, char *out, size_t size) {
  char line[256];
  snprintf(line, sizeof line, "%s", text);
  memset(out, '?', size);
  return path_in_line(line, controller, out, size);
}

static void paths(void) {
  static const struct { const char *line, *controller, *path; } cases[] = {
      {"0::/user.slice/a\n", "", "/user.slice/a"},
      {"0::/\n", "", ""},
      {"0::/a:b", "", "/a:b"},
      {"0::", "", ""},
      {"9:cpu,cpuacct:/a\n", "cpuacct", "/a"},
      {"9:memory:/a\n", "memory", "/a"},
      {"9:memory:/a\n", "", NULL},
      {"9:memory:/a\n", "memor", NULL},
      {"9:memory:/a\n", "memoryx", NULL},
      {"0::/memory\n", "memory", NULL},
      {"9:memory\n", "memory", NULL},
      {"memory", "memory", NULL},
      {"", "memory", NULL},
      {"", "", NULL},
      {"9:,,memory,:/a\n", "memory", "/a"},
  };
  char out[64];
  for (size_t i = 0; i < COUNT(cases); i++) {
    bool found = path(cases[i].line, cases[i].controller, out, sizeof out);
    CHECK(found == (cases[i].path != NULL), "'%s' in '%s'", cases[i].controller, cases[i].line);
    if (found) CHECK(!strcmp(out, cases[i].path), "'%s' instead of '%s'", out, cases[i].path);
  }
  CHECK(path("0::/a/long/path", "", out, 8) && !strcmp(out, "/a/long"), "a path longer than its place: '%s'", out);
}

static uint64_t key_in(const char *text, size_t length, const char *key) {
  int fd = file_of(text, length);
  uint64_t found = keyed(fd, key);
  close(fd);
  return found;
}

static void keys(void) {
  static const struct { struct bytes text; const char *key; uint64_t value; } cases[] = {
      {BYTES("low 1\noom_kill 2\nmax 3\n"), "oom_kill", 2},
      {BYTES("low 1\noom_kill 2\nmax 3\n"), "max", 3},
      {BYTES("max 3"), "max", 3},
      {BYTES("\n\nmax 3\r\n"), "max", 3},
      {BYTES("oom_kill_disable 1\noom_kill 4\n"), "oom_kill", 4},
      {BYTES("oom 5\n"), "oom_kill", 0},
      {BYTES("xmax 5\n"), "max", 0},
      {BYTES("max\n"), "max", 0},
      {BYTES("max"), "max", 0},
      {BYTES("max 99999999999999999999\n"), "max", UINT64_MAX},
      {BYTES("a\0\nmax 3\n"), "max", 0},
      {BYTES("\n"), "max", 0},
      {BYTES(""), "max", 0},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    uint64_t found = key_in(cases[i].text.data, cases[i].text.length, cases[i].key);
    CHECK(found == cases[i].value, "%s in '%s': %llu", cases[i].key, cases[i].text.data, (unsigned long long)found);
  }
  CHECK(keyed(-1, "max") == 0, "no file");
  char text[10000];
  memset(text, 'x', sizeof text);
  CHECK(key_in(text, sizeof text, "max") == 0, "one very long line");
  memset(text, '\n', sizeof text);
  CHECK(key_in(text, sizeof text, "max") == 0, "lines without anything");
}

static void counters(void) {
  static const struct { const char *text; uint64_t value; } cases[] = {
      {"123\n", 123}, {"0", 0}, {"", 0}, {"max\n", 0}, {"99999999999999999999\n", UINT64_MAX}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    uint64_t value = 7;
    int fd = file_of(cases[i].text, strlen(cases[i].text));
    CHECK(counter(fd, &value) && value == cases[i].value, "'%s': %llu", cases[i].text, (unsigned long long)value);
    close(fd);
  }
  uint64_t value = 7;
  CHECK(!counter(-1, &value) && value == 7, "no file");
}

static void mutated(char *text, size_t length) {
  static int fd = -1;
  if (fd < 0) fd = file_of("", 0);
  if (ftruncate(fd, 0) || pwrite(fd, text, length, 0) != (ssize_t)length) abort();
  bool has = memmem(text, length, "oom_kill ", 9);
  CHECK(has || keyed(fd, "oom_kill") == 0, "a number without its key: '%s'", text);
  char out[16] = "untouched";
  bool found = path_in_line(text, random_number() % 2 ? "memory" : "", out, sizeof out);
  CHECK(found ? strlen(out) < sizeof out : !strcmp(out, "untouched"), "path '%.16s'", out);
}

void test_cgroup(void) {
  paths();
  keys();
  counters();
  static const struct bytes seeds[] = {BYTES("low 0\nhigh 0\nmax 12\noom 3\noom_kill 3\n"), BYTES("0::/user.slice/a\n"),
                                       BYTES("9:cpu,cpuacct,memory:/docker/0123456789\n"), BYTES("oom_kill 1")};
  static const struct bytes words[] = {BYTES("oom_kill "), BYTES("\n"), BYTES(":"), BYTES(","), BYTES("memory"),
                                       BYTES("99999999999999999999"), BYTES("-1"), BYTES("\0")};
  mutate(seeds, COUNT(seeds), words, COUNT(words), mutated);
}

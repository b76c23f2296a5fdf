/* Texts and outcomes as JSON: report.c. */
#include "../launcher/report.c"

#include "check.h"

#include <sys/mman.h>

/* A reader of JSON that is as strict as the standard; returns what follows the value, or NULL. */
static const char *value(const char *text);

static const char *literal(const char *text, const char *word) {
  return strncmp(text, word, strlen(word)) ? NULL : text + strlen(word);
}

static const char *string(const char *text) {
  if (*text++ != '"') return NULL;
  for (; *text != '"'; text++) {
    if (*text < ' ' || *text > '~') return NULL;
    if (*text != '\\') continue;
    if (*++text == 'u' && strspn(text + 1, "0123456789abcdefABCDEF") < 4) return NULL;
    if (!*text || !strchr("\"\\/bfnrtu", *text)) return NULL;
  }
  return text + 1;
}

static const char *several(const char *text, char end, bool named) {
  if (*++text == end) return text + 1;
  for (;; text++) {
    if (named && (!(text = string(text)) || *text++ != ':')) return NULL;
    if (!(text = value(text))) return NULL;
    if (*text == end) return text + 1;
    if (*text != ',') return NULL;
  }
}

static const char *value(const char *text) {
  if (*text == '{') return several(text, '}', true);
  if (*text == '[') return several(text, ']', false);
  if (*text == '"') return string(text);
  if (*text == 'n') return literal(text, "null");
  if (*text == 't') return literal(text, "true");
  if (*text == 'f') return literal(text, "false");
  size_t length = strspn(text, "0123456789+-.eE");
  return length ? text + length : NULL;
}

static const char *json_of(const char *text) {
  static char buffer[65536];
  FILE *out = fmemopen(buffer, sizeof buffer, "w");
  json_string(out, text);
  fclose(out);
  return buffer;
}

static void known(void) {
  static const struct { const char *text, *json; } cases[] = {
      {"", "\"\""},
      {"a\"b\\c/", "\"a\\\"b\\\\c/\""},
      {"\n\t\r\x01\x1f", "\"\\u000a\\u0009\\u000d\\u0001\\u001f\""},
      {"\x7f", "\"\\u007f\""},
      {"h\xc3\xa9", "\"h\\u00e9\""},
      {"\xe2\x82\xac", "\"\\u20ac\""},
      {"\xf0\x9f\x98\x80", "\"\\ud83d\\ude00\""},
      {"\xf4\x8f\xbf\xbf", "\"\\udbff\\udfff\""},
      {"\xff", "\"\\u00ff\""},
      {"\xc3", "\"\\u00c3\""},
      {"\xc3\"", "\"\\u00c3\\\"\""},
      {"\xe2\x82", "\"\\u00e2\\u0082\""},
      {"\xc0\xaf", "\"\\u00c0\\u00af\""},
      {"\xed\xa0\x80", "\"\\u00ed\\u00a0\\u0080\""},
      {"\xf4\x90\x80\x80", "\"\\u00f4\\u0090\\u0080\\u0080\""},
      {"\xe0\x80\xaf", "\"\\u00e0\\u0080\\u00af\""},
      {"\xf8\x88\x80\x80\x80", "\"\\u00f8\\u0088\\u0080\\u0080\\u0080\""},
  };
  for (size_t i = 0; i < COUNT(cases); i++)
    CHECK(!strcmp(json_of(cases[i].text), cases[i].json), "%s instead of %s", json_of(cases[i].text), cases[i].json);
}

static void write_and_read(struct outcome *outcome) {
  static char text[65536];
  int fd = memfd_create("outcome", MFD_CLOEXEC), copy = dup(fd);
  report_write(fd, outcome);
  ssize_t length = pread(copy, text, sizeof text - 1, 0);
  close(copy);
  text[length > 0 ? length : 0] = 0;
  const char *end = value(text);
  CHECK(end && !strcmp(end, "\n"), "not JSON: %s", text);
}

static void outcomes(void) {
  static struct outcome outcome;
  outcome = (struct outcome){.name = "exited"};
  write_and_read(&outcome);
  outcome.has_result = true;
  outcome.result.wait_status = 9;
  outcome.limit_hit = "memory";
  outcome.isolation = ISOLATION_BARE;
  outcome.cgroup_version = 2;
  outcome.cgroup = (struct cgroup_usage){UINT64_MAX, UINT64_MAX, UINT64_MAX, 1, 1, true, true, true};
  outcome.violation_count = outcome.violations_total = MAX_VIOLATIONS;
  for (size_t i = 0; i < MAX_VIOLATIONS; i++) {
    memset(outcome.violations[i].detail, i ? (int)(255 - i) : '"', sizeof outcome.violations[i].detail - 1);
    memset(outcome.violations[i].syscall, '\\', sizeof outcome.violations[i].syscall - 1);
  }
  write_and_read(&outcome);
  outcome.result.kind = 1;
  outcome.result.error = 99999;
  memset(outcome.result.stage, '\xc3', sizeof outcome.result.stage - 1);
  write_and_read(&outcome);
}

static void mutated(char *text, size_t length) {
  (void)length;
  const char *json = json_of(text), *end = string(json);
  CHECK(end && !*end, "not JSON: %s", json);
}

void test_report(void) {
  known();
  outcomes();
  static const struct bytes seeds[] = {BYTES("a plain text"), BYTES("\"quotes\" and \\"),
                                       BYTES("h\xc3\xa9\xe2\x82\xac"),
                                       BYTES("\xf0\x9f\x98\x80\x01\x1f\x7f")};
  static const struct bytes words[] = {BYTES("\\u"), BYTES("\""), BYTES("\\"), BYTES("\xf4\x8f\xbf\xbf"),
                                       BYTES("\xed\xa0\x80"), BYTES("\xe2\x82"), BYTES("\xc0\x80")};
  mutate(seeds, COUNT(seeds), words, COUNT(words), mutated);
}

/* The outcome as JSON: the launcher's only answer. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Reads one character of UTF-8 and returns its length; a byte that begins none stands for itself. */
static size_t character(const unsigned char *text, uint32_t *value) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = *text < 0xc0 ? 1 : *text < 0xe0 ? 2 : *text < 0xf0 ? 3 : *text < 0xf8 ? 4 : 1;
  uint32_t decoded = length > 1 ? *text & (0x7fu >> length) : *text;
  bool whole = true;
  for (size_t i = 1; i < length && whole; i++) {
    whole = (text[i] & 0xc0) == 0x80;
    decoded = decoded << 6 | (text[i] & 0x3fu);
  }
  whole = whole && decoded >= least[length] && decoded <= 0x10ffff && (decoded < 0xd800 || decoded > 0xdfff);
  *value = whole ? decoded : *text;
  return whole ? length : 1;
}

/* Always ASCII, whatever bytes come. */
void json_string(FILE *out, const char *text) {
  fputc('"', out);
  for (const unsigned char *c = (const unsigned char *)text; *c;) {
    uint32_t value;
    c += character(c, &value);
    if (value == '"' || value == '\\') fprintf(out, "\\%c", (int)value);
    else if (value >= 0x10000) fprintf(out, "\\u%04x\\u%04x", 0xd7c0u + (value >> 10), 0xdc00u + (value & 0x3ffu));
    else if (value < 0x20 || value >= 0x7f) fprintf(out, "\\u%04x", value);
    else fputc((int)value, out);
  }
  fputc('"', out);
}

static void field(FILE *out, const char *name, const char *text) {
  fprintf(out, ",\"%s\":", name);
  if (text) json_string(out, text);
  else fputs("null", out);
}

static void number(FILE *out, const char *name, bool known, double value) {
  if (known) fprintf(out, "\"%s\":%.17g", name, value);
  else fprintf(out, "\"%s\":null", name);
}

static void layers(FILE *out, const struct outcome *outcome) {
  static const char *const own[] = {
      "\"user namespace\",\"net namespace\",", "\"user namespace of the slot\",\"net namespace of the slot\",",
      "\"user of its own\","};
  fprintf(out, ",\"layers\":[%s", own[outcome->isolation]);
  if (outcome->isolation != ISOLATION_BARE)
    fputs("\"mount namespace\",\"pid namespace\",\"ipc namespace\",\"uts namespace\","
          "\"cgroup namespace\",\"private root\",\"masked /proc\",", out);
  fputs("\"no_new_privs\",\"no capabilities\",\"seccomp allow-list\",\"rlimits\"", out);
  fprintf(out, ",\"landlock abi %d\"", outcome->landlock_abi);
  if (outcome->cgroup_version) fprintf(out, ",\"cgroup v%d\"", outcome->cgroup_version);
  fputc(']', out);
}

void report_write(int fd, const struct outcome *outcome) {
  FILE *out = fdopen(fd, "w");
  if (!out) die("outcome", "fdopen");
  const struct result *result = &outcome->result;
  bool ended = outcome->has_result && result->kind == 0;
  int status = result->wait_status;
  fputs("{\"outcome\":", out);
  json_string(out, outcome->name);
  fprintf(out, ",\"exit_code\":");
  if (ended && WIFEXITED(status)) fprintf(out, "%d", WEXITSTATUS(status));
  else fputs("null", out);
  fprintf(out, ",\"signal\":");
  if (ended && WIFSIGNALED(status)) fprintf(out, "%d", WTERMSIG(status));
  else fputs("null", out);
  const struct cgroup_usage *usage = &outcome->cgroup;
  uint64_t cpu = result->cpu_us > usage->cpu_us ? result->cpu_us : usage->cpu_us;
  fputs(",\"usage\":{", out);
  number(out, "cpu_seconds", ended || usage->has_cpu, (double)cpu / 1e6);
  fputc(',', out);
  number(out, "wall_seconds", true, (double)outcome->wall_us / 1e6);
  fputc(',', out);
  number(out, "peak_memory_bytes", ended || usage->has_memory,
         usage->has_memory ? (double)usage->peak_memory : (double)result->max_rss_kb * 1024);
  fputc(',', out);
  number(out, "processes_peak", usage->has_pids, (double)usage->peak_processes);
  fputc('}', out);
  field(out, "limit_hit", outcome->limit_hit);
  fputs(",\"violations\":[", out);
  for (size_t i = 0; i < outcome->violation_count; i++) {
    const struct violation *violation = &outcome->violations[i];
    fputs(i ? ",{\"syscall\":" : "{\"syscall\":", out);
    json_string(out, violation->syscall);
    field(out, "detail", violation->detail);
    fprintf(out, ",\"count\":%u,\"watched\":%s}", violation->count, violation->watched ? "true" : "false");
  }
  fprintf(out, "],\"violations_total\":%u,\"tier\":%d", outcome->violations_total, outcome->tier);
  layers(out, outcome);
  static const char *const streams[] = {"stdout", "stderr"};
  for (int i = 0; i < 2; i++) {
    const struct relay *relay = &outcome->relays[i];
    fprintf(out, ",\"%s_truncated\":%s,\"%s_bytes\":%llu,\"%s_tail\":%zu", streams[i],
            relay->truncated ? "true" : "false", streams[i], (unsigned long long)relay->bytes, streams[i],
            relay->tail_length);
  }
  fprintf(out, ",\"leftovers_killed\":%u", result->leftovers);
  if (outcome->has_result && result->kind == 1) {
    fputs(",\"error\":{\"stage\":", out);
    json_string(out, result->stage);
    fprintf(out, ",\"errno\":%d", result->error);
    field(out, "message", result->error ? strerror(result->error) : NULL);
    fputc('}', out);
  }
  fputs("}\n", out);
  if (fclose(out)) die("outcome", "write");
}

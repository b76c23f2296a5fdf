/* The outcome as JSON: the launcher's only answer. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void json_string(FILE *out, const char *text) {
  fputc('"', out);
  for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
    if (*c == '"' || *c == '\\') fprintf(out, "\\%c", *c);
    else if (*c < 0x20 || *c >= 0x7f) fprintf(out, "\\u%04x", *c);
    else fputc(*c, out);
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
          "\"cgroup namespace\",\"private root\",", out);
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
    fprintf(out, ",\"count\":%u}", violation->count);
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

/* What layered policies amount to: as JSON for people and tests, or as the filter itself. */
#include "launcher.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void field(const char *name, const char *text) {
  printf("\"%s\":", name);
  json_string(stdout, text);
}

static void explain_rule(const struct options *options, size_t index, uint32_t architecture) {
  static const char *const actions[] = {"allow", "errno", "report", "watch", "kill", "answer"};
  const struct rule *rule = &options->rules[index];
  putchar('{');
  field("action", actions[rule->action]);
  putchar(',');
  field("syscall", rule->syscall);
  printf(",\"number\":%d", seccomp_syscall_resolve_name_arch(architecture, rule->syscall));
  printf(",\"errno\":%d,\"argument\":%d,\"negated\":%s,\"mask\":%llu,\"value\":%llu,\"second\":%d,\"secondValue\":%llu,", rule->error,
         rule->argument, rule->negated ? "true" : "false", (unsigned long long)rule->mask,
         (unsigned long long)rule->value, rule->second, (unsigned long long)rule->second_value);
  field("why", options->reasons[index]);
  putchar('}');
}

static void explain(const struct options *options, uint32_t architecture) {
  static const char *const kinds[] = {"ro", "rw", "overlay", "layered", "tmpfs", "symlink", "see"};
  const char *comma = "";
  fputs("{\"rules\":[", stdout);
  for (size_t i = 0; i < options->rule_count; i++) {
    if (seccomp_overridden(options, i)) continue;
    fputs(comma, stdout);
    explain_rule(options, i, architecture);
    comma = ",\n";
  }
  fputs("],\"mounts\":[", stdout);
  for (size_t i = 0; i < options->mount_count; i++) {
    const struct mount_entry *entry = &options->mounts[i];
    fputs(i ? ",{" : "{", stdout);
    field("kind", kinds[entry->kind]);
    putchar(',');
    field("target", entry->target);
    printf(",\"optional\":%s,\"bytes\":%llu}", entry->optional ? "true" : "false",
           (unsigned long long)entry->size);
  }
  printf("],\"nests\":%s,\"environment\":[", options->nests ? "true" : "false");
  for (size_t i = 0; i < options->environment_count; i++) {
    if (i) putchar(',');
    json_string(stdout, options->environment[i]);
  }
  puts("]}");
}

int policy_main(int argc, char **argv) {
  errno = 0;
  if (argc < 3) die("usage", "policy explain|compile x86_64|aarch64 FILE...");
  uint32_t architecture = !strcmp(argv[1], "x86_64")    ? SCMP_ARCH_X86_64
                          : !strcmp(argv[1], "aarch64") ? SCMP_ARCH_AARCH64
                                                        : 0;
  if (!architecture) die("policy: x86_64 or aarch64, not", argv[1]);
  struct options *options = options_new();
  for (int i = 2; i < argc; i++) policy_read(argv[i], options);
  if (!strcmp(argv[0], "explain")) {
    explain(options, architecture);
  } else if (!strcmp(argv[0], "compile")) {
    if (isatty(1)) die("policy compile", "writes a binary filter; send it to a file");
    if (seccomp_export(options, architecture, 1)) die("policy compile", "libseccomp");
  } else {
    die("policy: explain or compile, not", argv[0]);
  }
  return fflush(stdout) ? 3 : 0;
}

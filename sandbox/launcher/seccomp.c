/* An allow-list filter: built by libseccomp before clone, loaded raw in the payload. */
#include "launcher.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint32_t action_of(const struct rule *rule) {
  switch ((enum rule_action)rule->action) {
    case RULE_ALLOW: return SCMP_ACT_ALLOW;
    case RULE_ERRNO: return SCMP_ACT_ERRNO((uint32_t)rule->error);
    case RULE_REPORT:
    case RULE_WATCH:
    case RULE_ANSWER: return SCMP_ACT_NOTIFY;
    case RULE_KILL: return SCMP_ACT_KILL_PROCESS;
  }
  return SCMP_ACT_KILL_PROCESS;
}

static bool same_condition(const struct rule *a, const struct rule *b) {
  return a->argument == b->argument && a->mask == b->mask && a->value == b->value &&
         a->negated == b->negated && a->second == b->second && a->second_value == b->second_value;
}

/* Later layers override earlier ones for the same syscall, unless their conditions differ. */
bool seccomp_overridden(const struct options *options, size_t index) {
  const struct rule *rule = &options->rules[index];
  for (size_t i = index + 1; i < options->rule_count; i++) {
    const struct rule *later = &options->rules[i];
    if (!strcmp(later->syscall, rule->syscall) &&
        (later->argument < 0 || rule->argument < 0 || same_condition(later, rule)))
      return true;
  }
  return false;
}

static int add_rule(scmp_filter_ctx context, const struct rule *rule) {
  int number = seccomp_syscall_resolve_name(rule->syscall);
  /* A name this libseccomp does not know stays denied by the default action. */
  if (number == __NR_SCMP_ERROR) return 0;
  if (action_of(rule) == SCMP_ACT_ERRNO(ENOSYS) && rule->argument < 0) return 0;
  struct scmp_arg_cmp compare[2] = {{.arg = (unsigned)rule->argument}};
  if (rule->negated) {
    compare[0].op = SCMP_CMP_NE;
    compare[0].datum_a = rule->value;
  } else {
    compare[0].op = SCMP_CMP_MASKED_EQ;
    compare[0].datum_a = rule->mask;
    compare[0].datum_b = rule->value;
  }
  compare[1] = (struct scmp_arg_cmp){(unsigned)rule->second, SCMP_CMP_MASKED_EQ, 0xffffffffu, rule->second_value};
  unsigned conditions = rule->argument < 0 ? 0 : rule->second ? 2 : 1;
  int rc = seccomp_rule_add_array(context, action_of(rule), number, conditions, compare);
  return rc == -EEXIST ? 0 : rc;
}

/* An architecture of 0 is the machine's own. */
int seccomp_export(const struct options *options, uint32_t architecture, int fd) {
  scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
  if (!context) return -1;
  int rc = seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  if (!rc) rc = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (!rc && architecture) {
    rc = seccomp_arch_remove(context, SCMP_ARCH_NATIVE);
    if (!rc) rc = seccomp_arch_add(context, architecture);
  }
  /* Of conditions that hold, the first one added decides: == goes before !=. */
  for (int negated = 0; negated < 2; negated++)
    for (size_t i = 0; i < options->rule_count && !rc; i++)
      if (options->rules[i].negated == negated && !seccomp_overridden(options, i))
        rc = add_rule(context, &options->rules[i]);
  if (!rc) rc = seccomp_export_bpf(context, fd);
  seccomp_release(context);
  if (rc) errno = -rc;
  return rc;
}

static bool compile(const struct options *options, struct filter_program *program) {
  struct stat status = {.st_size = 0};
  int fd = (int)syscall(SYS_memfd_create, "filter", MFD_CLOEXEC);
  bool made = fd >= 0 && !seccomp_export(options, 0, fd) && !fstat(fd, &status) &&
              (size_t)status.st_size <= sizeof program->instructions &&
              pread(fd, program->instructions, (size_t)status.st_size, 0) == status.st_size;
  int error = errno;
  if (fd >= 0) close(fd);
  errno = error;
  program->length = made ? (uint16_t)((size_t)status.st_size / sizeof(struct sock_filter)) : 0;
  return made;
}

/* Building a filter costs ten times what loading it does, and a slot runs the same few policies.
 * NULL and errno where this kernel or library cannot build it. */
const struct filter_program *seccomp_filter(const struct options *options) {
  static struct {
    struct rule rules[MAX_RULES];
    size_t count;
    struct filter_program program;
  } known[8];
  static size_t next;
  size_t size = options->rule_count * sizeof *options->rules;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].program.length && known[i].count == options->rule_count &&
        !memcmp(known[i].rules, options->rules, size))
      return &known[i].program;
  size_t place = next++ % (sizeof known / sizeof *known);
  memcpy(known[place].rules, options->rules, size);
  known[place].count = options->rule_count;
  return compile(options, &known[place].program) ? &known[place].program : NULL;
}

int seccomp_install(const struct filter_program *program) {
  struct sock_fprog filter = {.len = program->length, .filter = (struct sock_filter *)(uintptr_t)program->instructions};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
                      &filter);
}

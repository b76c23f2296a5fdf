/* What can be enforced here, found by doing: one child per capability, its errno the answer. */
#include "launcher.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int try_namespaces(void) {
  int pidfd, go[2];
  if (pipe(go)) return errno;
  pid_t child = namespaces_clone(&pidfd);
  if (child < 0) return errno;
  if (child == 0) {
    char byte;
    close(go[1]);
    if (read(go[0], &byte, 1) != 1) _exit(EPIPE);
    /* AppArmor lets unshare succeed and refuses later: go as far as a mount. */
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) _exit(errno);
    if (mount("tmpfs", "/tmp", "tmpfs", 0, "size=64k")) _exit(errno);
    _exit(0);
  }
  const char *failed = namespaces_map(child, geteuid() == 0);
  int saved = failed ? errno : 0, status;
  if (!failed && write(go[1], "g", 1) != 1) saved = EPIPE;
  close(go[0]);
  close(go[1]);
  waitpid(child, &status, 0);
  close(pidfd);
  return saved ? saved : WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

static int try_seccomp(void) {
  struct options options = {.rule_count = 0};
  static const char *const names[] = {"exit_group", "exit", "write", "close"};
  for (size_t i = 0; i < 4; i++) {
    options.rules[i] = (struct rule){.action = RULE_ALLOW, .argument = -1};
    memcpy(options.rules[i].syscall, names[i], strlen(names[i]) + 1);
  }
  options.rules[4] = (struct rule){.action = RULE_REPORT, .argument = -1, .syscall = "ptrace"};
  options.rule_count = 5;
  const struct filter_program *program = seccomp_filter(&options);
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) _exit(errno);
    _exit(seccomp_install(program) < 0 ? errno : 0);
  }
  int status;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

static void line(const char *id, int error, const char *detail, bool last) {
  printf("{\"id\":\"%s\",\"ok\":%s,\"errno\":%d,\"detail\":\"%s\"}%s", id,
         error ? "false" : "true", error, error ? strerror(error) : detail, last ? "" : ",");
}

int probe_main(void) {
  int namespaces = try_namespaces();
  int seccomp = try_seccomp();
  int abi = landlock_abi();
  struct cgroup group;
  struct limits limits = {.memory = 64u << 20, .processes = 8};
  cgroup_create(&group);
  int version = cgroup_limit(&group, &limits) ? 0 : group.version;
  cgroup_remove(&group, false);
  char detail[32];
  int tier = namespaces || seccomp || !abi ? 0 : version ? 1 : 2;
  printf("{\"tier\":%d,\"uid\":%d,\"capabilities\":[", tier, (int)geteuid());
  line("namespaces", namespaces, "user mount pid net ipc uts", false);
  line("seccomp", seccomp, "allow-list with notification", false);
  snprintf(detail, sizeof detail, "abi %d", abi);
  line("landlock", abi ? 0 : ENOSYS, detail, false);
  snprintf(detail, sizeof detail, "v%d", version);
  line("cgroup", version ? 0 : EACCES, detail, true);
  puts("]}");
  return tier ? 0 : 3;
}

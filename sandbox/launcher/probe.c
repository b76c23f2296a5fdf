/* Finds what can be enforced here by trying it: one child per capability, its errno is the answer. */
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

enum { CLONE = 1, MAPS, MOUNT, PROC };

/* Goes as far as a mount and a fresh /proc: AppArmor lets the clone succeed and refuses later,
 * and containers hide parts of /proc. The child's exit status is the stage, a pipe has its errno. */
static int try_namespaces(int *stage) {
  int pidfd, go[2], why[2], error = 0, status;
  *stage = CLONE;
  if (pipe(go) || pipe(why)) return errno;
  pid_t child = namespaces_clone(ISOLATION_FRESH, &pidfd);
  if (child < 0) return errno;
  if (child == 0) {
    char byte;
    close(go[1]);
    if (read(go[0], &byte, 1) != 1) _exit(MAPS);
    int failed = 0;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
        mount("tmpfs", "/sys", "tmpfs", 0, "size=64k"))
      failed = MOUNT;
    else if (mount("proc", "/sys", "proc", 0, NULL))
      failed = PROC;
    error = errno;
    if (failed && write(why[1], &error, sizeof error) != sizeof error) _exit(failed);
    _exit(failed);
  }
  close(why[1]);
  const char *failed = namespaces_map(child, geteuid() == 0);
  *stage = MAPS;
  if (failed) error = errno;
  else if (write(go[1], "g", 1) != 1) error = EPIPE;
  close(go[0]);
  close(go[1]);
  waitpid(child, &status, 0);
  close(pidfd);
  if (!error && (!WIFEXITED(status) || WEXITSTATUS(status))) {
    *stage = WIFEXITED(status) ? WEXITSTATUS(status) : MAPS;
    if (read(why[0], &error, sizeof error) != sizeof error) error = EIO;
  }
  close(why[0]);
  return error;
}

/* Without namespaces a run has a user of its own. */
static int try_user(void) {
  int status;
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) _exit(geteuid() ? EPERM : privileges_drop(bare_user(getpid()), ISOLATION_BARE, false) ? errno : 0);
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
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
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    const struct filter_program *program = seccomp_filter(&options);
    if (!program) _exit(errno ? errno : ENOSYS);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) _exit(errno);
    _exit(seccomp_install(program) < 0 ? errno : 0);
  }
  int status;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

static void line(const char *id, int error, const char *stage, const char *detail, bool last) {
  printf("{\"id\":\"%s\",\"ok\":%s,\"errno\":%d,\"stage\":\"%s\",\"detail\":\"%s\"}%s", id,
         error ? "false" : "true", error, error ? stage : "", error ? strerror(error) : detail,
         last ? "" : ",");
}

int probe_main(void) {
  static const char *const stages[] = {"", "clone3", "user and group maps", "mount", "fresh /proc"};
  int stage, namespaces = try_namespaces(&stage);
  int seccomp = try_seccomp();
  int abi = landlock_abi();
  struct cgroup group;
  struct limits limits = {.memory = 64u << 20, .processes = 8};
  cgroup_create(&group);
  int version = cgroup_limit(&group, &limits) ? 0 : group.version;
  cgroup_remove(&group, false);
  char detail[32];
  int user = try_user();
  int tier = seccomp || !abi ? 0 : !namespaces ? (version ? 1 : 2) : user ? 0 : 3;
  printf("{\"tier\":%d,\"uid\":%d,\"capabilities\":[", tier, (int)geteuid());
  line("namespaces", namespaces, stages[stage], "user mount pid net ipc uts", false);
  line("user", user, "setresuid", "one for each run, where namespaces are missing", false);
  line("seccomp", seccomp, "seccomp", "allow-list with notification", false);
  snprintf(detail, sizeof detail, "abi %d", abi);
  line("landlock", abi ? 0 : ENOSYS, "landlock", detail, false);
  snprintf(detail, sizeof detail, "v%d", version);
  line("cgroup", version ? 0 : EACCES, "cgroup", detail, true);
  puts("]}");
  return tier ? 0 : 3;
}

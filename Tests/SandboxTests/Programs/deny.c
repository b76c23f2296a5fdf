/* Runs a command on a machine that lacks a system call: deny NAME ERRNO COMMAND... */
#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 4) return 64;
  scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
  int call = seccomp_syscall_resolve_name(argv[1]);
  if (!context || seccomp_rule_add(context, SCMP_ACT_ERRNO(atoi(argv[2])), call, 0)) return 65;
  if (seccomp_load(context)) return 66;
  execvp(argv[3], argv + 3);
  return 67;
}

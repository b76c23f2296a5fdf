/* An allow-list filter: built by libseccomp before clone, loaded raw in the payload. */
#include "launcher.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint32_t action_of(const struct rule *rule) {
  switch (rule->action) {
    case RULE_ALLOW: return SCMP_ACT_ALLOW;
    case RULE_ERRNO: return SCMP_ACT_ERRNO((uint32_t)rule->error);
    case RULE_REPORT: return SCMP_ACT_NOTIFY;
    case RULE_KILL: return SCMP_ACT_KILL_PROCESS;
  }
  return SCMP_ACT_KILL_PROCESS;
}

/* Later layers override earlier ones for the same syscall, unless a condition sets them apart. */
static bool overridden(const struct options *options, size_t index) {
  const struct rule *rule = &options->rules[index];
  for (size_t i = index + 1; i < options->rule_count; i++) {
    const struct rule *later = &options->rules[i];
    if (!strcmp(later->syscall, rule->syscall) &&
        (later->argument < 0 || rule->argument < 0))
      return true;
  }
  return false;
}

struct filter_program seccomp_compile(const struct options *options) {
  scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
  if (!context) die("seccomp", "seccomp_init");
  int rc = seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  if (!rc) rc = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  for (size_t i = 0; i < options->rule_count && !rc; i++) {
    const struct rule *rule = &options->rules[i];
    if (overridden(options, i)) continue;
    int number = seccomp_syscall_resolve_name(rule->syscall);
    /* A name this libseccomp does not know stays denied by the default action. */
    if (number == __NR_SCMP_ERROR) continue;
    if (action_of(rule) == SCMP_ACT_ERRNO(ENOSYS) && rule->argument < 0) continue;
    struct scmp_arg_cmp compare = {.arg = (unsigned)rule->argument};
    if (rule->negated) {
      compare.op = SCMP_CMP_NE;
      compare.datum_a = rule->value;
    } else {
      compare.op = SCMP_CMP_MASKED_EQ;
      compare.datum_a = rule->mask;
      compare.datum_b = rule->value;
    }
    rc = seccomp_rule_add_array(context, action_of(rule), number, rule->argument >= 0 ? 1 : 0,
                                &compare);
    if (rc == -EEXIST) rc = 0;
    if (rc) {
      errno = -rc;
      die("seccomp rule", rule->syscall);
    }
  }
  int fd = (int)syscall(SYS_memfd_create, "filter", MFD_CLOEXEC);
  if (rc || fd < 0) die("seccomp", "building the filter");
  rc = seccomp_export_bpf(context, fd);
  seccomp_release(context);
  struct stat status;
  if (rc || fstat(fd, &status)) die("seccomp", "seccomp_export_bpf");
  struct filter_program program = {
      .length = (unsigned short)((size_t)status.st_size / sizeof(struct sock_filter)),
      .instructions = malloc((size_t)status.st_size)};
  if (!program.instructions) die("memory", "filter");
  if (pread(fd, program.instructions, (size_t)status.st_size, 0) != status.st_size)
    die("seccomp", "reading the filter");
  close(fd);
  return program;
}

int seccomp_install(const struct filter_program *program) {
  struct sock_fprog filter = {.len = program->length, .filter = program->instructions};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
                      &filter);
}

int send_descriptor(int socket, int descriptor) {
  char byte = 'f', control[CMSG_SPACE(sizeof(int))] = {0};
  struct iovec vector = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = sizeof control};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

int receive_descriptor(int socket) {
  char byte, control[CMSG_SPACE(sizeof(int))];
  struct iovec vector = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = sizeof control};
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != 1) return -1;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_type != SCM_RIGHTS) return -1;
  int descriptor;
  memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
  return descriptor;
}

/* Says in words what the arguments mean, for the calls people meet. */
static void describe(const char *name, const struct seccomp_data *data, char *out, size_t size) {
  if (!strcmp(name, "socket") || !strcmp(name, "socketpair")) {
    const char *family;
    switch ((int)data->args[0]) {
      case AF_INET: family = "an IPv4 socket"; break;
      case AF_INET6: family = "an IPv6 socket"; break;
      case AF_NETLINK: family = "a netlink socket"; break;
      case AF_PACKET: family = "a raw packet socket"; break;
      case 38: family = "a kernel crypto socket"; break;
      case 40: family = "a vsock socket"; break;
      default: family = "a socket of another family"; break;
    }
    snprintf(out, size, "tried to open %s; this run has no network", family);
  } else if (!strcmp(name, "clone") || !strcmp(name, "unshare") || !strcmp(name, "setns")) {
    snprintf(out, size, "tried to enter or create a namespace (flags 0x%llx)",
             (unsigned long long)data->args[0]);
  } else if (!strcmp(name, "ptrace") || !strncmp(name, "process_vm", 10)) {
    snprintf(out, size, "tried to look into another process");
  } else if (strstr(name, "mount") || !strcmp(name, "pivot_root") || !strcmp(name, "chroot")) {
    snprintf(out, size, "tried to change the file system layout");
  } else {
    snprintf(out, size, "tried %s, which this run may not use", name);
  }
}

static void record(struct outcome *outcome, const char *name, const struct seccomp_data *data) {
  char detail[sizeof outcome->violations[0].detail];
  describe(name, data, detail, sizeof detail);
  outcome->violations_total++;
  for (size_t i = 0; i < outcome->violation_count; i++) {
    struct violation *known = &outcome->violations[i];
    if (!strcmp(known->syscall, name) && !strcmp(known->detail, detail)) {
      known->count++;
      return;
    }
  }
  if (outcome->violation_count == MAX_VIOLATIONS) return;
  struct violation *added = &outcome->violations[outcome->violation_count++];
  snprintf(added->syscall, sizeof added->syscall, "%s", name);
  memcpy(added->detail, detail, sizeof detail);
  added->count = 1;
}

bool seccomp_answer(int listener, struct outcome *outcome) {
  struct seccomp_notif request;
  memset(&request, 0, sizeof request);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request)) return errno == EINTR || errno == ENOENT;
  char *name = seccomp_syscall_resolve_num_arch(request.data.arch, request.data.nr);
  record(outcome, name ? name : "unknown", &request.data);
  free(name);
  struct seccomp_notif_resp response = {.id = request.id, .error = -EPERM};
  /* ENOENT: the caller died meanwhile; nothing to answer. */
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) && errno != ENOENT) return false;
  return true;
}

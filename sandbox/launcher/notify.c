/* System calls that a policy reports or watches: denied with EPERM or let through, counted and described.
 * And those that the launcher answers itself. */
#include "launcher.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* Describes the arguments of the most frequent of them. */
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
  } else if (!strcmp(name, "inotify_add_watch")) {
    snprintf(out, size, "tried to watch files that others use, too");
  } else if (strstr(name, "mount") || !strcmp(name, "pivot_root") || !strcmp(name, "chroot")) {
    snprintf(out, size, "tried to change the file system layout");
  } else {
    snprintf(out, size, "tried %s, which this run may not use", name);
  }
}

static void record(struct outcome *outcome, const char *name, const char *detail, bool watched) {
  if (!watched) outcome->violations_total++;
  for (size_t i = 0; i < outcome->violation_count; i++) {
    struct violation *known = &outcome->violations[i];
    if (!strcmp(known->syscall, name) && !strcmp(known->detail, detail)) {
      known->count++;
      return;
    }
  }
  /* Half of the places are for what was denied: addresses that a run tries one after the other must not hide that. */
  if (outcome->violation_count == MAX_VIOLATIONS || (watched && outcome->watched_count == MAX_VIOLATIONS / 2)) return;
  if (watched) outcome->watched_count++;
  struct violation *added = &outcome->violations[outcome->violation_count++];
  snprintf(added->syscall, sizeof added->syscall, "%s", name);
  snprintf(added->detail, sizeof added->detail, "%s", detail);
  added->count = 1;
  added->watched = watched;
}

/* What the last rule about a call, but for those that allow it, does. */
static enum rule_action action_on(const struct options *options, const char *name) {
  for (size_t i = options->rule_count; i > 0; i--) {
    const struct rule *rule = &options->rules[i - 1];
    if (rule->action != RULE_ALLOW && !strcmp(rule->syscall, name)) return (enum rule_action)rule->action;
  }
  return RULE_REPORT;
}

bool notify_answer(int listener, const struct options *options, struct outcome *outcome) {
  struct seccomp_notif request;
  memset(&request, 0, sizeof request);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request)) return errno == EINTR || errno == ENOENT;
  char *known = seccomp_syscall_resolve_num_arch(request.data.arch, request.data.nr);
  const char *name = known ? known : "unknown";
  char detail[sizeof outcome->violations[0].detail];
  enum rule_action action = action_on(options, name);
  bool watched = action == RULE_WATCH, answered = action == RULE_ANSWER, refused = !watched && !answered;
  struct seccomp_notif_resp response = {.id = request.id, .error = -EPERM};
  if (answered) {
    int said = answer(listener, options, name, &request, &refused);
    response.error = said < 0 ? said : 0;
    response.val = said < 0 ? 0 : said;
  } else if (watched) {
    /* What was read is the caller's only if the caller was still there afterwards. */
    if (watch_describe((pid_t)request.pid, name, &request.data, detail, sizeof detail) &&
        !ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &request.id))
      record(outcome, name, detail, true);
  }
  if (refused) {
    describe(name, &request.data, detail, sizeof detail);
    /* Tools that watch all of a project's folders mean no harm: told, like what is watched, it decides nothing. */
    record(outcome, name, detail, answered);
  }
  free(known);
  /* Whoever is ended for it must not go on before. */
  if (options->nests && refused && !answered) return true;
  /* The filter allows a watched call whatever its arguments are by now; where it leads is the namespace's to refuse. */
  if (watched) response = (struct seccomp_notif_resp){.id = request.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
  /* ENOENT: the caller died meanwhile; nothing to answer. */
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) && errno != ENOENT) return false;
  return true;
}

/* Limits and privileges of the payload: setrlimit(2), capabilities(7), no_new_privs. */
#include "launcher.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int set(__rlimit_resource_t resource, uint64_t soft, uint64_t hard) {
  struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
  return setrlimit(resource, &limit);
}

const char *limits_apply(const struct limits *limits, bool cgroup) {
  /* A cgroup counts all processes and names the limit; one that is killed by its own ends as any failure. */
  uint64_t cpu = (limits->cpu_ms + 999) / 1000 + (cgroup ? 2 : 0);
  if (limits->cpu_ms && set(RLIMIT_CPU, cpu, cpu + 1)) return "RLIMIT_CPU";
  if (set(RLIMIT_CORE, 0, 0)) return "RLIMIT_CORE";
  if (set(RLIMIT_NOFILE, limits->open_files, limits->open_files)) return "RLIMIT_NOFILE";
  if (set(RLIMIT_MEMLOCK, 65536, 65536)) return "RLIMIT_MEMLOCK";
  if (set(RLIMIT_MSGQUEUE, 0, 0)) return "RLIMIT_MSGQUEUE";
  if (set(RLIMIT_STACK, 8u << 20, 64u << 20)) return "RLIMIT_STACK";
  uint64_t file = limits->file_size ? limits->file_size : limits->disk;
  /* One page of slack, so that a full private memory answers ENOSPC before EFBIG. */
  if (file && set(RLIMIT_FSIZE, file + 4096, file + 4096)) return "RLIMIT_FSIZE";
  /* Counted per user namespace since Linux 5.14, so it is ours alone. */
  if (!cgroup && limits->processes && set(RLIMIT_NPROC, limits->processes, limits->processes))
    return "RLIMIT_NPROC";
  if (!cgroup && limits->memory && set(RLIMIT_DATA, limits->memory, limits->memory))
    return "RLIMIT_DATA";
  return NULL;
}

static const struct __user_cap_header_struct version = {.version = _LINUX_CAPABILITY_VERSION_3};
static const uint32_t nesting = 1u << CAP_SYS_ADMIN;

static int set_capabilities(uint32_t kept) {
  struct __user_cap_header_struct header = version;
  struct __user_cap_data_struct data[2] = {{.effective = kept, .permitted = kept, .inheritable = kept}};
  return (int)syscall(SYS_capset, &header, data);
}

const char *capabilities_bound(void) {
  struct __user_cap_header_struct header = version;
  struct __user_cap_data_struct data[2];
  /* Once out of the bounding set it could not become inheritable; a command that may not nest loses it with the rest. */
  if (syscall(SYS_capget, &header, data)) return "capget";
  data[0].inheritable = data[0].permitted & nesting;
  if (syscall(SYS_capset, &header, data)) return "capset";
  for (int capability = 0; capability < 64; capability++) {
    if (!prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) continue;
    return errno == EINVAL ? NULL : "PR_CAPBSET_DROP"; /* beyond the kernel's last one */
  }
  return NULL;
}

const char *privileges_drop(uid_t user, enum isolation isolation, bool nests) {
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)) return "PR_CAP_AMBIENT";
  if (nests && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)) return "PR_SET_KEEPCAPS";
  if (user) {
    const gid_t group = BARE_GROUP;
    if (setgroups(isolation == ISOLATION_BARE ? 1 : 0, &group)) return "setgroups";
    if (setresgid(user, user, user)) return "setresgid";
    if (setresuid(user, user, user)) return "setresuid";
  }
  if (set_capabilities(nests ? nesting : 0)) return "capset";
  if (nests && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0)) return "PR_CAP_AMBIENT";
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return "no_new_privs";
  return NULL;
}

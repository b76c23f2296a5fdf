/* A jail is made ahead of its run, used once and thrown away. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void failed(struct jail *jail, const char *stage) {
  jail->failed = stage;
  jail->error = errno;
}

void jail_prepare(struct jail *jail, enum isolation isolation) {
  bool root = geteuid() == 0;
  int channel[2], status[2];
  memset(jail, 0, sizeof *jail);
  jail->isolation = isolation;
  jail->init = -1;
  jail->pidfd = jail->channel = jail->status = -1;
  if (isolation != ISOLATION_BARE) proc_remember();
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel)) die("socketpair", "channel");
  if (pipe2(status, O_CLOEXEC)) die("pipe2", "status");
  cgroup_create(&jail->group);
  jail->init = namespaces_clone(isolation, &jail->pidfd);
  if (jail->init == 0) {
    struct jail own = {.isolation = isolation, .group = jail->group, .init = getpid(), .pidfd = -1,
                       .channel = channel[1], .status = status[1]};
    own.user = isolation == ISOLATION_BARE ? bare_user(own.init) : root ? INNER_UID : 0;
    serve_forget();
    close(channel[0]);
    close(status[0]);
    init_main(&own);
  }
  if (jail->init < 0) failed(jail, isolation == ISOLATION_BARE ? "a user of its own needs root" : "clone3 namespaces");
  close(channel[1]);
  close(status[1]);
  jail->channel = channel[0];
  jail->status = status[0];
  if (jail->init < 0) return;
  const char *stage = isolation == ISOLATION_FRESH ? namespaces_map(jail->init, root) : NULL;
  if (stage) failed(jail, stage);
  else if (send(jail->channel, "g", 1, MSG_NOSIGNAL) != 1) failed(jail, "channel");
}

/* Without a pid namespace others would outlive init, so it is asked to end them first. */
void jail_kill(const struct jail *jail) {
  int number = jail->isolation == ISOLATION_BARE ? SIGTERM : SIGKILL;
  syscall(SYS_pidfd_send_signal, jail->pidfd, number, NULL, 0);
}

void jail_discard(struct jail *jail, bool keep) {
  close_descriptor(&jail->channel);
  if (jail->init > 0) {
    syscall(SYS_pidfd_send_signal, jail->pidfd, SIGKILL, NULL, 0);
    while (waitpid(jail->init, NULL, 0) < 0 && errno == EINTR) continue;
    /* If init was killed, the processes of its run were not. */
    if (jail->isolation == ISOLATION_BARE) bare_sweep(bare_user(jail->init));
    jail->init = -1;
  }
  close_descriptor(&jail->pidfd);
  close_descriptor(&jail->status);
  cgroup_remove(&jail->group, keep);
}

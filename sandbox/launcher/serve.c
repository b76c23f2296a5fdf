/* The zygote of one worker slot: reads requests over a SOCK_SEQPACKET socket on descriptor 0.
 * A request is one byte with five descriptors: the words of 'run' (each ended by NUL), the file for
 * the outcome, and the command's standard input, output and error. A sixth is a socket of a peer that
 * gets the run's gate (gate.c). The answer is "d" when the outcome is written, else "e" and a text, after which the zygote ends. A message from
 * the peer, or its end, stops the command that runs. */
#include "launcher.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REQUEST, OUTCOME, INPUT, OUTPUT, ERROR, GATE, DESCRIPTORS };

static bool serving;

bool serve_answer_failure(const char *text) {
  if (!serving) return false;
  char answer[520] = "e";
  strncat(answer, text, sizeof answer - 2);
  return send(0, answer, strlen(answer), MSG_NOSIGNAL) > 0;
}

/* For init, which answers no peer: its failures go to the monitor. */
void serve_forget(void) { serving = false; }

int serve_main(enum isolation isolation) {
  struct jail jail;
  serving = true;
  wipe_environment("ASSAY_CGROUP=");
  if (syscall(SYS_close_range, 3U, ~0U, 0U)) die("close_range", "inherited descriptors");
  if (isolation == ISOLATION_SLOT) namespaces_share();
  options_current(); /* shared with every init */
  for (;;) {
    /* Made before the request comes, so that a run does not wait for its namespaces. */
    jail_prepare(&jail, isolation);
    int descriptors[DESCRIPTORS] = {-1, -1, -1, -1, -1, -1};
    int count = receive_descriptors(0, descriptors, DESCRIPTORS, 0);
    /* The peer has gone, or a signal has come. */
    if (count == 0 || (count < 0 && errno == EINTR)) break;
    errno = 0;
    if (count < GATE) die("request", "needs five or six descriptors");
    struct options *options = options_new();
    request_parse(descriptors[REQUEST], options);
    options->control = 0;
    options->meta = descriptors[OUTCOME];
    options->input = descriptors[INPUT];
    options->output = descriptors[OUTPUT];
    options->error = descriptors[ERROR];
    options->gate = descriptors[GATE];
    monitor_run(options, &jail);
    close_descriptor(&descriptors[REQUEST]);
    close_descriptor(&options->input);
    close_descriptor(&options->output);
    close_descriptor(&options->error);
    close_descriptor(&options->gate);
    bool answered = send(0, "d", 1, MSG_NOSIGNAL) == 1;
    jail_discard(&jail, true);
    if (!answered) break;
  }
  jail_discard(&jail, false);
  return 0;
}

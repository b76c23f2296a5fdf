/* The zygote of one worker slot: reads requests over a SOCK_SEQPACKET socket on descriptor 0.
 * A request is one byte with five descriptors: the words of 'run' (each ended by NUL), the place of
 * the outcome, and the command's standard input, output and error. Its answer is "d" when the
 * outcome is written, else "e" and a text, after which the zygote ends. Any word or the end of the
 * peer while a command runs stops that command. */
#include "launcher.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REQUEST, OUTCOME, INPUT, OUTPUT, ERROR, DESCRIPTORS, MAX_REQUEST = 1 << 20, MAX_WORDS = 8192 };

static bool serving;
extern char **environ;

bool serve_answer_failure(const char *text) {
  if (!serving) return false;
  char answer[520] = "e";
  strncat(answer, text, sizeof answer - 2);
  return send(0, answer, strlen(answer), MSG_NOSIGNAL) > 0;
}

static size_t read_words(int fd, char **words) {
  static char request[MAX_REQUEST + 1];
  struct stat status;
  errno = 0;
  if (fstat(fd, &status) || !S_ISREG(status.st_mode)) die("request", "is not a file of memory");
  if (status.st_size <= 0 || status.st_size > MAX_REQUEST) die("request", "exceeds 1 MiB or is empty");
  size_t length = 0;
  while (length < (size_t)status.st_size) {
    ssize_t got = pread(fd, request + length, (size_t)status.st_size - length, (off_t)length);
    if (got <= 0) die("request", "cannot be read");
    length += (size_t)got;
  }
  request[length] = 0;
  size_t count = 0;
  for (char *word = request; word < request + length; word += strlen(word) + 1) {
    if (count == MAX_WORDS) die("request", "has too many words");
    words[count++] = word;
  }
  words[count] = NULL;
  return count;
}

int serve_main(void) {
  static char *words[MAX_WORDS + 1];
  serving = true;
  for (char **entry = environ; entry && *entry; entry++)
    if (strncmp(*entry, "ASSAY_CGROUP=", 13)) memset(*entry, 0, strlen(*entry));
  if (syscall(SYS_close_range, 3U, ~0U, 0U)) die("close_range", "inherited descriptors");
  for (;;) {
    int descriptors[DESCRIPTORS] = {-1, -1, -1, -1, -1};
    int count = receive_descriptors(0, descriptors, DESCRIPTORS, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) break; /* the peer has gone */
    errno = 0;
    if (count != DESCRIPTORS) die("request", "needs five descriptors");
    struct options *options = options_new();
    options->control = 0;
    options->meta = descriptors[OUTCOME];
    options->input = descriptors[INPUT];
    options->output = descriptors[OUTPUT];
    options->error = descriptors[ERROR];
    size_t word_count = read_words(descriptors[REQUEST], words);
    close_descriptor(&descriptors[REQUEST]);
    options_parse(words, word_count, options);
    monitor_run(options);
    close_descriptor(&options->input);
    close_descriptor(&options->output);
    close_descriptor(&options->error);
    if (send(0, "d", 1, MSG_NOSIGNAL) != 1) break;
  }
  struct cgroup kept = {.version = 1};
  cgroup_remove(&kept, false);
  return 0;
}

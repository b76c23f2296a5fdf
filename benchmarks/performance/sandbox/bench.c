/* Times one command under several sandboxes, interleaved, and prints ratios to a plain spawn.
 * usage: bench ROUNDS JAIL, then lines "name<TAB>word word ..." on standard input;
 * a line "jail MODE ..." is run through `JAIL serve --isolation MODE` with the rest as its request. */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <fcntl.h>
#include <unistd.h>

enum { MAX_VARIANTS = 16, MAX_WORDS = 128, MAX_ROUNDS = 4000 };
extern char **environ;

struct variant {
  char name[64], text[8192], *words[MAX_WORDS];
  int count, socket;
  double seconds[MAX_ROUNDS];
};

static struct variant variants[MAX_VARIANTS];
static int variant_count, rounds;

static void fail(const char *what) {
  perror(what);
  exit(3);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static pid_t spawn(char **words, int input) {
  posix_spawn_file_actions_t actions;
  pid_t pid;
  posix_spawn_file_actions_init(&actions);
  if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, 0);
  if (input < 0) posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if ((errno = posix_spawnp(&pid, words[0], &actions, NULL, words, environ))) fail(words[0]);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

static void run_plain(struct variant *v) {
  int status;
  if (waitpid(spawn(v->words, -1), &status, 0) < 0) fail("waitpid");
  if (status) {
    fprintf(stderr, "bench: %s ended with %d\n", v->name, status);
    exit(3);
  }
}

static void run_jail(struct variant *v) {
  int fds[5] = {memfd_create("request", MFD_CLOEXEC), memfd_create("outcome", MFD_CLOEXEC),
                open("/dev/null", O_RDWR | O_CLOEXEC), memfd_create("out", MFD_CLOEXEC),
                memfd_create("err", MFD_CLOEXEC)};
  char request[8192], control[CMSG_SPACE(sizeof fds)] = {0}, byte = 'r', answer[600], outcome[4096];
  size_t length = 0;
  for (int i = 2; i < v->count; i++) {
    size_t size = strlen(v->words[i]) + 1;
    memcpy(request + length, v->words[i], size);
    length += size;
  }
  if (write(fds[0], request, length) != (ssize_t)length) fail("request");
  struct iovec vector = {&byte, 1};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = sizeof control};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof fds);
  memcpy(CMSG_DATA(header), fds, sizeof fds);
  if (sendmsg(v->socket, &message, 0) != 1) fail("sendmsg");
  ssize_t got = recv(v->socket, answer, sizeof answer - 1, 0);
  if (got < 1 || answer[0] != 'd') {
    answer[got < 0 ? 0 : got] = 0;
    fprintf(stderr, "bench: %s: %s\n", v->name, answer);
    exit(3);
  }
  ssize_t size = pread(fds[1], outcome, sizeof outcome - 1, 0);
  outcome[size < 0 ? 0 : size] = 0;
  if (!strstr(outcome, "\"outcome\":\"exited\",\"exit_code\":0")) {
    fprintf(stderr, "bench: %s: %s\n", v->name, outcome);
    exit(3);
  }
  for (int i = 0; i < 5; i++) close(fds[i]);
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double quantile(const double *values, int count, double share) {
  static double sorted[MAX_ROUNDS];
  memcpy(sorted, values, sizeof *values * (size_t)count);
  qsort(sorted, (size_t)count, sizeof *sorted, ascending);
  return sorted[(int)(share * (count - 1))];
}

int main(int argc, char **argv) {
  char line[8192];
  if (argc != 3 || (rounds = atoi(argv[1])) < 1 || rounds > MAX_ROUNDS) return 64;
  while (variant_count < MAX_VARIANTS && fgets(line, sizeof line, stdin)) {
    struct variant *v = &variants[variant_count];
    char *tab = strchr(line, '\t'), *rest;
    if (!tab) continue;
    *tab = 0;
    snprintf(v->name, sizeof v->name, "%s", line);
    snprintf(v->text, sizeof v->text, "%s", tab + 1);
    v->text[strcspn(v->text, "\n")] = 0;
    for (char *w = strtok_r(v->text, " ", &rest); w && v->count < MAX_WORDS - 1; w = strtok_r(NULL, " ", &rest))
      v->words[v->count++] = w;
    if (!strcmp(v->words[0], "jail")) {
      int ends[2];
      char *serve[] = {argv[2], "serve", "--isolation", v->words[1], NULL};
      if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)) fail("socketpair");
      spawn(serve, ends[1]);
      close(ends[1]);
      v->socket = ends[0];
    }
    variant_count++;
  }
  for (int round = -3; round < rounds; round++)
    for (int i = 0; i < variant_count; i++) {
      struct variant *v = &variants[(i + round + 3) % variant_count];
      double start = now();
      v->socket ? run_jail(v) : run_plain(v);
      if (round >= 0) v->seconds[round] = now() - start;
    }
  printf("| %s | p10 ms | median ms | ratio p10 | ratio, paired median |\n| --- | --- | --- | --- | --- |\n", "under");
  for (int i = 0; i < variant_count; i++) {
    static double ratios[MAX_ROUNDS];
    struct variant *v = &variants[i];
    for (int k = 0; k < rounds; k++) ratios[k] = v->seconds[k] / variants[0].seconds[k];
    printf("| %s | %.2f | %.2f | %.2f | %.2f |\n", v->name, quantile(v->seconds, rounds, 0.1) * 1e3,
           quantile(v->seconds, rounds, 0.5) * 1e3,
           quantile(v->seconds, rounds, 0.1) / quantile(variants[0].seconds, rounds, 0.1),
           quantile(ratios, rounds, 0.5));
  }
  return 0;
}

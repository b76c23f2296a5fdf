/* Messages of a zygote and the descriptors that come with them: serve.c, descriptors.c. */
#include "../launcher/serve.c"

#include "check.h"

#include <fcntl.h>

static int pair[2];

static void open_pair(void) {
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) abort();
}

static int open_descriptors(void) {
  int count = 0;
  for (int fd = 0; fd < 64; fd++) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

static void descriptors(void) {
  const int sent[] = {1, 1, 1, 1, 1, 1, 1, 1};
  for (int count = 1; count <= 8; count++) {
    open_pair();
    int before = open_descriptors(), received[DESCRIPTORS] = {-1, -1, -1, -1, -1, -1};
    CHECK(!send_descriptors(pair[1], sent, count), "%d descriptors cannot be sent", count);
    int came = receive_descriptors(pair[0], received, DESCRIPTORS, 0);
    CHECK(came == (count < DESCRIPTORS ? count : DESCRIPTORS), "%d of %d came", came, count);
    for (int i = 0; i < DESCRIPTORS; i++) {
      CHECK((received[i] >= 0) == (i < came), "descriptor %d is %d", i, received[i]);
      close_descriptor(&received[i]);
    }
    CHECK(open_descriptors() == before, "one of %d descriptors stays open", count);
    close(pair[0]), close(pair[1]);
  }
  open_pair();
  int received[DESCRIPTORS];
  CHECK(send(pair[1], "f", 1, 0) == 1 && receive_descriptors(pair[0], received, DESCRIPTORS, 0) == -1,
        "a message without descriptors");
  CHECK(receive_descriptors(pair[0], received, DESCRIPTORS, MSG_DONTWAIT) == -1 && errno == EAGAIN, "no message");
  close(pair[1]);
  CHECK(receive_descriptors(pair[0], received, DESCRIPTORS, 0) == 0, "a peer that is gone");
  close(pair[0]);
}

static void failures(void) {
  char text[2000], answer[2000] = "";
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = 0;
  open_pair();
  int input = dup(0);
  dup2(pair[0], 0);
  CHECK(!serve_answer_failure("nobody asked"), "an answer to nobody");
  serving = true;
  static const struct { size_t length, answer; } cases[] = {{0, 1}, {1, 2}, {518, 519}, {519, 519}, {1999, 519}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    CHECK(serve_answer_failure(text + sizeof text - 1 - cases[i].length), "%zu bytes", cases[i].length);
    ssize_t length = recv(pair[1], answer, sizeof answer, MSG_DONTWAIT);
    CHECK(length == (ssize_t)cases[i].answer && answer[0] == 'e', "%zu bytes: %zd", cases[i].length, length);
  }
  errno = ENOENT;
  TRIAL(die("stage", text));
  ssize_t length = recv(pair[1], answer, sizeof answer, MSG_DONTWAIT);
  CHECK(trial.code == 3 && !*trial.said, "what is served is not said elsewhere: %s", trial.said);
  CHECK(length > 0 && !strncmp(answer, "estage: xxx", 11), "the answer: %.12s", answer);
  serve_forget();
  errno = 0;
  TRIAL(die("stage", "detail"));
  CHECK(recv(pair[1], answer, sizeof answer, MSG_DONTWAIT) < 0, "init answers nobody");
  CHECK(!strcmp(trial.said, "assay-jail: stage: detail\n"), "what init says: %s", trial.said);
  dup2(input, 0);
  close(input), close(pair[0]), close(pair[1]);
}

void test_serve(void) {
  descriptors();
  failures();
}

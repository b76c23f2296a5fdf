/* One output stream on its way out: the head up to the limit, and the last bytes of what came after. */
#include "launcher.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void write_all(int fd, const char *bytes, size_t length) {
  while (length) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return; /* the reader is gone; the run goes on without it */
    bytes += written;
    length -= (size_t)written;
  }
}

static void keep_tail(struct relay *relay, const char *bytes, size_t length) {
  if (length >= TAIL) {
    memcpy(relay->tail, bytes + length - TAIL, TAIL);
    relay->tail_length = TAIL;
    return;
  }
  size_t keep = relay->tail_length < TAIL - length ? relay->tail_length : TAIL - length;
  memmove(relay->tail, relay->tail + relay->tail_length - keep, keep);
  memcpy(relay->tail + keep, bytes, length);
  relay->tail_length = keep + length;
}

/* Moves at most one page, so that a write after POLLOUT on a pipe never blocks; says whether the
 * stream has gone beyond its limit. */
bool relay_once(struct relay *relay, uint64_t limit) {
  char buffer[4096];
  ssize_t length = read(relay->from, buffer, sizeof buffer);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (length <= 0) {
    close_descriptor(&relay->from);
    return false;
  }
  uint64_t before = relay->bytes;
  relay->bytes += (uint64_t)length;
  size_t keep = (size_t)length;
  if (limit && relay->bytes > limit) {
    keep = before < limit ? (size_t)(limit - before) : 0;
    relay->truncated = true;
    keep_tail(relay, buffer + keep, (size_t)length - keep);
  }
  write_all(relay->to, buffer, keep);
  return relay->truncated;
}

void relay_end(struct relay *relay) {
  write_all(relay->to, relay->tail, relay->tail_length);
  close_descriptor(&relay->from);
}

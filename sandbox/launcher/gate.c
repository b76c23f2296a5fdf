/* The gate of a run: a socket that listens on the loopback inside, and is answered by a peer outside.
 * It is the only way out of the run's own network, and leads nowhere but to that peer. */
#include "launcher.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

const char *gate_open(int peer) {
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(GATE_PORT)};
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return "gate socket";
  if (bind(listener, (const struct sockaddr *)&place, sizeof place)) return "gate bind";
  if (listen(listener, 64)) return "gate listen";
  if (send_descriptors(peer, &listener, 1)) return "gate peer";
  close_descriptor(&listener);
  return NULL;
}

/* Addresses outside of a run's own network that it tries to reach. Telling them decides nothing: no way leads there. */
#include "launcher.h"

#include <arpa/inet.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Describes a call whose address leads outside; false for all others, and for those that cannot be read. */
bool watch_describe(pid_t process, const char *name, const struct seccomp_data *data, char *out, size_t size) {
  size_t place = strcmp(name, "sendto") ? 1 : 4;
  struct sockaddr_storage address;
  memset(&address, 0, sizeof address);
  size_t length = data->args[place + 1] < sizeof address ? (size_t)data->args[place + 1] : sizeof address;
  struct iovec into = {&address, length}, from = {(void *)(uintptr_t)data->args[place], length};
  if (!data->args[place] || process_vm_readv(process, &into, 1, &from, 1, 0) != (ssize_t)length) return false;
  const struct sockaddr_in *four = (const struct sockaddr_in *)&address;
  const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address;
  char text[INET6_ADDRSTRLEN];
  in_port_t port;
  bool own;
  if (address.ss_family == AF_INET && length >= sizeof *four) {
    uint32_t number = ntohl(four->sin_addr.s_addr);
    /* Any address stands for the run's own. */
    own = number >> 24 == 127 || !number;
    port = ntohs(four->sin_port);
    if (!inet_ntop(AF_INET, &four->sin_addr, text, sizeof text)) return false;
  } else if (address.ss_family == AF_INET6 && length >= sizeof *six) {
    own = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr) || IN6_IS_ADDR_UNSPECIFIED(&six->sin6_addr) ||
          (IN6_IS_ADDR_V4MAPPED(&six->sin6_addr) && six->sin6_addr.s6_addr[12] == 127);
    port = ntohs(six->sin6_port);
    if (!inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text)) return false;
  } else {
    return false;
  }
  /* Without a list of name servers, resolvers ask the run's own. */
  if (own && port == 53) snprintf(out, size, "tried to look up a host's name; this run has no network but its own");
  else if (!own) snprintf(out, size, "tried to reach %s port %u; this run has no network but its own", text, port);
  return !own || port == 53;
}

/* Descriptors that travel over a socket: unix(7), SCM_RIGHTS. */
#include "launcher.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void close_descriptor(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

enum { MOST = 8 };

int send_descriptors(int socket, const int *descriptors, int count) {
  char byte = 'f', control[CMSG_SPACE(MOST * sizeof(int))] = {0};
  size_t size = (size_t)count * sizeof(int);
  struct iovec vector = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = CMSG_SPACE(size)};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(size);
  memcpy(CMSG_DATA(header), descriptors, size);
  return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

/* Returns how many came, 0 at the peer's end, -1 when nothing can be had. */
int receive_descriptors(int socket, int *descriptors, int capacity, int flags) {
  char byte, control[CMSG_SPACE(MOST * sizeof(int))];
  struct iovec vector = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = sizeof control};
  ssize_t length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | flags);
  if (length <= 0) return (int)length;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_type != SCM_RIGHTS) return -1;
  int count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
  int received[MOST];
  if (count > MOST) return -1;
  memcpy(received, CMSG_DATA(header), (size_t)count * sizeof(int));
  for (int i = 0; i < count; i++) {
    if (i < capacity) descriptors[i] = received[i];
    else close(received[i]);
  }
  return count < capacity ? count : capacity;
}

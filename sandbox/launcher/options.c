/* What one run is: its words, parsed into memory that the next request uses again. */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_REQUEST = 1 << 20, MAX_WORDS = 8192 };

static char texts[1 << 20];
static size_t texts_used;
static struct options current;

char *copy_string(const char *text) {
  size_t length = strlen(text) + 1;
  errno = 0;
  if (length > sizeof texts - texts_used) die("request", "its texts exceed 1 MiB");
  char *copy = texts + texts_used;
  memcpy(copy, text, length);
  texts_used += length;
  return copy;
}

struct options *options_new(void) {
  texts_used = 0;
  memset(&current, 0, sizeof current);
  current.meta = current.control = -1;
  current.output = 1;
  current.error = 2;
  current.min_tier = 2;
  current.cwd = "/";
  current.limits = (struct limits){
      .wall_ms = 60000, .cpu_ms = 30000, .memory = 2147483648u, .processes = 128,
      .output = 1 << 20, .disk = 268435456u, .open_files = 1024};
  return &current;
}

static const char *next_value(char **words, size_t count, size_t *index) {
  if (*index + 1 >= count) {
    errno = 0;
    die("usage", words[*index]);
  }
  return words[++*index];
}

void options_parse(char **words, size_t count, struct options *options) {
  for (size_t i = 0; i < count; i++) {
    const char *word = words[i];
    errno = 0;
    if (!strcmp(word, "--")) {
      options->command = &words[i + 1];
      break;
    } else if (!strcmp(word, "--capture")) {
      options->capture = true;
    } else if (!strcmp(word, "--joined")) {
      options->joined = true;
    } else if (!strcmp(word, "--policy")) {
      policy_read(next_value(words, count, &i), options);
    } else if (!strcmp(word, "--ro")) {
      add_mount(options, MOUNT_RO, next_value(words, count, &i));
    } else if (!strcmp(word, "--rw")) {
      add_mount(options, MOUNT_RW, next_value(words, count, &i));
    } else if (!strcmp(word, "--overlay")) {
      add_mount(options, MOUNT_OVERLAY, next_value(words, count, &i));
    } else if (!strcmp(word, "--tmpfs")) {
      add_mount(options, MOUNT_TMPFS, next_value(words, count, &i));
    } else if (!strcmp(word, "--env")) {
      add_environment(options, next_value(words, count, &i));
    } else if (!strcmp(word, "--cwd")) {
      options->cwd = next_value(words, count, &i);
    } else if (!strcmp(word, "--limit")) {
      set_limit(&options->limits, next_value(words, count, &i));
    } else if (!strcmp(word, "--min-tier")) {
      options->min_tier = atoi(next_value(words, count, &i));
    } else if (!strcmp(word, "--net")) {
      const char *net = next_value(words, count, &i);
      if (strcmp(net, "none") && strcmp(net, "loopback")) die("usage: --net", net);
      options->loopback = !strcmp(net, "loopback");
    } else {
      die("usage: unknown option", word);
    }
  }
  errno = 0;
  if (!options->command || !options->command[0]) die("usage", "no command after --");
}

/* The words of a run as a file of memory, each ended by NUL: what a zygote is asked with. */
int request_make(char **words, size_t count) {
  int fd = (int)syscall(SYS_memfd_create, "request", MFD_CLOEXEC);
  if (fd < 0) die("request", "memfd_create");
  for (size_t i = 0; i < count; i++) {
    size_t length = strlen(words[i]) + 1;
    if (write(fd, words[i], length) != (ssize_t)length) die("request", "cannot be written");
  }
  return fd;
}

void request_parse(int fd, struct options *options) {
  static char request[MAX_REQUEST + 1];
  static char *words[MAX_WORDS + 1];
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
  options_parse(words, count, options);
}

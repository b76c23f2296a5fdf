/* The options of one run, parsed once from its words into memory that launcher and init share and that
 * the next request uses again. The command never sees it: exec unmaps it. */
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

static struct memory {
  struct options options;
  size_t texts_used;
  char texts[1 << 20], request[MAX_REQUEST];
  char *words[MAX_WORDS + 1];
  struct filter_program filter;
} *memory;

/* The policies of the previous request: most requests have the same ones. */
static struct {
  char key[2048];
  struct options options;
  size_t texts_used;
} known;

char *copy_string(const char *text) {
  size_t length = strlen(text) + 1;
  errno = 0;
  if (length > sizeof memory->texts - memory->texts_used) die("request", "its texts exceed 1 MiB");
  char *copy = memory->texts + memory->texts_used;
  memcpy(copy, text, length);
  memory->texts_used += length;
  return copy;
}

struct options *options_current(void) {
  if (memory) return &memory->options;
  void *mapped = mmap(NULL, sizeof *memory, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) die("memory", "mmap");
  memory = mapped;
  return &memory->options;
}

struct options *options_new(void) {
  struct options *options = options_current();
  memory->texts_used = 0;
  memset(options, 0, sizeof *options);
  options->meta = options->control = options->gate = -1;
  options->output = 1;
  options->error = 2;
  options->min_tier = 2;
  options->cwd = "/";
  options->limits = (struct limits){
      .wall_ms = 60000, .cpu_ms = 30000, .memory = 2147483648u, .processes = 128,
      .output = 1 << 20, .disk = 268435456u, .open_files = 1024};
  return options;
}

/* Reads the policies at the beginning of the words; reuses the previous ones while their files are unchanged. */
static size_t parse_policies(char **words, size_t count, struct options *options) {
  char key[sizeof known.key] = "";
  size_t used = 0, length = 0;
  for (; used + 1 < count && !strcmp(words[used], "--policy"); used += 2) {
    struct stat file;
    if (stat(words[used + 1], &file)) break;
    int wrote = snprintf(key + length, sizeof key - length, "%s %llu %llu %lld %lld %lld\n",
                         words[used + 1], (unsigned long long)file.st_dev,
                         (unsigned long long)file.st_ino, (long long)file.st_size,
                         (long long)file.st_mtim.tv_sec, (long long)file.st_mtim.tv_nsec);
    if (wrote < 0 || (size_t)wrote >= sizeof key - length) {
      used = 0;
      break;
    }
    length += (size_t)wrote;
  }
  if (!used) {
    /* This request's texts overwrite those of the remembered policies. */
    known.key[0] = 0;
    return 0;
  }
  if (strcmp(key, known.key)) {
    for (size_t i = 0; i < used; i += 2) policy_read(words[i + 1], options);
    memcpy(known.key, key, sizeof key);
    known.options = *options;
    known.texts_used = memory->texts_used;
  } else {
    *options = known.options;
    memory->texts_used = known.texts_used;
  }
  return used;
}

static const char *next_value(char **words, size_t count, size_t *index) {
  if (*index + 1 >= count) {
    errno = 0;
    die("usage", words[*index]);
  }
  return words[++*index];
}

void options_parse(char **words, size_t count, struct options *options) {
  for (size_t i = parse_policies(words, count, options); i < count; i++) {
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
    } else if (!strcmp(word, "--layered")) {
      add_layers(options, MOUNT_LAYERED, next_value(words, count, &i));
    } else if (!strcmp(word, "--layered-overlay")) {
      add_layers(options, MOUNT_OVERLAY, next_value(words, count, &i));
    } else if (!strcmp(word, "--tmpfs")) {
      add_mount(options, MOUNT_TMPFS, next_value(words, count, &i));
    } else if (!strcmp(word, "--env")) {
      add_environment(options, next_value(words, count, &i));
    } else if (!strcmp(word, "--cwd")) {
      options->cwd = next_value(words, count, &i);
    } else if (!strcmp(word, "--limit")) {
      set_limit(&options->limits, next_value(words, count, &i));
    } else if (!strcmp(word, "--min-tier")) {
      const char *tier = next_value(words, count, &i);
      if (tier[0] < '0' || tier[0] > '3' || tier[1]) die("usage: --min-tier", tier);
      options->min_tier = tier[0] - '0';
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

/* Writes the words of a run, each ended by NUL, to a memory file: the request of a zygote. */
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
  char *request = memory->request, **words = memory->words;
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
  if (request[length - 1]) die("request", "is cut off: its last word has no NUL");
  size_t count = 0;
  for (char *word = request; word < request + length; word += strlen(word) + 1) {
    if (count == MAX_WORDS) die("request", "has too many words");
    words[count++] = word;
  }
  words[count] = NULL;
  options_parse(words, count, options);
  const struct filter_program *filter = seccomp_filter(options);
  memory->filter.length = filter ? filter->length : 0;
  if (filter) memcpy(memory->filter.instructions, filter->instructions, filter->length * sizeof *filter->instructions);
  options->filter = filter ? &memory->filter : NULL;
  options->filter_error = filter ? 0 : errno;
}

/* What is shown of the machine: proc.c. */
#include "../launcher/proc.c"

#include "check.h"

static bool counts(const char *line, const char *expected) {
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream(&text, &length);
  count_processor(out, line);
  fclose(out);
  bool same = !strcmp(text, expected);
  free(text);
  return same;
}

void test_proc(void) {
  CHECK(counts("processor\t: 0\n", "cpu0 0 0 0 0 0 0 0 0 0 0\n"), "the first processor");
  CHECK(counts("processor\t: 511\n", "cpu511 0 0 0 0 0 0 0 0 0 0\n"), "one of many processors");
  CHECK(counts("model name\t: processor : 3\n", ""), "a processor's name");
  CHECK(counts("Processor\t: AArch64\n", "") && counts("processor\t:\n", "") && counts("\n", ""), "no processor");
  CHECK(is_kept("sys") && is_kept("42") && is_kept(".."), "what stays");
  CHECK(!is_kept("system") && !is_kept("s") && !is_kept("meminfo"), "what does not");
  CHECK(!strcmp(source_of("meminfo", false), "meminfo") && !strcmp(source_of("meminf", false), "nothing"), "a file's cover");
  CHECK(!strcmp(source_of("fs", true), "empty"), "a folder's cover");
  struct limits limits = {.memory = 4096};
  CHECK(machine_memory(&limits) == 4096, "the memory of a small run");
  limits.memory = 1ULL << 53;
  uint64_t all = machine_memory(&limits);
  CHECK(all && all < limits.memory, "a limit above the machine's memory");
  limits.memory = 0;
  CHECK(machine_memory(&limits) == all, "no limit");
}

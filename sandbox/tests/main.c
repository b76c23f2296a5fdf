/* The launcher's own arguments: main.c. */
#define main launcher_main
int launcher_main(int argc, char **argv);
#include "../launcher/main.c"
#undef main

#include "check.h"

#define READ(...) read_words((const char *[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static struct invocation read_words(const char *const *words, size_t count) {
  static char *copies[16];
  static struct invocation invocation;
  for (size_t i = 0; i < count; i++) copies[i] = strdup(words[i]);
  TRIAL(read_arguments(count, copies, &invocation));
  return invocation;
}

static bool is(const struct invocation *invocation, const char *joined) {
  char text[512] = "";
  for (size_t i = 0; i < invocation->count; i++) {
    strncat(text, invocation->words[i], 64);
    strcat(text, " ");
  }
  return !strcmp(text, joined) && !invocation->words[invocation->count];
}

static int launcher_code(char *argument, char *next) {
  static int code;
  char *arguments[] = {(char[]){"assay-jail"}, argument, next, NULL};
  int count = !argument ? 1 : !next ? 2 : 3;
  TRIAL(code = launcher_main(count, arguments));
  return trial.code ? trial.code : code;
}

void test_main(void) {
  struct invocation read = READ("--meta", "/m", "--isolation", "bare", "--capture", "--", "a", "b");
  CHECK(!strcmp(read.meta, "/m") && read.isolation == ISOLATION_BARE, "what is the launcher's own");
  CHECK(is(&read, "--capture -- a b "), "what is the request's");
  read = READ("--meta", "/m", "--", "a", "--isolation", "slot", "--meta", "x", "--");
  CHECK(!strcmp(read.meta, "/m") && read.isolation == ISOLATION_FRESH, "the command's arguments are not ours");
  CHECK(is(&read, "-- a --isolation slot --meta x -- "), "the command's arguments are its own");
  read = READ("--", "a", "--meta", "x");
  CHECK(!read.meta && is(&read, "-- a --meta x "), "the outcome's place is not the command's to say");
  read = READ("--meta", "a", "--meta", "b");
  CHECK(!strcmp(read.meta, "a") && is(&read, "--meta b "), "a second outcome is left for the request to refuse");
  read = READ("--capture", "--meta");
  CHECK(!read.meta && is(&read, "--capture --meta "), "an option without its value");
  read = READ("--isolation", "fresh", "--isolation", "slot", "");
  CHECK(read.isolation == ISOLATION_SLOT && is(&read, " "), "the later of two, and an empty word");
  read = read_words(NULL, 0);
  CHECK(!trial.code && is(&read, ""), "nothing at all");
  READ("--isolation", "BARE");
  CHECK(trial.code == 3 && strstr(trial.said, "--isolation: BARE"), "an unknown isolation: %s", trial.said);
  READ("--isolation", "");
  CHECK(trial.code == 3, "an empty isolation");

  CHECK(launcher_code(NULL, NULL) == 64, "no arguments: %s", trial.said);
  CHECK(launcher_code((char[]){"explode"}, NULL) == 64, "an unknown mode: %s", trial.said);
  CHECK(launcher_code((char[]){""}, NULL) == 64, "an empty mode: %s", trial.said);
  CHECK(launcher_code((char[]){"serve"}, (char[]){"fresh"}) == 64, "serve takes one option: %s", trial.said);
  CHECK(launcher_code((char[]){"run"}, NULL) == 3 && strstr(trial.said, "--meta FILE is required"), "%s", trial.said);
  CHECK(launcher_code((char[]){"policy"}, (char[]){"explain"}) == 3, "policy without files: %s", trial.said);
}

/* Unit tests of the launcher's parsers, built with ASan and UBSan by "make sanitize".
 * The test of a launcher's file includes it, to reach its static functions. */
#ifndef ASSAY_CHECK_H
#define ASSAY_CHECK_H

#include "../launcher/launcher.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* One piece of the launcher on trial: it may call exit, which ends the trial only. */
struct trial {
  jmp_buf back;
  bool running;
  int code;        /* of exit; 0 when the trial came to its end */
  char said[2048]; /* on standard error */
};
extern struct trial trial;
void trial_begin(void);
void trial_end(void);
#define TRIAL(statement)                 \
  do {                                   \
    trial_begin();                       \
    if (!setjmp(trial.back)) statement;  \
    trial_end();                         \
  } while (0)

/* CHECK(condition, format, ...): what failed, in words. */
#define CHECK(condition, ...) check(condition, __FILE__, __LINE__, #condition, __VA_ARGS__)
__attribute__((format(printf, 5, 6))) void check(bool holds, const char *file, int line, const char *condition,
                                                 const char *format, ...);

/* Bytes that may hold NUL. */
struct bytes {
  const char *data;
  size_t length;
};
#define BYTES(literal) {literal, sizeof literal - 1}
#define COUNT(array) (sizeof array / sizeof *array)

/* The same changes of the seeds in every run; give(text, length) gets each in memory of its exact size,
 * with a NUL behind it. */
enum { MUTATIONS = 20000 };
void mutate(const struct bytes *seeds, size_t seed_count, const struct bytes *words, size_t word_count,
            void (*give)(char *text, size_t length));
uint64_t random_number(void);

/* A file of memory with these bytes. */
int file_of(const void *data, size_t length);

/* What no text may ever make of the options. */
void check_options(const struct options *options);

void test_cgroup(void);
void test_main(void);
void test_options(void);
void test_policy(void);
void test_proc(void);
void test_report(void);
void test_serve(void);

#endif

// A tour of what the C front end must see.
// The theme: counting words in a ring of chunks that a second thread fills.
#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tour.h"

#define SLOTS 8
#define for_each_slot(i) for (int i = 0; i < SLOTS; i++)

typedef struct chunk {
  char *bytes;
  size_t size;
  struct chunk *next;
} chunk;

typedef int (*visitor)(const char *word, void *context);

enum token { TOKEN_WORD, TOKEN_NUMBER, TOKEN_OTHER };

union cell {
  uint32_t number;
  float real;
};

struct ring {
  chunk slots[SLOTS];
  unsigned head : 16;
  unsigned tail : 16;
};

extern int host_log(const char *text);

static pthread_mutex_t ring_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int published;
static __thread int depth;
static int total_words;
static struct ring ring;
static jmp_buf recovery;

static inline int is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint32_t hash(const char *text, size_t size) {
  uint32_t value = 2166136261u;
  for (size_t i = 0; i < size; i++) {
    value ^= (uint8_t)text[i];
    value *= 16777619u;
    value = (value << 5) | (value >> 27);
  }
  return value;
}

static enum token classify(int c) {
  switch (c) {
    case '0':
    case '1':
      return TOKEN_NUMBER;
    case '_':
    case 'a':
      return TOKEN_WORD;
    default:
      return is_letter(c) ? TOKEN_WORD : TOKEN_OTHER;
  }
}

static chunk *make_chunk(const char *text) {
  chunk *made = malloc(sizeof *made);
  if (made == NULL)
    goto failed;
  made->size = strlen(text);
  made->bytes = calloc(made->size + 1, 1);
  if (!made->bytes)
    goto failed;
  memcpy(made->bytes, text, made->size);
  made->next = NULL;
  return made;
failed:
  free(made);
  return NULL;
}

static void free_chunks(chunk *first) {
  while (first != NULL) {
    chunk *next = first->next;
    free(first->bytes);
    free(first);
    first = next;
  }
}

static int visit_words(const chunk *list, visitor visit, void *context) {
  int seen = 0;
  for (const chunk *at = list; at; at = at->next) {
    const char *p = at->bytes;
    do {
      while (*p && classify(*p) != TOKEN_WORD)
        ++p;
      const char *start = p;
      while (*p && classify(*p) == TOKEN_WORD)
        p++;
      if (p > start)
        seen += visit(start, context);
    } while (*p);
  }
  return seen;
}

static int count_word(const char *word, void *context) {
  int *buckets = (int *)context;
  buckets[hash(word, 1) % SLOTS]++;
  total_words += 1;
  return 1;
}

static void *produce(void *argument) {
  const char **lines = argument;
  for (;;) {
    const char *line = *lines++;
    if (line == NULL)
      break;
    pthread_mutex_lock(&ring_lock);
    ring.slots[ring.head++ % SLOTS].bytes = (char *)line;
    pthread_mutex_unlock(&ring_lock);
    atomic_fetch_add(&published, 1);
  }
  return NULL;
}

static float reinterpret(uint32_t bits) {
  union cell cell = {.number = bits};
  return cell.real;
}

static int factorial(int n) {
  depth++;
  return n <= 1 ? 1 : n * factorial(n - 1);
}

static void matrix(double out[16][16], double (*in)[16]) {
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++)
      out[i][j] = in[j][i] * 2.0 + ~i;
}

static void sleep_a_little(void) {
#if defined(__x86_64__)
  __asm__ volatile("pause");
#endif
}

static void test_hash(void) {
  if (hash("a", 1) == hash("b", 1))
    longjmp(recovery, 1);
}

int main(int argc, char **argv) {
  const char *lines[] = {"one two", "three", argc > 1 ? argv[1] : "4", NULL};
  int buckets[SLOTS] = {0};
  pthread_t thread;
  if (setjmp(recovery) != 0)
    return EXIT_FAILURE;
  pthread_create(&thread, NULL, produce, lines);
  while (1) {
    if (atomic_load(&published) >= 3)
      break;
    sleep_a_little();
  }
  pthread_join(thread, NULL);
  chunk *list = make_chunk(lines[0]);
  visit_words(list, count_word, buckets);
  (void)host_log("done");
  free_chunks(list);
  double (*grid)[16] = calloc(16, sizeof *grid), mirror[16][16];
  matrix(mirror, grid);
  free(grid);
  int (*loaded)(void) = (int (*)(void))dlsym(dlopen(NULL, RTLD_LAZY), "tour_plugin");
  for_each_slot(i) {
    printf("%d: %d\n", i, buckets[i]);
  }
  test_hash();
  char text[64];
  snprintf(text, sizeof text, "%d words, %g", total_words, (double)reinterpret(1u << 30));
  puts(text);
  return loaded ? loaded() : factorial(3) - 6;
}

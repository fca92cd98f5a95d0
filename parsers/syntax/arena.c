/* See arena.h. Blocks carry their size in front, for realloc; free() of the newest block gives it back. */
#include "parsers/syntax/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

enum { header = 16, first_chunk = 4 << 20 };

typedef struct Chunk {
  struct Chunk* next;
  size_t size, used;
} Chunk;

/* The process's one arena: tree-sitter's hooks take no context argument. */
static struct {
  Chunk* chunks; /* newest first */
  size_t total, limit;
  void (*exhausted)(void);
} arena;

static char* data_of(Chunk* chunk) { return (char*)chunk + ((sizeof(Chunk) + 15) & ~(size_t)15); }

static void* allocate(size_t size) {
  size_t need = ((size + 15) & ~(size_t)15) + header;
  Chunk* chunk = arena.chunks;
  if (!chunk || chunk->size - chunk->used < need) {
    size_t chunk_size = first_chunk;
    while (chunk && chunk_size < chunk->size * 2 && chunk_size < ((size_t)64 << 20)) chunk_size *= 2;
    if (chunk_size < need) chunk_size = need;
    arena.total += chunk_size;
    if (arena.total > arena.limit) arena.exhausted();
    Chunk* fresh = malloc(sizeof(Chunk) + 16 + chunk_size);
    if (!fresh) arena.exhausted();
    fresh->next = arena.chunks;
    fresh->size = chunk_size;
    fresh->used = 0;
    arena.chunks = chunk = fresh;
  }
  char* block = data_of(chunk) + chunk->used;
  chunk->used += need;
  memcpy(block, &need, sizeof need);
  return block + header;
}

static size_t size_of(void* pointer) {
  size_t need;
  memcpy(&need, (char*)pointer - header, sizeof need);
  return need - header;
}

static int is_newest(void* pointer) {
  Chunk* chunk = arena.chunks;
  return chunk && (char*)pointer + size_of(pointer) == data_of(chunk) + chunk->used;
}

static void* allocate_zeroed(size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) arena.exhausted();
  void* pointer = allocate(count * size);
  memset(pointer, 0, count * size);
  return pointer;
}

static void release(void* pointer) {
  if (pointer && is_newest(pointer)) arena.chunks->used -= size_of(pointer) + header;
}

static void* reallocate(void* pointer, size_t size) {
  if (!pointer) return allocate(size);
  size_t old = size_of(pointer);
  if (size <= old) return pointer;
  Chunk* chunk = arena.chunks;
  if (is_newest(pointer)) {
    size_t grown = ((size + 15) & ~(size_t)15);
    if (chunk->size - chunk->used >= grown - old) {
      chunk->used += grown - old;
      size_t need = grown + header;
      memcpy((char*)pointer - header, &need, sizeof need);
      return pointer;
    }
  }
  void* moved = allocate(size);
  memcpy(moved, pointer, old);
  return moved;
}

void assay_arena_install(size_t limit, void (*exhausted)(void)) {
  arena.limit = limit;
  arena.exhausted = exhausted;
  ts_set_allocator(allocate, allocate_zeroed, reallocate, release);
}

void assay_arena_reset(void) {
  /* The oldest chunk stays for the next file; large ones go back to the system. */
  while (arena.chunks && arena.chunks->next) {
    Chunk* next = arena.chunks->next;
    arena.total -= arena.chunks->size;
    free(arena.chunks);
    arena.chunks = next;
  }
  if (arena.chunks) arena.chunks->used = 0;
}

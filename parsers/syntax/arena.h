/* A bump allocator for tree-sitter: all memory of one parse is freed at once.

   Parsing allocates many small nodes and frees them one by one; replacing that by a bump pointer that is reset per file
   saves about a tenth of the parse's CPU time. One per process: tree-sitter's allocator hooks are global. */
#ifndef ASSAY_PARSERS_SYNTAX_ARENA_H
#define ASSAY_PARSERS_SYNTAX_ARENA_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Makes tree-sitter allocate from the arena from now on; nothing allocated before may be freed through it.
   `limit`: bytes after which `exhausted` is called; it must not return. */
void assay_arena_install(size_t limit, void (*exhausted)(void));

/* Frees everything allocated since the last reset. Nothing that tree-sitter made may be used afterwards. */
void assay_arena_reset(void);

#ifdef __cplusplus
}
#endif
#endif

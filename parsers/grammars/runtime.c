/* tree-sitter's runtime for trees that one thread makes, reads and forgets, as a worker does. Nodes are counted without a
   locked instruction, which the published runtime spends a twentieth to a tenth of a parse on. A tree must not be shared
   between threads, nor copied into another one. */
#define TREE_SITTER_ATOMIC_H_ /* in place of the runtime's atomic.h */

#include <stddef.h>
#include <stdint.h>

static inline size_t atomic_load(const volatile size_t* p) { return *p; }
static inline uint32_t atomic_inc(volatile uint32_t* p) { return ++*p; }
static inline uint32_t atomic_dec(volatile uint32_t* p) { return --*p; }

#include <lib.c>

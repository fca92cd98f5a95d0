/* One pass over a tree-sitter tree in document order, without recursion and without a cursor's bookkeeping.

   Reads the runtime's own tree (private header subtree.h of the pinned runtime) because that costs a third of what
   TSTreeCursor costs. tests/unit/languages_test.cpp compares it with the cursor node by node for every grammar, which
   guards it against a new runtime. */
#ifndef ASSAY_PARSERS_SYNTAX_TREE_WALK_H
#define ASSAY_PARSERS_SYNTAX_TREE_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <tree_sitter/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A visible node, named or anonymous. Rows and columns start at 0; columns count bytes. */
typedef struct {
  uint32_t begin, end;
  uint32_t row, column, end_row;
  TSSymbol symbol; /* public symbol id: aliases resolved, duplicates merged */
  TSFieldId field; /* within its visible parent; 0: none */
  uint32_t depth;  /* visible ancestors; the root has 0 */
  bool named, missing, leaf;
  TSNode node; /* the same node for the public API */
} AssayNode;

typedef enum { ASSAY_WALK_END, ASSAY_WALK_ENTER, ASSAY_WALK_LEAVE, ASSAY_WALK_TOKEN } AssayStep;

typedef struct AssayWalk AssayWalk;

/* A walk can be reused for many trees; its stack grows to the deepest tree seen. Not thread-safe. */
AssayWalk* assay_walk_new(void);
void assay_walk_delete(AssayWalk* walk);

/* Starts at the root of `tree`, which must outlive the walk over it. `plain` (or NULL) says for each symbol of the
   grammar whether its leaves are only counted: half of all nodes are punctuation. */
void assay_walk_start(AssayWalk* walk, const TSTree* tree, const uint8_t* plain);

/* ENTER fills `node`, TOKEN (a plain leaf) its rows alone. LEAVE comes, innermost first, for nodes for which
   assay_walk_watch was called; `tag` is theirs. */
AssayStep assay_walk_next(AssayWalk* walk, AssayNode* node, uint32_t* tag);

/* Asks for a LEAVE of the node just entered. */
void assay_walk_watch(AssayWalk* walk, uint32_t tag);

/* Passes over the children of the node just entered. */
void assay_walk_skip(AssayWalk* walk);

/* ts_node_child_by_field_id, which asks the field's map again at each child; a null node where there is none. */
TSNode assay_child_by_field(TSNode node, TSFieldId field);

/* Calls `visit` for each visible child of `node`, named or not, until it returns false. The child's `depth` is 1. */
typedef bool (*AssayVisitChild)(void* payload, const AssayNode* child);
void assay_each_child(TSNode node, AssayVisitChild visit, void* payload);

#ifdef __cplusplus
}
#endif
#endif

/* The walk over tree-sitter's subtrees; see tree_walk.h. Follows the runtime's own child iteration: a child is visible
   when its subtree is, or when its parent's production gives it an alias; a field belongs to a child of the production
   directly, or is inherited through hidden nodes in between. */
#include "parsers/syntax/tree_walk.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "language.h"
#include "subtree.h"
#include "tree.h"

typedef struct {
  const Subtree* children;
  const TSSymbol* aliases;
  const TSFieldMapEntry *fields, *fields_end;
  uint32_t count, next, structural;
  uint32_t byte, row, column; /* where the next child's padding begins */
  uint32_t depth;             /* of this level's visible parent */
  uint32_t tag;
  TSFieldId inherited; /* what the hidden parents say of children without a field of their own */
  bool watched;
} Level;

struct AssayWalk {
  const TSTree* tree;
  const TSLanguage* language;
  const uint8_t* plain;
  Level* levels;
  uint32_t size, capacity;
  uint32_t pending_tag;
  bool started, pending, pending_watched;
  bool borrows_levels; /* `levels` is somebody's array: copied when it becomes too small, not freed */
  /* The node just entered, whose children come next unless `pending_leaf`. */
  bool pending_leaf;
  uint32_t byte, row, column, depth;
  Subtree subtree;
};

AssayWalk* assay_walk_new(void) { return calloc(1, sizeof(AssayWalk)); }

void assay_walk_delete(AssayWalk* walk) {
  if (!walk) return;
  free(walk->levels);
  free(walk);
}

void assay_walk_start(AssayWalk* walk, const TSTree* tree, const uint8_t* plain) {
  walk->tree = tree;
  walk->plain = plain;
  walk->language = tree->language;
  walk->size = 0;
  walk->started = false;
  walk->pending = false;
}

/* Opens the children of `subtree`, whose content begins at the given place. */
static void push(AssayWalk* walk, Subtree subtree, uint32_t byte, uint32_t row, uint32_t column, uint32_t depth,
                 TSFieldId inherited, bool watched, uint32_t tag) {
  if (walk->size == walk->capacity) {
    uint32_t capacity = walk->capacity ? walk->capacity * 2 : 256;
    Level* levels = realloc(walk->borrows_levels ? NULL : walk->levels, capacity * sizeof(Level));
    if (!levels) abort();
    if (walk->borrows_levels) memcpy(levels, walk->levels, walk->size * sizeof(Level));
    walk->borrows_levels = false;
    walk->levels = levels;
    walk->capacity = capacity;
  }
  Level* level = &walk->levels[walk->size++];
  level->children = ts_subtree_children(subtree);
  level->count = ts_subtree_child_count(subtree);
  level->next = 0;
  level->structural = 0;
  level->byte = byte;
  level->row = row;
  level->column = column;
  level->depth = depth;
  level->inherited = inherited;
  level->watched = watched;
  level->tag = tag;
  if (level->count) {
    uint16_t production = subtree.ptr->production_id;
    level->aliases = ts_language_alias_sequence(walk->language, production);
    ts_language_field_map(walk->language, production, &level->fields, &level->fields_end);
  } else {
    level->aliases = NULL;
    level->fields = level->fields_end = NULL;
  }
}

static TSFieldId field_of(const Level* level, uint32_t structural) {
  for (const TSFieldMapEntry* entry = level->fields; entry < level->fields_end; entry++) {
    if (!entry->inherited && entry->child_index == structural) return entry->field_id;
  }
  return level->inherited;
}

/* A node for the public API is written as it is copied next, in two stores of 16 bytes: a load that spans several smaller
   stores waits until they have left the store buffer, which would be a third of the walk's time. */
typedef uint32_t Words __attribute__((vector_size(16)));
typedef uintptr_t Pointers __attribute__((vector_size(2 * sizeof(uintptr_t))));
_Static_assert(offsetof(TSNode, tree) == offsetof(TSNode, id) + sizeof(uintptr_t), "id and tree are neighbours");

/* Enters `child`, written where the caller wants it at once. */
static void enter(AssayWalk* walk, AssayNode* node, const Subtree* child, TSSymbol alias, uint32_t byte, uint32_t row,
                  uint32_t column, uint32_t depth, TSFieldId field) {
  Length size = ts_subtree_size(*child);
  node->begin = byte;
  node->end = byte + size.bytes;
  node->row = row;
  node->column = column;
  node->end_row = row + size.extent.row;
  TSSymbol symbol = alias ? alias : ts_subtree_symbol(*child);
  node->symbol = ts_language_public_symbol(walk->language, symbol);
  node->field = field;
  node->depth = depth;
  node->named = alias ? ts_language_symbol_metadata(walk->language, alias).named : ts_subtree_named(*child);
  node->missing = ts_subtree_missing(*child);
  node->leaf = ts_subtree_visible_child_count(*child) == 0;
  const Words context = {byte, row, column, alias};
  const Pointers place = {(uintptr_t)child, (uintptr_t)walk->tree};
  memcpy(node->node.context, &context, sizeof context);
  memcpy(&node->node.id, &place, sizeof place);
  walk->subtree = *child;
  walk->byte = byte;
  walk->row = row;
  walk->column = column;
  walk->depth = depth;
  walk->pending_leaf = node->leaf;
  walk->pending = true;
  walk->pending_watched = false;
}

static bool is_plain(const AssayWalk* walk, Subtree child) {
  return ts_subtree_visible(child) && ts_subtree_child_count(child) == 0 && !ts_subtree_missing(child) &&
         ts_subtree_symbol(child) != ts_builtin_sym_error && walk->plain[ts_subtree_symbol(child)];
}

void assay_walk_watch(AssayWalk* walk, uint32_t tag) {
  walk->pending_watched = true;
  walk->pending_tag = tag;
}

void assay_walk_skip(AssayWalk* walk) { walk->pending_leaf = true; }

AssayStep assay_walk_next(AssayWalk* walk, AssayNode* node, uint32_t* tag) {
  if (walk->pending) {
    walk->pending = false;
    if (walk->pending_leaf) {
      if (walk->pending_watched) {
        *tag = walk->pending_tag;
        return ASSAY_WALK_LEAVE;
      }
    } else {
      push(walk, walk->subtree, walk->byte, walk->row, walk->column, walk->depth, 0, walk->pending_watched,
           walk->pending_tag);
    }
  } else if (!walk->started) {
    walk->started = true;
    Length padding = ts_subtree_padding(walk->tree->root);
    enter(walk, node, &walk->tree->root, 0, padding.bytes, padding.extent.row, padding.extent.column, 0, 0);
    return ASSAY_WALK_ENTER;
  }
  while (walk->size) {
    Level* level = &walk->levels[walk->size - 1];
    if (level->next == level->count) {
      bool watched = level->watched;
      uint32_t level_tag = level->tag;
      walk->size--;
      if (watched) {
        *tag = level_tag;
        return ASSAY_WALK_LEAVE;
      }
      continue;
    }
    const Subtree* child = &level->children[level->next];
    uint32_t byte = level->byte, row = level->row, column = level->column;
    if (level->next) { /* the padding of the first child is the parent's own */
      Length padding = ts_subtree_padding(*child);
      byte += padding.bytes;
      column = padding.extent.row ? padding.extent.column : column + padding.extent.column;
      row += padding.extent.row;
    }
    level->next++;
    Length size = ts_subtree_size(*child);
    level->byte = byte + size.bytes;
    level->row = row + size.extent.row;
    level->column = size.extent.row ? size.extent.column : column + size.extent.column;

    bool extra = ts_subtree_extra(*child);
    uint32_t structural = level->structural;
    if (!extra) level->structural++;
    TSSymbol alias = !extra && level->aliases ? level->aliases[structural] : 0;
    if (!alias && walk->plain && is_plain(walk, *child)) {
      node->row = row;
      node->end_row = row + size.extent.row;
      return ASSAY_WALK_TOKEN;
    }
    TSFieldId field = extra ? 0 : field_of(level, structural);
    if (alias || ts_subtree_visible(*child)) {
      enter(walk, node, child, alias, byte, row, column, level->depth + 1, field);
      return ASSAY_WALK_ENTER;
    }
    if (ts_subtree_visible_child_count(*child) > 0) {
      push(walk, *child, byte, row, column, level->depth, field, false, 0);
    }
  }
  return ASSAY_WALK_END;
}

TSNode assay_child_by_field(TSNode node, TSFieldId field) {
  TSNode none = {{0, 0, 0, 0}, NULL, NULL};
  Subtree parent = *(const Subtree*)node.id;
  if (ts_subtree_child_count(parent) == 0) return none;
  const TSLanguage* language = node.tree->language;
  const TSFieldMapEntry *entry, *end; /* by field, then by child */
  ts_language_field_map(language, parent.ptr->production_id, &entry, &end);
  while (entry < end && entry->field_id < field) entry++;
  if (entry == end || entry->field_id != field) return none;
  if (entry->inherited) return ts_node_child_by_field_id(node, field);
  const TSSymbol* aliases = ts_language_alias_sequence(language, parent.ptr->production_id);
  Length at = {node.context[0], {node.context[1], node.context[2]}};
  uint32_t structural = 0;
  for (uint32_t i = 0; i < parent.ptr->child_count; i++) {
    const Subtree* child = &ts_subtree_children(parent)[i];
    if (i) at = length_add(at, ts_subtree_padding(*child));
    if (!ts_subtree_extra(*child)) {
      if (structural == entry->child_index) {
        TSSymbol alias = aliases ? aliases[structural] : 0;
        if (!alias && !ts_subtree_visible(*child)) return ts_node_child_by_field_id(node, field);
        TSNode found = {{at.bytes, at.extent.row, at.extent.column, alias}, child, node.tree};
        return found;
      }
      structural++;
    }
    at = length_add(at, ts_subtree_size(*child));
  }
  return none;
}

void assay_each_child(TSNode node, AssayVisitChild visit, void* payload) {
  Level few[8]; /* hidden nodes between a node and its children are seldom nested deeper */
  AssayWalk walk;
  walk.tree = node.tree;
  walk.language = node.tree->language;
  walk.plain = NULL;
  walk.levels = few;
  walk.size = 0;
  walk.capacity = sizeof(few) / sizeof(few[0]);
  walk.borrows_levels = true;
  walk.started = true;
  walk.pending = false;
  push(&walk, *(const Subtree*)node.id, node.context[0], node.context[1], node.context[2], 0, 0, false, 0);
  AssayNode child;
  uint32_t tag;
  while (assay_walk_next(&walk, &child, &tag) == ASSAY_WALK_ENTER && visit(payload, &child)) {
    assay_walk_skip(&walk);
  }
  if (!walk.borrows_levels) free(walk.levels);
}

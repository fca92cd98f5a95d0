// The vocabulary between grammars and the walk: what a syntax node means for the facts.
#pragma once

#include <cstdint>

namespace assay {

// A language's table gives node kinds a role; a kind without one is passed over (its children are still visited).
enum class Role : std::uint8_t {
  None,
  // Scopes
  Function,        // has a name of its own; with or without a body
  Lambda,          // takes the name of the variable, field or key it is assigned to, or stays anonymous
  Type,            // detail: facts::TypeKind
  Namespace,       // lends its name to what is inside (C++ namespace, Rust mod, Ruby module as namespace)
  Package,         // names the whole file's package; lends no name
  Implementation,  // members of a type declared elsewhere: impl T, extension of T; name in Field::Type
  Body,            // the part of a function, loop or branch that is its body, where the grammar has no field for it
  // Declarations
  Import,
  Variable,  // may declare several names
  Member,    // a data member of a type
  Parameter,
  Annotation,  // decorator, annotation, attribute
  // Calls
  Call,
  New,  // creates an object by syntax
  // Control flow
  Loop,         // detail: facts::LoopBound as a first guess
  Branch,       // if, unless, guard
  Conditional,  // a ? b : c
  Switch,
  Case,
  Try,
  Catch,
  Throw,
  Return,
  Jump,  // break, continue, next
  Goto,
  // Concurrency
  Await,
  Yield,
  Spawn,
  Defer,
  Lock,     // synchronized (x) { }; detail 1: a variable that holds the lock to the end of the block around it
  Channel,  // send, receive, select
  // Safety
  Unsafe,   // unsafe { }
  Delete,   // delete p
  RawCast,  // detail 0: by itself; 1: only where the type is a pointer
  InlineAssembly,
  Dynamic,         // eval, backticks and the like, by syntax
  Native,          // extern "C", foreign declarations
  SwallowedError,  // a result that is thrown away by syntax: _ = f()
  SharedGlobal,    // a statement that says "I write the global x" (Python's global); the assignments are the sites
  // Values
  Container,      // literal list, map, set, tuple, array
  Comprehension,  // a container built by a loop inside an expression
  String,
  Interpolation,  // a hole inside a string
  Spread,
  Slice,  // a[1:3] where it copies
  Index,
  Dereference,  // *p, p->x
  AddressOf,
  PointerArithmetic,  // *p++, *(p + i), where the kind tells
  Binary,
  Unary,
  Assign,
  AugmentedAssign,  // a += b
  Update,           // a++
  Identifier,
  Number,
  Pair,    // key: value in a literal
  Option,  // name = value among arguments
  Comment,
  // Operator tokens (anonymous nodes), counted below Binary, Unary, AugmentedAssign; the same in every language
  ArithmeticToken,
  BitToken,
  LogicToken,  // && || and or ??: a branch
  Count
};

// Field names that hooks and the walk ask for; grammar.cpp has the grammars' names for them.
enum class Field : std::uint8_t {
  None,
  Alias,
  Alternative,
  Argument,
  Arguments,
  Attribute,
  Body,
  Cause,
  Condition,
  Consequence,
  Constructor,
  Declarator,
  Default,
  Function,
  Initializer,
  Interfaces,
  Key,
  Left,
  Macro,
  Method,
  Module,
  Name,
  Object,
  Operand,
  Operator,
  Parameter,
  Parameters,
  Path,
  Pattern,
  Receiver,
  Result,
  Return,
  Right,
  Scope,
  Source,
  Superclass,
  Superclasses,
  Trait,
  Type,
  TypeArguments,
  Update,
  Value,
  Callee,
  Class,
  Element,
  Collection,
  Subject,
  Expression,
  Modifiers,
  Members,
  Property,
  Block,
  ReturnType,
  Returns,
  Count
};

}  // namespace assay

// Reads the API catalogues, `catalog/<language>/<topic>.yaml`: what calls do and what packages are for.
//
//   packages:                      # import path or dependency name → domains; covers what lies below it
//     requests: [http-client]
//   dependencies:                  # declared name → domains, where it differs from the import path
//     python-dateutil: [date-time]
//   calls:
//     - effect: io.net             # one effect
//       blocking: true             # default false: the caller waits
//       cost: wait                 # trivial | light | medium | heavy | wait; default light
//       native: true               # default false: the work already runs in compiled code
//       unbounded: true            # default false: it may wait for ever unless an option sets a limit
//       source: "…"                # where the knowledge is from; for readers only
//       names: [requests.get, "requests.Session.*", "?.fetchall"]
//
// Which part of YAML these files may use is said in catalog_text.h.
//   builtin_methods:               # methods of the language's own types, by type: on a receiver of unknown type such
//     list: [append, pop]          # a name says nothing about the repository's methods
//   handlers:                      # types of frameworks, and which methods of types below them these call
//     django.views.View: [get, post]
//     ActionController::Base: ["*"]  # all public ones that nothing in the repository calls
//   standard_library:              # what the language comes with declares these packages, or what lies below them
//     packages: [java, jdk]
//     modules: [http, json]        # where files declare no package: the folder that holds many of them is the library
#pragma once

#include <span>

#include "analyzer/analysis/catalog.h"
#include "analyzer/base/result.h"
#include "analyzer/facts/languages.h"
#include "rules/engine/embedded.h"

namespace assay {

// How names are written in the code and the catalogue of a language.
NameStyle name_style(Language language);

// The catalogue folders that speak of a language, its own first: TypeScript has JavaScript's, Kotlin its own and Java's.
std::span<const std::string_view> catalog_folders(Language language);

// The catalogue of one language. `overrides` (a team's files) win over `files`, and a language's own folder over a
// borrowed one; within one of these a name may stand only once. Files of other languages are not looked at.
// A failure's message holds one line `path:line: what, and what to do` for each of the first problems.
Result<Catalog> load_catalog(std::span<const EmbeddedFile> files, Language language,
                             std::span<const EmbeddedFile> overrides = {});

}  // namespace assay

// Which files belong to the library that their language comes with?
#pragma once

#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/model.h"

namespace assay {

// By the package that a file declares or its component's manifest names; in languages whose files declare none by a folder
// that holds many modules of that library, of which all that lies below it is. The catalogue knows packages and modules.
// Constant once it is made; references it was made from are not kept.
class LanguageLibrary {
 public:
  LanguageLibrary(const Model& model, const Catalogs& catalogs, const Components& components);

  bool holds(FileId file) const { return holds_[file.index()]; }

 private:
  std::vector<bool> holds_;  // by file
};

}  // namespace assay

// Files that only describe how something is deployed: serverless functions, Helm charts, Kustomize, Skaffold.

#include <string>

#include "parsers/manifests/document.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

void read_serverless(const Input& input, Draft& draft) {
  const Document document = load_yaml(input.bytes);
  draft.note(document.trouble());
  const Value root = document.root();
  UnitT& unit =
      draft.unit(input.directory, root["service"].is_map() ? root["service"]["name"].text() : root["service"].text());
  const Value functions = root["functions"];
  for (const Value function : functions) add_once(unit.entries, function["handler"].text());
  if (!unit.entries.empty()) {
    state_kind(unit, UnitKind::Service,
               "`functions` in " + std::string(input.name) + " names " + counted(unit.entries.size(), "handler"));
  }
}

void read_deployment(const Input& input, Draft& draft) {
  const Document document = load_yaml(input.bytes);
  draft.note(document.trouble());
  if (!document.root().is_map()) return;
  UnitT& unit = draft.unit(input.directory, document.root()["name"].text());
  state_kind(unit, UnitKind::Infrastructure, std::string(input.name) + " describes a deployment");
}

}  // namespace assay::manifests

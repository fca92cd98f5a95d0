// See service_bases.h.
#include "analyzer/analysis/service_bases.h"

#include "analyzer/base/text.h"

namespace assay {

std::string_view served_by_base(std::string_view base) {
  std::string_view name = last_name(base);
  if (name.starts_with("Unimplemented") && cut_suffix(name, "Server"))
    return name.substr(std::string_view("Unimplemented").size());
  for (const std::string_view suffix : {"CoroutineImplBase", "ImplBase", "Servicer"}) {
    if (cut_suffix(name, suffix)) return name;
  }
  // C#'s ending is common: the type around it has to say the same name.
  if (base.size() > name.size() && cut_suffix(name, "Base")) {
    const std::string_view around =
        last_name(base.substr(0, base.size() - name.size() - std::string_view(".Base").size()));
    if (around == name) return name;
  }
  return {};
}

}  // namespace assay

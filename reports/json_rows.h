// The items of the JSON report's long lists: a component, a hot path, a finding.
#pragma once

#include "reports/json_writer.h"
#include "reports/report.h"

namespace assay {

// Both the report and the writer outlive it.
class JsonRows {
 public:
  JsonRows(const Report& report, JsonWriter& json) : report_(report), json_(json) {}

  void component(ComponentId row);
  void hot_path(const HotFunction& hot);
  void finding(const Finding& finding);

 private:
  void read_of(const Component& c);
  void verdict(const Verdict& v);
  void silence(const Silence& silence);
  std::string_view id_of(ComponentId component) const;

  const Report& report_;
  JsonWriter& json_;
};

}  // namespace assay

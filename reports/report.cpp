// See report.h.
#include "reports/report.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace assay {

void set_aside_silenced(Report& report) {
  std::vector<Finding>& all = report.findings;
  const auto silenced = std::stable_partition(all.begin(), all.end(), [](const Finding& f) { return f.counts(); });
  std::move(silenced, all.end(), std::back_inserter(report.silenced));
  all.erase(silenced, all.end());
  std::stable_sort(report.silenced.begin(), report.silenced.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
}

}  // namespace assay

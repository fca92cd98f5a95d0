// The picture of the architecture keeps its width, whatever the parts are called.
#include "reports/plan_words.h"

#include <gtest/gtest.h>

#include "analyzer/base/text.h"
#include "reports/terminal.h"

namespace assay {
namespace {

Report report_of(const std::vector<std::string>& names) {
  Report report;
  report.model.files.emplace_back().path = "a.py";
  for (const std::string& name : names) {
    report.components.list.emplace_back().id = name;
    report.results.emplace_back();
    report.plans.components.emplace_back();
  }
  return report;
}

void relate(Report& report, std::size_t from, std::size_t to, RelationKind kind, std::uint64_t calls,
            std::string what) {
  report.plans.relations.push_back(
      {ComponentId::of_index(from), ComponentId::of_index(to), kind, calls, std::move(what), "a.py", 1});
}

TEST(ArchitecturePicture, ShowsWhoTalksToWhom) {
  Report report = report_of({"shop", "orders", "search"});
  report.results[1].verdict.choice = Answer::Go;
  report.results[2].verdict.choice = Answer::Rust;
  report.plans.components[2].boundary.emplace().cost.way.name = "PyO3 extension module";
  relate(report, 0, 1, RelationKind::Http, 2, "/orders/*");
  relate(report, 0, 2, RelationKind::Call, 6, "");
  EXPECT_EQ(
      architecture_picture(report),
      "  Go services   orders\n  Rust cores    search\n  stay          shop\n\n  shop\n"
      "    ├ call ────▶ search ×6\n    │           by PyO3 extension module\n    └ http ────▶ orders ×2 /orders/*\n");
  EXPECT_EQ(becomes(report, report.plans.relations[0]), "") << "it is a message already";
}

TEST(ArchitecturePicture, KeepsSixtyColumns) {
  const std::string longest = "github.com-" + std::string(200, 'x');
  Report report = report_of({longest, "é" + longest, "c"});
  report.plans.components[1].boundary.emplace().cost.way.name = std::string(100, 'y');
  relate(report, 0, 1, RelationKind::Call, 123'456'789, "");
  relate(report, 1, 0, RelationKind::Queue, 1, std::string(300, 'q') + "\x1b[31m");
  const std::string picture = architecture_picture(report);
  for (const std::string_view line : split(picture, '\n')) EXPECT_LE(columns(line), 60u) << line;
  EXPECT_EQ(picture.find('\x1b'), std::string::npos);
  EXPECT_EQ(architecture_picture(report_of({"one"})), "");
}

}  // namespace
}  // namespace assay

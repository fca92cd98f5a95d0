// The JSON report's long lists are made in parts, by several threads: what comes out is the same.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reports/json.h"
#include "reports/json_writer.h"
#include "reports/sink.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

// One component; its hot paths are `count` times the same function.
Report report_with_hot_paths(std::size_t count) {
  Report report;
  report.model = model_of({{"a.py", "def f():\n  pass\n"}});
  report.components.of_file.assign(1, ComponentId::of_index(0));
  report.components.list.emplace_back();
  report.components.list[0].id = "a";
  report.results.emplace_back();
  report.plans.components.emplace_back();
  report.calls.first = {0};
  for (std::size_t i = 0; i < count; ++i)
    report.hot_paths.functions.push_back({FunctionId::of_index(1), 1 / static_cast<double>(i + 1), 1});
  return report;
}

std::string json_of(const Report& report, std::size_t threads, std::size_t limit = 0) {
  std::string text;
  EXPECT_TRUE(write_json(report, {limit, {}, threads}, [&](std::string_view piece) { return text += piece, true; }));
  return text;
}

TEST(JsonReport, IsTheSameAtAnyNumberOfThreads) {
  for (const std::size_t count : {0U, 1U, 40U, 8'000U, 8'001U, 30'000U}) {
    const Report report = report_with_hot_paths(count);
    const std::string one = json_of(report, 1);
    for (const std::size_t threads : {2U, 3U, 8U}) EXPECT_EQ(json_of(report, threads), one) << count;
  }
  const std::string text = json_of(report_with_hot_paths(30'000), 2);
  const std::size_t first = text.find("\"self\": 1,"), last = text.find("\"self\": 3.33333e-05,");
  EXPECT_LT(first, last);
  EXPECT_NE(last, std::string::npos);
}

TEST(JsonReport, CutsHotPathsWhereItIsTold) {
  const std::string text = json_of(report_with_hot_paths(20'000), 2, 9'000);
  EXPECT_NE(text.find("\"self\": 0.000111111,"), std::string::npos);  // 1 / 9,000
  EXPECT_EQ(text.find("\"self\": 0.000111099,"), std::string::npos);
}

TEST(JsonReport, EndsWhenNobodyWantsMore) {
  std::size_t pieces = 0;
  EXPECT_FALSE(write_json(report_with_hot_paths(50'000), {0, {}, 2}, [&](std::string_view) { return ++pieces < 3; }));
  EXPECT_EQ(pieces, 3U);
}

TEST(JsonWriter, PartsStandWhereTheyAreToldTo) {
  std::string text, part;
  JsonWriter json(text);
  json.begin_object().key("list").begin_array();
  for (const bool first : {true, false}) {
    part.clear();
    JsonWriter some = json.part(part, first);
    some.inline_next().begin_object().field("n", first ? 1 : 2).end_object();
    text += part;
  }
  json.note_parts(true);
  json.end_array().end_object();
  EXPECT_EQ(text, "{\n  \"list\": [\n    {\"n\": 1},\n    {\"n\": 2}\n  ]\n}\n");
}

TEST(SinkBeside, HandsOnInOrderUntilNoMoreIsWanted) {
  for (const std::size_t threads : {1U, 2U}) {
    std::vector<std::string> got;
    const Sink sink = [&](std::string_view piece) {
      got.emplace_back(piece);
      return got.size() < 50;
    };
    SinkBeside beside(sink, threads);
    bool wanted = true;
    for (int i = 0; i < 1'000; ++i) wanted = beside(std::to_string(i));
    EXPECT_FALSE(wanted);
    EXPECT_FALSE(beside.finish());
    ASSERT_EQ(got.size(), 50U);
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i], std::to_string(i));
  }
}

}  // namespace
}  // namespace assay

// What a dependency becomes elsewhere: which names are the same package, and what a broken table says.
#include "rules/engine/counterparts.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "analyzer/base/text.h"

namespace assay {
namespace {

Result<Counterparts> load(std::string_view ecosystem, std::string_view content) {
  const std::string path = "rules/counterparts/" + std::string(ecosystem) + ".yaml";
  // A table of packages, or a whole file where it says a date.
  std::string text(content);
  if (content.find("date:") == std::string_view::npos) {
    text = "date: 2025-06\nconfidence: medium\npackages:\n";
    for (const std::string_view line : split(content, '\n')) text.append("  ").append(line).append("\n");
  }
  const std::array files{EmbeddedFile{path, text}};
  return load_counterparts(files, {std::string(ecosystem)});
}

// The first Rust package that the shipped tables name; "-" where they know nothing.
std::string rust_of(std::string_view ecosystem, std::string_view name) {
  static const Result<Counterparts> shipped =
      load_counterparts(embedded_files(), counterpart_ecosystems(embedded_files()));
  const Counterpart* found = shipped ? shipped->find(ecosystem, name) : nullptr;
  return found == nullptr ? "-" : found->rust.at(0);
}

TEST(Counterparts, ShippedTablesAreSound) {
  const auto ecosystems = counterpart_ecosystems(embedded_files());
  EXPECT_EQ(ecosystems,
            (std::set<std::string>{"cargo", "go", "maven", "npm", "nuget", "packagist", "pypi", "rubygems", "system"}));
  const Result<Counterparts> shipped = load_counterparts(embedded_files(), ecosystems);
  ASSERT_TRUE(shipped) << shipped.error().message;
  EXPECT_GT(shipped->size(), 1000u);
}

TEST(Counterparts, ReadsOnlyTheEcosystemsThatOccur) {
  const Result<Counterparts> npm = load_counterparts(embedded_files(), {"npm", "sbt"});
  ASSERT_TRUE(npm);
  EXPECT_NE(npm->find("npm", "express"), nullptr);
  EXPECT_EQ(npm->find("pypi", "flask"), nullptr);
  EXPECT_EQ(npm->find("sbt", "zlib"), nullptr);
}

TEST(Counterparts, KeepsTheWordsNoneAndStd) {
  const Result<Counterparts> table =
      load("pypi", "django: {go: [none], rust: [none]}\nnumba: {go: [std], rust: [std]}\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->find("pypi", "django")->go, std::vector<std::string>{"none"});
  EXPECT_EQ(table->find("pypi", "numba")->rust, std::vector<std::string>{"std"});
}

TEST(Counterparts, FoldsWhatAnEcosystemFolds) {
  EXPECT_EQ(rust_of("pypi", "PyYAML"), "serde_yaml_ng");
  EXPECT_EQ(rust_of("pypi", "Python_DateUtil"), "chrono");
  EXPECT_EQ(rust_of("pypi", "python.-_dateutil"), "chrono");
  EXPECT_EQ(rust_of("cargo", "tokio_postgres"), "tokio-postgres");
  EXPECT_EQ(rust_of("nuget", "grpc.aspnetcore"), "tonic");
  EXPECT_EQ(rust_of("npm", "Express"), "-") << "npm tells cases apart";
}

TEST(Counterparts, SaysOfWhatKindTheBestIs) {
  const Result<Counterparts> table =
      load("pypi",
           "date: 2025-06\nconfidence: medium\npackages:\n"
           "  a: {go: [net/http, github.com/a/b], rust: [std]}\n"
           "  b: {go: [github.com/a/b], rust: [binding rdkafka, other], confidence: low}\n"
           "  c: {go: [none], rust: [write], date: 2026-01}\n");
  ASSERT_TRUE(table) << table.error().message;
  const Counterpart &a = *table->find("pypi", "a"), &b = *table->find("pypi", "b"), &c = *table->find("pypi", "c");
  EXPECT_EQ(a.go_kind, CounterpartKind::Standard);
  EXPECT_EQ(a.rust_kind, CounterpartKind::Standard);
  EXPECT_EQ(a.date, "2025-06");
  EXPECT_EQ(a.confidence, "medium");
  EXPECT_EQ(b.go_kind, CounterpartKind::Package);
  EXPECT_EQ(b.rust_kind, CounterpartKind::Binding);
  EXPECT_EQ(b.rust, (std::vector<std::string>{"rdkafka", "other"}));
  EXPECT_EQ(b.confidence, "low");
  EXPECT_EQ(c.go_kind, CounterpartKind::None);
  EXPECT_EQ(c.rust_kind, CounterpartKind::Write);
  EXPECT_EQ(c.date, "2026-01");
}

TEST(Counterparts, KnowsALibraryByItsManyNames) {
  const Result<Counterparts> table = load("system",
                                          "zlib: {go: [compress/zlib], rust: [flate2]}\n"
                                          "png: {go: [image/png], rust: [png]}\n"
                                          "glib: {go: [std], rust: [std]}\n"
                                          "bz2: {go: [compress/bzip2], rust: [binding bzip2]}\n");
  ASSERT_TRUE(table);
  for (const char* name : {"ZLIB", "zlib1", "ZLIB::ZLIB", "PNG", "libpng", "libpng16", "glib-2.0", "bz2"})
    EXPECT_NE(table->find("system", name), nullptr) << name;
  EXPECT_EQ(table->find("system", "h264"), nullptr);
}

TEST(Counterparts, CutsMajorVersionsOfGoModules) {
  EXPECT_EQ(rust_of("go", "github.com/jackc/pgx/v4"), rust_of("go", "github.com/jackc/pgx/v5"));
  EXPECT_EQ(rust_of("go", "github.com/jackc/pgx"), "tokio-postgres");
  EXPECT_EQ(rust_of("go", "gopkg.in/yaml.v2"), "serde_yaml_ng");
  EXPECT_EQ(rust_of("go", "github.com/aws/aws-sdk-go-v2/service/s3"), "aws-config");
  EXPECT_EQ(rust_of("go", "github.com/aws/aws-sdk-go-v2x"), "-") << "a prefix ends where a path segment ends";
  EXPECT_EQ(rust_of("go", "github.com/gin-gonic"), "-");
}

TEST(Counterparts, LetsMavenGroupsStandForTheirArtifacts) {
  EXPECT_EQ(rust_of("maven", "com.squareup.okhttp3:okhttp"), "reqwest");
  EXPECT_EQ(rust_of("maven", "com.squareup.okhttp3:mockwebserver"), "-") << "named with its artifact";
  EXPECT_EQ(rust_of("maven", "org.hibernate.orm:hibernate-core"), rust_of("maven", "org.hibernate"));
  EXPECT_NE(rust_of("maven", "org.hibernate.orm:hibernate-core"), "-");
  EXPECT_EQ(rust_of("maven", "org.hibernatex:core"), "-");
  EXPECT_EQ(rust_of("maven", "org.scala-lang:scala-library_2.13"), rust_of("maven", "org.scala-lang:scala-library"));
  EXPECT_EQ(rust_of("maven", "org.scala-lang:scala-library_x"), "-");
}

TEST(Counterparts, BearsHostileNames) {
  EXPECT_EQ(rust_of("maven", std::string(1'000'000, '.')), "-");
  EXPECT_EQ(rust_of("maven", std::string(200, ':')), "-");
  EXPECT_EQ(rust_of("go", ""), "-");
  EXPECT_EQ(rust_of("go", "/v"), "-");
  EXPECT_EQ(rust_of("pypi", "--__.."), "-");
  EXPECT_EQ(rust_of("", "flask"), "-");
}

TEST(Counterparts, SaysWhatIsWrong) {
  const auto error = [](std::string_view content) {
    const Result<Counterparts> table = load("pypi", content);
    return table ? "" : table.error().message;
  };
  EXPECT_EQ(error("flask: {go: [a], rust: [b]}\n"), "");
  EXPECT_NE(error("flask: {goo: [a], rust: [b]}\n").find("did you mean `go`"), std::string::npos);
  EXPECT_NE(error("a: {go: [x], rust: [y]}\nflask: {go: [a]}\n").find("pypi.yaml:5: `rust` names nothing"),
            std::string::npos);
  EXPECT_NE(error("flask: {go: [none, a], rust: [b]}\n").find("`none` stands beside others"), std::string::npos);
  EXPECT_NE(error("py_yaml: {go: [a], rust: [b]}\nPy.YAML: {go: [a], rust: [b]}\n").find("stands here twice"),
            std::string::npos);
  EXPECT_NE(error("date: 2025\nconfidence: medium\npackages: {a: {go: [b], rust: [c]}}\n").find("no month"),
            std::string::npos);
  EXPECT_NE(error("a: {go: [b], rust: [c], confidence: hgih}\n").find("did you mean `high`"), std::string::npos);
  EXPECT_NE(error("- flask\n").find("`packages`"), std::string::npos);
  EXPECT_NE(error("flask: [\n").find("pypi.yaml:"), std::string::npos);
}

}  // namespace
}  // namespace assay

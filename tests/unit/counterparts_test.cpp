// What a dependency becomes elsewhere: which names are the same package, and what a broken table says.
#include "rules/engine/counterparts.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace assay {
namespace {

Result<Counterparts> load(std::string_view ecosystem, std::string_view content) {
  const std::string path = "rules/counterparts/" + std::string(ecosystem) + ".yaml";
  const std::array files{EmbeddedFile{path, content}};
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
            (std::set<std::string>{"cargo", "go", "maven", "npm", "nuget", "packagist", "pypi", "rubygems"}));
  const Result<Counterparts> shipped = load_counterparts(embedded_files(), ecosystems);
  ASSERT_TRUE(shipped) << shipped.error().message;
  EXPECT_GT(shipped->size(), 700u);
}

TEST(Counterparts, ReadsOnlyTheEcosystemsThatOccur) {
  const Result<Counterparts> npm = load_counterparts(embedded_files(), {"npm", "system"});
  ASSERT_TRUE(npm);
  EXPECT_NE(npm->find("npm", "express"), nullptr);
  EXPECT_EQ(npm->find("pypi", "flask"), nullptr);
  EXPECT_EQ(npm->find("system", "zlib"), nullptr);
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
  EXPECT_NE(error("a: {go: [x], rust: [y]}\nflask: {go: [a]}\n").find("pypi.yaml:2: `rust` names nothing"),
            std::string::npos);
  EXPECT_NE(error("flask: {go: [none, a], rust: [b]}\n").find("`none` stands beside others"), std::string::npos);
  EXPECT_NE(error("py_yaml: {go: [a], rust: [b]}\nPy.YAML: {go: [a], rust: [b]}\n").find("stands here twice"),
            std::string::npos);
  EXPECT_NE(error("- flask\n").find("packages are expected"), std::string::npos);
  EXPECT_NE(error("flask: [\n").find("pypi.yaml:"), std::string::npos);
}

}  // namespace
}  // namespace assay

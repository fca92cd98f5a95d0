// Maven, Gradle, sbt and .NET.

#include "tests/unit/manifests_support.h"

namespace assay {
namespace {

using facts::DependencyScope;
using facts::UnitKind;

TEST(ManifestsMaven, ModulesDependenciesAndProperties) {
  const ManifestT manifest = read_manifest("shop/pom.xml", R"(<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.acme</groupId><artifactId>parent</artifactId><version>7</version></parent>
  <artifactId>shop-${edition}</artifactId>
  <packaging>war</packaging>
  <properties><edition>web</edition><spring>${spring.line}.8</spring><spring.line>5.3</spring.line></properties>
  <modules><module>api</module><module>core/pom.xml</module></modules>
  <dependencyManagement><dependencies>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>32.1</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-web</artifactId><version>${spring}</version></dependency>
    <dependency>
      <groupId>com.google.guava</groupId><artifactId>guava</artifactId>
    </dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>own</artifactId><version>${project.version}</version></dependency>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>${unknown}</version><scope>test</scope></dependency>
    <dependency><groupId>x</groupId><artifactId>y</artifactId><optional>true</optional></dependency>
  </dependencies>
  <build><sourceDirectory>${project.basedir}/source</sourceDirectory><plugins><plugin>
    <artifactId>maven-jar-plugin</artifactId>
    <configuration><archive><manifest><mainClass>org.acme.Main</mainClass></manifest></archive></configuration>
  </plugin></plugins></build>
</project>)");
  const UnitT& unit = unit_of(manifest, "shop-web");
  EXPECT_EQ(unit.kind, UnitKind::Service);
  EXPECT_EQ(unit.reason, "`packaging` in pom.xml is `war`");
  EXPECT_EQ(unit.members, (Texts{"api", "core"}));
  EXPECT_EQ(unit.entries, Texts{"org.acme.Main"});
  EXPECT_EQ(unit.sources, Texts{"shop/source"});
  EXPECT_EQ(dependencies_of(unit),
            (Texts{"org.springframework:spring-web 5.3.8", "com.google.guava:guava 32.1", "org.acme:own 7"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"junit:junit ${unknown}"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), Texts{"x:y "});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Build),
            (Texts{"org.apache.maven.plugins:maven-jar-plugin ", "org.acme:parent 7"}));
  EXPECT_EQ(dependency_of(unit, "com.google.guava:guava").line, 13u);
}

TEST(ManifestsGradle, GroovyBuild) {
  const ManifestT manifest = read_manifest("app/build.gradle", R"(plugins {
    id 'java'
    id 'application'
    id 'org.springframework.boot' version '3.1.2'
}
// implementation 'commented:out:1'
application { mainClass = 'org.acme.Main' }
dependencies {
    implementation 'com.google.guava:guava:32.1.2-jre'
    implementation project(':core:model')
    implementation platform("org.acme:bom:1.0")
    testImplementation group: 'junit', name: 'junit', version: '4.13'
    annotationProcessor "org.projectlombok:lombok:1.18"
    compileOnly("a:b:1") { exclude group: 'x', module: 'y' }
    api libs.okhttp.core
    implementation "c:d:$version"
}
)");
  const UnitT& unit = *manifest.units.at(0);
  EXPECT_EQ(unit.directory, "app");
  EXPECT_EQ(unit.kind, UnitKind::Cli);
  EXPECT_EQ(unit.reason, "plugin `application` in build.gradle");
  EXPECT_EQ(unit.entries, Texts{"org.acme.Main"});
  EXPECT_EQ(dependencies_of(unit),
            (Texts{"com.google.guava:guava 32.1.2-jre", "model path::core:model", "org.acme:bom 1.0", "a:b 1",
                   "okhttp.core libs.okhttp.core", "c:d $version"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"junit:junit 4.13"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Build),
            (Texts{"org.springframework.boot 3.1.2", "org.projectlombok:lombok 1.18"}));
}

TEST(ManifestsGradle, KotlinBuild) {
  const ManifestT manifest = read_manifest("build.gradle.kts", R"(plugins {
    `java-library`
    kotlin("jvm") version "1.9.0"
    id("com.android.library") version "8.0" apply false
}
kotlin { sourceSets { val commonMain by getting { dependencies {
    implementation("io.ktor:ktor-client-core:2.3.0")
    api(projects.shared)
    implementation(kotlin("reflect"))
} } } }
)");
  const UnitT& unit = *manifest.units.at(0);
  EXPECT_EQ(unit.kind, UnitKind::Library);
  EXPECT_EQ(unit.reason, "plugin `java-library` in build.gradle.kts");
  EXPECT_EQ(dependencies_of(unit), (Texts{"io.ktor:ktor-client-core 2.3.0", "shared path:projects.shared",
                                          "org.jetbrains.kotlin:kotlin-reflect "}));
  EXPECT_EQ(dependency_of(unit, "org.jetbrains.kotlin.jvm").version, "1.9.0");
}

TEST(ManifestsGradle, SettingsAndCatalogue) {
  const ManifestT settings = read_manifest("settings.gradle",
                                           "rootProject.name = 'shop'\ninclude ':api', ':core:model'\ninclude(\n  "
                                           "\"web\",\n  \"cli\")\nincludeBuild '../tools'\n");
  EXPECT_EQ(unit_of(settings, "shop").members, (Texts{"api", "core/model", "web", "cli", "../tools"}));
  const ManifestT catalogue = read_manifest("gradle/libs.versions.toml", R"([versions]
okhttp = "4.11"
[libraries]
okhttp = { module = "com.squareup.okhttp3:okhttp", version.ref = "okhttp" }
junit = "junit:junit:4.13"
guava = { group = "com.google.guava", name = "guava", version = "32" }
[plugins]
boot = { id = "org.springframework.boot", version = "3.1" }
)");
  const UnitT& unit = *catalogue.units.at(0);
  EXPECT_EQ(unit.directory, "");
  EXPECT_EQ(dependency_of(unit, "com.squareup.okhttp3:okhttp").version, "4.11");
  EXPECT_EQ(dependency_of(unit, "junit:junit").version, "4.13");
  EXPECT_EQ(dependency_of(unit, "com.google.guava:guava").version, "32");
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Build), Texts{"org.springframework.boot 3.1"});
}

TEST(ManifestsSbt, ProjectsAndDependencies) {
  const ManifestT manifest = read_manifest("build.sbt", R"(name := "shop"
val akka = "2.8.0"
lazy val root = (project in file(".")).aggregate(core)
  .settings(mainClass := Some("shop.Main"))
lazy val core = (project in file("modules/core"))
  .settings(
    libraryDependencies ++= Seq(
      "com.typesafe.akka" %% "akka-actor" % akka,
      "org.scalatest" %% "scalatest" % "3.2.16" % Test,
      "io.circe" %%% "circe-core" % "0.14.5"
    )
  )
lazy val web = project.enablePlugins(PlayScala)
libraryDependencies += "ch.qos.logback" % "logback-classic" % "1.4.8"
)");
  const UnitT& root = unit_of(manifest, "shop");
  EXPECT_EQ(root.members, (Texts{"modules/core", "web"}));
  EXPECT_EQ(root.entries, Texts{"shop.Main"});
  EXPECT_EQ(dependencies_of(root), Texts{"ch.qos.logback:logback-classic 1.4.8"});
  const UnitT& core = unit_of(manifest, "core");
  EXPECT_EQ(core.directory, "modules/core");
  EXPECT_EQ(dependencies_of(core), (Texts{"com.typesafe.akka:akka-actor ", "io.circe:circe-core 0.14.5"}));
  EXPECT_EQ(dependencies_of(core, DependencyScope::Development), Texts{"org.scalatest:scalatest 3.2.16"});
  EXPECT_EQ(unit_of(manifest, "web").kind, UnitKind::Service);
  const ManifestT plugins =
      read_manifest("project/plugins.sbt", "addSbtPlugin(\"com.eed3si9n\" % \"sbt-assembly\" % \"2.1.1\")\n");
  EXPECT_EQ(plugins.units.at(0)->directory, "");
  EXPECT_EQ(dependency_of(*plugins.units.at(0), "com.eed3si9n:sbt-assembly").ecosystem, "sbt");
}

TEST(ManifestsDotnet, ProjectKinds) {
  const auto kind = [](std::string_view text) { return read_manifest("a/App.csproj", text).units.at(0)->kind; };
  EXPECT_EQ(kind(R"(<Project Sdk="Microsoft.NET.Sdk.Web"></Project>)"), UnitKind::Service);
  EXPECT_EQ(kind(R"(<Project Sdk="Microsoft.NET.Sdk.Worker"/>)"), UnitKind::Worker);
  EXPECT_EQ(kind(R"(<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly"/>)"), UnitKind::Ui);
  EXPECT_EQ(
      kind(R"(<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>)"),
      UnitKind::Cli);
  EXPECT_EQ(
      kind(
          R"(<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>WinExe</OutputType><UseWPF>true</UseWPF></PropertyGroup></Project>)"),
      UnitKind::Ui);
  EXPECT_EQ(kind(R"(<Project Sdk="Microsoft.NET.Sdk"/>)"), UnitKind::Library);
  EXPECT_EQ(
      kind(
          R"(<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk"/></ItemGroup></Project>)"),
      UnitKind::Tests);
  EXPECT_EQ(
      kind(
          R"(<Project><PropertyGroup><ProjectTypeGuids>{349C5851-65DF-11DA-9384-00065B846F21};{x}</ProjectTypeGuids><OutputType>Library</OutputType></PropertyGroup></Project>)"),
      UnitKind::Service);
}

TEST(ManifestsDotnet, ReferencesSolutionsAndLists) {
  const ManifestT project = read_manifest("src/Shop/Shop.csproj", R"XML(<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><JsonVersion>13.0.1</JsonVersion></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Newtonsoft.Json" Version="$(JsonVersion)" />
    <PackageReference Include="Serilog"><Version>3.0.1</Version></PackageReference>
    <ProjectReference Include="..\Core\Core.csproj" />
    <Compile Include="..\Shared\Clock.cs" />
  </ItemGroup>
</Project>)XML");
  const UnitT& unit = unit_of(project, "Shop");
  EXPECT_EQ(dependencies_of(unit), (Texts{"Newtonsoft.Json 13.0.1", "Serilog 3.0.1", "Core path:../Core/Core.csproj"}));
  EXPECT_EQ(unit.sources, Texts{"src/Shared/Clock.cs"});
  EXPECT_EQ(dependency_of(unit, "Serilog").line, 5u);

  const ManifestT solution =
      read_manifest("Shop.sln",
                    "Microsoft Visual Studio Solution File\r\n"
                    "Project(\"{FAE0}\") = \"Shop\", \"src\\Shop\\Shop.csproj\", \"{1}\"\r\nEndProject\r\n"
                    "Project(\"{2150}\") = \"docs\", \"docs\", \"{2}\"\r\nEndProject\r\n");
  EXPECT_EQ(unit_of(solution, "Shop").members, Texts{"src/Shop"});
  const ManifestT list =
      read_manifest("packages.config", R"(<packages><package id="EntityFramework" version="6.4.4" /></packages>)");
  EXPECT_EQ(dependencies_of(*list.units.at(0)), Texts{"EntityFramework 6.4.4"});
  const ManifestT central =
      read_manifest("Directory.Packages.props",
                    R"(<Project><ItemGroup><PackageVersion Include="Dapper" Version="2.0" /></ItemGroup></Project>)");
  EXPECT_EQ(dependencies_of(*central.units.at(0)), Texts{"Dapper 2.0"});
}

}  // namespace
}  // namespace assay

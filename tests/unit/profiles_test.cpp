// Profiles of every format, whole and damaged: which stacks and costs come out.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <protozero/pbf_writer.hpp>
#include <random>
#include <string>
#include <vector>

#include "parsers/profiles/frame_text.h"
#include "parsers/profiles/profile_builder.h"
#include "parsers/profiles/read_profile.h"

namespace assay {
namespace {

std::string shown(const ProfileFrame& frame) {
  std::string text = frame.name;
  if (!frame.file.empty()) text += "@" + frame.file;
  if (frame.line != 0) text += ":" + std::to_string(frame.line);
  if (frame.start_line != 0) text += "^" + std::to_string(frame.start_line);
  return text;
}

std::string number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// `outer;inner cost` per context with a cost of its own, `place[<owner] self+calls` per row; sorted.
std::string summary(const RuntimeProfile& profile) {
  std::vector<std::string> lines;
  for (const ProfileNode& node : profile.nodes) {
    if (node.self == 0) continue;
    std::string stack = shown(profile.frames[node.frame]);
    for (std::uint32_t at = node.parent; at != 0; at = profile.nodes[at].parent)
      stack = shown(profile.frames[profile.nodes[at].frame]) + ";" + stack;
    lines.push_back(stack + " " + number(node.self));
  }
  for (const ProfileRow& row : profile.rows) {
    std::string line = shown(profile.frames[row.frame]);
    if (row.owner != row.frame) line += "<" + shown(profile.frames[row.owner]);
    lines.push_back(line + " " + number(row.self) + "+" + number(row.calls));
  }
  std::sort(lines.begin(), lines.end());
  std::string text = profile.kind + " " + profile.unit + " " + number(profile.total) + "\n";
  for (const std::string& line : lines) text += line + "\n";
  for (const std::string& note : profile.notes) text += "note: " + note + "\n";
  return text;
}

std::string read_text(std::string content) {
  const Result<RuntimeProfile> profile = read_profile_text("p", std::move(content));
  return profile ? summary(*profile) : "error: " + profile.error().message;
}

std::string gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

const std::string collapsed_text = "main;run;parse 3\nmain;run 1.5\n\nmain;run;parse 2\nwho knows\n# c\nmain;f_[j] 1\n";

TEST(Profiles, Collapsed) {
  EXPECT_EQ(
      read_text(collapsed_text),
      "collapsed samples 7.5\nmain;f 1\nmain;run 1.5\nmain;run;parse 5\nnote: entries that could not be read and are "
      "left out: 1\n");
  EXPECT_EQ(read_text("main (/a/b.py:7);C.f (b.py:9) 4\n"), "collapsed samples 4\nmain@/a/b.py:7;C.f@b.py:9 4\n");
}

TEST(Profiles, LongLines) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "f;";
  EXPECT_EQ(read_text(deep + "g 5\n").substr(0, 19), "collapsed samples 5");
}

TEST(Profiles, FramesOfText) {
  EXPECT_EQ(shown(frame_of_text("parse - /app/lib/x.rb:12")), "parse@/app/lib/x.rb:12");
  EXPECT_EQ(shown(frame_of_text("/app/x.py:C.f:12")), "C.f@/app/x.py:12");
  EXPECT_EQ(shown(frame_of_text("LazyCompile:*parse file:///app/a%20b.js:3:14")), "parse@/app/a b.js:3");
  EXPECT_EQ(shown(frame_of_text("py::C.f:/app/x.py")), "C.f@/app/x.py");
  EXPECT_EQ(shown(frame_of_text("ns::f(int, char const*)")), "ns::f(int, char const*)");
  EXPECT_EQ(shown(frame_of_text("f (inlined)")), "f (inlined)");
  EXPECT_EQ(path_of_url("https://host:80/static/app.js?v=1#x"), "/static/app.js");
  EXPECT_EQ(path_of_url("webpack:///./src/a.ts"), "/./src/a.ts");
}

TEST(Profiles, Gzip) {
  const std::string packed = gzipped(collapsed_text);
  EXPECT_EQ(read_text(packed), read_text(collapsed_text));
  EXPECT_EQ(read_text(packed + packed).substr(0, 20), "collapsed samples 15") << "members one behind the other";
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "main;f" + std::to_string(i * 7919 % 100003) + " 1\n";
  const std::string cut = read_text(gzipped(many).substr(0, 20000));
  EXPECT_NE(cut.find("compressed data end early"), cut.npos) << cut.substr(0, 200);
  EXPECT_EQ(read_text("\x1f\x8b"
                      "nonsense"),
            "error: the profile `p` has damaged gzip data");
  bool truncated = false;
  EXPECT_FALSE(decompress(gzipped(std::string(1 << 20, 'a')), 1 << 16, truncated)) << "a bomb ends at the limit";
}

TEST(Profiles, CpuProfile) {
  const std::string text = R"j({"nodes":[
    {"id":1,"callFrame":{"functionName":"(root)","url":"","lineNumber":-1,"columnNumber":-1},"children":[2,4]},
    {"id":2,"callFrame":{"functionName":"run","url":"file:///app/x.js","lineNumber":4,"columnNumber":2},"children":[3]},
    {"id":3,"callFrame":{"functionName":"","url":"file:///app/x.js","lineNumber":8,"columnNumber":0}},
    {"id":4,"callFrame":{"functionName":"(idle)","url":"","lineNumber":-1,"columnNumber":-1}}],
    "samples":[2,3,3,4,9],"timeDeltas":[10,20,30,1000,5]})j";
  EXPECT_EQ(read_text(text),
            "cpuprofile microseconds 60\nrun@/app/x.js:5^5 10\nrun@/app/x.js:5^5;(anonymous)@/app/x.js:9^9 50\nnote: "
            "entries that could not be read and are left out: 1\n");
  EXPECT_EQ(read_text(R"j({"nodes":[{"id":1,"parent":2,"hitCount":1,"callFrame":{"functionName":"a"}},
                    {"id":2,"parent":1,"hitCount":1,"callFrame":{"functionName":"b"}}]})j")
                .substr(0, 20),
            "cpuprofile samples 2")
      << "a cycle ends";
  EXPECT_EQ(read_text(text.substr(0, text.size() - 30)).substr(0, 72),
            "error: the profile `p` cannot be read as cpuprofile: its JSON is damaged");
}

TEST(Profiles, Speedscope) {
  EXPECT_EQ(
      read_text(R"j({"shared":{"frames":[{"name":"main"},{"name":"f","file":"a/b.rs","line":7}]},"profiles":[
    {"type":"sampled","unit":"seconds","samples":[[0,1],[0],[0,5]],"weights":[0.5,0.25,1]},
    {"type":"evented","unit":"seconds","startValue":1,"events":[{"type":"O","frame":0,"at":1},{"type":"O","frame":1,"at":2},
      {"type":"C","frame":1,"at":4},{"type":"C","frame":0,"at":5}]},
    {"type":"sampled","unit":"bytes","samples":[[0]],"weights":[9]}]})j"),
      "speedscope seconds 4.75\nmain 2.25\nmain;f@a/b.rs:7 2.5\nnote: 1 profiles of other units are left out\nnote: "
      "entries that could not be read and are left out: 1\n");
}

TEST(Profiles, Callgrind) {
  EXPECT_EQ(
      read_text(
          "# callgrind format\nversion: 1\npositions: line\nevents: Ir Dr\nsummary: 99\n\nfl=(1) src/a.c\nfn=(1) main\n"
          "10 5 1\n+2 3\ncfi=(2) src/b.c\ncfn=(2) work\ncalls=4 20\n* 70\nfi=(3) inc/inline.h\n7 2\nfe=(1)\n13 1\n\n"
          "fl=(2)\nfn=(2)\n20 70\n"),
      "callgrind Ir 81\nmain@inc/inline.h:7<main@src/a.c 2+0\nmain@src/a.c 0+70\nmain@src/a.c:10<main@src/a.c 5+0\n"
      "main@src/a.c:12<main@src/a.c 3+0\nmain@src/a.c:13<main@src/a.c 1+0\nwork@src/b.c:20<work@src/b.c 70+0\n");
  EXPECT_EQ(read_text("version: 1\npositions: instr line\nevents: Ir\nfn=f\n0x10 5 2\n+4 -3 1\n+1 -9 1\n"),
            "callgrind Ir 3\nf:2<f 1+0\nf:5<f 2+0\nnote: entries that could not be read and are left out: 1\n");
}

TEST(Profiles, PerfScript) {
  EXPECT_EQ(
      read_text("redis 12 [001] 1.5:     250 cycles:u: \n\t   1f dictFind+0x12 (/usr/bin/redis)\n\t   2f main "
                "(/usr/bin/redis)\n"
                "  server.c:9\n\nredis 12 1.6: 1 faults: \n\t 1 f (x)\n\nredis 12 1.7: cycles:u: \n\t 1f g "
                "(inlined)\n\t 2f main (/b)\n"),
      "perf-script cycles:u 251\nmain;g 1\nmain@server.c:9;dictFind 250\nnote: 1 samples of other events than cycles:u "
      "are left out\n");
}

TEST(Profiles, FlightRecorder) {
  EXPECT_EQ(read_text("jdk.CPULoad {\n  user = 1\n}\n\njdk.ExecutionSample {\n  startTime = 1\n  stackTrace = [\n    "
                      "a.b.C$D.run(int, "
                      "String) line: 12\n    a.b.Main.main(String[]) line: 3\n    ...\n  ]\n}\n"),
            "jfr samples 1\na.b.Main.main:3;a.b.C$D.run:12 1\n");
  EXPECT_EQ(read_text(R"j({"recording":{"events":[{"type":"jdk.ExecutionSample","values":{"stackTrace":{"frames":[
    {"method":{"type":{"name":"a/b/C"},"name":"run"},"lineNumber":12},{"method":{"type":{"name":"a/b/M"},"name":"main"}}]}}},
    {"type":"jdk.CPULoad","values":{}}]}})j"),
            "jfr samples 1\na.b.M.main;a.b.C.run:12 1\n");
}

TEST(Profiles, PstatsTable) {
  EXPECT_EQ(
      read_text("Sat\n\n  12 function calls in 1.0 seconds\n\n   ncalls  tottime  percall  cumtime  percall "
                "filename:lineno(function)\n     10/1    0.250    0.025    1.500    1.500 /a/b.py:7(run)\n        2    "
                "0.5    0.1    0.5    0.1 {built-in method len}\n"),
      "pstats seconds 0.75\nrun@/a/b.py:7^7 0.25+1.25\n{built-in method len} 0.5+0\n");
}

// Two functions, one inlined into the other; counts and times.
std::string pprof_bytes() {
  std::string bytes;
  protozero::pbf_writer profile(bytes);
  const auto value_type = [&](std::int64_t type, std::int64_t unit) {
    protozero::pbf_writer message(profile, 1);
    message.add_int64(1, type);
    message.add_int64(2, unit);
  };
  value_type(1, 2);
  value_type(3, 4);
  const auto sample = [&](std::vector<std::uint64_t> locations, std::vector<std::int64_t> values) {
    protozero::pbf_writer message(profile, 2);
    message.add_packed_uint64(1, locations.begin(), locations.end());
    message.add_packed_int64(2, values.begin(), values.end());
  };
  sample({7, 8}, {1, 500});
  sample({8, 99}, {1, 250});
  const auto location = [&](std::uint64_t id, std::vector<std::pair<std::uint64_t, std::int64_t>> lines) {
    protozero::pbf_writer message(profile, 4);
    message.add_uint64(1, id);
    for (const auto& [function, at] : lines) {
      protozero::pbf_writer line(message, 4);
      line.add_uint64(1, function);
      line.add_int64(2, at);
    }
  };
  location(7, {{1, 12}, {2, 33}});
  location(8, {{2, 40}});
  const auto function = [&](std::uint64_t id, std::int64_t name, std::int64_t start) {
    protozero::pbf_writer message(profile, 5);
    message.add_uint64(1, id);
    message.add_int64(2, name);
    message.add_int64(4, 7);
    message.add_int64(5, start);
  };
  function(1, 5, 10);
  function(2, 6, 30);
  for (const char* text : {"", "samples", "count", "cpu", "nanoseconds", "pkg.inner", "pkg.(*T).outer", "pkg/a.go"})
    profile.add_string(6, text);
  return bytes;
}

TEST(Profiles, Pprof) {
  const std::string outer = "pkg.(*T).outer@pkg/a.go";
  EXPECT_EQ(read_text(pprof_bytes()), "pprof nanoseconds 750\n(unknown);" + outer + ":40^30 250\n" + outer + ":40^30;" +
                                          outer + ":33^30;pkg.inner@pkg/a.go:12^10 500\n");
  EXPECT_EQ(read_text(gzipped(pprof_bytes())), read_text(pprof_bytes()));
}

TEST(Profiles, SaysWhatItCannotRead) {
  EXPECT_EQ(read_text(""), "error: the profile `p` is empty");
  for (const auto& [content, part] :
       std::vector<std::pair<std::string, std::string>>{{std::string("FLR\0\0", 5), "jfr print"},
                                                        {"PERFILE2....", "perf script"},
                                                        {"{(\xfa\x03"
                                                         "abc",
                                                         "pstats"},
                                                        {"hello\nworld\n", "of no known kind"},
                                                        {"{\"a\":1}", "of no known kind"},
                                                        {std::string("\x0a\xff\x00\x01", 4), "protobuf"},
                                                        {"version: 1\nevents: Ir\nfn=f\n", "no cost line"}}) {
    const std::string message = read_text(content);
    EXPECT_TRUE(message.starts_with("error: ")) << message;
    EXPECT_NE(message.find(part), message.npos) << message;
  }
  EXPECT_FALSE(read_profile("/nowhere/at/all"));
  EXPECT_FALSE(read_profile("/"));
}

TEST(Profiles, KeepsWithinItsLimits) {
  ProfileLimits limits;
  limits.frames = 4;
  limits.nodes = 6;
  limits.depth = 3;
  limits.name_bytes = 8;
  ProfileBuilder builder("test", limits);
  std::vector<std::uint32_t> stack;
  for (const char* name : {"a", "b", "c", "d", "much too long"}) stack.push_back(builder.frame({name, {}}));
  builder.add_stack(stack, 1);
  builder.add_stack(std::vector<std::uint32_t>{stack[1], stack[0], stack[2]}, 1);
  builder.add_stack(stack, -1);
  builder.add_stack(stack, std::numeric_limits<double>::quiet_NaN());
  builder.add_row({0, 0, -1, 0});
  const RuntimeProfile profile = builder.finish();
  EXPECT_EQ(
      summary(profile),
      "test  2\nc 1+0\nc;d;(others) 1\nnote: entries that could not be read and are left out: 3\nnote: stacks without "
      "their "
      "outermost callers, being too deep or too many: 1\nnote: stacks without their callers, there being too many "
      "different ones: 1\nnote: frames without their names, there being too many different ones: 1\n");
}

// Whatever is done to a profile, reading ends, and cost is never invented.
TEST(Profiles, SurviveDamage) {
  std::mt19937 random(11);
  const std::string seeds[] = {
      collapsed_text,
      gzipped(collapsed_text),
      pprof_bytes(),
      "# callgrind format\nevents: Ir\npositions: line\nfl=(1) a\nfn=(1) f\n1 2\ncfn=(2) g\ncalls=1 2\n3 4\n",
      R"j({"shared":{"frames":[{"name":"f"}]},"profiles":[{"type":"sampled","unit":"none","samples":[[0]],"weights":[1]}]})j",
      R"j({"nodes":[{"id":1,"hitCount":3,"callFrame":{"functionName":"f","lineNumber":1}}],"samples":[1],"timeDeltas":[5]})j",
      "p 1 1.5: 7 cycles: \n\t1f f+0x1 (b)\n\t2f g (b)\n\n",
      "jdk.ExecutionSample {\n  stackTrace = [\n    a.B.c() line: 1\n  ]\n}\n",
      "  ncalls  tottime  percall  cumtime  percall filename:lineno(function)\n 1 2 3 4 5 a.py:1(f)\n"};
  for (const std::string& seed : seeds) {
    ASSERT_TRUE(read_profile_text("p", seed)) << seed.substr(0, 60);
    for (int round = 0; round < 400; ++round) {
      std::string text = seed;
      for (unsigned edits = 1 + random() % 4; edits > 0 && !text.empty(); --edits) {
        const std::size_t at = random() % text.size();
        switch (random() % 4) {
          case 0: text[at] = static_cast<char>(random() % 256); break;
          case 1: text.erase(at, 1 + random() % 8); break;
          case 2: text.insert(at, text.substr(random() % text.size(), random() % 16)); break;
          default: text.resize(at);
        }
      }
      const Result<RuntimeProfile> profile = read_profile_text("p", text);
      if (!profile) continue;
      double sum = 0;
      for (const ProfileNode& node : profile->nodes) sum += node.self;
      for (const ProfileRow& row : profile->rows) sum += row.self;
      ASSERT_NEAR(sum, profile->total, profile->total * 1e-9);
    }
  }
}

}  // namespace
}  // namespace assay

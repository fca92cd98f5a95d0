// The best set against hand-made graphs, and against trying all sets of small random ones.
#include "rules/plan/minimum_cut.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <random>

namespace assay {
namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

double worth(const std::vector<bool>& taken, const std::vector<double>& gain, const std::vector<Parting>& partings) {
  double sum = 0;
  for (std::size_t i = 0; i < gain.size(); ++i) sum += taken[i] ? gain[i] : 0;
  for (const Parting& p : partings) {
    if (taken[p.a] && !taken[p.b]) sum -= p.only_a;
    if (taken[p.b] && !taken[p.a]) sum -= p.only_b;
  }
  return sum;
}

TEST(BestSet, TakesWhatPaysForItsCrossing) {
  // caller (cannot move) → parse (gains 10) → helper (gains 1): the call of parse costs 2, that of helper 5.
  const std::vector<Parting> calls = {{0, 1, 0, 2}, {1, 2, 5, 5}};
  EXPECT_EQ(best_set(std::vector<double>{never, 10, 1}, calls), (std::vector<bool>{false, true, true}));
  EXPECT_EQ(best_set(std::vector<double>{never, 10, -4}, calls), (std::vector<bool>{false, true, true}))
      << "a helper that costs 4 comes along, being called back costs 5";
  EXPECT_EQ(best_set(std::vector<double>{never, 10, -6}, calls), (std::vector<bool>{false, true, false}));
  EXPECT_EQ(best_set(std::vector<double>{never, 1.5, 0.4}, calls), (std::vector<bool>{false, false, false}));
}

TEST(BestSet, IsTheSmallestOfEquals) {
  EXPECT_EQ(best_set(std::vector<double>{2, 0, never}, std::vector<Parting>{{0, 2, 2, 0}}),
            (std::vector<bool>{false, false, false}));
  EXPECT_EQ(best_set(std::vector<double>{2, 0}, {}), (std::vector<bool>{true, false}));
  EXPECT_TRUE(best_set({}, {}).empty());
}

TEST(BestSet, IsOptimalOnSmallRandomGraphs) {
  std::mt19937 random(20260101);  // std::mt19937 gives the same numbers everywhere
  const auto below = [&](unsigned most) { return random() % most; };
  for (int round = 0; round < 400; ++round) {
    const std::size_t count = 2 + below(9);
    std::vector<double> gain(count);
    for (double& g : gain) g = below(8) == 0 ? never : static_cast<double>(below(41)) - 20;
    std::vector<Parting> partings;
    for (std::size_t i = 0; i < count * 2; ++i) {
      const auto a = static_cast<std::uint32_t>(below(static_cast<unsigned>(count)));
      const auto b = static_cast<std::uint32_t>(below(static_cast<unsigned>(count)));
      if (a != b) partings.push_back({a, b, static_cast<double>(below(12)), static_cast<double>(below(12))});
    }
    double best = 0;
    for (std::size_t set = 0; set < (std::size_t{1} << count); ++set) {
      std::vector<bool> taken(count);
      for (std::size_t i = 0; i < count; ++i) taken[i] = ((set >> i) & 1U) != 0;
      best = std::max(best, worth(taken, gain, partings));
    }
    ASSERT_NEAR(worth(best_set(gain, partings), gain, partings), best, 1e-6) << "round " << round;
  }
}

// A chain of calls with a shared helper, ten thousand functions: as large components have them.
TEST(BestSet, TakesThousandsInUnderASecond) {
  constexpr std::uint32_t count = 10'000;
  std::mt19937 random(7);
  std::vector<double> gain(count);
  for (double& g : gain) g = static_cast<double>(random() % 1000) - 600;
  std::vector<Parting> partings;
  for (std::uint32_t i = 1; i < count; ++i) {
    for (int calls = 0; calls < 4; ++calls)
      partings.push_back({static_cast<std::uint32_t>(random() % i), i, static_cast<double>(random() % 300),
                          static_cast<double>(random() % 300)});
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<bool> taken = best_set(gain, partings);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_GT(worth(taken, gain, partings), 0);
  EXPECT_LT(took.count(), 5.0);  // five times what it should take: machines that test are busy
  RecordProperty("milliseconds", static_cast<int>(took.count() * 1000));
  printf("10,000 functions, %zu calls: %.0f ms\n", partings.size(), took.count() * 1000);
}

}  // namespace
}  // namespace assay

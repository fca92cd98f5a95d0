// See minimum_cut.h.
#include "rules/plan/minimum_cut.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <cmath>

namespace assay {
namespace {

using Amount = std::int64_t;
using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
struct Vertex {
  boost::default_color_type color = boost::white_color;
  Traits::edge_descriptor predecessor;
  long distance = 0;
};
struct Edge {
  Amount capacity = 0, residual = 0;
  Traits::edge_descriptor reverse;
};
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, Vertex, Edge>;

void connect(Graph& graph, std::size_t from, std::size_t to, Amount forth, Amount back) {
  const auto there = boost::add_edge(from, to, graph).first;
  const auto here = boost::add_edge(to, from, graph).first;
  graph[there] = {forth, 0, here};
  graph[here] = {back, 0, there};
}

}  // namespace

std::vector<bool> best_set(std::span<const double> gain, std::span<const Parting> partings) {
  std::vector<bool> taken(gain.size(), false);
  double sum = 0;
  for (const double g : gain) sum += std::max(g, 0.0);
  if (sum <= 0) return taken;
  // No cut costs more than giving up all gains, so that an amount above their sum is as good as an infinite one.
  constexpr double steps = 1e12;
  const auto amount = [&](double value) {
    return static_cast<Amount>(std::llround(std::min(value / sum, 2.0) * steps));
  };

  const std::size_t source = gain.size(), sink = source + 1;
  Graph graph(gain.size() + 2);
  for (std::size_t i = 0; i < gain.size(); ++i) {
    if (gain[i] > 0) connect(graph, source, i, amount(gain[i]), 0);
    if (gain[i] < 0) connect(graph, i, sink, amount(-gain[i]), 0);
  }
  for (const Parting& p : partings) {
    if (p.only_a > 0 || p.only_b > 0) connect(graph, p.a, p.b, amount(p.only_a), amount(p.only_b));
  }
  boost::boykov_kolmogorov_max_flow(graph, boost::get(&Edge::capacity, graph), boost::get(&Edge::residual, graph),
                                    boost::get(&Edge::reverse, graph), boost::get(&Vertex::predecessor, graph),
                                    boost::get(&Vertex::color, graph), boost::get(&Vertex::distance, graph),
                                    boost::get(boost::vertex_index, graph), source, sink);
  // What the source still reaches is the smallest of the best sets.
  std::vector<std::size_t> open = {source};
  std::vector<bool> met(gain.size() + 2, false);
  met[source] = true;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const auto edge : boost::make_iterator_range(boost::out_edges(at, graph))) {
      const std::size_t next = boost::target(edge, graph);
      if (graph[edge].residual <= 0 || met[next]) continue;
      met[next] = true;
      open.push_back(next);
    }
  }
  for (std::size_t i = 0; i < gain.size(); ++i) taken[i] = met[i];
  return taken;
}

}  // namespace assay

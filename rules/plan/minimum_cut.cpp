// See minimum_cut.h.
#include "rules/plan/minimum_cut.h"

#include <algorithm>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/property_map/property_map.hpp>
#include <boost/range/iterator_range.hpp>
#include <cmath>
#include <utility>

namespace assay {
namespace {

using Amount = std::int64_t;
using Vertex = std::uint32_t;
// A component may have millions of edges: a list of its own for each vertex would take three times the memory.
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, Vertex, std::uint32_t>;
using EdgeId = Graph::edge_descriptor;

// An edge in both directions, with the most that may flow each way.
struct Link {
  Vertex from, to;
  Amount forth, back;
};

// A flow network and the most that flows through it.
class Network {
 public:
  Network(std::size_t vertices, std::vector<Link> links) {
    // Edges lie by where they begin; each knows the one that leads back.
    std::vector<std::uint32_t> next(vertices + 1, 0);
    for (const Link& link : links) {
      ++next[link.from + 1];
      ++next[link.to + 1];
    }
    for (std::size_t v = 0; v < vertices; ++v) next[v + 1] += next[v];
    std::vector<std::pair<Vertex, Vertex>> edges(links.size() * 2);
    capacity_.resize(edges.size());
    back_.resize(edges.size());
    for (const Link& link : links) {
      const std::uint32_t there = next[link.from]++, here = next[link.to]++;
      edges[there] = {link.from, link.to};
      edges[here] = {link.to, link.from};
      capacity_[there] = link.forth;
      capacity_[here] = link.back;
      back_[there] = EdgeId(link.to, here);
      back_[here] = EdgeId(link.from, there);
    }
    links = {};
    graph_ = Graph(boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<Vertex>(vertices));
  }

  // By vertex: whether the source still reaches it when no more can flow.
  std::vector<bool> source_side(Vertex source, Vertex sink) {
    const std::size_t vertices = boost::num_vertices(graph_);
    std::vector<Amount> residual(capacity_.size());
    std::vector<EdgeId> predecessor(vertices);
    std::vector<boost::default_color_type> color(vertices, boost::white_color);
    std::vector<std::uint32_t> distance(vertices, 0);
    const auto of_edge = [&](auto& values) {
      return boost::make_iterator_property_map(values.begin(), boost::get(boost::edge_index, graph_));
    };
    const auto of_vertex = [&](auto& values) {
      return boost::make_iterator_property_map(values.begin(), boost::get(boost::vertex_index, graph_));
    };
    boost::boykov_kolmogorov_max_flow(graph_, of_edge(capacity_), of_edge(residual), of_edge(back_),
                                      of_vertex(predecessor), of_vertex(color), of_vertex(distance),
                                      boost::get(boost::vertex_index, graph_), source, sink);
    std::vector<bool> met(vertices, false);
    std::vector<Vertex> open = {source};
    met[source] = true;
    while (!open.empty()) {
      const Vertex at = open.back();
      open.pop_back();
      for (const EdgeId& edge : boost::make_iterator_range(boost::out_edges(at, graph_))) {
        const Vertex to = boost::target(edge, graph_);
        if (residual[boost::get(boost::edge_index, graph_, edge)] <= 0 || met[to]) continue;
        met[to] = true;
        open.push_back(to);
      }
    }
    return met;
  }

 private:
  Graph graph_;
  std::vector<Amount> capacity_;  // by edge
  std::vector<EdgeId> back_;      // by edge
};

}  // namespace

std::vector<bool> best_set(std::span<const double> gain, std::span<const Parting> partings) {
  double sum = 0;
  for (const double g : gain) sum += std::max(g, 0.0);
  if (sum <= 0) return std::vector<bool>(gain.size(), false);
  // No cut costs more than giving up all gains, so that an amount above their sum is as good as an infinite one.
  constexpr double steps = 1e12;
  const auto amount = [&](double value) {
    return static_cast<Amount>(std::llround(std::min(value / sum, 2.0) * steps));
  };

  const auto source = static_cast<Vertex>(gain.size()), sink = source + 1;
  std::vector<Link> links;
  links.reserve(gain.size() + partings.size());
  for (Vertex i = 0; i < gain.size(); ++i) {
    if (gain[i] > 0) links.push_back({source, i, amount(gain[i]), 0});
    if (gain[i] < 0) links.push_back({i, sink, amount(-gain[i]), 0});
  }
  for (const Parting& p : partings) {
    if (p.only_a > 0 || p.only_b > 0) links.push_back({p.a, p.b, amount(p.only_a), amount(p.only_b)});
  }
  // What the source still reaches is the smallest of the best sets.
  std::vector<bool> taken = Network(gain.size() + 2, std::move(links)).source_side(source, sink);
  taken.resize(gain.size());
  return taken;
}

}  // namespace assay

// See signal_measures.h: the generic families here, the computed signals in signals_*.cpp.
#include "analyzer/analysis/signal_measures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/analysis/component_kind.h"
#include "analyzer/analysis/component_scan.h"
#include "analyzer/analysis/signal_families.h"
#include "analyzer/base/text.h"

namespace assay {

std::string_view language_folder(facts::Language language) {
  switch (language) {
    case facts::Language::C: return "c";
    case facts::Language::Cpp: return "cpp";
    case facts::Language::Python: return "python";
    case facts::Language::JavaScript: return "javascript";
    case facts::Language::TypeScript:
    case facts::Language::Tsx: return "typescript";
    case facts::Language::Java: return "java";
    case facts::Language::Kotlin: return "kotlin";
    case facts::Language::Scala: return "scala";
    case facts::Language::CSharp: return "csharp";
    case facts::Language::Go: return "go";
    case facts::Language::Rust: return "rust";
    case facts::Language::Ruby: return "ruby";
    case facts::Language::Php: return "php";
    case facts::Language::None: break;
  }
  return {};
}

namespace {

using facts::SiteKind;

constexpr std::size_t most_evidence = 10;
constexpr std::uint64_t fewest_words = 2000;  // of densities: a few words in little text speak of nothing yet

class Measuring {
 public:
  Measuring(const Subject& subject, const std::vector<std::string>* shown)
      : subject_(subject), scan_(subject.scan), shown_(shown) {}

  void set(std::string id, double value, std::string_view unit, const EvidenceList& evidence) {
    if (value == 0) return;  // an absent signal has the value 0
    Signal& signal = signals_[id];
    signal = {std::move(id), value, std::string(unit), {}};
    if (shown_ == nullptr || std::binary_search(shown_->begin(), shown_->end(), signal.id))
      signal.evidence = evidence.take(subject_.model(), most_evidence);
  }

  void effects() {
    for (std::size_t i = 0; i < effect_names().size(); ++i) {
      const auto effect = static_cast<Effect>(i);
      const Tally tally = subject_.effect(effect);
      if (tally.count == 0) continue;
      set(fmt::format("effect.{}", effect_name(effect)), tally.count / scan_.kloc, "per kloc", tally.evidence);
    }
  }

  void sites() {
    for (const SiteKind kind : facts::EnumValuesSiteKind()) {
      const Tally& tally = scan_.of(kind);
      if (tally.count == 0) continue;
      set("fact." + kebab_case(facts::EnumNameSiteKind(kind)), tally.count / scan_.kloc, "per kloc", tally.evidence);
    }
  }

  void domains() {
    for (const auto& [domain, tally] : scan_.domains) {
      set(fmt::format("domain.{}", domain_name(domain)), tally.count / static_cast<double>(scan_.files.size()), "share",
          tally.evidence);
    }
  }

  void dependencies() {
    for (const ComponentDependency& dependency : subject_.component.dependencies) {
      if (dependency.scope == facts::DependencyScope::Development) continue;
      subject_.source.libraries.of(dependency).each([&](Domain domain) {
        const std::string id = fmt::format("dependency.{}", domain_name(domain));
        Signal& signal = signals_[id];
        signal.id = id;
        signal.value = 1;
        signal.unit = "flag";
        if (signal.evidence.size() == most_evidence) return;
        signal.evidence.push_back({dependency.file, dependency.line, fmt::format("depends on {}", dependency.name)});
      });
    }
  }

  void languages() {
    std::map<std::string_view, Tally> tallies;
    double all = 0;
    for (const FileId id : subject_.component.files) {
      const FileRow& file = subject_.model().files[id.index()];
      const std::string_view folder = language_folder(file.language);
      if (folder.empty() || file.code_lines == 0) continue;
      all += file.code_lines;
      Tally& tally = tallies[folder];
      tally.count += file.code_lines;
      tally.evidence.add(file.code_lines, id, 0, [&file] { return fmt::format("{} code lines", file.code_lines); });
    }
    for (const auto& [folder, tally] : tallies)
      set(fmt::format("language.{}", folder), tally.count / all, "share", tally.evidence);
  }

  void names() {
    for (std::size_t i = 0; i < topic_count; ++i) {
      if (scan_.topics[i] == 0) continue;
      const Topic& topic = topics()[i];
      set(fmt::format("names.{}", topic.id),
          1000.0 * scan_.topics[i] / static_cast<double>(std::max<std::uint64_t>(scan_.words, fewest_words)),
          "per 1000 words", named_after(i));
    }
  }

  void computed(std::span<const Measure> measures) {
    for (const Measure& measure : measures) {
      const Tally tally = measure.measure(subject_);
      if (tally.count == 0) continue;
      const auto& [value, unit] = in_unit(tally.count, measure.unit);
      set(std::string(measure.id), value, unit, tally.evidence);
    }
  }

  void container() {
    const auto& [file, reason] = subject_.component.container;
    if (!file.empty()) signals_["entry.container"] = {"entry.container", 1, "flag", {{file, 0, reason}}};
  }

  void kind(Component& component) {
    decide_kind(component, signals_);
    set(fmt::format("kind.{}", kind_name(component.kind)), 1, "flag", {});
  }

  Signals take() { return std::move(signals_); }

 private:
  std::pair<double, std::string_view> in_unit(double count, Unit unit) const {
    switch (unit) {
      case Unit::Share: return {std::clamp(count, 0.0, 1.0), "share"};
      case Unit::PerKloc: return {count / scan_.kloc, "per kloc"};
      case Unit::PerOperations: return {1000 * count, "per 1000 operations"};
      case Unit::Lines: return {count, "lines"};
      case Unit::Flag: return {count > 0 ? 1 : 0, "flag"};
      case Unit::Count: break;
    }
    return {count, "count"};
  }

  // Functions, costliest first, and types whose own name speaks of the topic.
  EvidenceList named_after(std::size_t topic) const {
    const TopicSet bit = TopicSet{1} << topic;
    const auto words = [](std::string_view name, std::size_t of) {
      return fmt::format("{} speaks of {}", name, topics()[of].label);
    };
    const Model& model = subject_.model();
    EvidenceList evidence;
    for (const FunctionScan& f : scan_.functions) {
      if ((f.topics & bit) == 0) continue;
      evidence.add(f.cost, f.file, subject_.row(f).line(),
                   [&model, id = f.id, topic, words] { return words(model.qualified_name(id), topic); });
    }
    for (std::size_t i = 0; i < scan_.types.size(); ++i) {
      if ((scan_.type_topics[i] & bit) == 0) continue;
      const TypeId id = scan_.types[i];
      const facts::Type& type = model.types[id.index()];
      evidence.add(0, model.type_file[id.index()], type.line(),
                   [&names = model.names, &type, topic, words] { return words(names.text(type.name()), topic); });
    }
    return evidence;
  }

  const Subject& subject_;
  const ComponentScan& scan_;
  const std::vector<std::string>* shown_;
  Signals signals_;
};

}  // namespace

Tally Subject::effect(Effect family) const {
  Tally sum;
  for (std::size_t i = 0; i < scan.effects.size(); ++i) {
    if (covers(family, static_cast<Effect>(i))) sum.add_all(scan.effects[i]);
  }
  return sum;
}

double value_of(const Signals& signals, std::string_view id) {
  const auto found = signals.find(id);
  return found == signals.end() ? 0 : found->second.value;
}

Signals measure_signals(const AnalysedCode& source, Component& component, const std::vector<std::string>* shown) {
  const ComponentScan scan = scan_component(source, component);
  const Subject subject{source, component, scan};
  Measuring measuring(subject, shown);
  measuring.effects();
  measuring.sites();
  measuring.domains();
  measuring.dependencies();
  measuring.languages();
  for (const auto& family : {compute_measures(), io_measures(), concurrency_measures(), safety_measures(),
                             purpose_measures(), shape_measures()}) {
    measuring.computed(family);
  }
  measuring.names();
  measuring.container();
  measuring.kind(component);
  return measuring.take();
}

ComponentFacts component_facts(const AnalysedCode& source, const Component& component) {
  std::uint64_t bytes = 0, errors = 0, calls = 0, resolved = 0;
  ComponentFacts facts;
  for (const FileId id : component.files) {
    const FileRow& file = source.model.files[id.index()];
    bytes += file.bytes;
    errors += file.error_bytes;
    if (!file.test) facts.code_lines += file.code_lines;
    for (std::uint32_t i = file.calls.begin; i < file.calls.end; ++i) {
      ++calls;
      const CallEvidence evidence = source.calls.evidence[i];
      if (evidence != CallEvidence::Unresolved && evidence != CallEvidence::Name) ++resolved;
    }
  }
  facts.parsed_share = bytes == 0 ? 0 : 1.0 - static_cast<double>(errors) / static_cast<double>(bytes);
  facts.resolved_call_share = calls == 0 ? 1 : static_cast<double>(resolved) / static_cast<double>(calls);
  return facts;
}

}  // namespace assay

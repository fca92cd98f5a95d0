// See dump.h. One section per table, rows in file order, functions by their qualified names.
#include "analyzer/facts/dump.h"

#include <fmt/format.h>

#include <iterator>

#include "analyzer/facts/view.h"

namespace assay {
namespace {

// " async exported" for the bits that are set; `name_of_bit` names one bit value.
template <class NameOfBit>
std::string set_bits(std::uint32_t flags, NameOfBit name_of_bit) {
  std::string text;
  for (std::uint32_t bit = 1; bit != 0; bit <<= 1U) {
    if ((flags & bit) != 0) text += fmt::format(" {}", name_of_bit(bit));
  }
  return text;
}

class Dump {
 public:
  explicit Dump(const facts::FileFacts& file) : file_(file) {}

  std::string run() {
    line("file {} lines {} code {} comments {} nodes {} error-bytes {} missing {}{}{}",
         facts::EnumNameLanguage(file_.language()), file_.lines(), file_.code_lines(), file_.comment_lines(),
         file_.nodes(), file_.error_bytes(), file_.missing_nodes(), file_.test() ? " test" : "",
         file_.package() != 0 ? fmt::format(" package {}", name(file_.package())) : "");
    for (const auto* i : *file_.imports()) {
      line("import {}{}{}{} :{}{}", name(i->module_()), i->name() != 0 ? fmt::format(" name {}", name(i->name())) : "",
           i->alias() != 0 ? fmt::format(" as {}", name(i->alias())) : "",
           i->function() > 1 ? " in " + function(i->function()) : "", i->line(),
           set_bits(i->flags(),
                    [](std::uint32_t b) { return facts::EnumNameImportFlag(static_cast<facts::ImportFlag>(b)); }));
    }
    std::uint32_t row = 0;
    for (const auto* t : *file_.types()) {
      ++row;
      std::string bases;
      for (const auto* b : *file_.bases()) {
        if (b->type() == row) bases += fmt::format(" <: {}", name(b->name()));
      }
      line("type {} {}{} fields {} :{}-{}{}{}", facts::EnumNameTypeKind(t->kind()), name(t->qualified()), bases,
           t->fields(), t->line(), t->end_line(), bytes_of(row, 0), set_bits(t->flags(), [](std::uint32_t b) {
             return facts::EnumNameTypeFlag(static_cast<facts::TypeFlag>(b));
           }));
    }
    for (const auto* v : *file_.variables()) {
      line("variable {} {}{}{}{}{} :{}{}", facts::EnumNameVariableKind(v->kind()),
           v->type() != 0 ? std::string(name(file_.types()->Get(v->type() - 1)->qualified())) + "." : "",
           name(v->name()),
           v->type_name() != 0 ? fmt::format(" : {}", name(v->type_name()))
           : v->value() != 0   ? fmt::format(" = {}", name(v->value()))
                               : "",
           v->source() == facts::VariableSource::Constructed && v->type_name() != 0 ? " (constructed)" : "",
           v->made_empty() ? " (empty)" : "", v->line(), v->function() > 1 ? " in " + function(v->function()) : "");
    }
    for (const auto* a : *file_.annotations()) {
      line("annotation {}{} :{}{}", name(a->name()),
           a->argument() != 0 ? fmt::format(" ({})", name(a->argument())) : "", a->line(),
           a->function() != 0 ? " on " + function(a->function())
           : a->type() != 0   ? fmt::format(" on type {}", name(file_.types()->Get(a->type() - 1)->qualified()))
                              : "");
    }
    for (const auto* s : *file_.suppressions()) {
      line("suppression {} :{} for {}{}{}", name(s->rules()), s->line(), s->code_line(),
           s->reason() != 0 ? fmt::format(" ({})", name(s->reason())) : "",
           s->until() != 0 ? fmt::format(" until {}", name(s->until())) : "");
    }
    for (row = 1; row <= file_.functions()->size(); ++row) dump_function(row);
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  std::string_view name(std::uint32_t ref) const { return name_of(file_, ref); }
  std::string function(std::uint32_t row) const {
    const auto* f = file_.functions()->Get(row - 1);
    if ((f->flags() & static_cast<std::uint32_t>(facts::FunctionFlag::Module)) != 0) return "<module>";
    if ((f->flags() & static_cast<std::uint32_t>(facts::FunctionFlag::Lambda)) != 0) {
      return fmt::format("{}{}<lambda:{}>", name(f->qualified()), f->qualified() != 0 ? "." : "", f->line());
    }
    return std::string(name(f->qualified()));
  }

  bool knows(std::uint32_t row) const {
    for (const auto* s : *file_.symbols()) {
      if (s->function() == row) return true;
    }
    return false;
  }
  std::string bytes_of(std::uint32_t type, std::uint32_t site) const {
    for (const auto* s : *file_.sizes()) {
      if (s->type() == type && s->site() == site) return fmt::format(" {} bytes", s->bytes());
    }
    return {};
  }

  void dump_function(std::uint32_t row) {
    const auto* f = file_.functions()->Get(row - 1);
    line("function {} ({}){} :{}-{}{}{}", function(row), f->parameters(),
         f->returns() != 0 ? fmt::format(" -> {}", name(f->returns())) : "", f->line(), f->end_line(),
         set_bits(f->flags(),
                  [](std::uint32_t b) { return facts::EnumNameFunctionFlag(static_cast<facts::FunctionFlag>(b)); }),
         knows(row) ? " compiler" : "");
    if (f->parent() != 0) line("  inside {}", function(f->parent()));
    line("  branches {} loops {} depth {} ops {:.4g} arithmetic {:.4g} bits {:.4g} index {:.4g} assign {:.4g}",
         f->branches(), f->loops(), f->loop_depth(), f->operations(), f->arithmetic(), f->bitwise(), f->indexing(),
         f->assignments());
    for (const auto* l : *file_.loops()) {
      if (l->function() != row) continue;
      line("  loop {}{}{} rounds {:.4g} depth {} statements {} x{:.4g} :{}-{}{}", facts::EnumNameLoopBound(l->bound()),
           l->items() != 0 ? fmt::format(" of {}", name(l->items())) : std::string(), l->leaves() ? " left early" : "",
           l->rounds(), l->depth(), l->statements(), l->frequency(), l->line(), l->end_line(),
           l->macro_name() != 0 ? fmt::format(" macro {}", name(l->macro_name())) : "");
    }
    std::uint32_t call = 0;
    for (const auto* c : *file_.calls()) {
      ++call;
      if (c->caller() != row) continue;
      line("  call {}{}{}({}){} x{:.4g} depth {} :{}:{}{}", name(c->receiver()), c->receiver() != 0 ? "." : "",
           name(c->name()), c->arguments(), c->argument() != 0 ? fmt::format(" first `{}`", name(c->argument())) : "",
           c->frequency(), c->loop_depth(), c->line(), c->column(), set_bits(c->flags(), [](std::uint32_t b) {
             return facts::EnumNameCallFlag(static_cast<facts::CallFlag>(b));
           }));
      for (const auto* t : *file_.targets()) {
        if (t->call() == call)
          line("    runs {} {}{}", facts::EnumNameTargetKind(t->kind()), name(t->name()), t->own() ? " own" : "");
      }
      for (const auto* o : *file_.options()) {
        if (o->call() == call)
          line("    option {}{}", name(o->name()), o->value() != 0 ? fmt::format(" = {}", name(o->value())) : "");
      }
    }
    for (const auto* w : *file_.flows()) {
      if (w->function() != row) continue;
      const auto* to = w->call() != 0 ? file_.calls()->Get(w->call() - 1) : nullptr;
      line("  flow {}{}{}{}{} :{}", facts::EnumNameFlowKind(w->kind()),
           w->source() != 0  ? fmt::format(" {}", name(w->source()))
           : w->value() != 0 ? " " + function(w->value())
                             : std::string(),
           w->target() != 0 ? fmt::format(" to {}", name(w->target())) : std::string(),
           w->kind() >= facts::FlowKind::Argument && w->position() != 255 ? fmt::format(" at {}", w->position())
                                                                          : std::string(),
           to != nullptr ? fmt::format(" of {}()", name(to->name())) : std::string(), w->line());
    }
    std::uint32_t site = 0;
    for (const auto* s : *file_.sites()) {
      ++site;
      if (s->function() != row) continue;
      line("  site {}{} x{:.4g} depth {} :{}{}:{}{}{}", facts::EnumNameSiteKind(s->kind()),
           s->detail() != 0 ? fmt::format(" {}", name(s->detail())) : "", s->frequency(), s->loop_depth(), s->line(),
           s->reach() > s->line() ? fmt::format("-{}", s->reach()) : "", s->column(),
           s->reach() < s->line() ? fmt::format(" from {}", s->reach()) : "", bytes_of(0, site));
    }
  }

  const facts::FileFacts& file_;
  std::string out_;
};

}  // namespace

std::string dump_facts(const facts::FileFacts& file) { return Dump(file).run(); }

}  // namespace assay

// Which functions a framework calls: analyzer/analysis/handlers.h.
#include "analyzer/analysis/handlers.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "rules/engine/catalog.h"
#include "rules/engine/embedded.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

std::set<std::string> handlers_of(const Sources& sources) {
  Model model = model_of(sources);
  Catalogs catalogs{};
  const facts::Language language = model.files.at(0).language;
  const Catalog catalog = load_catalog(embedded_files(), language).value();
  catalogs[static_cast<std::size_t>(language)] = &catalog;
  const Symbols symbols(model);
  const CallGraph graph = resolve_calls(model, symbols, catalogs, "shop");
  mark_handlers(model, graph, catalogs);
  std::set<std::string> found;
  for (std::size_t i = 0; i < model.functions.size(); ++i) {
    const FunctionId id = FunctionId::of_index(i);
    if (model.has(id, facts::FunctionFlag::Handler)) found.emplace(model.qualified_name(id));
  }
  return found;
}

using Names = std::set<std::string>;

TEST(Handlers, NamedMethodsOfTypesBelowAFrameworks) {
  EXPECT_EQ(handlers_of({{"a.py",
                          "from django.views import View\n"
                          "class Orders(View):\n"
                          "    def get(self, request):\n"
                          "        return self.page()\n"
                          "    def page(self):\n"
                          "        return 1\n"
                          "class Plain:\n"
                          "    def get(self):\n"
                          "        return 1\n"}}),
            (Names{"Orders.get"}));
  EXPECT_EQ(handlers_of({{"a.py",
                          "from django.views import generic\n"
                          "class Orders(generic.list.ListView):\n"
                          "    def get_queryset(self):\n"
                          "        return 1\n"}}),
            (Names{"Orders.get_queryset"}));
}

TEST(Handlers, HeirsInOtherFiles) {
  EXPECT_EQ(handlers_of({{"base.py",
                          "import tornado.web\n"
                          "class Base(tornado.web.RequestHandler):\n"
                          "    def helper(self):\n"
                          "        return 1\n"},
                         {"orders.py",
                          "from base import Base\n"
                          "class Orders(Base):\n"
                          "    async def post(self):\n"
                          "        return self.helper()\n"}}),
            (Names{"Orders.post"}));
}

TEST(Handlers, PublicMethodsThatNothingCallsWhereAllMayBe) {
  EXPECT_EQ(handlers_of({{"a.rb",
                          "class ApplicationController < ActionController::Base\n"
                          "  def render_error(status)\n"
                          "    head status\n"
                          "  end\n"
                          "end\n"
                          "class OrdersController < ApplicationController\n"
                          "  def index\n"
                          "    render_error(500)\n"
                          "  end\n"
                          "  def self.build\n"
                          "    new\n"
                          "  end\n"
                          "end\n"}}),
            (Names{"OrdersController::index"}));
}

TEST(Handlers, AFrameworksTypeUnderAnotherName) {
  EXPECT_EQ(handlers_of({{"a.php",
                          "<?php\n"
                          "use Illuminate\\Routing\\Controller as BaseController;\n"
                          "class Orders extends BaseController {\n"
                          "  public function index() { return $this->page(); }\n"
                          "  private function page() { return 1; }\n"
                          "}\n"}}),
            (Names{"Orders::index"}));
}

TEST(Handlers, MethodsOfARemoteService) {
  EXPECT_EQ(handlers_of({{"cart.go",
                          "package main\n"
                          "type server struct {\n"
                          "  pb.UnimplementedCartServer\n"
                          "}\n"
                          "func (s *server) AddItem(ctx context.Context, in *pb.Item) error {\n"
                          "  return s.save(in)\n"
                          "}\n"
                          "func (s *server) save(in *pb.Item) error {\n"
                          "  return nil\n"
                          "}\n"}}),
            (Names{"server.AddItem"}));
}

TEST(Handlers, ATypeOfTheSameNameFromElsewhereIsNone) {
  EXPECT_EQ(handlers_of({{"a.py",
                          "from shapes import View\n"
                          "class Orders(View):\n"
                          "    def get(self):\n"
                          "        return 1\n"}}),
            Names{});
}

}  // namespace
}  // namespace assay

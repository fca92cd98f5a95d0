// A tour of what the C++ front end must see.
// The theme: shapes that are measured in parallel and cached.
#include <atomic>
#include <coroutine>
#include <cstring>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <vector>

#include "tour.h"

namespace geometry::flat {

using std::string;
using Numbers = std::vector<double>;
namespace fs = std;

template <typename T>
concept Measurable = requires(const T& t) { t.area(); };

enum class Colour : unsigned char { Red, Green };

struct Point {
  double x = 0, y = 0;
  Point operator+(const Point& other) const { return {x + other.x, y + other.y}; }
};

class Shape {
 public:
  explicit Shape(string name) : name_(std::move(name)) { ++created; }
  Shape(const Shape&) = default;
  virtual ~Shape() { --created; }
  virtual double area() const = 0;
  const string& name() const noexcept { return name_; }
  static Shape* clone(const Shape& from);

 protected:
  static inline int created = 0;
  mutable long measured_ = 0;

 private:
  string name_;
};

class Square final : public Shape, public std::enable_shared_from_this<Square> {
 public:
  explicit Square(double side) : Shape("square"), side_(side) {}
  double area() const override { return side_ * side_; }
  friend bool operator<(const Square& a, const Square& b) { return a.side_ < b.side_; }

 private:
  double side_;
};

std::mutex cache_lock;
std::map<string, double> cache;
std::atomic<long> hits{0};
thread_local int nesting;

template <Measurable T, int Rounds = 4>
double total(const std::vector<T>& shapes) {
  double sum = 0;
  for (const auto& shape : shapes)
    for (int round = 0; round < Rounds; ++round) sum += shape.area() / Rounds;
  return sum;
}

double remember(const Shape& shape) {
  std::lock_guard<std::mutex> guard(cache_lock);
  if (auto found = cache.find(shape.name()); found != cache.end()) {
    hits.fetch_add(1, std::memory_order_relaxed);
    return found->second;
  }
  return cache[shape.name()] = shape.area();
}

struct Sequence {
  struct promise_type {
    int current = 0;
    Sequence get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int value) {
      current = value;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
};

Sequence count_to(int limit) {
  for (int i = 0; i < limit; i++) co_yield i;
  co_await std::suspend_never{};
}

unsigned fold(const char* bytes, std::size_t size) {
  unsigned value = 0;
  const char* end = bytes + size;
  while (bytes != end) value = (value << 3 ^ value >> 2) + static_cast<unsigned char>(*bytes++);
  return value & ~0xFu;
}

float as_float(unsigned bits) {
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result + *reinterpret_cast<float*>(&bits) + *(float*)&bits;
}

void manual(std::size_t count) {
  int* raw = new int[count];
  alignas(Point) unsigned char room[sizeof(Point)];
  Point* point = new (room) Point{1, 2};
  raw[0] = static_cast<int>(point->x);
  point->~Point();
  delete[] raw;
}

string describe(const std::vector<std::unique_ptr<Shape>>& shapes) try {
  string text;
  for (auto it = shapes.begin(); it != shapes.end(); ++it) text += (*it)->name() + ", ";
  if (text.empty()) throw std::invalid_argument("no shapes");
  return text.substr(0, text.size() - 2);
} catch (const std::invalid_argument&) {
  return "nothing";
}

void swallow(const std::function<void()>& action) {
  try {
    action();
  } catch (...) {
  }
}

}  // namespace geometry::flat

TEST(Fold, IsStable) { EXPECT_EQ(geometry::flat::fold("ab", 2), geometry::flat::fold("ab", 2)); }

int main(int argc, char** argv) {
  using namespace geometry::flat;
  std::vector<Square> squares{Square(1), Square(2)};
  auto shared = std::make_shared<Square>(3.0);
  std::vector<std::unique_ptr<Shape>> shapes;
  for (int i = 0; i < 10; i++) shapes.push_back(std::make_unique<Square>(i));
  auto bigger = [&, limit = 2.0](const Shape& s) mutable { return s.area() > limit++; };
  auto answer = std::async(std::launch::async, [&] { return total<Square>(squares); });
  std::thread worker(remember, std::cref(*shared));
  worker.join();
  do {
    if (argc > 1 && !bigger(*shared)) continue;
    nesting += argc;
  } while (nesting < 3);
  for (;;) {
    if (++nesting > 5 || argv == nullptr) break;
  }
  switch (auto colour = static_cast<Colour>(argc & 1); colour) {
    case Colour::Red: std::cout << describe(shapes) << '\n'; break;
    case Colour::Green: manual(4); [[fallthrough]];
    default: swallow([] { throw std::runtime_error("ignored"); });
  }
  if (dynamic_cast<Square*>(shared.get()) && typeid(*shared) == typeid(Square)) std::cout << answer.get() + as_float(7);
  count_to(3).handle.resume();
  return 0;
}

extern "C" int foreign(int);

int retry(int n) {
again:
  asm volatile("nop");
  if (foreign(n--) < 0) goto again;
  return n;
}

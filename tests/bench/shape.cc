// What shapes cost, beside nlohmann's own parse of the same text:
//
//     build/release/tests/bench/bench_shape
//
// Each figure has its aim beside it. Both sides take turns in one process, in processor time, and
// the quickest of the rounds counts, so that what else the machine does is left out.

#include "checks/shape/shape.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "checks/json/reader.h"

namespace {

using switchgate::json::ReadLimits;
using switchgate::shape::Shape;

constexpr std::size_t kDocumentBytes = 10'000'000;
constexpr int kRounds = 7;

// Of processor time: this machine may do other things too.
double milliseconds_of(const std::function<void()>& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  };
  const double begin = now();
  work();
  return now() - begin;
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Documents of one kind each, of about as many bytes as asked.
class Writer {
 public:
  explicit Writer(unsigned seed) : engine_(seed) {}

  // What an API lists: two dozen members of every kind, some optional, nested three deep.
  std::string records(std::size_t bytes) {
    return list(bytes, [this](std::string& out) {
      const std::string id = number(1'000'000);
      out += R"({"id":)" + id + R"(,"uuid":")" + uuid() + R"(","name":"item )" + id +
             R"(","created_at":"2026-11-22T10:15:30Z","updated_at":"2026-11-23T11:16:31Z")"
             R"(,"url":"https://shop.example.com/items/)" +
             id + R"(","price":)" + number(1000) + "." + number(90) + R"(,"stock":)" + number(500) +
             R"(,"active":true,"archived":false,"parent":null,"description":")" +
             std::string(40 + engine_() % 80, 'x') +
             R"(","tags":["new","sale","blue"],"owner":{"id":)" + number(9999) +
             R"(,"login":"user","email":"user@example.com","type":"User",)" +
             R"("site_admin":false},"sizes":[{"code":"S","qty":)" + number(9) +
             R"(},{"code":"M","qty":)" + number(9) + R"(,"note":null}],"labels":{"color":"blue"})";
      if (engine_() % 3 == 0) out += R"(,"discount":0.15)";
      out += '}';
    });
  }

  std::string numbers(std::size_t bytes) {
    return list(bytes, [this](std::string& out) {
      out += "[" + number(180) + "." + number(1'000'000) + ",-" + number(90) + "." +
             number(1'000'000) + "," + number(4000) + "]";
    });
  }

  std::string texts(std::size_t bytes) {
    return list(bytes, [this](std::string& out) {
      out += engine_() % 2 == 0 ? '"' + uuid() + '"'
                                : R"("some words of a sentence that go on for a while")";
    });
  }

  std::string map(std::size_t bytes) {
    std::string out = "{";
    while (out.size() < bytes) out += '"' + uuid() + R"(":{"price":)" + number(99) + "},";
    out.back() = '}';
    return out;
  }

 private:
  std::string list(std::size_t bytes, const std::function<void(std::string&)>& add) {
    std::string out = "[";
    while (out.size() < bytes) {
      add(out);
      out += ',';
    }
    out.back() = ']';
    return out;
  }

  std::string number(unsigned below) { return std::to_string(engine_() % below); }

  std::string uuid() {
    char text[37];
    std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012x",
                  static_cast<unsigned>(engine_()), static_cast<unsigned>(engine_() & 0xffff),
                  static_cast<unsigned>(engine_() & 0xfff),
                  static_cast<unsigned>(engine_() & 0xfff), static_cast<unsigned>(engine_()));
    return text;
  }

  std::mt19937 engine_;
};

// A document without its limits: the gate's own would refuse ten megabytes of small values.
switchgate::json::Document read(std::string_view text) {
  const ReadLimits limits{256, 100'000'000};
  auto document = switchgate::json::read(text, limits);
  if (!document) {
    std::fprintf(stderr, "bench_shape: %s\n", document.error().message.c_str());
    std::exit(1);
  }
  return *std::move(document);
}

void measure_document(const char* name, const std::string& text) {
  double library = 1e9;
  double own = 1e9;
  double inferring = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    library = std::min(library, milliseconds_of([&] {
                         const auto parsed = nlohmann::json::parse(text);
                         if (parsed.is_discarded()) std::exit(1);
                       }));
    own = std::min(own, milliseconds_of([&] {
                     if (switchgate::shape::infer(read(text).root).n() != 1) std::exit(1);
                   }));
    const auto document = read(text);
    inferring = std::min(inferring, milliseconds_of([&] {
                           if (switchgate::shape::infer(document.root).n() != 1) std::exit(1);
                         }));
  }
  std::printf(
      "%-8s %4.1f MB  nlohmann %6.1f ms   read and infer %6.1f ms (infer %5.1f)  = %.2f (aim "
      "1.50)\n",
      name, static_cast<double>(text.size()) / 1e6, library, own, inferring, own / library);
}

void measure_samples() {
  std::vector<std::string> samples;
  Writer writer(3);
  for (int i = 0; i < 1000; ++i) samples.push_back(writer.records(20'000));
  const auto join_all = [&samples](std::size_t times) {
    Shape joined;
    for (std::size_t round = 0; round < times; ++round) {
      for (const std::string& sample : samples) {
        switchgate::shape::absorb(joined, switchgate::shape::infer(read(sample).root));
      }
    }
    return joined.n();
  };
  const double once = milliseconds_of([&] { join_all(1); });
  const double peak = peak_megabytes();
  const double ten_times = milliseconds_of([&] { join_all(10); });
  std::printf("1,000 samples of 20 KB: read, inferred and joined in %.0f ms (aim 1000)\n", once);
  std::printf("10,000 samples of 20 KB: %.0f ms; peak memory %+.1f MB (aim 0)\n", ten_times,
              peak_megabytes() - peak);
}

}  // namespace

int main() {
  measure_samples();  // first: memory of the large documents would hide what it takes
  measure_document("records", Writer(1).records(kDocumentBytes));
  measure_document("numbers", Writer(1).numbers(kDocumentBytes));
  measure_document("texts", Writer(1).texts(kDocumentBytes));
  measure_document("map", Writer(1).map(kDocumentBytes));
}

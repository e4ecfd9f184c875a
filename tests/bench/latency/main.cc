// Simulates deployments whose truth is known and prints, as Markdown, what the judges say about
// them.
//
//   bench_latency [--repetitions N] [--seed N] [TABLE...]

#include <charconv>
#include <cstring>
#include <iostream>
#include <string_view>
#include <vector>

#include "tests/bench/latency/tables.h"

namespace {

using namespace switchgate::latency::bench;

int usage() {
  std::cerr << "usage: bench_latency [--repetitions N] [--seed N] [TABLE...]\ntables:";
  for (const Table& table : kTables) {
    std::cerr << ' ' << table.name;
  }
  std::cerr << "; all of them when none is named\n";
  return 2;
}

template <typename Number>
bool read(const char* text, Number& into) {
  const char* const end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, into);
  return error == std::errc() && stop == end && into > 0;
}

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  std::vector<const Table*> chosen;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--repetitions" && i + 1 < argc && read(argv[i + 1], plan.repetitions)) {
      ++i;
      continue;
    }
    if (option == "--seed" && i + 1 < argc && read(argv[i + 1], plan.seed)) {
      ++i;
      continue;
    }
    const std::size_t before = chosen.size();
    for (const Table& table : kTables) {
      if (option == table.name) {
        chosen.push_back(&table);
      }
    }
    if (chosen.size() == before) {
      return usage();
    }
  }
  if (chosen.empty()) {
    for (const Table& table : kTables) {
      chosen.push_back(&table);
    }
  }
  std::cout << "Seed " << plan.seed << ".\n";
  for (const Table* table : chosen) {
    table->print(plan, std::cout);
    std::cout.flush();
  }
  return 0;
}

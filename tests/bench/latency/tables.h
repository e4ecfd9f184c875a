// The tables of tests/bench/latency/README.md, each a simulation of its own.

#ifndef SWITCHGATE_TESTS_BENCH_LATENCY_TABLES_H_
#define SWITCHGATE_TESTS_BENCH_LATENCY_TABLES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string_view>

namespace switchgate::latency::bench {

struct Plan {
  std::size_t repetitions = 1000;
  std::uint64_t seed = 1;
};

// One endpoint judged once, beside the rivals on the same samples.
void print_one_look(const Plan& plan, std::ostream& out);

// One endpoint judged at each look until it is decided.
void print_looks(const Plan& plan, std::ostream& out);

// A suite of 100 endpoints with a history of ten accepted runs, beside the rivals.
void print_suite(const Plan& plan, std::ostream& out);

// The tail test beside a paired p95 test with a learned variance.
void print_p95(const Plan& plan, std::ostream& out);

struct Table {
  std::string_view name;
  void (*print)(const Plan& plan, std::ostream& out);
};

inline constexpr std::array kTables = {Table{"one-look", &print_one_look},
                                       Table{"looks", &print_looks}, Table{"suite", &print_suite},
                                       Table{"p95", &print_p95}};

}  // namespace switchgate::latency::bench

#endif  // SWITCHGATE_TESTS_BENCH_LATENCY_TABLES_H_

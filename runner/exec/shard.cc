#include "runner/exec/shard.h"

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "runner/exec/select.h"

namespace switchgate::exec {
namespace {

constexpr int kMostShards = 10'000;

bool read_number(std::string_view text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// Texts one after another, each with its length in front: no two lists look the same.
class Digest {
 public:
  void add(std::string_view text) {
    bytes_ += std::to_string(text.size()) + ':';
    bytes_ += text;
  }
  std::string hex() const { return sha256_hex(bytes_); }

 private:
  std::string bytes_;
};

void add_side(const Side& side, const Masker& masker, Digest& digest) {
  digest.add(side.name);
  digest.add(masker.mask(side.url));
  digest.add(masker.mask(side.connect_to));
}

}  // namespace

std::optional<ShardOption> parse_shard(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '/');
  ShardOption shard{0, 0};
  const bool numbers =
      parts.size() == 2 && read_number(parts[0], shard.index) && read_number(parts[1], shard.count);
  const bool fits = shard.index >= 1 && shard.index <= shard.count && shard.count <= kMostShards;
  return numbers && fits ? std::optional(shard) : std::nullopt;
}

Shard describe_shard(const Loaded& loaded, const std::vector<SuiteRun>& suites,
                     const std::vector<std::size_t>& selected, const RunOptions& options) {
  Shard shard;
  shard.index = options.shard->index;
  shard.count = options.shard->count;
  for (const Batch& batch : batches(loaded.plan, selected, options.asks.any())) {
    shard.total += batch.count + (batch.pools ? 1 : 0);
  }
  Digest digest;
  digest.add(options.judged);
  for (const bool asked :
       {options.asks.shape, options.asks.values, options.asks.headers, options.asks.latency}) {
    digest.add(asked ? "asked" : "");
  }
  for (const SourceFile& file : loaded.plan.files) {
    digest.add(sha256_hex(file.text));
  }
  for (const auto& body : loaded.bodies) {
    digest.add(sha256_hex(*body));
  }
  for (const SuiteRun& suite : suites) {
    digest.add(suite.suite->name);
    for (const Variable& variable : suite.suite->vars) {
      digest.add(variable.name);
      digest.add(loaded.masker.mask(json::to_text(variable.value)));
    }
    for (const Side* side : suite.all_sides()) {
      add_side(*side, loaded.masker, digest);
    }
  }
  for (const std::size_t index : selected) {
    digest.add(loaded.plan.checks[index].id);
  }
  shard.digest = digest.hex();
  return shard;
}

}  // namespace switchgate::exec

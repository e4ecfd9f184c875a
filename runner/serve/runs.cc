#include "runner/serve/runs.h"

#include <exception>
#include <utility>

namespace switchgate::serve {

Runs::Runs(const LedgerRules& rules, std::size_t jobs, Perform perform, Log& log)
    : perform_(std::move(perform)), log_(log), ledger_(rules) {
  for (std::size_t i = 0; i < jobs; ++i) {
    workers_.emplace_back([this](std::stop_token stop) { work(std::move(stop)); });
  }
}

Runs::~Runs() { stop(); }

void Runs::stop() {
  for (std::jthread& worker : workers_) {
    worker.request_stop();
  }
}

Standing Runs::ask(const Key& key) {
  const std::lock_guard lock(mutex_);
  Standing standing = ledger_.ask(key, now());
  waiting_.notify_one();
  return standing;
}

Standing Runs::look(const Key& key) const {
  const std::lock_guard lock(mutex_);
  return ledger_.look(key, now());
}

Snapshot Runs::snapshot() const {
  const std::lock_guard lock(mutex_);
  return {ledger_.rows(now()), ledger_.counts(), ledger_.waiting(), ledger_.running(),
          ledger_.refused()};
}

void Runs::work(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (waiting_.wait(lock, stop, [this] { return ledger_.waiting() > 0; }) &&
         !stop.stop_requested()) {
    const Key key = *ledger_.start();
    lock.unlock();
    log_.event("run-started", fields_of(key));
    const auto started = std::chrono::steady_clock::now();
    Conclusion conclusion = perform(key, stop);
    conclusion.took =
        std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - started);
    Log::Fields fields = fields_of(key);
    fields.emplace_back("verdict", name_of(conclusion.gate));
    fields.emplace_back("took", std::to_string(conclusion.took.count() / 1000) + "ms");
    fields.emplace_back("reason", conclusion.reason);
    lock.lock();
    ledger_.conclude(key, std::move(conclusion), now());
    lock.unlock();
    log_.event("verdict", fields);
    lock.lock();
  }
}

Conclusion Runs::perform(const Key& key, std::stop_token stop) const {
  try {
    return perform_(key, std::move(stop));
  } catch (const std::exception& error) {
    return {Gate::kUndecided, std::nullopt, std::string("the run broke off: ") + error.what()};
  }
}

Micros Runs::now() const {
  return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - began_);
}

}  // namespace switchgate::serve

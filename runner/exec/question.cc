#include "runner/exec/question.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "checks/base/text.h"
#include "checks/kinds/facts.h"
#include "checks/kinds/kinds.h"
#include "checks/model/question.h"
#include "runner/exec/bearer.h"
#include "runner/exec/own_values.h"
#include "runner/exec/rhythm.h"
#include "runner/probe/kinds/prober.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {
namespace {

using kinds::KindRow;
using kinds::Whom;
using std::chrono::steady_clock;

Error misfit(Error error, const tree::Node& node) {
  return {std::move(error.message), error.pos.known() ? error.pos : node.pos};
}

std::vector<std::string> words_of(const tree::Node& node) {
  std::vector<std::string> words;
  if (node.is_scalar()) {
    words.push_back(node.text);
  }
  for (const tree::Node& item : node.items) {
    words.push_back(item.text);
  }
  return words;
}

// One question on its way: whom it is for, and what is told of it.
class Asking {
 public:
  Asking(const JobContext& context, SuiteRun& suite, CheckRun& slot, probe::Probe& probe)
      : context_(context),
        suite_(suite),
        slot_(slot),
        question_(*slot.check->question),
        kind_(*question_.kind),
        prober_(*probe::find_prober(kind_.name)),
        candidate_(*suite.candidates[slot.instance]),
        probe_(probe),
        own_(context.run, *suite.scope, *slot.check, candidate_.own_name()) {}

  // True when it was answered, and no finding fails it.
  bool run(const std::stop_token& stop) {
    if (const Status filled = fill_in(); !filled) {
      Finding finding = new_finding(failure_rule(FailureKind::kRequest),
                                    "this was not asked: " + filled.error().message);
      finding.pos = filled.error().pos.known() ? filled.error().pos : question_.pos;
      add(std::move(finding));
      flush();
      return false;
    }
    const bool good = question_.retry ? ask_until_good(stop) : ask(stop);
    slot_.result.judged += judged_;
    flush();
    return good;
  }

 private:
  // Asks once: findings_, facts_ and judged_ are those of this attempt.
  bool ask(const std::stop_token& stop) {
    findings_.clear();
    facts_.clear();
    judged_ = 0;
    if (side_ != nullptr) {
      if (!side_->pacer.wait(stop)) {
        slot_.stopped = true;
        return false;
      }
      if (!authorize(stop)) {
        return false;
      }
      ++slot_.result.requests;
      side_->requests.fetch_add(1, std::memory_order_relaxed);
    }
    Reply reply = prober_.ask(inquiry_, stop);
    facts_ = std::move(reply.facts);
    return reply.failure ? fail(*reply.failure) : judge();
  }

  // With `auth: oauth2` a token goes along; false when there is none.
  bool authorize(const std::stop_token& stop) {
    if (!side_->token_client || kind_.whom != Whom::kTarget) {
      return true;
    }
    const Bearer bearer =
        bearer_for(*side_, *side_->token_client, inquiry_.to.timeout, own_, probe_, stop);
    if (bearer.got.cancelled) {
      slot_.stopped = true;
      return false;
    }
    if (bearer.got.text.empty()) {
      Finding finding = no_token(*side_, bearer.got);
      finding.pos = side_->target->pos;
      add(std::move(finding));
      return false;
    }
    set_bearer(inquiry_.to, bearer.got.text);
    return true;
  }

  bool ask_until_good(const std::stop_token& stop) {
    Rhythm rhythm(*question_.retry);
    while (true) {
      const bool good = ask(stop);
      if (is_known_bad()) {
        Finding finding =
            new_finding("retry/known-bad",
                        "expected to become as asked, found the state that `fail_if` names after " +
                            rhythm.so_far() + '.');
        finding.pos = question_.retry->pos;
        add(std::move(finding));
        return false;
      }
      if (good) {
        if (rhythm.attempts() > 1) {
          Finding finding =
              new_finding("retry/flaky", "as expected only after " + rhythm.so_far() + '.');
          finding.level = Level::kNote;
          finding.pos = question_.retry->pos;
          add(std::move(finding));
        }
        return true;
      }
      const std::string so_far = rhythm.so_far();
      if (slot_.stopped || !rhythm.wait(stop)) {
        for (Finding& finding : findings_) {
          finding.evidence.push_back({"retried", so_far});
        }
        return false;
      }
    }
  }

  // Only if all of `fail_if` holds.
  bool is_known_bad() const {
    return !known_bad_.list.empty() &&
           kinds::judge(kind_, known_bad_, facts_, about(), context_.run.started, own_.masker())
               .findings.empty();
  }

  Status fill_in_known_bad() {
    if (!question_.retry || question_.retry->fail_if == nullptr) {
      return Ok{};
    }
    const Result<tree::Node> filled = expand(*question_.retry->fail_if, own_.scope());
    if (!filled) {
      return misfit(filled.error(), *question_.retry->fail_if);
    }
    tree::Problems problems;
    kinds::compile(kind_, *filled, Level::kError, problems, known_bad_, expect::Stage::kFilledIn);
    return problems.empty() ? Status(Ok{}) : Status(problems.errors().front());
  }

  void flush() {
    for (Finding& finding : findings_) {
      slot_.add(std::move(finding));
    }
    findings_.clear();
  }

  Status fill_in() {
    if (own_.mistake()) {
      return *own_.mistake();
    }
    if (Status known_bad = fill_in_known_bad(); !known_bad) {
      return known_bad;
    }
    const Result<tree::Node> subject = expand(question_.subject, own_.scope());
    if (!subject) {
      return misfit(subject.error(), question_.subject);
    }
    inquiry_.words = words_of(*subject);
    inquiry_.directory = question_.directory;
    for (const tree::Entry& entry : question_.fields) {
      const Result<tree::Node> value = expand(entry.value, own_.scope());
      if (!value) {
        return misfit(value.error(), entry.value);
      }
      probe::Inquiry::Field field{entry.key, value->text, {}};
      for (const tree::Entry& named : value->entries) {
        field.names.push_back({named.key, named.value.text});
      }
      inquiry_.fields.push_back(std::move(field));
    }
    return fill_in_side();
  }

  Status fill_in_side() {
    inquiry_.to.timeout =
        question_.timeout.value_or(context_.run.timeout.value_or(suite_.suite->timeout));
    const bool elsewhere =
        !kind_.failed_rule.empty() && inquiry_.subject().find("://") != std::string::npos;
    if (kind_.whom == Whom::kNamed || (kind_.whom == Whom::kTarget && !elsewhere)) {
      side_ = find_side(kind_.whom == Whom::kNamed ? inquiry_.subject() : question_.target);
    }
    std::string base;
    if (side_ != nullptr) {
      base = side_->url;
      inquiry_.to.target = side_->name;
      inquiry_.to.headers = side_->headers;
      inquiry_.to.connect_to = side_->connect_to;
      inquiry_.to.unix_socket = side_->unix_socket;
      inquiry_.to.proxy = side_->proxy;
      inquiry_.to.tls = side_->target->tls;
    }
    Result<std::string> url = prober_.url(base, inquiry_.subject());
    if (!url) {
      return misfit(url.error(), question_.subject);
    }
    inquiry_.to.url = *std::move(url);
    return Ok{};
  }

  // The side of that name; null when no target is called so.
  Side* find_side(std::string_view name) const {
    if (candidate_.name == name) {
      return &candidate_;
    }
    const auto found = std::find_if(candidate_.others.begin(), candidate_.others.end(),
                                    [&](const Side* side) { return side->name == name; });
    return found == candidate_.others.end() ? nullptr : *found;
  }

  // What the question is about, in a word or two.
  std::string about() const {
    const std::string& subject = inquiry_.subject();
    return !subject.empty() ? excerpt(subject, 100) : side_ != nullptr ? side_->name : "";
  }

  bool fail(const ExchangeFailure& failure) {
    if (failure.kind == FailureKind::kCancelled) {
      slot_.stopped = true;
      return false;
    }
    // That it does not answer is an answer to a check of whether it does.
    judged_ += failure.kind == FailureKind::kRequest ? 0 : 1;
    remember(failure.address);
    Finding finding = new_finding(failure_rule(failure.kind), failure.message);
    if (side_ != nullptr) {
      finding.evidence.push_back({"side", side_->name});
    } else if (!failure.address.empty()) {
      finding.path = about();
    }
    if (!failure.address.empty() && find_fact(facts_, "address") == nullptr) {
      finding.evidence.push_back({"address", failure.address});
    }
    finding.evidence.push_back({"after", format_duration(failure.phases.total)});
    add(std::move(finding));
    return false;
  }

  bool judge() {
    if (const json::Value* address = find_fact(facts_, "address")) {
      remember(*address->string());
    }
    ++judged_;  // that it answers at all
    const auto expectations = this->expectations();
    if (expectations == nullptr) {
      return false;
    }
    expect::Judged judged =
        kinds::judge(kind_, *expectations, facts_, about(), context_.run.started, own_.masker());
    judged_ += judged.count;
    bool good = true;
    for (Finding& finding : judged.findings) {
      good = good && finding.level != Level::kError && !finding.undecided;
      add(std::move(finding));
    }
    return good;
  }

  std::shared_ptr<const kinds::Expectations> expectations() {
    if (question_.compiled) {
      return question_.compiled;
    }
    tree::Problems problems;
    const auto filled = [&](const tree::Node* node) -> std::optional<tree::Node> {
      if (node == nullptr) {
        return std::nullopt;
      }
      Result<tree::Node> result = expand(*node, own_.scope());
      if (!result) {
        problems.add(result.error().pos, result.error().message);
        return std::nullopt;
      }
      return *std::move(result);
    };
    const std::optional<tree::Node> expect = filled(question_.expect.get());
    const std::optional<tree::Node> warn = filled(question_.warn.get());
    auto compiled = std::make_shared<kinds::Expectations>(
        kinds::compile_all(kind_, expect ? &*expect : nullptr, warn ? &*warn : nullptr,
                           question_.pos, slot_.check->level, expect::Stage::kFilledIn, problems));
    if (problems.empty()) {
      return compiled;
    }
    for (const Error& error : problems.errors()) {
      Finding finding = new_finding(
          "capture/unusable",
          "this expectation does not hold together with the values it got: " + error.message);
      finding.pos = error.pos;
      add(std::move(finding));
    }
    return nullptr;
  }

  void remember(const std::string& address) {
    if (side_ != nullptr) {
      side_->remember_address(address);
    }
  }

  std::string failure_rule(FailureKind kind) const {
    return side_ != nullptr || kind_.failed_rule.empty() ? "target/" + std::string(name_of(kind))
                                                         : std::string(kind_.failed_rule);
  }

  Finding new_finding(std::string_view rule, std::string message) const {
    Finding finding;
    finding.rule = rule;
    finding.message = std::move(message);
    finding.pos = question_.pos;
    return finding;
  }

  void add(Finding finding) {
    const Masker& masker = own_.masker();
    finding.check = slot_.check->id;
    // A deployment that cannot be reached is never a mere warning.
    if (!finding.rule.starts_with("target/")) {
      finding.level = std::min(finding.level, slot_.check->level);
    }
    for (Evidence& evidence : kinds::telling(kind_, facts_, masker)) {
      if (evidence.label != finding.path) {
        finding.evidence.push_back(std::move(evidence));
      }
    }
    finding.message = masker.mask(finding.message);
    finding.path = masker.mask(finding.path);
    for (Evidence& evidence : finding.evidence) {
      evidence.value = excerpt(masker.mask(evidence.value));
    }
    if (!inquiry_.words.empty() && (side_ == nullptr || !inquiry_.to.url.empty())) {
      finding.curl = prober_.again(inquiry_, masker);
    }
    finding.fingerprint = fingerprint_of(finding);
    findings_.push_back(std::move(finding));
  }

  const JobContext& context_;
  SuiteRun& suite_;
  CheckRun& slot_;
  const Question& question_;
  const KindRow& kind_;
  const probe::Prober& prober_;
  Side& candidate_;
  probe::Probe& probe_;  // for tokens
  OwnValues own_;
  kinds::Expectations known_bad_;  // what `fail_if` names
  probe::Inquiry inquiry_;
  Side* side_ = nullptr;  // null: the question is for no target of the suite
  // Of the last attempt.
  Facts facts_;
  std::vector<Finding> findings_;
  std::size_t judged_ = 0;
};

}  // namespace

void run_question(const JobContext& context, SuiteRun& suite, probe::Probe& probe,
                  std::stop_token stop, CheckRun& slot) {
  const auto began = steady_clock::now();
  const bool good = Asking(context, suite, slot, probe).run(stop);
  slot.stopped = slot.stopped || stop.stop_requested();
  slot.completed = good && !slot.stopped;
  slot.result.duration = std::chrono::duration_cast<Micros>(steady_clock::now() - began);
}

Status check_permissions(const Plan& plan, const std::vector<std::size_t>& selected,
                         bool allow_commands) {
  for (const std::size_t index : selected) {
    const auto& question = plan.checks[index].question;
    if (!allow_commands && question && question->kind->effect == kinds::Effect::kProgram) {
      return Error{"the check '" + excerpt(plan.checks[index].name, 60) +
                       "' runs a program on this machine; say --allow-commands if this suite may, "
                       "or leave the check out with --skip-tag",
                   question->pos};
    }
  }
  return Ok{};
}

}  // namespace switchgate::exec

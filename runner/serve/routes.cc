#include "runner/serve/routes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "checks/base/text.h"
#include "runner/serve/metrics.h"

namespace switchgate::serve {
namespace {

enum class Page : std::uint8_t {
  kHealthz,
  kReadyz,
  kMetrics,
  kVerdicts,
  kPreRollout,
  kConfirmPromotion,
  kRollback,
  kArgo,
};

struct PageRow {
  std::string_view path;  // with a '/' at its end: the gate's name follows
  Page page;
  bool get;
  bool post;
  bool open;  // to everybody
};

constexpr std::array kPages = {
    PageRow{"/healthz", Page::kHealthz, true, false, true},
    PageRow{"/readyz", Page::kReadyz, true, false, true},
    PageRow{"/metrics", Page::kMetrics, true, false, false},
    PageRow{"/verdicts", Page::kVerdicts, true, false, false},
    PageRow{"/flagger/pre-rollout/", Page::kPreRollout, false, true, false},
    PageRow{"/flagger/confirm-promotion/", Page::kConfirmPromotion, false, true, false},
    PageRow{"/flagger/rollback/", Page::kRollback, false, true, false},
    PageRow{"/argo/", Page::kArgo, true, true, false},
};

constexpr const char* kRetryAfterSeconds = "10";
constexpr std::string_view kRunning = "running";  // Argo's parameter and its only value
constexpr std::string_view kRunningStatus = "503";

bool takes_name(const PageRow& row) { return row.path.ends_with('/'); }

const PageRow* find_page(std::string_view path) {
  for (const PageRow& row : kPages) {
    if (takes_name(row) ? path.starts_with(row.path) && path.size() > row.path.size()
                        : path == row.path) {
      return &row;
    }
  }
  return nullptr;
}

std::string allowed(const PageRow& row) {
  return std::string(row.get ? "GET" : "") + (row.get && row.post ? ", " : "") +
         (row.post ? "POST" : "");
}

Answer no_such_page() {
  std::string all;
  for (const PageRow& row : kPages) {
    all += (all.empty() ? "" : ", ") + std::string(row.path) + (takes_name(row) ? "GATE" : "");
  }
  return refusal(404, "there is nothing at this address; there are " + all);
}

Answer no_such_gate(const Config& config) {
  std::string all;
  for (const GateConfig& gate : config.gates) {
    all += (all.empty() ? "" : ", ") + gate.name;
  }
  return refusal(404, "no gate of this name is configured; there are: " + all);
}

bool is_json(std::string_view content_type) {
  return equals_ignore_case(trim(content_type.substr(0, content_type.find(';'))),
                            "application/json");
}

// How long the body is said to be; nothing when that is no number.
std::optional<std::size_t> length_of(const std::string& text) {
  std::size_t length = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() ? std::optional(length)
                                                                             : std::nullopt;
}

std::optional<Answer> refuse_body(const Request& head) {
  const std::optional<std::size_t> length = length_of(head.content_length);
  if (head.encoded || !length) {
    return refusal(
        411, "expected a body as it is, with its Content-Length, found none or an encoded one");
  }
  if (*length > kMostBodyBytes) {
    return refusal(
        413, "expected a body of at most " + format_bytes(kMostBodyBytes) + ", found a larger one");
  }
  if (!is_json(head.content_type)) {
    return refusal(415, "expected Content-Type: application/json, found another or none");
  }
  return std::nullopt;
}

Answer too_many(const Key& key, const Standing& standing) {
  return {
      429, standing_text(key, standing), "application/json", {{"Retry-After", kRetryAfterSeconds}}};
}

}  // namespace

struct Routes::Route {
  const PageRow* page = nullptr;
  const GateConfig* gate = nullptr;
};

std::optional<Answer> Routes::refuse(const Route& route, const Request& head) const {
  const bool is_open = route.page != nullptr && route.page->open;
  if (!is_open && !token_.admits(head.authorization)) {
    Answer answer =
        refusal(401, "expected the token as 'Authorization: Bearer TOKEN', found none or another");
    answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"switchgate-serve\"");
    return answer;
  }
  if (route.page == nullptr) {
    return no_such_page();
  }
  const bool may = head.method == "GET"    ? route.page->get
                   : head.method == "POST" ? route.page->post
                                           : false;
  if (!may) {
    Answer answer = refusal(405, "expected " + allowed(*route.page) + ", found another method");
    answer.headers.emplace_back("Allow", allowed(*route.page));
    return answer;
  }
  if (takes_name(*route.page) && route.gate == nullptr) {
    return no_such_gate(config_);
  }
  return head.method == "POST" ? refuse_body(head) : std::nullopt;
}

Routes::Route Routes::find_route(const std::string& path) const {
  Route route{find_page(path)};
  if (route.page != nullptr && takes_name(*route.page)) {
    route.gate = config_.find(std::string_view(path).substr(route.page->path.size()));
  }
  return route;
}

std::optional<Answer> Routes::answer_head(const Request& head) const {
  const Route route = find_route(head.path);
  if (std::optional<Answer> refused = refuse(route, head)) {
    return refused;
  }
  if (head.method == "POST") {
    return std::nullopt;
  }
  return route.page->page == Page::kArgo ? answer_argo(route, head) : answer_observer(route);
}

Answer Routes::answer(const Request& request) const {
  const Route route = find_route(request.path);
  if (std::optional<Answer> refused = refuse(route, request)) {
    return *refused;
  }
  return route.page->page == Page::kArgo ? answer_argo(route, request)
                                         : answer_flagger(route, request);
}

Answer Routes::answer_observer(const Route& route) const {
  switch (route.page->page) {
    case Page::kHealthz:
      return {200, "{\"status\":\"ok\"}\n"};
    case Page::kReadyz:
      return ready_()
                 ? Answer{200, "{\"status\":\"ready\"}\n"}
                 : refusal(503, "the program switchgate cannot be run, or this one is stopping");
    case Page::kMetrics:
      return {200, metrics_text(config_, runs_.snapshot()), kOpenMetrics};
    default:
      return {200, verdicts_text(runs_.snapshot())};
  }
}

// 2xx means "go on" to the first two hooks, and "roll back" to the third: each is given for
// one verdict alone, so that what is not known neither promotes nor rolls back.
Answer Routes::answer_flagger(const Route& route, const Request& request) const {
  Result<Key> key = read_flagger_hook(request.body);
  if (!key) {
    return refusal(400, key.error().message);
  }
  key->gate = route.gate->name;
  const bool rolls_back = route.page->page == Page::kRollback;
  const Standing standing = rolls_back ? runs_.look(*key) : runs_.ask(*key);
  if (standing.state == State::kRefused) {
    return too_many(*key, standing);
  }
  const Gate wanted = rolls_back ? Gate::kClosed : Gate::kOpen;
  const bool given = standing.state == State::kKnown && standing.conclusion.gate == wanted;
  return {given ? 200 : 403, standing_text(*key, standing)};
}

// 200 whatever the verdict: Argo takes anything else for an error of the measurement. That is
// what `running=503` asks for: an error is measured again and is no part of the metric's count,
// while an inconclusive answer is. A full queue is "running": there is no verdict yet.
Answer Routes::answer_argo(const Route& route, const Request& request) const {
  Query query = request.query;
  const auto running = std::stable_partition(query.begin(), query.end(), [](const auto& parameter) {
    return parameter.first != kRunning;
  });
  const bool error_while_running = running != query.end();
  for (auto parameter = running; parameter != query.end(); ++parameter) {
    if (parameter->second != kRunningStatus) {
      return refusal(400, "expected 'running' to be 503, or to be left out, found something else");
    }
  }
  query.erase(running, query.end());
  Result<Key> key = read_argo_question(query, request.body);
  if (!key) {
    return refusal(400, key.error().message);
  }
  key->gate = route.gate->name;
  const Standing standing = runs_.ask(*key);
  const int status = error_while_running && standing.state != State::kKnown ? 503 : 200;
  return {status, standing_text(*key, standing)};
}

}  // namespace switchgate::serve

// Which request gets which answer. Everything about HTTP but the bytes on the wire.

#ifndef SWITCHGATE_RUNNER_SERVE_ROUTES_H_
#define SWITCHGATE_RUNNER_SERVE_ROUTES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "runner/serve/answer.h"
#include "runner/serve/gate_config.h"
#include "runner/serve/hook.h"
#include "runner/serve/runs.h"
#include "runner/serve/token.h"

namespace switchgate::serve {

inline constexpr std::size_t kMostBodyBytes = 65'536;
inline constexpr std::size_t kMostTargetBytes = 2'048;

struct Request {
  std::string method;
  std::string path;  // as it was sent, nothing decoded, without the query
  Query query;
  std::string authorization;  // these as sent, empty when not
  std::string content_type;
  std::string content_length;
  bool encoded = false;  // has a Transfer-Encoding or a Content-Encoding
  std::string body;
};

class Routes {
 public:
  // `ready` says whether runs can be made now. All must outlive the object.
  Routes(const Config& config, const Token& token, Runs& runs, std::function<bool()> ready)
      : config_(config), token_(token), runs_(runs), ready_(std::move(ready)) {}

  // The answer to a request that needs no body, or must not get as far: before a body is read.
  std::optional<Answer> answer_head(const Request& head) const;
  // The answer to a request that answer_head() let pass, with its body.
  Answer answer(const Request& request) const;

 private:
  struct Route;
  Route find_route(const std::string& path) const;
  Answer answer_flagger(const Route& route, const Request& request) const;
  Answer answer_argo(const Route& route, const Request& request) const;
  Answer answer_observer(const Route& route) const;
  std::optional<Answer> refuse(const Route& route, const Request& head) const;

  const Config& config_;
  const Token& token_;
  Runs& runs_;
  std::function<bool()> ready_;
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_ROUTES_H_

// A site with a login form: a CSRF token in each form, a session in a cookie.

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

struct Session {
  std::string csrf;
  std::string user;  // empty until the login
};

class Site {
 public:
  explicit Site(std::string release) : release_(std::move(release)) {}

  void show_login(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    const std::string id = find(request).value_or("");
    page(response, form("/login", sessions_[id.empty() ? start(response, "") : id].csrf));
  }

  void login(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    const auto id = find(request);
    if (!id || !may(request, *id)) {
      return answer(response, 403, "<!doctype html><title>Forbidden</title>", kHtml);
    }
    const std::string user = request.get_param_value("user");
    if (user != "gate" || request.get_param_value("password") != "correct horse") {
      return answer(response, 401, "<!doctype html><p class=\"error\">Wrong password", kHtml);
    }
    if (release_ == "session-kept") {
      sessions_[*id].user = user;
    } else {
      sessions_.erase(*id);
      start(response, user);
    }
    redirect(response, "/account");
  }

  void show_account(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    const auto id = find(request);
    if (!id || sessions_[*id].user.empty()) {
      return redirect(response, "/login");
    }
    page(response, "<p>Signed in as <b>" + sessions_[*id].user + "</b></p>" +
                       form("/logout", sessions_[*id].csrf));
  }

  void logout(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    const auto id = find(request);
    if (!id || !may(request, *id)) {
      return answer(response, 403, "<!doctype html><title>Forbidden</title>", kHtml);
    }
    if (release_ != "logout-forgets") {
      sessions_.erase(*id);
    }
    redirect(response, "/login");
  }

 private:
  static constexpr auto kHtml = "text/html; charset=utf-8";

  std::optional<std::string> find(const httplib::Request& request) const {
    const std::string cookie = request.get_header_value("Cookie");
    const std::size_t at = cookie.find("sid=");
    const std::string id = at == std::string::npos ? "" : cookie.substr(at + 4, 32);
    return sessions_.count(id) == 0 ? std::nullopt : std::optional(id);
  }

  bool may(const httplib::Request& request, const std::string& id) {
    return release_ == "csrf-unchecked" || request.get_param_value("csrf") == sessions_[id].csrf;
  }

  // A new session; tokens hold characters that HTML and forms write in ways of their own.
  std::string start(httplib::Response& response, const std::string& user) {
    std::string id = random_token();
    sessions_[id] = {random_token() + "&+=\"", user};
    response.set_header("Set-Cookie", "sid=" + id + "; Path=/; SameSite=Lax" +
                                          (release_ == "script-readable" ? "" : "; HttpOnly"));
    return id;
  }

  static std::string form(const std::string& action, const std::string& token) {
    std::string escaped;
    for (const char c : token) {
      escaped += c == '&' ? "&amp;" : c == '"' ? "&quot;" : c == '+' ? "&#43;" : std::string(1, c);
    }
    return "<form method=\"post\" action=\"" + action +
           "\"><input type=\"hidden\" name=\"csrf\" value=\"" + escaped + "\"><button>Go</button>";
  }

  static void page(httplib::Response& response, const std::string& body) {
    answer(response, 200, "<!doctype html><title>Shop</title>" + body, kHtml);
  }
  static void redirect(httplib::Response& response, const std::string& where) {
    response.status = 303;
    response.set_header("Location", where);
  }

  const std::string release_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;
};

}  // namespace

void route_html_login(httplib::Server& server, const std::string& release) {
  const auto site = std::make_shared<Site>(release);
  server.Get("/login", [site](const auto& asked, auto& told) { site->show_login(asked, told); });
  server.Post("/login", [site](const auto& asked, auto& told) { site->login(asked, told); });
  server.Get("/account",
             [site](const auto& asked, auto& told) { site->show_account(asked, told); });
  server.Post("/logout", [site](const auto& asked, auto& told) { site->logout(asked, told); });
}

}  // namespace situations

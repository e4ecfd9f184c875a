#include "runner/exec/bearer.h"

#include "checks/base/text.h"

namespace switchgate::exec {
namespace {

std::string variable_of(std::string_view side, std::string_view what) {
  std::string name;
  for (const char c : side) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool fits = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += lower ? static_cast<char>(c - 'a' + 'A') : fits ? c : '_';
  }
  return name + '_' + std::string(what);
}

void hide_secret(const Side& side, const TokenClient& client, OwnValues& own) {
  own.hide(variable_of(side.name, "CLIENT_SECRET"), json::Value(client.secret));
  own.hide_form(client.secret, form_encode(client.secret));
  own.hide_form(client.secret,
                base64_encode(form_encode(client.id) + ':' + form_encode(client.secret)));
}

}  // namespace

Bearer bearer_for(Side& side, const TokenClient& client, Micros timeout, OwnValues& own,
                  probe::Probe& probe, const std::stop_token& stop) {
  hide_secret(side, client, own);
  HttpRequest same_origin;
  same_origin.target = side.name;
  same_origin.url = side.url;
  same_origin.connect_to = side.connect_to;
  same_origin.unix_socket = side.unix_socket;
  same_origin.proxy = side.proxy;
  same_origin.http = side.target->http;
  same_origin.tls = side.target->tls;
  Bearer bearer{side.tokens.of(client, same_origin, timeout), {}};
  bearer.got = bearer.token->get(probe, stop);
  if (!bearer.got.text.empty()) {
    own.hide(variable_of(side.name, "TOKEN"), json::Value(bearer.got.text));
  }
  return bearer;
}

Finding no_token(const Side& side, const Token::Got& got) {
  Finding finding;
  finding.rule = "target/token";
  finding.message = "expected a token for " + side.name + ": " + got.failure +
                    " Without one nothing can be asked; check `auth.oauth2`.";
  finding.evidence.push_back({"side", side.name});
  return finding;
}

void set_bearer(HttpRequest& request, const std::string& token) {
  std::erase_if(request.headers, [](const Header& header) {
    return equals_ignore_case(header.name, "Authorization");
  });
  request.headers.push_back({"Authorization", "Bearer " + token});
}

}  // namespace switchgate::exec

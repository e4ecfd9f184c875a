#include <algorithm>
#include <random>

#include <netinet/in.h>
#include <sys/socket.h>

#include "samples/situations/services/routes.h"
#include "samples/situations/services/service.h"

namespace situations {
namespace {

// A kept-alive connection occupies a thread, so this is also how many clients fit.
constexpr std::size_t kThreads = 32;
constexpr std::size_t kRequestsPerConnection = 1'000'000;

}  // namespace

const std::vector<Service>& services() {
  static const std::vector<Service> table = {
      {"canary-header-cookie",
       route_canary,
       {{"router-ignores", "the router sends everybody to the old build"},
        {"currency-lost", "the new build's products have no currency"}}},
      {"cluster-dns-vs-ingress",
       route_edge,
       {{"route-missing", "the ingress does not know the shop's name"},
        {"old-build", "the ingress leads to the old build"}}},
      {"contract-phase",
       route_catalog,
       {{"contracted", "as planned, legacy_price is gone; and a header that should be there"},
        {"too-much", "weight_grams is gone, too"},
        {"wrong-price", "as planned, and all amounts are 19 too high"}}},
      {"csv-500",
       route_prices,
       {{"two-wrong", "two prices of 500 are wrong"},
        {"rounds-down", "cents are cut off instead of rounded"},
        {"unit-lost", "what is sold by weight has lost its unit"}}},
      {"download",
       route_download,
       {{"cut", "the file is 96 bytes short"},
        {"other-bytes", "one bit of the file is another"},
        {"validator-ignored", "If-None-Match is not looked at"},
        {"no-policy", "the page has no Content-Security-Policy"}}},
      {"graphql",
       route_graphql,
       {{"price-removed", "the schema has no price any more"},
        {"stock-fails", "the stock cannot be told: null, and an error beside it"},
        {"basket-forgets", "what is added to a basket is not kept"}}},
      {"html-login-csrf",
       route_html_login,
       {{"csrf-unchecked", "forms without the token are taken"},
        {"session-kept", "the session of before the login goes on after it"},
        {"logout-forgets", "the session goes on after the logout"},
        {"script-readable", "the session's cookie is not HttpOnly"}}},
      {"idle-side-mtls-proxy",
       route_edge,
       {{"route-missing", "the listener does not know the shop's name"},
        {"old-build", "the listener leads to the old build"}}},
      {"monorepo",
       route_monorepo,
       {{"order-stays", "an order that was removed is still there"},
        {"email-broken", "customers' addresses are none"}}},
      {"oauth-shop",
       route_oauth_shop,
       {{"scope-lost", "the token may read, whatever was asked for"},
        {"page-repeats",
         "the second page begins with the last product of the first, and has lost its own last"},
        {"cart-stays", "a cart cannot be removed"}}},
      {"poll-until-done",
       route_exports,
       {{"fails", "the job ends in failed"},
        {"stuck", "the job runs for ever"},
        {"empty", "the job is done, and its result has no rows"}}},
      {"soap",
       route_soap,
       {{"fault-in-200", "a fault that says 200"},
        {"lines-lost", "the order has no lines"},
        {"other-prefixes", "the same document with other prefixes: nothing wrong"}}},
  };
  return table;
}

const Service* find_service(std::string_view name) {
  const auto& all = services();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Service& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

void make_ready(httplib::Server& server) {
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(kRequestsPerConnection);
  // Its own choice would be SO_REUSEPORT, which lets two services share a port unnoticed.
  server.set_socket_options([](int socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
}

void answer(httplib::Response& response, int status, const std::string& body, const char* type) {
  response.status = status;
  response.set_content(body, type);
}

std::string random_token() {
  std::random_device entropy;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string token;
  for (int word = 0; word < 4; ++word) {
    std::uint32_t bits = entropy();
    for (int digit = 0; digit < 8; ++digit, bits >>= 4U) {
      token += kDigits[bits & 15U];
    }
  }
  return token;
}

}  // namespace situations

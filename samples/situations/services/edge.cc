// An entrance (an ingress, a listener) that knows its shop by the Host header alone.

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

// The host without a port, as routers compare it.
std::string host_of(const httplib::Request& request) {
  const std::string host = request.get_header_value("Host");
  return host.substr(0, host.find(':'));
}

}  // namespace

void route_edge(httplib::Server& server, const std::string& release) {
  const std::string served = release == "route-missing" ? "old.example.com" : "shop.example.com";
  const std::string version = release == "old-build" ? "1.9.4" : "2.0.0";
  const auto behind_router = [=](const std::string& body) {
    return [=](const httplib::Request& request, httplib::Response& response) {
      if (host_of(request) != served) {
        answer(response, 404, R"({"error": "no such host"})");
        return;
      }
      response.set_header("X-Version", version);
      answer(response, 200, body);
    };
  };
  server.Get("/healthz", behind_router(R"({"status": "ok"})"));
  server.Get("/products",
             behind_router(R"({"items": [{"id": 1, "name": "Lamp"}, {"id": 2, "name": "Desk"}]})"));
}

}  // namespace situations

// Three services behind one gateway: the catalog, the orders, the accounts.

#include <map>
#include <memory>
#include <mutex>

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

struct Orders {
  std::mutex mutex;
  std::map<int, Json> all;
  int last = 0;
};

void route_orders(httplib::Server& server, const std::string& release) {
  const auto orders = std::make_shared<Orders>();
  server.Post("/orders/orders", [orders](const auto& request, auto& response) {
    Json order = Json::parse(request.body, nullptr, false);
    if (!order.is_object() || !order.contains("customer")) {
      return answer(response, 400, R"({"error": "an order needs a customer"})");
    }
    const std::lock_guard lock(orders->mutex);
    order["id"] = ++orders->last;
    order["state"] = "open";
    orders->all[orders->last] = order;
    answer(response, 201, order.dump());
  });
  server.Get(R"(/orders/orders/(\d{1,9}))", [orders](const auto& request, auto& response) {
    const std::lock_guard lock(orders->mutex);
    const auto found = orders->all.find(std::stoi(request.matches[1].str()));
    const bool there = found != orders->all.end();
    answer(response, there ? 200 : 404, there ? found->second.dump() : R"({"error": "none"})");
  });
  server.Delete(R"(/orders/orders/(\d{1,9}))",
                [orders, release](const auto& request, auto& response) {
                  const std::lock_guard lock(orders->mutex);
                  if (release != "order-stays") {
                    orders->all.erase(std::stoi(request.matches[1].str()));
                  }
                  response.status = 204;
                });
}

}  // namespace

void route_monorepo(httplib::Server& server, const std::string& release) {
  for (const std::string service : {"catalog", "orders", "accounts"}) {
    server.Get("/" + service + "/healthz", [=](const auto&, auto& response) {
      answer(response, 200, Json{{"service", service}, {"status", "ok"}}.dump());
    });
  }
  server.Get("/catalog/products", [](const auto&, auto& response) {
    answer(response, 200, R"({"items": [{"id": 1, "price": 19.5}, {"id": 2, "price": 7}]})");
  });
  server.Get(R"(/accounts/customers/(\d{1,9}))", [release](const auto& request, auto& response) {
    Json customer = {{"id", std::stoi(request.matches[1].str())}, {"name", "Ann"}};
    customer["email"] = release == "email-broken" ? "ann at example.com" : "ann@example.com";
    answer(response, 200, customer.dump());
  });
  route_orders(server, release);
}

}  // namespace situations

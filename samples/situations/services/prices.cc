// The price list of a table with 500 rows, computed in whole cents.

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProducts = 500;

Json price_of(int id, const std::string& release) {
  const int net = 199 + id * 37;  // cents
  int gross = (net * 119 + 50) / 100;
  if (release == "rounds-down") {
    gross = net * 119 / 100;
  } else if (release == "two-wrong" && (id == 42 || id == 480)) {
    gross += 100;
  }
  Json price = {{"sku", id}, {"net", net}, {"gross", gross}};
  if (id % 10 == 0 && release != "unit-lost") {  // sold by weight
    price["unit"] = "kg";
  }
  return price;
}

}  // namespace

void route_prices(httplib::Server& server, const std::string& release) {
  server.Get(R"(/prices/SKU-(\d{4}))", [release](const auto& request, auto& response) {
    const int id = std::stoi(request.matches[1].str());
    if (id < 1 || id > kProducts) {
      return answer(response, 404, R"({"error": "no such product"})");
    }
    Json price = price_of(id, release);
    price["sku"] = "SKU-" + request.matches[1].str();
    answer(response, 200, price.dump());
  });
}

}  // namespace situations

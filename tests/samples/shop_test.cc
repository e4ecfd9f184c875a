// The sample shop as its clients see it: every route, both releases, and how
// the process starts and ends.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "tests/samples/shop_process.h"

namespace shop_test {
namespace {

using Json = nlohmann::json;

Json parsed(const httplib::Result& answer) { return Json::parse(answer->body, nullptr, false); }

std::set<std::string> keys(const Json& object) {
  std::set<std::string> names;
  for (const auto& entry : object.items()) names.insert(entry.key());
  return names;
}

// One shop for all tests of a release: they are read-only, or use a cart of
// their own.
class RunningShop : public testing::Test {
 protected:
  explicit RunningShop(const std::string& release)
      : shop_({"--release", release, "--version", "7.8.9"}), client_("127.0.0.1", shop_.port()) {
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);
  }
  void SetUp() override { ASSERT_NE(shop_.port(), 0) << "the shop said: " << shop_.first_line(); }

  Json get(const std::string& path) {
    const auto answer = client_.Get(path);
    return answer && answer->status == 200 ? parsed(answer) : Json("no 200 from " + path);
  }

  ShopProcess shop_;
  httplib::Client client_;
};

class GoodShop : public RunningShop {
 protected:
  GoodShop() : RunningShop("good") {}
};

class BadShop : public RunningShop {
 protected:
  BadShop() : RunningShop("bad") {}
};

TEST_F(GoodShop, NamesItsVersionOnEveryAnswer) {
  for (const char* path : {"/healthz", "/version", "/products", "/products/0", "/nowhere"}) {
    const auto answer = client_.Get(path);
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->get_header_value("X-Version"), "7.8.9") << path;
    EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json") << path;
  }
  EXPECT_EQ(get("/version"), (Json{{"name", "shop"}, {"version", "7.8.9"}}));
  EXPECT_EQ(get("/healthz"), (Json{{"status", "ok"}}));
}

TEST_F(GoodShop, PagesThroughAllProductsByNext) {
  std::set<int> ids;
  std::string path = "/products?limit=25";
  int pages = 0;
  while (!path.empty() && pages < 10) {
    const Json page = get(path);
    ASSERT_TRUE(page.is_object()) << page;
    for (const Json& item : page["items"]) ids.insert(item["id"].get<int>());
    const std::string next = page.value("next", "");
    path = next.empty() ? "" : next.substr(next.find("/products"));
    ++pages;
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(ids.size(), 60U);
}

TEST_F(GoodShop, ListsProductsWithTheDocumentedFields) {
  const Json page = get("/products?limit=2&page=3");
  EXPECT_EQ(keys(page), (std::set<std::string>{"items", "limit", "next", "page", "total"}));
  ASSERT_EQ(page["items"].size(), 2U);
  EXPECT_EQ(page["items"][0]["id"], 5);
  for (const Json& item : page["items"]) {
    EXPECT_EQ(keys(item),
              (std::set<std::string>{"id", "name", "category", "price", "currency", "in_stock"}));
  }
}

TEST_F(GoodShop, ShowsOneProduct) {
  const Json product = get("/products/42");
  EXPECT_EQ(product["id"], 42);
  EXPECT_TRUE(product["price"].is_number()) << product;
  EXPECT_TRUE(product["weight_grams"].is_number_integer()) << product;
}

struct Refusal {
  const char* method;
  const char* path;
  const char* body;
  int status;
  const char* code;
};

TEST_F(GoodShop, RefusesInJsonWithACode) {
  const std::vector<Refusal> refusals = {
      {"GET", "/nowhere", "", 404, "not_found"},
      {"GET", "/products/0", "", 404, "no_such_product"},
      {"GET", "/products/lamp", "", 404, "no_such_product"},
      {"GET", "/products/99999999999999999999", "", 404, "no_such_product"},
      {"GET", "/products/999/reviews", "", 404, "no_such_product"},
      {"GET", "/products?limit=0", "", 400, "bad_page"},
      {"GET", "/products?limit=101", "", 400, "bad_page"},
      {"GET", "/products?page=two", "", 400, "bad_page"},
      {"GET", "/carts/1", "", 404, "no_such_cart"},
      {"POST", "/carts", "{", 400, "bad_cart"},
      {"POST", "/carts", R"({"customer": "seven"})", 400, "bad_cart"},
      {"PUT", "/carts/1/items", "[]", 404, "no_such_cart"},
      {"DELETE", "/carts/1", "", 404, "no_such_cart"},
  };
  for (const Refusal& refusal : refusals) {
    httplib::Request request;
    request.method = refusal.method;
    request.path = refusal.path;
    request.body = refusal.body;
    const auto answer = client_.send(request);
    ASSERT_TRUE(answer) << refusal.path;
    EXPECT_EQ(answer->status, refusal.status) << refusal.method << " " << refusal.path;
    EXPECT_EQ(parsed(answer)["error"]["code"], refusal.code)
        << refusal.method << " " << refusal.path;
  }
}

TEST_F(GoodShop, OrdersACart) {
  const auto created = client_.Post("/carts", R"({"customer": 7})", "application/json");
  ASSERT_TRUE(created);
  ASSERT_EQ(created->status, 201);
  const std::string cart = created->get_header_value("Location");
  const httplib::Headers owner = {{"X-Cart-Token", created->get_header_value("X-Cart-Token")}};

  const auto filled = client_.Put(cart + "/items", owner, R"([{"product": 42, "quantity": 2}])",
                                  "application/json");
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->status, 200);
  const double price = get("/products/42")["price"].get<double>();
  EXPECT_DOUBLE_EQ(parsed(filled)["total"].get<double>(), 2 * price);

  const auto ordered = client_.Post(cart + "/checkout", owner, "{}", "application/json");
  ASSERT_TRUE(ordered);
  EXPECT_EQ(ordered->status, 200);
  EXPECT_EQ(parsed(ordered)["state"], "ordered");
  EXPECT_EQ(client_.Post(cart + "/checkout", owner, "{}", "application/json")->status, 409);

  EXPECT_EQ(parsed(client_.Get(cart, owner))["items"].size(), 1U);
  EXPECT_EQ(client_.Delete(cart, owner)->status, 204);
  EXPECT_EQ(client_.Get(cart, owner)->status, 404);
}

TEST_F(GoodShop, KeepsTheOldItemsWhenANewOneIsRefused) {
  const auto created = client_.Post("/carts", R"({"customer": 7})", "application/json");
  ASSERT_TRUE(created);
  const std::string cart = created->get_header_value("Location");
  const httplib::Headers owner = {{"X-Cart-Token", created->get_header_value("X-Cart-Token")}};
  const auto put = [&](const char* items) {
    return client_.Put(cart + "/items", owner, items, "application/json")->status;
  };
  EXPECT_EQ(put(R"([{"product": 1, "quantity": 1}])"), 200);
  EXPECT_EQ(put(R"([{"product": 2, "quantity": 1}, {"product": 999, "quantity": 1}])"), 422);
  EXPECT_EQ(put(R"([{"product": 2, "quantity": 0}])"), 400);
  EXPECT_EQ(put(R"({"product": 2, "quantity": 1})"), 400);
  const Json items = parsed(client_.Get(cart, owner))["items"];
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0]["product"], 1);
}

TEST_F(GoodShop, ShowsACartOnlyToItsOwner) {
  const auto created = client_.Post("/carts", R"({"customer": 7})", "application/json");
  ASSERT_TRUE(created);
  const std::string cart = created->get_header_value("Location");
  EXPECT_EQ(client_.Get(cart)->status, 403);
  EXPECT_EQ(client_.Get(cart, {{"X-Cart-Token", "wrong"}})->status, 403);
  EXPECT_EQ(client_.Delete(cart)->status, 403);
}

TEST_F(GoodShop, WorksAtLeastFiveMillisecondsForTheReport) {
  const auto start = std::chrono::steady_clock::now();
  const Json report = get("/reports/sales");
  const auto took = std::chrono::steady_clock::now() - start;
  ASSERT_EQ(report["categories"].size(), 4U);
  int orders = 0;
  for (const Json& row : report["categories"]) orders += row["orders"].get<int>();
  EXPECT_EQ(orders, 200);
  EXPECT_GE(took, std::chrono::milliseconds(5));
}

TEST_F(GoodShop, ServesThousandsOfRequestsOverOneConnection) {
  int sockets = 0;
  client_.set_socket_options([&sockets](int) { ++sockets; });
  for (int i = 0; i < 2000; ++i) {
    const auto answer = client_.Get("/healthz");
    ASSERT_TRUE(answer) << "request " << i;
    ASSERT_EQ(answer->status, 200);
  }
  EXPECT_EQ(sockets, 1);
}

TEST_F(BadShop, DropsTheCurrencyFromTheListAlone) {
  const Json page = get("/products");
  ASSERT_EQ(page["items"].size(), 20U);
  for (const Json& item : page["items"]) {
    EXPECT_EQ(keys(item), (std::set<std::string>{"id", "name", "category", "price", "in_stock"}));
  }
  EXPECT_EQ(get("/products/1")["currency"], "EUR");
}

TEST_F(BadShop, WritesTheWeightAsAString) {
  const Json weight = get("/products/7")["weight_grams"];
  EXPECT_TRUE(weight.is_string()) << weight;
}

TEST_F(BadShop, AnswersNullForSomeReviewsTexts) {
  int null = 0;
  int text = 0;
  const Json reviews = get("/products/7/reviews");
  for (const Json& review : reviews["items"]) {
    null += review["text"].is_null() ? 1 : 0;
    text += review["text"].is_string() ? 1 : 0;
  }
  EXPECT_EQ(null, 2);
  EXPECT_EQ(text, 4);
}

TEST_F(BadShop, WorksSixtyPercentLongerForTheReport) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(get("/reports/sales")["categories"].size(), 4U);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(8));
}

TEST(ShopProcessTest, EndsCleanlyOnSigtermThoughAClientKeepsItsConnection) {
  ShopProcess shop({});
  ASSERT_NE(shop.port(), 0);
  httplib::Client client("127.0.0.1", shop.port());
  client.set_keep_alive(true);
  ASSERT_TRUE(client.Get("/healthz"));
  EXPECT_EQ(shop.end(SIGTERM), 0);
  EXPECT_FALSE(client.Get("/healthz"));
}

TEST(ShopProcessTest, WritesThePortFileWhole) {
  const std::string path = testing::TempDir() + "shop-port-" + std::to_string(getpid());
  ShopProcess shop({"--port-file", path});
  ASSERT_NE(shop.port(), 0);
  httplib::Client client("127.0.0.1", shop.port());
  ASSERT_TRUE(client.Get("/healthz"));
  EXPECT_EQ(shop.end(SIGINT), 0);
  std::ifstream file(path);
  int port = 0;
  file >> port;
  EXPECT_EQ(port, shop.port());
  std::filesystem::remove(path);
}

TEST(ShopProcessTest, RefusesAPortThatIsTaken) {
  const ShopProcess first({});
  ASSERT_NE(first.port(), 0);
  ShopProcess second({"--port", std::to_string(first.port())});
  EXPECT_EQ(second.first_line(), "");
  EXPECT_EQ(second.wait_for_exit(), 1);
}

TEST(ShopProcessTest, RefusesAWrongCommandLine) {
  const std::vector<std::vector<std::string>> wrong = {{"--port"},
                                                       {"--port", "70000"},
                                                       {"--port", "1x"},
                                                       {"--release", "ugly"},
                                                       {"--colour", "red"}};
  for (const auto& arguments : wrong) {
    ShopProcess shop(arguments);
    EXPECT_EQ(shop.wait_for_exit(), 2) << arguments.front();
  }
}

}  // namespace
}  // namespace shop_test

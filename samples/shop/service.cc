// The routes of the shop. Every answer is JSON and names the release in
// X-Version; the places where the bad release differs are marked with "bad:".

#include "samples/shop/service.h"

#include <charconv>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <httplib.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>

#include "samples/shop/report.h"

namespace shop {
namespace {

using Json = nlohmann::ordered_json;  // answers keep the order they are written in
using httplib::Request;
using httplib::Response;

constexpr std::int64_t kDefaultLimit = 20;
constexpr std::int64_t kMaxLimit = 100;
constexpr std::int64_t kMaxPage = 1'000'000;
constexpr std::int64_t kMaxQuantity = 1000;
// A kept-alive connection occupies a thread, so this is also how many clients
// fit.
constexpr std::size_t kThreads = 32;
constexpr std::size_t kRequestsPerConnection = 1'000'000;
constexpr int kIdleSeconds = 60;
constexpr std::size_t kMaxBody = 1 << 20;

void answer(Response& response, int status, const Json& body) {
  response.status = status;
  response.set_content(body.dump() + "\n", "application/json");
}

void refuse(Response& response, int status, const std::string& code, const std::string& message) {
  answer(response, status, {{"error", {{"code", code}, {"message", message}}}});
}

// A whole number within bounds, or nothing.
std::optional<std::int64_t> parse_integer(const std::string& text, std::int64_t least,
                                          std::int64_t most) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end || value < least || value > most) return std::nullopt;
  return value;
}

std::optional<std::int64_t> query_integer(const Request& request, const char* name,
                                          std::int64_t otherwise, std::int64_t most) {
  if (!request.has_param(name)) return otherwise;
  return parse_integer(request.get_param_value(name), 1, most);
}

// The number in the path; 0, which is nobody's id, when it is none.
std::int64_t path_id(const Request& request) {
  return parse_integer(request.matches[1].str(), 1, INT64_MAX).value_or(0);
}

double money(std::int64_t cents) { return static_cast<double>(cents) / 100; }

std::string random_token() {
  std::random_device entropy;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string token;
  for (int word = 0; word < 4; ++word) {
    std::uint32_t bits = entropy();
    for (int digit = 0; digit < 8; ++digit, bits >>= 4) token += kDigits[bits & 15U];
  }
  return token;
}

Json cart_json(const Cart& cart) {
  Json items = Json::array();
  for (const CartLine& line : cart.lines) {
    items.push_back({{"product", line.product.id},
                     {"name", line.product.name},
                     {"quantity", line.quantity},
                     {"price", money(line.product.price_cents)}});
  }
  return {{"id", cart.id},
          {"customer", cart.customer},
          {"state", cart.ordered ? "ordered" : "open"},
          {"items", std::move(items)},
          {"total", money(cart.total_cents())}};
}

// `[{"product": 42, "quantity": 1}, …]`, or nothing when the body is anything
// else.
std::optional<std::vector<CartItem>> parse_items(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_array()) return std::nullopt;
  std::vector<CartItem> items;
  for (const Json& entry : json) {
    if (!entry.is_object() || !entry.contains("product") || !entry.contains("quantity"))
      return std::nullopt;
    const Json& product = entry["product"];
    const Json& quantity = entry["quantity"];
    if (!product.is_number_integer() || !quantity.is_number_integer()) return std::nullopt;
    items.push_back({product.get<std::int64_t>(), quantity.get<std::int64_t>()});
    if (items.back().quantity < 1 || items.back().quantity > kMaxQuantity) return std::nullopt;
  }
  return items;
}

}  // namespace

struct Service::Server : httplib::Server {
  Server(Store& shop_store, Release shop_release)
      : store(shop_store), release(std::move(shop_release)) {
    new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    set_tcp_nodelay(true);
    set_keep_alive_max_count(kRequestsPerConnection);
    set_keep_alive_timeout(kIdleSeconds);
    set_payload_max_length(kMaxBody);
    set_default_headers({{"X-Version", release.version}});
    // Its own choice would be SO_REUSEPORT, which lets two shops share a port
    // unnoticed.
    set_socket_options([](int socket) {
      const int on = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    set_error_handler([](const Request& request, Response& response) {
      if (!response.body.empty()) return;  // a route has said what is wrong
      refuse(response, response.status, response.status == 404 ? "not_found" : "bad_request",
             response.status == 404 ? "There is nothing at " + request.path + "."
                                    : "The request cannot be understood.");
    });
    set_exception_handler([](const Request&, Response& response, const std::exception_ptr&) {
      refuse(response, 500, "internal", "The shop has failed.");
    });
    route();
  }

  void route() {
    Get("/healthz", [](const Request&, Response& response) {
      answer(response, 200, {{"status", "ok"}});
    });
    Get("/version", [this](const Request&, Response& response) {
      answer(response, 200, {{"name", "shop"}, {"version", release.version}});
    });
    Get("/products",
        [this](const auto& request, auto& response) { list_products(request, response); });
    Get(R"(/products/([^/]+))",
        [this](const auto& request, auto& response) { show_product(request, response); });
    Get(R"(/products/([^/]+)/reviews)",
        [this](const auto& request, auto& response) { list_reviews(request, response); });
    Get("/reports/sales", [this](const Request&, Response& response) { report_sales(response); });
    Post("/carts", [this](const auto& request, auto& response) { create_cart(request, response); });
    Get(R"(/carts/([^/]+))", [this](const auto& request, auto& response) {
      if (const auto cart = owned_cart(request, response)) answer(response, 200, cart_json(*cart));
    });
    Put(R"(/carts/([^/]+)/items)",
        [this](const auto& request, auto& response) { set_items(request, response); });
    Post(R"(/carts/([^/]+)/checkout)",
         [this](const auto& request, auto& response) { check_out(request, response); });
    Delete(R"(/carts/([^/]+))",
           [this](const auto& request, auto& response) { remove_cart(request, response); });
  }

  void list_products(const Request& request, Response& response) {
    const auto limit = query_integer(request, "limit", kDefaultLimit, kMaxLimit);
    const auto page = query_integer(request, "page", 1, kMaxPage);
    if (!limit || !page) {
      return refuse(response, 400, "bad_page", "limit is 1 to 100 and page is 1 or more.");
    }
    const std::int64_t total = store.product_count();
    Json items = Json::array();
    for (const Product& product : store.products(*limit, (*page - 1) * *limit)) {
      Json item = {{"id", product.id},
                   {"name", product.name},
                   {"category", product.category},
                   {"price", money(product.price_cents)}};
      if (release.product_list_has_currency) item["currency"] = "EUR";  // bad: dropped
      item["in_stock"] = product.stock > 0;
      items.push_back(std::move(item));
    }
    Json body = {{"items", std::move(items)}, {"limit", *limit}, {"page", *page}, {"total", total}};
    if (*page * *limit < total) {
      body["next"] = "http://" + request.get_header_value("Host") +
                     "/products?limit=" + std::to_string(*limit) +
                     "&page=" + std::to_string(*page + 1);
    }
    response.set_header("Cache-Control", "public, max-age=30");
    answer(response, 200, body);
  }

  std::optional<Product> known_product(const Request& request, Response& response) const {
    auto product = store.product(path_id(request));
    if (!product)
      refuse(response, 404, "no_such_product",
             "There is no product " + request.matches[1].str() + ".");
    return product;
  }

  void show_product(const Request& request, Response& response) const {
    const auto product = known_product(request, response);
    if (!product) return;
    Json body = {{"id", product->id},
                 {"name", product->name},
                 {"category", product->category},
                 {"price", money(product->price_cents)},
                 {"currency", "EUR"},
                 {"weight_grams", product->weight_grams},
                 {"stock", product->stock}};
    if (!release.weight_is_number)
      body["weight_grams"] = std::to_string(product->weight_grams);  // bad: a string
    answer(response, 200, body);
  }

  void list_reviews(const Request& request, Response& response) const {
    const auto product = known_product(request, response);
    if (!product) return;
    Json items = Json::array();
    for (const Review& review : store.reviews(product->id)) {
      Json item = {{"id", review.id},
                   {"author", review.author},
                   {"stars", review.stars},
                   {"text", review.text}};
      if (!release.review_text_is_required && review.id % 3 == 0)
        item["text"] = nullptr;  // bad: null in some rows
      items.push_back(std::move(item));
    }
    answer(response, 200, {{"product", product->id}, {"items", std::move(items)}});
  }

  void report_sales(Response& response) const {
    Json categories = Json::array();
    for (const CategorySales& row :
         sales_report(store, release.report_work)) {  // bad: 60 % more work
      categories.push_back({{"category", row.category},
                            {"orders", row.orders},
                            {"units", row.units},
                            {"revenue", money(row.revenue_cents)}});
    }
    answer(response, 200, {{"currency", "EUR"}, {"categories", std::move(categories)}});
  }

  void create_cart(const Request& request, Response& response) {
    const Json json = Json::parse(request.body, nullptr, false);
    if (!json.is_object() || !json.contains("customer") || !json["customer"].is_number_integer()) {
      return refuse(response, 400, "bad_cart", R"(A cart is {"customer": 7}.)");
    }
    const auto customer = json["customer"].get<std::int64_t>();
    const std::int64_t id = store.create_cart(customer);
    const std::string token = random_token();
    {
      const std::lock_guard lock(tokens_mutex);
      tokens[id] = token;
    }
    response.set_header("Location", "/carts/" + std::to_string(id));
    response.set_header("X-Cart-Token", token);
    answer(response, 201, cart_json({id, customer, false, {}}));
  }

  // The cart in the path, if it exists and the request carries its token; else
  // the response says why not.
  std::optional<Cart> owned_cart(const Request& request, Response& response) {
    auto cart = store.cart(path_id(request));
    if (!cart) {
      refuse(response, 404, "no_such_cart", "There is no cart " + request.matches[1].str() + ".");
      return std::nullopt;
    }
    const std::lock_guard lock(tokens_mutex);
    const auto token = tokens.find(cart->id);
    if (token == tokens.end() || request.get_header_value("X-Cart-Token") != token->second) {
      refuse(response, 403, "not_your_cart",
             "X-Cart-Token is not the one that POST /carts answered.");
      return std::nullopt;
    }
    return cart;
  }

  void set_items(const Request& request, Response& response) {
    const auto cart = owned_cart(request, response);
    if (!cart) return;
    if (cart->ordered)
      return refuse(response, 409, "already_ordered", "The cart has been ordered.");
    const auto items = parse_items(request.body);
    if (!items) {
      return refuse(response, 400, "bad_items",
                    R"(Items are [{"product": 42, "quantity": 1}], quantity 1 to 1000.)");
    }
    if (!store.set_items(cart->id, *items)) {
      return refuse(response, 422, "no_such_product",
                    "An item names a product that does not exist.");
    }
    if (const auto changed = store.cart(cart->id)) answer(response, 200, cart_json(*changed));
  }

  void check_out(const Request& request, Response& response) {
    auto cart = owned_cart(request, response);
    if (!cart) return;
    if (cart->lines.empty())
      return refuse(response, 409, "empty_cart", "There is nothing to order.");
    if (!store.mark_ordered(cart->id))
      return refuse(response, 409, "already_ordered", "The cart has been ordered.");
    cart->ordered = true;
    answer(response, 200, cart_json(*cart));
  }

  void remove_cart(const Request& request, Response& response) {
    const auto cart = owned_cart(request, response);
    if (!cart) return;
    store.remove_cart(cart->id);
    const std::lock_guard lock(tokens_mutex);
    tokens.erase(cart->id);
    response.status = 204;
  }

  int bound_port() const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (getsockname(svr_sock_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return 0;
    return ntohs(address.sin_port);
  }

  // cpp-httplib 0.11 listens with room for 5 connections, and the sixth client
  // of a burst waits a second; a second listen() on the bound socket makes
  // room.
  void deepen_backlog() const { ::listen(svr_sock_, SOMAXCONN); }

  Store& store;
  Release release;
  std::mutex tokens_mutex;
  std::unordered_map<std::int64_t, std::string> tokens;  // by cart
};

Service::Service(Store& store, Release release)
    : server_(std::make_unique<Server>(store, std::move(release))) {}

Service::~Service() = default;

int Service::listen(int port) {
  if (!server_->bind_to_port("127.0.0.1", port)) return 0;
  server_->deepen_backlog();
  return server_->bound_port();
}

void Service::serve() { server_->listen_after_bind(); }

void Service::stop() { server_->stop(); }

}  // namespace shop

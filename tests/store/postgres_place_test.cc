// Baselines in a real PostgreSQL server: what it refuses, what stalls, what an address may hold.

#include "runner/store/postgres_place.h"

#include <csignal>
#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "runner/store/libpq.h"
#include "runner/store/postgres_connection.h"
#include "tests/support/postgres_server.h"

namespace switchgate::store {
namespace {

using namespace std::chrono_literals;

class PostgresPlaces : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = testing::postgres_missing();
    if (!missing.empty()) GTEST_SKIP() << missing;
    server.emplace();
    ASSERT_EQ(server->problem(), "");
  }

  std::unique_ptr<Place> at(const std::string& url) const {
    auto place = place_at(url);
    EXPECT_TRUE(place) << place.error().message;
    return place ? *std::move(place) : nullptr;
  }
  std::string as(const std::string& user) const {
    return "postgresql://" + user + "@/postgres?host=" + server->socket_folder();
  }
  static Place::Edit writing(const std::string& text) {
    return [text](const auto&) -> Result<Texts> { return Texts{text, std::nullopt}; };
  }
  static std::string text_at(const Place& place) {
    const auto stored = place.read();
    return !stored ? "! " + stored.error().message : *stored ? (*stored)->baseline : "";
  }

  std::optional<testing::PostgresServer> server;
};

TEST_F(PostgresPlaces, HoldSeveralBaselinesUnderNames) {
  ASSERT_TRUE(at(server->url() + "#shop")->update(writing("of the shop: 'é' \\ $1")));
  ASSERT_TRUE(at(server->url())->update(writing("default")));
  EXPECT_EQ(text_at(*at(server->url() + "#shop")), "of the shop: 'é' \\ $1");
  EXPECT_EQ(text_at(*at(server->url() + "#default")), "default");
  EXPECT_EQ(text_at(*at(server->url() + "#other")), "");
  EXPECT_EQ(server->sql("SELECT name, history IS NULL FROM switchgate_baselines ORDER BY name"),
            "default|t\nshop|t\n");
}

TEST_F(PostgresPlaces, ReadingMakesNoTable) {
  EXPECT_EQ(text_at(*at(server->url())), "");
  EXPECT_EQ(server->sql("SELECT to_regclass('switchgate_baselines') IS NULL"), "t\n");
}

// A server whose transactions see the past by default, which would lose what was written meanwhile.
TEST_F(PostgresPlaces, ADefaultOfSerializableTransactionsLosesNothing) {
  server->sql("ALTER USER gate SET default_transaction_isolation = 'serializable'");
  ASSERT_TRUE(at(server->url())->update(writing("one")));
  const Status outer = at(server->url())->update([&](const auto& stored) -> Result<Texts> {
    EXPECT_EQ(stored->baseline, "one");
    return Texts{"two", std::nullopt};
  });
  EXPECT_TRUE(outer);
  EXPECT_EQ(text_at(*at(server->url())), "two");
}

TEST_F(PostgresPlaces, AUserWhoMayNotWriteIsToldBeforehand) {
  server->sql("CREATE USER guest");
  const Status nothing = at(as("guest"))->may_write();
  ASSERT_FALSE(nothing);  // since PostgreSQL 15 not everybody makes tables
  EXPECT_EQ(nothing.error().message,
            "cannot write " + as("guest") +
                ": the user guest may neither make nor change the table switchgate_baselines "
                "there; grant it CREATE on the schema, or SELECT, INSERT and UPDATE on the table");
  EXPECT_FALSE(at(as("guest"))->update(writing("one")));
  ASSERT_TRUE(at(server->url())->update(writing("one")));
  EXPECT_FALSE(at(as("guest"))->may_write());
  EXPECT_NE(text_at(*at(as("guest"))).find("permission denied"), std::string::npos);
  server->sql("GRANT SELECT, INSERT, UPDATE ON switchgate_baselines TO guest");
  EXPECT_TRUE(at(as("guest"))->may_write());
  EXPECT_EQ(text_at(*at(as("guest"))), "one");
}

TEST_F(PostgresPlaces, AReadOnlyDatabaseIsToldBeforehand) {
  server->sql("ALTER USER gate SET default_transaction_read_only = on");
  const Status possible = at(server->url())->may_write();
  ASSERT_FALSE(possible);
  EXPECT_NE(possible.error().message.find("the database is read-only"), std::string::npos)
      << possible.error().message;
}

TEST_F(PostgresPlaces, WhatTheServerRefusesIsTold) {
  const std::map<std::string, std::string> cases = {
      {as("nobody"), "role \"nobody\" does not exist"},
      {"postgresql://gate@/none?host=" + server->socket_folder(),
       "database \"none\" does not exist"},
  };
  for (const auto& [url, reason] : cases) {
    const std::string text = text_at(*at(url));
    EXPECT_TRUE(text.starts_with("! cannot connect to " + url + ": ")) << text;
    EXPECT_NE(text.find(reason), std::string::npos) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
  }
  server->sql("CREATE TABLE switchgate_baselines (name text)");
  const std::string other = text_at(*at(server->url()));
  EXPECT_TRUE(other.starts_with("! cannot use " + server->url() + ": ")) << other;
  EXPECT_NE(other.find("column \"baseline\" does not exist"), std::string::npos) << other;
}

TEST_F(PostgresPlaces, AServerThatStallsIsAnErrorInTime) {
  server->signal(SIGSTOP);
  const std::string text = text_at(*at(server->url() + "&connect_timeout=2"));
  server->signal(SIGCONT);
  EXPECT_NE(text.find("timeout expired"), std::string::npos) << text;

  auto connection = PostgresConnection::open(*libpq(), server->url());
  ASSERT_TRUE(connection);
  const auto late = connection->ask("SELECT pg_sleep(60)", {}, 50ms);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "the server did not answer in time");
}

TEST_F(PostgresPlaces, AServerThatGoesAwayMeanwhileIsAnError) {
  auto connection = PostgresConnection::open(*libpq(), server->url());
  ASSERT_TRUE(connection);
  const auto killed = connection->ask("SELECT pg_terminate_backend(pg_backend_pid())", {}, 10s);
  ASSERT_FALSE(killed);
  EXPECT_NE(killed.error().message.find("terminating connection"), std::string::npos)
      << killed.error().message;
  EXPECT_FALSE(connection->ask("SELECT 1", {}, 10s));
}

TEST_F(PostgresPlaces, TakeLongTextsAndNoNul) {
  const std::string text(20'000'000, 'x');
  ASSERT_TRUE(at(server->url())->update(writing(text)));
  EXPECT_TRUE(text_at(*at(server->url())) == text);
  const Status cut = at(server->url())->update(writing(std::string("a\0b", 3)));
  ASSERT_FALSE(cut);
  EXPECT_NE(cut.error().message.find("no text that holds a NUL"), std::string::npos);
  EXPECT_TRUE(text_at(*at(server->url())) == text);
}

// No server is asked.
TEST(PostgresAddresses, AreJudgedBeforeAnythingIsDialled) {
  const std::string no_password =
      "a password in the address of a baseline would be seen in reports and lists of processes: "
      "leave it out, and set PGPASSWORD or write it to ~/.pgpass";
  const std::map<std::string, std::string> cases = {
      {"postgresql://gate:s3cret@db/ci", no_password},
      {"postgres://gate:s3cret@db:x/ci", no_password},
      {"postgresql://db/ci?user=gate&password=s3cret#shop", no_password},
      {"postgresql://db/ci?p%61ssword=s3cret", no_password},
      {"postgresql://db/ci?sslpassword=s3cret", no_password},
      {"postgresql://gate@db/ci#",
       "no baseline is named behind the '#': expected postgresql://USER@HOST/DATABASE#NAME, such "
       "as postgresql://gate@db.example.com/ci#shop"},
      {"postgresql://db/ci?colour=red",
       "'postgresql://db/ci?colour=red' is no address of a PostgreSQL database: invalid URI query "
       "parameter: \"colour\""},
  };
  for (const auto& [url, message] : cases) {
    const auto place = place_at(url);
    ASSERT_FALSE(place) << url;
    EXPECT_EQ(place.error().message, message);
    EXPECT_EQ(place.error().message.find("s3cret"), std::string::npos);
  }
  EXPECT_TRUE(place_at("postgres://gate@db.example.com:5433,other/ci?sslmode=verify-full#shop"));
}

TEST(Libpq, ThatIsNotInstalledIsNamedWithItsPackage) {
  const auto loaded = load_libpq("libpq.so.none");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message,
            "baselines in PostgreSQL need libpq.so.none, PostgreSQL's client library, which is "
            "not installed here: install it (Debian's package is libpq5), or keep the baseline in "
            "a file");
  const auto other = load_libpq("libz.so.1");
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("lacks functions"), std::string::npos);
}

}  // namespace
}  // namespace switchgate::store

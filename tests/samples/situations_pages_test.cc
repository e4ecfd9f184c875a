// The pages of the situations: there is one for each, it tells what its service can do, and
// the services start as the pages say.

#include <csignal>
#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/samples/shop_process.h"
#include "tests/samples/situation_run.h"

namespace situations_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kSamples = SWITCHGATE_SOURCE_DIR "/samples/";

TEST(SituationPages, ThereIsAFolderAPageAndARowForEachService) {
  const std::string table = GateRun::read(kSamples + "README.md");
  std::set<std::string> folders;
  for (const auto& entry : fs::directory_iterator(kSamples + "situations")) {
    if (entry.is_directory() && entry.path().filename() != "services") {
      folders.insert(entry.path().filename().string());
    }
  }
  std::set<std::string> services;
  for (const situations::Service& service : situations::services()) {
    services.insert(service.name);
    EXPECT_THAT(table, HasSubstr("(situations/" + service.name + "/README.md)"));
  }
  EXPECT_EQ(folders, services);
}

TEST(SituationPages, TellWhatTheGateSaysOfEachRelease) {
  for (const situations::Service& service : situations::services()) {
    const std::string page = GateRun::read(kSamples + "situations/" + service.name + "/README.md");
    std::size_t rows = 0;
    for (std::size_t at = page.find("\n| `"); at != page.npos; at = page.find("\n| `", at + 1)) {
      ++rows;
    }
    EXPECT_EQ(rows, service.releases.size()) << service.name;
    for (const situations::Release& release : service.releases) {
      EXPECT_THAT(page, HasSubstr("\n| `" + release.name + "` |")) << service.name;
    }
  }
}

TEST(SituationPages, EverySuiteIsWithoutMistakesAndAdvice) {
  const GateRun gate("checks: [{get: /}]\n");
  for (const situations::Service& service : situations::services()) {
    const std::string folder = kSamples + "situations/" + service.name;
    const std::string suite = folder + "/switchgate.yaml";
    const GateRan ran =
        gate.command({"lint", "--fail-on", "warning", fs::exists(suite) ? suite : folder});
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  }
}

TEST(SituationProgram, ServesAReleaseUntilItIsToldToEnd) {
  shop_test::ShopProcess program({"soap", "--release", "lines-lost"}, SITUATION_BINARY);
  ASSERT_NE(program.port(), 0) << program.first_line();
  const GateRan ran = Situation("soap").run(
      {"--candidate", "http://127.0.0.1:" + std::to_string(program.port()), "--only", "order"});
  EXPECT_EQ(ran.rules(), (Lines{"[xml/value]", "[xml/value]"}));
  EXPECT_EQ(program.end(SIGTERM), 0);
}

TEST(SituationProgram, RefusesWhatItDoesNotKnow) {
  const std::vector<Lines> wrong = {
      {}, {"soup"}, {"soap", "--release"}, {"soap", "--release", "ugly"}};
  for (const Lines& words : wrong) {
    shop_test::ShopProcess program(words, SITUATION_BINARY);
    EXPECT_EQ(program.wait_for_exit(), 2);
  }
}

}  // namespace
}  // namespace situations_test

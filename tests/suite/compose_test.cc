// Suites of several files with profiles, as real files in a folder: what is merged, in
// which order things win, and where paths lead.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runner/cli/lint.h"
#include "runner/suite/load.h"
#include "tests/support/scratch_dir.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

class Compose : public ::testing::Test {
 protected:
  Compose() { options_.paths = {path("shop.yaml")}; }

  std::string path(const std::string& name) const { return folder_.path() + '/' + name; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

  Loaded load_it() {
    std::string told;
    auto loaded = try_to_load(told);
    EXPECT_TRUE(loaded) << told;
    return loaded ? *std::move(loaded) : Loaded{};
  }
  // What is told, with the folder's name left out.
  std::string told() {
    std::string told;
    EXPECT_FALSE(try_to_load(told));
    return told;
  }

  static Lines names(const Loaded& loaded) {
    Lines out;
    for (const Check& check : loaded.plan.checks) {
      out.push_back(check.id);
    }
    return out;
  }
  static std::string variable(const Loaded& loaded, const std::string& name) {
    const auto found = loaded.scopes.at(0).values.find(name);
    return found == loaded.scopes[0].values.end() ? "not there" : json::to_text(found->second);
  }
  static std::string url(const Loaded& loaded, const std::string& target) {
    const Target* found = loaded.plan.suites.at(0).find_target(target);
    return found == nullptr ? "not there" : found->url.text;
  }

  LoadOptions options_;

 private:
  std::optional<Loaded> try_to_load(std::string& told) {
    SourceFiles files;
    tree::Problems problems;
    auto loaded = load(options_, files, problems);
    told = problems.to_text(files);
    for (auto at = told.find(folder_.path()); at != told.npos; at = told.find(folder_.path())) {
      told.erase(at, folder_.path().size() + 1);
    }
    return loaded;
  }

  testing::ScratchDir folder_;
};

constexpr const char* kCommon = R"(switchgate: 1
vars: {region: eu, product: 42, limits: {low: 1, high: 9}}
secrets: [SHOP_TOKEN]
targets:
  candidate: {url: 'https://green.${region}.example.com', headers: {X-Gate: common}}
  live: {url: https://shop.example.com}
defaults: {timeout: 2s, headers: {Accept: application/json}}
checks:
  - get: /healthz
)";

TEST_F(Compose, TheIncludingFileWinsOverTheIncludedOneKeyByKey) {
  write("common.yaml", kCommon);
  write("shop.yaml", R"(switchgate: 1
include: [common.yaml]
vars: {product: 7, limits: {high: 5}, size: 1}
secrets: [SHOP_TOKEN, PROXY_TOKEN]
targets:
  candidate: {headers: {X-Gate: shop, X-More: '1'}}
defaults: {headers: {Accept: text/html}}
checks:
  - get: '/products/${product}'
)");
  options_.environment = {{"SHOP_TOKEN", "correct-horse"}, {"PROXY_TOKEN", "battery-staple"}};
  const Loaded loaded = load_it();
  EXPECT_EQ(names(loaded), (Lines{"get /healthz", "get /products/${product}"}));
  EXPECT_EQ(variable(loaded, "region"), R"("eu")");
  EXPECT_EQ(variable(loaded, "product"), "7");
  EXPECT_EQ(variable(loaded, "limits"), R"({"low":1,"high":5})");
  EXPECT_EQ(variable(loaded, "size"), "1");
  const Suite& suite = loaded.plan.suites.at(0);
  EXPECT_EQ(suite.secrets, (Lines{"SHOP_TOKEN", "PROXY_TOKEN"}));
  EXPECT_EQ(suite.timeout, Micros(2'000'000));
  EXPECT_EQ(url(loaded, "live"), "https://shop.example.com");
  const Target* candidate = suite.find_target("candidate");
  ASSERT_NE(candidate, nullptr);
  ASSERT_EQ(candidate->headers.size(), 2U);
  EXPECT_EQ(candidate->headers[0].value.text, "shop");
  EXPECT_EQ(suite.default_headers.at(0).value.text, "text/html");
  EXPECT_EQ(suite.name, "shop");
  ASSERT_EQ(suite.included.size(), 1U);
  EXPECT_EQ(loaded.plan.files[static_cast<std::size_t>(suite.included[0])].path,
            path("common.yaml"));
  EXPECT_TRUE(candidate->url_from.ends_with("common.yaml:5")) << candidate->url_from;
}

TEST_F(Compose, AFileIncludedByTwoWaysIsMergedOnce) {
  write("base.yaml", "switchgate: 1\nvars: {a: 1, b: 1}\nchecks: [{get: /healthz}]\n");
  write("left.yaml", "switchgate: 1\ninclude: base.yaml\nvars: {a: 2}\n");
  write("right.yaml", "switchgate: 1\ninclude: base.yaml\nvars: {c: 3}\nchecks: [{get: /right}]\n");
  write("shop.yaml",
        "switchgate: 1\ninclude: [left.yaml, right.yaml]\nchecks: [{get: '/${a}/${b}/${c}'}]\n");
  const Loaded loaded = load_it();
  EXPECT_EQ(names(loaded), (Lines{"get /healthz", "get /right", "get /${a}/${b}/${c}"}));
  EXPECT_EQ(variable(loaded, "a"), "2");  // left.yaml includes base.yaml, so it wins over it
  EXPECT_EQ(variable(loaded, "c"), "3");
  EXPECT_EQ(loaded.plan.files.size(), 4U);
}

TEST_F(Compose, AnIncludedFileIsNotAlsoRunWithItsFolder) {
  write("a.yaml",
        "switchgate: 1\nname: a\ninclude: [common.yaml]\nchecks: [{get: '/${x}', expect: {text: "
        "ok}}]\n");
  write("b.yaml",
        "switchgate: 1\nname: b\ninclude: [common.yaml]\nchecks: [{get: '/${x}', expect: {text: "
        "ok}}]\n");
  write("common.yaml", "switchgate: 1\nvars: {x: 1}\n");
  for (const Lines& paths :
       {Lines{path("")}, Lines{path("common.yaml"), path("a.yaml"), path("b.yaml")}}) {
    options_.paths = paths;
    EXPECT_EQ(names(load_it()), (Lines{"a/get /${x}", "b/get /${x}"}));
  }
}

TEST_F(Compose, ASuiteAloneNeedsNoNameHoweverManyFilesItIncludes) {
  write("common.yaml", "switchgate: 1\nname: ignored\nvars: {x: 1}\n");
  write("shop.yaml",
        "switchgate: 1\ninclude: [common.yaml]\nchecks: [{get: '/${x}', expect: {text: ok}}]\n");
  const Loaded loaded = load_it();
  EXPECT_EQ(loaded.plan.suites.at(0).name, "shop");
  EXPECT_EQ(names(loaded), (Lines{"get /${x}"}));
}

TEST_F(Compose, PathsAreRelativeToTheFileThatNamesThem) {
  write("ops/tls/ca.pem", "");
  write(
      "ops/tls.yaml",
      "switchgate: 1\ntargets: {candidate: {url: https://a.example.com, tls: {ca: tls/ca.pem}}}\n");
  write("suites/shared/all.yaml", "switchgate: 1\ninclude: [../../ops/tls.yaml]\n");
  write("suites/shop.yaml", "switchgate: 1\ninclude: [shared/all.yaml]\nchecks: [{get: /}]\n");
  write(".git/HEAD", "");  // the project is the whole folder
  options_.paths = {path("suites/shop.yaml")};
  const Loaded loaded = load_it();
  const Target* candidate = loaded.plan.suites.at(0).find_target("candidate");
  ASSERT_NE(candidate, nullptr);
  EXPECT_EQ(candidate->tls.ca, path("ops/tls/ca.pem"));
}

TEST_F(Compose, NothingOutsideOfTheProjectIsIncluded) {
  write("outside.yaml", "switchgate: 1\nvars: {x: 1}\n");
  write("repo/.git/HEAD", "");
  write("repo/fine.yaml", "switchgate: 1\nvars: {x: 1}\n");
  write("repo/sub/.keep", "");
  fs::create_symlink(path("outside.yaml"), path("repo/link.yaml"));
  fs::create_directory_symlink(path(""), path("repo/up"));
  fs::create_symlink("fine.yaml", path("repo/alias.yaml"));
  options_.paths = {path("repo/shop.yaml")};
  const auto with = [&](const std::string& include) {
    write("repo/shop.yaml",
          "switchgate: 1\ninclude: [" + include + "]\nchecks: [{get: '/${x}'}]\n");
  };
  for (const std::string include :
       {"../outside.yaml", "link.yaml", "up/outside.yaml", "sub/../../outside.yaml"}) {
    with(include);
    EXPECT_NE(told().find("does not lie below the project's root"), std::string::npos) << include;
  }
  with(path("outside.yaml"));
  EXPECT_NE(told().find("does not lie below the project's root"), std::string::npos);
  for (const std::string include : {"fine.yaml", "alias.yaml", "sub/../fine.yaml", "./fine.yaml"}) {
    with(include);
    EXPECT_EQ(variable(load_it(), "x"), "1") << include;
  }
  // Read as a text, this leads to outside.yaml; followed, it does not leave the project.
  write("repo/1/2/fine.yaml", "switchgate: 1\nvars: {x: 2}\n");
  write("repo/1/2/3/4/.keep", "");
  fs::create_directory_symlink("1/2/3/4", path("repo/deep"));
  with("deep/../../fine.yaml");
  EXPECT_EQ(variable(load_it(), "x"), "2");
  with("deep/../../outside.yaml");
  EXPECT_NE(told().find("names a file that is not there"), std::string::npos);
  with("alias.yaml, fine.yaml");  // one file by two names
  EXPECT_NE(told().find("is included twice here"), std::string::npos);
}

TEST_F(Compose, ATooLongChainOfFilesIsRefused) {
  for (int i = 0; i < 30; ++i) {
    write("f" + std::to_string(i) + ".yaml",
          "switchgate: 1\ninclude: [f" + std::to_string(i + 1) + ".yaml]\n");
  }
  write("f30.yaml", "switchgate: 1\n");
  write("shop.yaml", "switchgate: 1\ninclude: [f0.yaml]\nchecks: [{get: /}]\n");
  EXPECT_NE(told().find("f14.yaml:2:11: more than 16 files include one another in a row here"),
            std::string::npos)
      << told();
}

constexpr const char* kWithProfiles = R"(switchgate: 1
include: [common.yaml]
profiles:
  staging:
    vars: {product: 1}
    targets: {candidate: {url: https://staging.example.com, headers: null}, live: null}
  eu: {vars: {region: west}}
checks:
  - get: '/products/${product}'
)";

TEST_F(Compose, AProfileIsLaidOverTheSuite) {
  write("common.yaml",
        std::string(kCommon) + "profiles: {staging: {vars: {product: 2, more: 3}}}\n");
  write("shop.yaml", kWithProfiles);
  options_.need_secrets = false;
  EXPECT_EQ(variable(load_it(), "product"), "42");
  options_.profile = "staging";
  const Loaded staging = load_it();
  EXPECT_EQ(variable(staging, "product"), "1");
  EXPECT_EQ(variable(staging, "more"), "3");  // the included file's part of the profile
  EXPECT_EQ(url(staging, "candidate"), "https://staging.example.com");
  EXPECT_EQ(url(staging, "live"), "not there");
  EXPECT_TRUE(staging.plan.suites.at(0).find_target("candidate")->headers.empty());
  EXPECT_EQ(staging.plan.suites.at(0).profile, "staging");
}

TEST_F(Compose, FlagsWinOverTheEnvironmentOverTheProfileOverTheFile) {
  write("common.yaml", kCommon);
  write("shop.yaml", kWithProfiles);
  options_.need_secrets = false;
  options_.environment = {{"SWITCHGATE_PROFILE", "staging"}};
  EXPECT_EQ(variable(load_it(), "product"), "1");
  EXPECT_EQ(url(load_it(), "candidate"), "https://staging.example.com");
  options_.environment["SWITCHGATE_CANDIDATE"] = "https://by-environment.example.com";
  EXPECT_EQ(url(load_it(), "candidate"), "https://by-environment.example.com");
  options_.candidate = {"https://by-flag.example.com"};
  options_.vars = {"product=5"};
  EXPECT_EQ(url(load_it(), "candidate"), "https://by-flag.example.com");
  EXPECT_EQ(variable(load_it(), "product"), "5");
  options_.vars.clear();
  options_.profile = "eu";  // the flag wins over SWITCHGATE_PROFILE
  EXPECT_EQ(variable(load_it(), "product"), "42");
  EXPECT_EQ(variable(load_it(), "region"), R"("west")");
}

TEST_F(Compose, AnUnknownProfileIsToldWithThoseThatThereAre) {
  write("common.yaml", kCommon);
  write("shop.yaml", kWithProfiles);
  options_.need_secrets = false;
  options_.profile = "stagin";
  EXPECT_EQ(told(),
            "--profile stagin: no suite has a profile of this name; did you mean 'staging'? There "
            "are: eu, staging\n");
  options_.profile.clear();
  options_.environment = {{"SWITCHGATE_PROFILE", "production"}};
  EXPECT_EQ(told(),
            "SWITCHGATE_PROFILE production: no suite has a profile of this name; there are: eu, "
            "staging\n");
  write("shop.yaml", "switchgate: 1\nchecks: [{get: /}]\n");
  EXPECT_EQ(told(),
            "SWITCHGATE_PROFILE production: no suite has a profile of this name; there are none\n");
}

TEST_F(Compose, OfSeveralSuitesThoseWithoutTheProfileStayAsTheyAre) {
  write("a.yaml",
        "switchgate: 1\nname: a\nvars: {x: 1}\nprofiles: {staging: {vars: {x: 2}}}\n"
        "checks: [{get: '/${x}'}]\n");
  write("b.yaml", "switchgate: 1\nname: b\nvars: {x: 1}\nchecks: [{get: '/${x}'}]\n");
  options_.paths = {path("a.yaml"), path("b.yaml")};
  options_.profile = "staging";
  const Loaded loaded = load_it();
  EXPECT_EQ(json::to_text(loaded.scopes.at(0).values.at("x")), "2");
  EXPECT_EQ(json::to_text(loaded.scopes.at(1).values.at("x")), "1");
  EXPECT_EQ(loaded.plan.suites.at(0).profile, "staging");
  EXPECT_EQ(loaded.plan.suites.at(1).profile, "");
}

TEST_F(Compose, OnlyLintReadsTheProfilesThatNobodyChose) {
  write("shop.yaml",
        "switchgate: 1\nprofiles: {staging: {defaults: {timeout: soon}}}\nchecks: [{get: /}]\n");
  EXPECT_EQ(names(load_it()), (Lines{"get /"}));
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::lint(options_, out, err), 2);
  EXPECT_NE(err.str().find("shop.yaml:2:42: 'timeout' expects a duration such as '250ms', got "
                           "'soon' (with --profile staging)"),
            std::string::npos)
      << err.str();
}

TEST_F(Compose, LintCountsIncludedFilesToo) {
  write("common.yaml", "switchgate: 1\nvars: {x: 1}\n");
  write("shop.yaml",
        "switchgate: 1\ninclude: [common.yaml]\nchecks: [{get: '/${x}', expect: {text: ok}}]\n");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::lint(options_, out, err), 0) << err.str();
  EXPECT_EQ(out.str(), "2 files, 1 check: no mistakes\n");
}

TEST_F(Compose, FlowsComeFromIncludedFilesAndAProfileMayChangeThem) {
  write("common.yaml", R"(switchgate: 1
defaults: {uses: login}
flows:
  login: {once: true, steps: [{post: /login, capture: {token: $.token}}]}
)");
  write("shop.yaml", R"(switchgate: 1
include: [common.yaml]
profiles: {each: {flows: {login: {once: false}}}}
checks:
  - {name: items, get: '/items/${token}'}
  - {name: public, uses: [], get: /public}
)");
  const Loaded once = load_it();
  ASSERT_EQ(once.plan.suites.at(0).flows.size(), 1U);
  EXPECT_EQ(once.plan.checks.at(0).flows, (std::vector<std::size_t>{0}));
  EXPECT_EQ(once.plan.checks.at(0).steps.size(), 1U);
  EXPECT_FALSE(once.plan.checks.at(0).is_flow);
  EXPECT_TRUE(once.plan.checks.at(1).flows.empty());
  options_.profile = "each";
  const Loaded each = load_it();
  EXPECT_TRUE(each.plan.suites.at(0).flows.empty());
  ASSERT_EQ(each.plan.checks.at(0).steps.size(), 2U);
  EXPECT_EQ(each.plan.checks.at(0).steps[0].flow, "login");
  EXPECT_EQ(each.plan.checks.at(0).steps[1].flow, "");
  EXPECT_TRUE(each.plan.checks.at(0).is_flow);
  EXPECT_EQ(each.plan.checks.at(0).name, "items");
  EXPECT_EQ(each.plan.checks.at(1).steps.size(), 1U);
}

TEST_F(Compose, ACheckIsNamedByItsOwnRequestAndNotByAFlows) {
  write("shop.yaml",
        "switchgate: 1\nflows: {login: {steps: [{post: /login}]}}\n"
        "checks: [{uses: login, get: /items}]\n");
  EXPECT_EQ(names(load_it()), (Lines{"get /items"}));
}

TEST_F(Compose, AFlowOfManyChecksIsReadOnceAndItsMistakesToldOnce) {
  std::string checks = "switchgate: 1\nflows: {login: {steps: [{post: '/${nobody}'}]}}\nchecks:\n";
  for (int i = 0; i < 20; ++i) {
    checks += "  - {name: c" + std::to_string(i) + ", uses: login, vars: {n: 1}, get: '/${n}'}\n";
  }
  write("shop.yaml", checks);
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::lint(options_, out, err), 2);
  EXPECT_TRUE(err.str().ends_with("1 file: 1 mistake\n")) << err.str();
}

}  // namespace
}  // namespace switchgate

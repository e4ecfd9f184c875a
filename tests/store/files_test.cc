// Files that reports and baselines become, and places that are no files.

#include "runner/store/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace switchgate::store {
namespace {

namespace fs = std::filesystem;

class StoreFiles : public testing::Test {
 protected:
  StoreFiles() {
    std::string pattern = (fs::temp_directory_path() / "switchgate-files-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  ~StoreFiles() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  static std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_;
};

TEST_F(StoreFiles, AClaimedFileIsGoneUntilItIsWhole) {
  std::ofstream(path("report")) << "yesterday";
  {
    Result<PendingFile> file = PendingFile::claim(path("report"));
    ASSERT_TRUE(file);
    EXPECT_FALSE(fs::exists(path("report")));
    ASSERT_TRUE(file->commit("today"));
  }
  EXPECT_EQ(content(path("report")), "today");
}

TEST_F(StoreFiles, WithoutACommitNothingIsLeft) {
  { ASSERT_TRUE(PendingFile::claim(path("report"))); }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(StoreFiles, ALinkStaysALinkAndItsTargetIsWritten) {
  std::ofstream(path("target")) << "a longer text of yesterday";
  fs::create_symlink(path("target"), path("report"));
  Result<PendingFile> file = PendingFile::claim(path("report"));
  ASSERT_TRUE(file);
  EXPECT_EQ(content(path("target")), "");
  ASSERT_TRUE(file->commit("today"));
  EXPECT_TRUE(fs::is_symlink(path("report")));
  EXPECT_EQ(content(path("target")), "today");

  ASSERT_TRUE(write_atomically(path("report"), "now"));
  EXPECT_TRUE(fs::is_symlink(path("report")));
  EXPECT_EQ(content(path("target")), "now");
}

TEST_F(StoreFiles, APipeGetsTheReportAndStaysAPipe) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const int reader = ::open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  Result<PendingFile> file = PendingFile::claim(path("pipe"));
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->commit("today"));
  std::string got(16, '\0');
  got.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(reader, got.data(), 16), 0)));
  EXPECT_EQ(got, "today");
  EXPECT_TRUE(fs::is_fifo(path("pipe")));
  ::close(reader);
}

TEST_F(StoreFiles, APipeThatNobodyReadsIsAnErrorAtOnce) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(PendingFile::claim(path("pipe")));
  EXPECT_FALSE(write_atomically(path("pipe"), "x"));
  EXPECT_TRUE(fs::is_fifo(path("pipe")));
}

// It was once replaced by a regular file of that name, where root asked for it. A link
// to the device stands in for it, so that a defect costs a link only.
TEST_F(StoreFiles, AFullDeviceIsToldAndNotReplaced) {
  fs::create_symlink("/dev/full", path("full"));
  Result<PendingFile> file = PendingFile::claim(path("full"));
  ASSERT_TRUE(file);
  const Status status = file->commit("today");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "cannot write " + path("full") + ": No space left on device");
  EXPECT_TRUE(fs::is_symlink(path("full")));
}

TEST_F(StoreFiles, AFolderIsNoPlaceForAReport) {
  const Result<PendingFile> file = PendingFile::claim(folder_.string());
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().message, "cannot write " + folder_.string() + ": Is a directory");
}

}  // namespace
}  // namespace switchgate::store

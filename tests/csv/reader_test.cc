// CSV as RFC 4180 has it, what spreadsheets make of it, and mistakes with their places.

#include "checks/csv/reader.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"

namespace switchgate::csv {
namespace {

// "name=value" of every cell, rows apart by '/'; or what was told.
std::string read_text(const std::string& text, const ReadLimits& limits = {}) {
  const SourceFiles files = {{"t.csv", "", text}};
  tree::Problems problems;
  const auto table = read(files, 0, problems, limits);
  EXPECT_EQ(table.has_value(), problems.empty());
  if (!table) {
    std::vector<std::string> lines;
    for (const Error& error : problems.errors()) {
      lines.push_back(to_string(error.pos, files) + ": " + error.message);
    }
    return join(lines, "\n");
  }
  std::vector<std::string> rows;
  for (const Record& record : table->rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < record.size(); ++i) {
      cells.push_back(table->header[i].text + '=' + record[i].text);
    }
    rows.push_back(join(cells, ","));
  }
  return join(rows, "/");
}

struct Case {
  std::string name;
  std::string text;
  std::string expected;
};

class Csv : public testing::TestWithParam<Case> {};

TEST_P(Csv, ReadsOrTells) { EXPECT_EQ(read_text(GetParam().text), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Tables, Csv,
    testing::Values(
        Case{"Plain", "q,n\nlamp,3\nchair,0\n", "q=lamp,n=3/q=chair,n=0"},
        Case{"NoLineEndAtTheEnd", "q\nlamp", "q=lamp"},
        Case{"CarriageReturns", "q,n\r\nlamp,3\r\n", "q=lamp,n=3"},
        Case{"ByteOrderMark", "\xEF\xBB\xBFq\nlamp\n", "q=lamp"},
        Case{"EmptyCells", "a,b,c\n,,\n", "a=,b=,c="},
        Case{"BlanksBelongToTheCell", "q\n lamp \n", "q= lamp "},
        Case{"EmptyLinesAreNoRows", "\nq\n\nlamp\n\r\n\n", "q=lamp"},
        Case{"AnEmptyTextOfOneColumnIsQuoted", "q\n\"\"\n", "q="},
        Case{"Quotes", "q,n\n\"a \"\"big\"\" lamp, red\",\"3\"\n", "q=a \"big\" lamp, red,n=3"},
        Case{"LineEndsInQuotes", "q,n\n\"a\r\nb\nc\",1\nd,2\n", "q=a\r\nb\nc,n=1/q=d,n=2"},
        Case{"OnlyAHeader", "q,n\n", ""}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Mistakes, Csv,
    testing::Values(
        Case{"Empty", "", "t.csv: it is empty: its first line names the columns"},
        Case{"OnlyEmptyLines", "\n\r\n", "t.csv: it is empty: its first line names the columns"},
        Case{"RowsOfOtherLength", "q,n\na\nb,1,2\nc,3\n",
             "t.csv:2:1: expected 2 cells, as the first line has, got 1\n"
             "t.csv:3:1: expected 2 cells, as the first line has, got 3"},
        Case{"AColumnTwice", "q,n,q\n1,2,3\n",
             "t.csv:1:5: the column 'q' stands here twice, first at 1:1"},
        Case{"AColumnWithoutAName", "q,,n\n1,2,3\n",
             "t.csv:1:3: a column without a name: the first line names every column"},
        Case{"AQuoteInACell", "q,n\nla\"mp,3\nx\"y,4\n",
             "t.csv:2:3: a quote stands inside of a cell: put the whole cell into quotes and write "
             "\"\" for this one\n"
             "t.csv:3:2: a quote stands inside of a cell: put the whole cell into quotes and write "
             "\"\" for this one"},
        Case{"TextBehindAQuotedCell", "q\n\"lamp\" red\n",
             "t.csv:2:7: a quoted cell ends before this: expected a comma or the end of the line; "
             "write \"\" for a quote in it"},
        Case{"AQuoteThatIsNeverClosed", "q,n\nlamp,\"3\nchair,4\n",
             "t.csv:2:6: this quote is never closed"},
        Case{"ALoneCarriageReturn", "q\rlamp\r",
             "t.csv:1:2: a carriage return stands inside of a cell: end lines with LF or CRLF, or "
             "put the cell into quotes"},
        Case{"Utf16", std::string("q\0\n\0", 4),
             "t.csv:1:2: a NUL byte stands here: save it as UTF-8"},
        Case{"Latin1", "q\nk\xE4se\n",
             "t.csv:2:2: what stands here is not UTF-8: save it as UTF-8"}),
    [](const auto& one) { return one.param.name; });

TEST(CsvPlaces, CountLinesInsideOfQuotes) {
  const SourceFiles files = {{"t.csv", "", "q,n\n\"a\nb\",1\nc,2\n"}};
  tree::Problems problems;
  const auto table = read(files, 0, problems);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows[0][0].pos, (SourcePos{0, 2, 1}));
  EXPECT_EQ(table->rows[0][1].pos, (SourcePos{0, 3, 4}));
  EXPECT_EQ(table->rows[1][0].pos, (SourcePos{0, 4, 1}));
}

TEST(CsvLimits, BoundRowsAndColumns) {
  EXPECT_EQ(read_text("q\n1\n2\n", {2, 2}), "q=1/q=2");
  EXPECT_EQ(read_text("q\n1\n2\n3\n4\n", {2, 2}),
            "t.csv:4:1: it has more than 2 rows; raise --max-rows");
  EXPECT_EQ(read_text("a,b,c\n", {2, 2}),
            "t.csv:1:5: a row has more than 2 cells; raise --max-columns");
}

TEST(CsvLimits, TellTwentyMistakesAtMost) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) {
    text += "x\n";
  }
  const std::string told = read_text(text);
  EXPECT_EQ(split(told, '\n').size(), 21U);
  EXPECT_TRUE(told.ends_with("t.csv: it was not read any further after 20 mistakes")) << told;
}

}  // namespace
}  // namespace switchgate::csv

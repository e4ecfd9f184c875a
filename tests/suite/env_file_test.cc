// Files of environment variables: what is read, and what is told without showing a value.

#include "runner/suite/env_file.h"

#include <gtest/gtest.h>

#include "checks/base/text.h"

namespace switchgate {
namespace {

std::string read(std::string_view text, std::string* told = nullptr) {
  tree::Problems problems;
  std::string out;
  for (const EnvVariable& variable : parse_env_file(text, 0, problems)) {
    out += variable.name + '=' + excerpt(variable.value) + ';';
  }
  const std::string mistakes = problems.to_text({{"x.env", "", ""}});
  if (told != nullptr) {
    *told = mistakes;
  } else {
    EXPECT_EQ(mistakes, "") << text;
  }
  return out;
}

TEST(EnvFile, ReadsTheUsualLines) {
  struct Case {
    std::string_view text;
    std::string_view expected;
  };
  for (const Case& c : {
           Case{"", ""},
           Case{"\n# comment\n  # another\n\n", ""},
           Case{"A=1\nB=two words  \n", "A=1;B=two words;"},
           Case{"A=1\r\nB='x'\r\n", "A=1;B=x;"},
           Case{"export A=1\n\texport\tB=2", "A=1;B=2;"},
           Case{"export=1", "export=1;"},
           Case{"A = 1", "A=1;"},
           Case{"A=", "A=;"},
           Case{"A=\nB=2", "A=;B=2;"},
           Case{"A=a=b", "A=a=b;"},
           Case{"A=x # comment\nB=x#y\nC=#z", "A=x;B=x#y;C=;"},
           Case{"A='a # \"b\" \\n'  # c", "A=a # \"b\" \\n;"},
           Case{R"(A="a\nb\t\"c\" \\ \$d \x")", R"(A=a\nb\t"c" \ $d \x;)"},
           Case{"A=\"one\ntwo\"\nB='three\nfour'", "A=one\\ntwo;B=three\\nfour;"},
           Case{"A=it's", "A=it's;"},
           Case{"A=\"\"", "A=;"},
       }) {
    EXPECT_EQ(read(c.text), c.expected) << c.text;
  }
}

TEST(EnvFile, TellsMistakesByTheirLineAndShowsNoValue) {
  std::string told;
  EXPECT_EQ(read("A=1\nhunter2-alone\n1B=hunter2\nC='hunter2' x\nA=hunter2\n=hunter2\n"
                 "D=\"hunter2\n\n",
                 &told),
            "A=1;C=hunter2;A=hunter2;D=hunter2\\n\\n;");
  EXPECT_EQ(told,
            "x.env:2: expected NAME=VALUE, found no '='\n"
            "x.env:3: expected the name of a variable before '=': letters, digits, '_' and '-', no "
            "digit first\n"
            "x.env:4: expected nothing behind the closing quote of 'C'\n"
            "x.env:5: 'A' stands here twice\n"
            "x.env:6: expected the name of a variable before '=': letters, digits, '_' and '-', no "
            "digit first\n"
            "x.env:7: the value of 'D' has no closing quote\n");
  read(std::string_view("A=x\0y", 5), &told);
  EXPECT_EQ(told, "x.env:1: the value of 'A' holds a NUL byte\n");
}

}  // namespace
}  // namespace switchgate

#include "runner/init/shell_words.h"

#include <cstdlib>

#include "checks/base/text.h"

namespace switchgate::init {
namespace {

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<std::vector<std::string>>> commands() {
    while (at_ < text_.size() && problem_.empty()) {
      step();
    }
    if (!problem_.empty()) {
      return Error{"line " + std::to_string(line_) + ": " + problem_, {}};
    }
    end_command();
    return std::move(commands_);
  }

 private:
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  char take() {
    line_ += text_[at_] == '\n' ? 1 : 0;
    return text_[at_++];
  }

  void step() {
    const char c = text_[at_];
    if (starts("\\\n") || starts("\\\r\n")) {
      take();
      while (take() != '\n') {
      }
    } else if (c == '\n' || c == ';' || starts("&&")) {
      take();
      at_ += c == '&' ? 1 : 0;
      end_command();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      take();
      end_word();
    } else if (c == '#' && !in_word_) {
      while (at_ < text_.size() && text_[at_] != '\n') {
        take();
      }
    } else if (c == '|' || c == '<' || c == '>' || c == '`' || c == '&' || starts("$(")) {
      problem_ = std::string("'") + c + "' needs a shell: give plain curl commands, one a line";
    } else {
      in_word_ = true;
      take_part();
    }
  }

  void take_part() {
    if (starts("$'")) {
      at_ += 2;
      take_ansi();
    } else if (text_[at_] == '\'') {
      take();
      take_until_quote();
    } else if (text_[at_] == '"') {
      take();
      take_double();
    } else if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
      take();
      word_ += take();
    } else {
      word_ += take();
    }
  }

  void take_until_quote() {
    while (at_ < text_.size() && text_[at_] != '\'') {
      word_ += take();
    }
    close("'");
  }

  void take_double() {
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '`' || starts("$(")) {
        problem_ = "a substitution in quotes needs a shell: write its value";
        return;
      }
      const bool escape =
          text_[at_] == '\\' && at_ + 1 < text_.size() &&
          std::string_view("\"\\$`\n").find(text_[at_ + 1]) != std::string_view::npos;
      if (escape) {
        take();
        if (text_[at_] == '\n') {
          take();
          continue;
        }
      }
      word_ += take();
    }
    close("\"");
  }

  // $'…' as bash has it: \n, \', \NNN, \xHH, \uHHHH, \UHHHHHHHH; a backslash before anything
  // else stays.
  void take_ansi() {
    while (at_ < text_.size() && text_[at_] != '\'') {
      if (text_[at_] != '\\' || at_ + 1 >= text_.size()) {
        word_ += take();
        continue;
      }
      take();
      take_escape();
    }
    close("'");
  }

  // What stands behind a backslash.
  void take_escape() {
    constexpr std::string_view kLetters = "nrtabfveE'\"\\?";
    constexpr std::string_view kMeant = "\n\r\t\a\b\f\v\x1b\x1b'\"\\?";
    const char c = text_[at_];
    if (c >= '0' && c <= '7') {
      word_ += static_cast<char>(take_number(3, 8));
      return;
    }
    take();
    if (const std::size_t known = kLetters.find(c); known != std::string_view::npos) {
      word_ += kMeant[known];
    } else if (c == 'x') {
      word_ += static_cast<char>(take_number(2, 16));
    } else if (c == 'u' || c == 'U') {
      const char32_t code = take_number(c == 'u' ? 4 : 8, 16);
      if ((code < 0xD800 || code > 0xDFFF) && code <= 0x10FFFF) {
        append_utf8(word_, code);
      }
    } else {
      (word_ += '\\') += c;
    }
  }

  char32_t take_number(std::size_t most_digits, int base) {
    const std::string_view digits = base == 8 ? "01234567" : "0123456789abcdefABCDEF";
    std::string number;
    while (number.size() < most_digits && at_ < text_.size() &&
           digits.find(text_[at_]) != std::string_view::npos) {
      number += take();
    }
    return static_cast<char32_t>(std::strtoul(number.c_str(), nullptr, base));
  }

  void close(const char* quote) {
    if (at_ >= text_.size()) {
      problem_ = std::string("a quote ") + quote + " is not closed";
      return;
    }
    take();
  }

  void end_word() {
    if (in_word_) {
      command_.push_back(std::move(word_));
      word_.clear();
      in_word_ = false;
    }
  }

  void end_command() {
    end_word();
    if (!command_.empty()) {
      commands_.push_back(std::move(command_));
      command_.clear();
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string problem_;
  bool in_word_ = false;
  std::string word_;
  std::vector<std::string> command_;
  std::vector<std::vector<std::string>> commands_;
};

}  // namespace

Result<std::vector<std::vector<std::string>>> shell_commands(std::string_view text) {
  return Lexer(text).commands();
}

}  // namespace switchgate::init

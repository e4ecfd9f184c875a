// Reads YAML by yaml-cpp's events. The only file that includes that library;
// its tree type is not used, because it allows cyclic aliases and knows no
// duplicate keys.

#include "checks/yaml/parser.h"

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <string>
#include <string_view>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "checks/base/text.h"
#include "checks/yaml/builder.h"
#include "checks/yaml/source.h"

namespace switchgate::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFlowCure =
    "inside { } and [ ], put single quotes around JSONPaths, patterns and ${…}";

// Reads a string without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // only ever read
    setg(begin, begin, begin + text.size());
  }
};

// Line and column of yaml-cpp's marks are 0-based, columns in bytes.
struct Marks {
  int file = 0;
  int skipped = 0;  // bytes of a byte order mark on line 1

  Place place(const YAML::Mark& mark) const {
    if (mark.pos < 0) {
      return {0, {file, 0, 0}};
    }
    const int shift = mark.line == 0 ? skipped : 0;
    return {static_cast<std::size_t>(mark.pos), {file, mark.line + 1, mark.column + 1 + shift}};
  }
};

class Handler : public YAML::EventHandler {
 public:
  Handler(Builder& builder, const Marks& marks) : builder_(builder), marks_(marks) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.null(marks_.place(mark), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.alias(marks_.place(mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    builder_.scalar(marks_.place(mark), tag, anchor, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    builder_.begin(tree::Kind::kList, marks_.place(mark), tag, anchor,
                   style == YAML::EmitterStyle::Flow);
  }
  void OnSequenceEnd() override { builder_.end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    builder_.begin(tree::Kind::kMap, marks_.place(mark), tag, anchor,
                   style == YAML::EmitterStyle::Flow);
  }
  void OnMapEnd() override { builder_.end(); }

 private:
  Builder& builder_;
  const Marks& marks_;
};

// Only the place of what comes after the first document.
class SecondDocument : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    mark_ = mark;
    throw Abandoned{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

  const YAML::Mark& mark() const { return mark_; }

 private:
  YAML::Mark mark_;
};

struct Wording {
  std::string_view library;  // how yaml-cpp's message begins
  std::string_view ours;
};

constexpr std::array<Wording, 12> kWordings = {{
    {"illegal map value",
     "a second ': ' cannot stand here: put the value into single quotes, or "
     "check the indentation"},
    {"illegal map key", "a key cannot stand here: check the indentation"},
    {"illegal block entry", "a list item '- ' cannot stand here: check the indentation"},
    {"illegal flow end", "this bracket closes nothing, or not the one opened last"},
    {"end of map not found",
     "this does not belong to the mapping above it: check the indentation, and "
     "quotes that end too early"},
    {"end of sequence not found",
     "this does not belong to the list above it: check the indentation, and "
     "quotes that end too early"},
    {"end of map flow", "expected ',' or '}' here"},
    {"end of sequence flow", "expected ',' or ']' here"},
    {"illegal tab", "indent with blanks: YAML takes no tabs there"},
    {"the referenced anchor is not defined",
     "no anchor of that name stands before this alias; a text that begins with "
     "'*' needs single quotes"},
    {"alias not found",
     "an alias needs a name behind the '*'; a text that begins with '*' needs "
     "single quotes"},
    {"unknown escape character",
     "unknown escape in double quotes: in single quotes a backslash stands for "
     "itself, as patterns need it"},
}};

std::string words_for(const std::string& message, char found) {
  if (message.starts_with("unknown token") && found != '\0') {
    return found == '\t' ? "indent with blanks: YAML takes no tabs there"
                         : "a value cannot begin with '" + excerpt(std::string(1, found)) +
                               "': put single quotes around it";
  }
  for (const Wording& wording : kWordings) {
    if (message.starts_with(wording.library)) {
      return std::string(wording.ours);
    }
  }
  return "not valid YAML: " + excerpt(message);
}

bool only_tabs_and_blanks_before(const Source& source, std::size_t offset) {
  const std::size_t line = source.text().substr(0, offset).rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view lead = source.text().substr(line, offset - line);
  return lead.find('\t') != std::string_view::npos && trim(lead).empty();
}

void tell_syntax(const YAML::ParserException& error, const Builder& builder, const Source& source,
                 const Marks& marks, bool told_before, tree::Problems& problems) {
  Place place = marks.place(error.mark);
  const std::string_view rest = source.text().substr(std::min(place.offset, source.text().size()));
  const SourcePos* flow = builder.open_flow();
  const bool about_flow = flow != nullptr || error.msg.find("flow") != std::string::npos;
  std::string message = words_for(error.msg, source.at(place.offset));
  if (flow != nullptr && trim(rest).empty()) {
    if (told_before) {
      return;  // a value cut by a comment takes its bracket with it
    }
    place.pos = *flow;
    message = "this bracket is never closed";
  } else if (only_tabs_and_blanks_before(source, place.offset)) {
    message = "indent with blanks: YAML takes no tabs there";
  }
  if (about_flow) {
    message += "; " + std::string(kFlowCure);
  }
  problems.add(place.pos, std::move(message));
}

SourcePos pos_of(std::string_view text, std::size_t offset, int file) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {file, static_cast<int>(line) + 1, static_cast<int>(offset - start) + 1};
}

// yaml-cpp guesses at encodings and takes byte 4 for the end of the file, so
// that only clean UTF-8 may reach it.
bool check_bytes(std::string_view text, int file, tree::Problems& problems) {
  if (const auto bad = find_invalid_utf8(text)) {
    problems.add(pos_of(text, *bad, file), "not UTF-8: save the file in that encoding");
    return false;
  }
  const auto bad = std::find_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') ||
           c == 0x7F;
  });
  if (bad != text.end()) {
    problems.add(pos_of(text, static_cast<std::size_t>(bad - text.begin()), file),
                 "a control character: YAML takes none but tab and line breaks");
    return false;
  }
  return true;
}

void check_end(YAML::Parser& parser, const Source& source, const Marks& marks,
               tree::Problems& problems) {
  SecondDocument second;
  try {
    parser.HandleNextDocument(second);
  } catch (const Abandoned&) {
    const Place place = marks.place(second.mark());
    const bool marked =
        source.text().substr(std::min(place.offset, source.text().size())).starts_with("---");
    problems.add(place.pos, marked ? "a second document: a file holds one"
                                   : "this does not belong to what stands "
                                     "above it: check the indentation");
  }
}

}  // namespace

std::optional<tree::Node> parse(const SourceFiles& files, int file, tree::Problems& problems) {
  std::string_view text = files[static_cast<std::size_t>(file)].text;
  const std::size_t mistakes = problems.size();
  if (!check_bytes(text, file, problems)) {
    return std::nullopt;
  }
  Marks marks{file, 0};
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
    marks.skipped = static_cast<int>(kByteOrderMark.size());
  }
  const Source source(text);
  Builder builder(source, problems);
  Handler handler(builder, marks);
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  bool any = false;
  try {
    YAML::Parser parser(stream);
    any = parser.HandleNextDocument(handler);
    if (any) {
      check_end(parser, source, marks, problems);
    }
  } catch (const Abandoned&) {
    return std::nullopt;  // told already
  } catch (const YAML::ParserException& error) {
    tell_syntax(error, builder, source, marks, problems.size() > mistakes, problems);
  } catch (const YAML::Exception& error) {
    problems.add({file, 0, 0}, "not valid YAML: " + excerpt(error.what()));
  }
  if (problems.size() > mistakes) {
    return std::nullopt;
  }
  tree::Node root = builder.take_root();
  if (!any) {
    root.written = false;
    root.pos = {file, 1, 1};
  }
  return root;
}

}  // namespace switchgate::yaml

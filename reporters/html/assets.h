// The page's own style and script, as the build embedded them: its .cc is written by
// embed.cmake into the build folder.

#ifndef SWITCHGATE_REPORTERS_HTML_ASSETS_H_
#define SWITCHGATE_REPORTERS_HTML_ASSETS_H_

#include <string_view>

namespace switchgate::reporters::html {

std::string_view style();   // style.css
std::string_view script();  // script.js

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_ASSETS_H_

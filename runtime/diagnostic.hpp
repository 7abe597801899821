// Words that several messages to the user share.
#pragma once

#include <string>
#include <string_view>

namespace lathe {

/// What the system says about an errno value, in lower case: "no space left on device".
std::string reason(int error);

/// A system's or library's words as part of a sentence: "No such file" becomes "no such file", "CRC error" stays.
std::string in_sentence(std::string words);

/// Text from a file, fit to be shown: in quotes, at most 40 characters, a ? for each byte that is not printable ASCII.
std::string excerpt(std::string_view text);

}  // namespace lathe

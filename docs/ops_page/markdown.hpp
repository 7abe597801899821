// Comments of the source as Markdown.
#pragma once

#include <string>

namespace lathe::docs {

/// Paragraphs stay, lines that are indented are shown as they are, and what looks like code is set as code.
std::string markdown(const std::string& comment);

/// One line, without paragraphs.
std::string inline_markdown(const std::string& text);

/// The text itself, whatever signs are in it.
std::string plain(const std::string& text);

/// `text`, with as many backticks as it takes.
std::string code(const std::string& text);

}  // namespace lathe::docs

// Data that are described once, by `lathe schema`, in a header that a spec includes: tables of numbers and categories,
// and texts.
#pragma once

#include <string_view>

namespace lathe {

/// What is in a CSV file with a header, as `lathe schema FILE.csv --target=COLUMN` writes it.
///
/// A number is standardised: less the mean of the training part, by its standard deviation; the mean where it is
/// missing. A category becomes as many features as it has values, of which one is 1, or none for a value that the
/// training part does not have; "NaN" stands for a missing one. Numbers come first, both in the file's order.
struct Table {
  const char* name;     // of the folder of data: see DataFolder
  const char* file;     // house_prices.csv
  double train;         // the share of the rows that trains; a seeded choice
  const char* columns;  // a line for each: number,NAME or category,NAME,VALUE,… or target,NAME or drop,NAME

  /// How many features there are: input<float[64][house_prices.features()]>("features").
  constexpr int features() const {
    int count = 0;
    for (std::string_view rest = columns; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
      if (line.starts_with("number,")) ++count;
      if (!line.starts_with("category,")) continue;
      bool quoted = false;
      int fields = 1;
      for (char c : line) {
        quoted = quoted != (c == '"');
        fields += c == ',' && !quoted;
      }
      count += fields - 2;
    }
    return count;
  }
};

/// The tokens of a text, as `lathe schema FILE.txt` writes them: characters or words, by numbers from 0 on. The last
/// one, <UNK>, stands for all others.
struct Corpus {
  const char* name;    // of the folder of data: see DataFolder
  const char* file;    // poems.txt
  const char* tokens;  // a line that says what they are, then a line for each

  /// How many tokens there are: Embedding<poems.size(), 256>.
  constexpr int size() const {
    int lines = -1;  // the first
    for (std::string_view rest = tokens; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
      lines += !line.empty();
    }
    return lines;
  }
};

}  // namespace lathe

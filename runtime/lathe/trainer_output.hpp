// What a trainer writes: the files that its options name, standard output, and sentences for the user.
#pragma once

#include <initializer_list>
#include <string>

namespace lathe {

/// An option that names a file; the name is "" where the option was not given.
struct FileOption {
  const char* option;  // "--save"
  const std::string& file;
};

/// Throws UserError when two of the options name one file: one would be written over the other. Devices may be shared.
void check_distinct(std::initializer_list<FileOption> options);

/// Throws UserError when the file could not be written: better known before the first step than after the last.
void check_can_write(const FileOption& option);

/// Throws UserError when something that was printed to standard output is not there, for a full disk.
void flush_output();

/// Prints "<name>: <sentence>" to standard error. What cannot be written there is lost.
void tell(const std::string& name, const std::string& sentence);

}  // namespace lathe

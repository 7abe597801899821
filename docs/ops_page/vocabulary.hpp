// What a spec can call, read from the DSL's headers.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace lathe::docs {

/// Declarations that share a comment: one above another without an empty line between.
struct Entry {
  std::vector<std::string> names;       // of functions and function objects; of types where there are none
  std::vector<std::string> signatures;  // as a user writes them
  std::string comment;                  // without the ///
  std::string kind, kind_comment;       // of a function object: the template it is made of, Unary
  std::vector<Entry> members;           // of a type: those with a comment
};

/// A header.
struct Group {
  std::string header;        // activations.hpp, ops/relu.hpp
  std::string introduction;  // the comment at its head
  std::vector<Entry> entries;
};

/// A public name without a comment: where it is, and what it is called.
struct NoComment : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The public names of namespace lathe in the headers that lathe/dsl.hpp of this folder includes, and the statements of
/// a model's body. Not those in namespaces of their own, nor what says "Internal:" in its comment or at its header's
/// head.
std::vector<Group> read_vocabulary(const std::string& dsl_directory);

}  // namespace lathe::docs

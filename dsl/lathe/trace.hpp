// A model's body, run by the compiler's constant evaluator, as a constant: what Lathe's tool reads.
#pragma once

#include "lathe/spec.hpp"

namespace lathe::detail {

struct TraceSizes {
  int nodes, refs, types, attributes, numbers, text, roots, errors, sources;
};

/// A Builder in arrays of exact size; an empty one has one unused element, which TraceSizes tells apart.
template <TraceSizes sizes>
struct Trace {
  static constexpr std::size_t room(int n) { return n ? static_cast<std::size_t>(n) : 1; }

  const char* model = "";
  TraceSizes size = sizes;
  Node nodes[room(sizes.nodes)]{};
  Ref refs[room(sizes.refs)]{};
  Type types[room(sizes.types)]{};
  Attribute attributes[room(sizes.attributes)]{};
  double numbers[room(sizes.numbers)]{};
  char text[room(sizes.text)]{};
  Root roots[room(sizes.roots)]{};
  TraceError errors[room(sizes.errors)]{};
  DataSource sources[room(sizes.sources)]{};
};

template <class ModelSpec>
constexpr TraceSizes count() {
  ModelSpec spec;
  spec.body();
  spec.finish(ModelSpec::model_name, ModelSpec::model_location);
  const Builder& b = spec.builder();
  return {b.nodes.size(), b.refs.size(),  b.types.size(),  b.attributes.size(), b.numbers.size(),
          b.text.size(),  b.roots.size(), b.errors.size(), b.sources.size()};
}

template <class ModelSpec, TraceSizes sizes>
constexpr Trace<sizes> fill() {
  ModelSpec spec;
  spec.body();
  spec.finish(ModelSpec::model_name, ModelSpec::model_location);
  const Builder& b = spec.builder();
  Trace<sizes> trace;
  trace.model = ModelSpec::model_name;
  constexpr auto copy = [](const auto& from, auto& to) {
    for (int i = 0; i < from.size(); ++i) to[i] = from[i];
  };
  copy(b.nodes, trace.nodes);
  copy(b.refs, trace.refs);
  copy(b.types, trace.types);
  copy(b.attributes, trace.attributes);
  copy(b.numbers, trace.numbers);
  copy(b.text, trace.text);
  copy(b.roots, trace.roots);
  copy(b.errors, trace.errors);
  copy(b.sources, trace.sources);
  return trace;
}

template <class Trace>
constexpr Message first_error(const Trace& trace) {
  const TraceError& e = trace.errors[0];
  return trace.size.errors
             ? Message(e.location.file) << ":" << static_cast<int>(e.location.line) << ": " << e.message.view()
             : Message();
}

/// Traces the model. Neither constexpr nor of a deduced type, so that compilers instantiate it at the end of the file,
/// when the model's body is defined.
template <class ModelSpec>
bool traced() {
  static constexpr TraceSizes sizes = count<ModelSpec>();
  static constexpr Trace<sizes> trace = fill<ModelSpec, sizes>();
#ifndef LATHE_SPEC_READER
  check<sizes.errors == 0, first_error(trace)>();
#endif
  return trace.size.errors == 0;
}

}  // namespace lathe::detail

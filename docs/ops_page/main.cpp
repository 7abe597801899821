// ops_page DSL_DIRECTORY ULP_FILE: prints docs/ops.md. What it says comes from the DSL's headers, from the table of
// operations and from what bench/ulp has measured.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "markdown.hpp"
#include "primitives.hpp"
#include "vocabulary.hpp"

using namespace lathe::docs;

namespace {

/// Something to mend in the sources: one sentence.
struct Mistake : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string join(const std::vector<std::string>& list, const std::string& separator) {
  std::string s;
  for (const std::string& item : list) s += (s.empty() ? "" : separator) + item;
  return s;
}

std::string without_newlines(std::string s) {
  std::replace(s.begin(), s.end(), '\n', ' ');
  return s;
}

std::string trimmed(std::string s) {
  while (s.ends_with(' ')) s.pop_back();
  return s;
}

/// Letters, digits, - and _ of a name; operators by their code.
std::string identifier(const std::string& name) {
  std::string s;
  for (char c : name)
    s += std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' ? std::string(1, c)
                                                                             : std::to_string(static_cast<int>(c));
  return s;
}
std::string anchor(const std::string& id) { return "<a id=\"" + id + "\"></a>"; }
std::string link(const std::string& text, const std::string& id) { return "[" + text + "](#" + id + ")"; }
std::string op_link(const std::string& name) { return link(code(name), "op-" + name); }

/// A comment whose beginning, up to the first colon or full stop, is a title.
struct Titled {
  std::string title, rest;

  explicit Titled(const std::string& comment) {
    std::size_t end = 0;
    int depth = 0;
    for (; end < comment.size(); ++end) {
      const char c = comment[end];
      if (c == '(') ++depth;
      if (c == ')') --depth;
      if (depth == 0 && (c == '.' || c == ':' || c == '\n') &&
          (c == '\n' ? comment.substr(end, 2) == "\n\n"
                     : end + 1 == comment.size() || std::isspace(static_cast<unsigned char>(comment[end + 1]))))
        break;
    }
    title = without_newlines(comment.substr(0, end));
    const std::size_t text = comment.find_first_not_of(": .\n", end);
    if (text == std::string::npos) return;
    // Indented lines stay so.
    const std::size_t line = comment.rfind('\n', text);
    rest =
        line != std::string::npos && line >= end && text - line > 2 ? comment.substr(line + 1) : comment.substr(text);
    // A sentence begins with a capital, unless its first word is a name from the code.
    const std::size_t word = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
    if (word == std::string::npos || rest[word] == ' ' || rest[word] == ',')
      rest[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(rest[0])));
  }
};

// ---- what a spec can call ----

bool is_callable(const Entry& e) { return !e.signatures.empty() && e.signatures[0].find('(') != std::string::npos; }

/// A part of the first chapter: a header, or the operations of one kind.
struct Section {
  std::string title, introduction;
  std::vector<const Entry*> entries;
};

std::vector<Section> sections_of(const std::vector<Group>& groups) {
  std::vector<Section> sections;
  const auto add_header = [&](const Group& g) {
    const Titled head(g.introduction);
    Section s{head.title, head.rest, {}};
    for (const Entry& e : g.entries) s.entries.push_back(&e);
    sections.push_back(std::move(s));
  };
  const auto is_operation = [](const Group& g) { return g.header.starts_with("ops/"); };
  const auto is_frame = [](const Group& g) { return g.header == "dsl.hpp" || g.header == "spec.hpp"; };
  for (const Group& g : groups)
    if (is_frame(g)) add_header(g);
  // Operations, by what kind of object they are.
  static const std::vector<std::pair<std::string, std::string>> kinds = {{"Unary", "Operations on one tensor"},
                                                                         {"Binary", "Operations on two tensors"},
                                                                         {"AlongAxis", "Operations along an axis"},
                                                                         {"", "Other operations"}};
  for (const auto& [kind, title] : kinds) {
    Section s{title, "", {}};
    for (const Group& g : groups)
      for (const Entry& e : g.entries) {
        const bool listed = std::any_of(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == e.kind; });
        if (!is_operation(g) || e.kind != (kind.empty() && !listed ? e.kind : kind)) continue;
        s.entries.push_back(&e);
        if (!kind.empty()) s.introduction = e.kind_comment;
      }
    sections.push_back(std::move(s));
  }
  for (const Group& g : groups)
    if (!is_operation(g) && !is_frame(g)) add_header(g);
  return sections;
}

/// Where names are on the page: a name may be in several entries.
class Places {
 public:
  explicit Places(const std::vector<Section>& sections) {
    for (const Section& s : sections)
      for (const Entry* e : s.entries)
        for (const std::string& name : e->names) {
          const std::string id = "call-" + identifier(name);
          const int others = taken_[id]++;
          ids_[{e, name}] = others ? id + "-" + std::to_string(others + 1) : id;
        }
  }
  std::string anchors(const Entry& e) const {
    std::string s;
    for (const std::string& name : e.names) s += anchor(ids_.at({&e, name}));
    return s;
  }
  std::string to(const Entry& e, const std::string& name, const std::string& text) const {
    return link(text, ids_.at({&e, name}));
  }

 private:
  std::map<std::string, int> taken_;
  std::map<std::pair<const Entry*, std::string>, std::string> ids_;
};

std::string entry_text(const Entry& e, const Places& places) {
  std::string s = "#### " + places.anchors(e) + plain(join(e.names, ", ")) + "\n\n";
  std::vector<std::string> signatures;
  for (const std::string& signature : e.signatures) signatures.push_back(code(signature));
  s += join(signatures, "<br>\n") + "\n\n" + markdown(e.comment) + "\n\n";
  for (const Entry& m : e.members)
    s += "- " + code(m.signatures[0]) + " – " + inline_markdown(trimmed(without_newlines(m.comment))) + "\n";
  return e.members.empty() ? s : s + "\n";
}

std::string vocabulary_text(const std::vector<Section>& sections, const Places& places) {
  std::string s = "## " + anchor("vocabulary") + "What a spec can call\n\n";
  for (std::size_t i = 0; i < sections.size(); ++i) {
    s += "### " + anchor("section-" + std::to_string(i + 1)) + inline_markdown(sections[i].title) + "\n\n";
    if (!sections[i].introduction.empty()) s += markdown(sections[i].introduction) + "\n\n";
    for (const Entry* e : sections[i].entries) s += entry_text(*e, places);
  }
  return s;
}

// ---- the primitive operations ----

std::string made_by(const Description& d, const std::vector<Group>& groups, const Places& places) {
  std::vector<std::string> functions, gradients;
  for (const Group& g : groups)
    for (const Entry& e : g.entries)
      if (g.header == "ops/" + std::string(d.op->name) + ".hpp" && is_callable(e))
        for (const std::string& name : e.names) functions.push_back(places.to(e, name, code(name)));
  if (!functions.empty()) return "In a spec: " + join(functions, ", ");
  std::string maker = inline_markdown(std::string(d.op->made_by));
  for (const std::string& name : d.made_in_gradients) gradients.push_back(op_link(name));
  if (maker.empty() && !gradients.empty()) maker = "the gradient of " + join(gradients, ", ");
  if (maker.empty())
    throw Mistake(std::string(d.op->name) +
                  ": no function of the DSL and no gradient makes it; its record must say made_by");
  const bool in_specs = !d.op->made_by.empty() && !d.op->made_by.starts_with("the pass");
  return (in_specs ? "In a spec: " : "Not in a spec; made by ") + maker;
}

std::string primitive_text(const Description& d, const std::vector<Group>& groups, const Places& places) {
  const lathe::ops::Primitive& op = *d.op;
  std::string s = "#### " + anchor("op-" + std::string(op.name)) + plain(std::string(op.name)) + "\n\n";
  s += code(std::string(op.formula)) + " (" + inline_markdown(std::string(op.source)) + ")\n\n";
  s += "- " + made_by(d, groups, places) + ".\n";
  for (const lathe::ops::AttributeMeaning& a : op.attributes)
    s += "- Attribute " + code(std::string(a.name)) + ": " + inline_markdown(std::string(a.meaning)) + ".\n";
  std::vector<std::string> shapes;
  for (const Shapes& x : d.shapes) {
    const std::string one =
        (x.operands.empty() ? "" : code(join(x.operands, ", ")) + " ") + "⇒ " + code(join(x.results, ", "));
    if (std::find(shapes.begin(), shapes.end(), one) == shapes.end()) shapes.push_back(one);
  }
  if (!shapes.empty()) s += "- Shapes: " + join(shapes, "; ") + ".\n";
  if (!d.element.empty()) s += "- An element: " + code(d.element) + "\n";
  std::vector<std::string> lines;
  for (const std::string& line : d.gradient) lines.push_back(code(line));
  if (!lines.empty()) s += "- Gradient: " + join(lines, "<br>\n  ") + "\n";
  if (!op.gradient) s += "- No rule for its gradient.\n";
  if (!d.node.empty()) s += "- As IR: " + code(d.node) + "\n";
  return s + "\n";
}

std::string primitives_text(const std::vector<Description>& all, const std::vector<Group>& groups,
                            const Places& places) {
  std::string s = "## " + anchor("primitives") + "Primitive operations\n\n";
  s += "What a graph is made of. Formulas call the result `y` and the operands `x`, or by other letters. Shapes are "
       "those of the samples that the tests try, in float; `N` is the batch. An element is what the fused loops "
       "compute for one. `d_x` is the gradient of the loss with respect to `x`; it is printed from the nodes that the "
       "rule makes for the first sample, with `t0` for what is used more than once.\n\n";
  for (const Description& d : all) s += primitive_text(d, groups, places);
  return s;
}

// ---- accuracy ----

/// What bench/ulp prints.
struct Measurements {
  std::map<std::string, std::string> facts;  // "# compiler: …"
  std::vector<std::map<std::string, std::string>> rows;
};

Measurements read_measurements(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw Mistake(file + ": cannot be read");
  Measurements m;
  std::vector<std::string> columns;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# ")) {
      const auto colon = line.find(": ");
      m.facts[line.substr(2, colon - 2)] = line.substr(colon + 2);
      continue;
    }
    std::istringstream words(line);
    std::vector<std::string> fields;
    for (std::string word; words >> word;) fields.push_back(word);
    if (columns.empty()) {
      columns = fields;
      continue;
    }
    if (fields.size() != columns.size())
      throw Mistake(file + ": a line has " + std::to_string(fields.size()) + " columns, must have " +
                    std::to_string(columns.size()));
    auto& row = m.rows.emplace_back();
    for (std::size_t i = 0; i < fields.size(); ++i) row[columns[i]] = fields[i];
  }
  return m;
}

/// 1,234,567
std::string grouped(std::string digits) {
  for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, ",");
  return digits;
}

/// The functions of one tensor that work element by element, by name.
std::map<std::string, const Entry*> functions_of_one_tensor(const std::vector<Group>& groups) {
  std::map<std::string, const Entry*> functions;
  for (const Group& g : groups)
    for (const Entry& e : g.entries)
      if (std::set<std::string>{"Unary", "Composed", "Adjustable", "Identity"}.contains(e.kind))
        for (const std::string& name : e.names) functions[name] = &e;
  return functions;
}

std::string accuracy_text(const Measurements& m, const std::vector<Group>& groups, const Places& places) {
  const std::map<std::string, const Entry*> functions = functions_of_one_tensor(groups);
  std::string s = "## " + anchor("accuracy") + "Accuracy in float\n\n";
  s += "Each function of one tensor as generated code computes it, on the floats that the last line "
       "says, against the exact value: the "
       "largest error in units of the last place (ulp) of a float of the exact value's size, the input where it "
       "occurs, and how many inputs are off by more than 1 ulp. Infinity counts as 2^128, the float that would follow "
       "the largest.\n\n";
  s +=
      "A trainer computes with subnormal numbers, those under 1.2e-38, as zero, in operands and in results. The right "
      "half of the table is about that mode: the largest error where neither the input nor the exact value is "
      "subnormal; the size of the exact values up to which errors are more than 8 ulp, mostly as an intermediate value "
      "is subnormal; and how many results change because the input, or else the exact value, is subnormal.\n\n";
  s += "| function | worst | at | off by > 1 | trainer: worst | at | off by > 8 up to | inputs flushed | values "
       "flushed |\n";
  s += "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
  std::set<std::string> measured;
  for (const auto& row : m.rows) {
    const std::string& name = row.at("function");
    if (!functions.contains(name))
      throw Mistake("ulp: the DSL has no function " + name + " of one tensor; measure again");
    measured.insert(name);
    s += "| " + places.to(*functions.at(name), name, code(name));
    for (const char* column :
         {"worst", "at", "over_1", "trainer", "trainer_at", "over_8_up_to", "inputs_0", "values_0"}) {
      const std::string& value = row.at(column);
      const bool counts = std::string_view(column) == "over_1" || std::string_view(column).ends_with("_0");
      s += " | " + (counts ? grouped(value) : value == "-" ? "" : value);
    }
    s += " |\n";
  }
  std::vector<std::string> others;
  for (const auto& [name, entry] : functions)
    if (!measured.contains(name)) others.push_back(places.to(*entry, name, code(name)));
  s += "\n";
  if (!others.empty()) s += "Not measured: " + join(others, ", ") + ".\n\n";
  const std::string& command = m.facts.at("command");
  if (const std::size_t number = command.find(' '); number != std::string::npos)
    s += "Measured on every " + command.substr(number + 1) +
         "st float only: the counts are of these, the worst the worst of "
         "these. ";
  else
    s += "Measured on all floats, 2^32 of them. ";
  s += "Measured with " + code(command) + " ([bench/README.md](../bench/README.md)); " + m.facts.at("compiler") + "; " +
       m.facts.at("processor") + ". The exact values were themselves off by at most " +
       m.facts.at("error of the exact values") + ".\n";
  return s;
}

std::string contents(const std::vector<Section>& sections, const std::vector<Description>& all, const Places& places) {
  std::string s = "- " + link("What a spec can call", "vocabulary") + "\n";
  for (std::size_t i = 0; i < sections.size(); ++i) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (const Entry* e : sections[i].entries)
      for (const std::string& name : e->names)
        if (seen.insert(name).second) names.push_back(places.to(*e, name, plain(name)));
    s += "  - " + link(inline_markdown(sections[i].title), "section-" + std::to_string(i + 1)) + ": " +
         join(names, ", ") + "\n";
  }
  std::vector<std::string> names;
  for (const Description& d : all)
    names.push_back(link(plain(std::string(d.op->name)), "op-" + std::string(d.op->name)));
  s += "- " + link("Primitive operations", "primitives") + ": " + join(names, ", ") + "\n";
  return s + "- " + link("Accuracy in float", "accuracy") + "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: ops_page DSL_DIRECTORY ULP_FILE\n";
    return 2;
  }
  try {
    const std::vector<Group> groups = read_vocabulary(argv[1]);
    const std::vector<Section> sections = sections_of(groups);
    const Places places(sections);
    const std::vector<Description> operations = describe_all();
    std::cout << "# Functions and operations\n\n"
                 "<!-- docs/update_ops.sh makes this page; what it says is said in dsl/lathe/. -->\n\n"
              << contents(sections, operations, places) << "\n"
              << vocabulary_text(sections, places) << primitives_text(operations, groups, places)
              << accuracy_text(read_measurements(argv[2]), groups, places);
  } catch (const NoComment& e) {
    std::cerr << e.what();
    return 1;
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return 1;
  }
}

#include "frontend/spec_reader.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Basic/FileManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/thread.h>

#include <algorithm>
#include <cctype>
#include <fstream>

#include "frontend/diagnostics.hpp"
#include "frontend/spec_options.hpp"
#include "lathe/builder.hpp"

namespace lathe::frontend {

namespace {

/// A part of an evaluated constant, with its type.
class Constant {
 public:
  Constant(const clang::APValue& value, clang::QualType type) : value_(&value), type_(type) {}

  Constant operator[](llvm::StringRef member) const {
    for (const clang::FieldDecl* field : type_->getAsCXXRecordDecl()->fields())
      if (field->getName() == member) return {value_->getStructField(field->getFieldIndex()), field->getType()};
    llvm_unreachable("the DSL's headers and the spec reader disagree");
  }
  Constant operator[](std::size_t index) const {
    const auto i = static_cast<unsigned>(index);
    return {i < value_->getArrayInitializedElts() ? value_->getArrayInitializedElt(i) : value_->getArrayFiller(),
            clang::QualType(type_->getArrayElementTypeNoTypeQual(), 0)};
  }
  std::int64_t integer() const { return value_->getInt().getExtValue(); }
  double real() const { return value_->getFloat().convertToDouble(); }
  /// A pointer to a string literal.
  std::string literal() const {
    const auto* expression = value_->getLValueBase().dyn_cast<const clang::Expr*>();
    return llvm::cast<clang::StringLiteral>(expression)->getString().str();
  }
  /// The first `length` of an array of characters, from `first`.
  std::string characters(std::size_t first, std::size_t length) const {
    std::string text;
    for (std::size_t i = first; i < first + length; ++i) text += static_cast<char>((*this)[i].integer());
    return text;
  }

 private:
  const clang::APValue* value_;
  clang::QualType type_;
};

/// A Name or a Message.
std::string text_of(Constant text) {
  return text["text"].characters(0, static_cast<std::size_t>(text["length"].integer()));
}

SourceLocation location_of(Constant location) {
  return {location["file"].literal(), static_cast<unsigned>(location["line"].integer()),
          static_cast<unsigned>(location["column"].integer())};
}

ValueRef ref_of(Constant ref) {
  return {static_cast<int>(ref["node"].integer()), static_cast<int>(ref["result"].integer())};
}

Type type_of(Constant type) {
  Type t;
  t.dtype = static_cast<DType>(type["dtype"].integer());
  t.rank = static_cast<int>(type["rank"].integer());
  for (int i = 0; i < t.rank; ++i)
    t.extents[i] = static_cast<int>(type["extents"][static_cast<std::size_t>(i)].integer());
  t.batch_axis = static_cast<int>(type["batch_axis"].integer());
  t.batch_multiple = static_cast<int>(type["batch_multiple"].integer());
  return t;
}

Attribute attribute_of(Constant attribute) {
  Attribute a;
  a.name = std::string_view(text_of(attribute["name"]));
  a.real = attribute["real"].integer() != 0;
  a.count = static_cast<int>(attribute["count"].integer());
  for (int i = 0; i < a.count; ++i) a.ints[i] = attribute["ints"][static_cast<std::size_t>(i)].integer();
  a.number = attribute["number"].real();
  return a;
}

/// Calls use(i) for the positions in a pool that a Range covers.
template <class Use>
void each(Constant range, Use use) {
  const auto first = static_cast<std::size_t>(range["first"].integer());
  for (std::size_t i = 0; i < static_cast<std::size_t>(range["count"].integer()); ++i) use(first + i);
}

std::size_t size_of(Constant trace, llvm::StringRef pool) {
  return static_cast<std::size_t>(trace["size"][pool].integer());
}

TracedModel model_of(Constant trace) {
  const auto name = [&](Constant range) {
    return trace["text"].characters(static_cast<std::size_t>(range["first"].integer()),
                                    static_cast<std::size_t>(range["count"].integer()));
  };
  TracedModel model;
  model.name = trace["model"].literal();
  for (std::size_t i = 0; i < size_of(trace, "nodes"); ++i) {
    const Constant node = trace["nodes"][i];
    TracedNode n;
    n.op = node["op"].literal();
    n.name = name(node["name"]);
    each(node["operands"], [&](std::size_t k) { n.operands.push_back(ref_of(trace["refs"][k])); });
    each(node["types"], [&](std::size_t k) { n.types.push_back(type_of(trace["types"][k])); });
    each(node["attributes"],
         [&](std::size_t k) { n.attributes.list[n.attributes.count++] = attribute_of(trace["attributes"][k]); });
    each(node["values"], [&](std::size_t k) { n.values.push_back(trace["numbers"][k].real()); });
    n.location = location_of(node["location"]);
    model.nodes.push_back(std::move(n));
  }
  for (std::size_t i = 0; i < size_of(trace, "roots"); ++i) {
    const Constant root = trace["roots"][i];
    const ValueRef value = ref_of(root["value"]);
    switch (static_cast<RootKind>(root["kind"].integer())) {
      case RootKind::loss:
        model.loss = value;
        break;
      case RootKind::metric:
        model.metrics.push_back(
            {name(root["name"]), value, static_cast<int>(root["better"].integer()), root["root"].integer() != 0});
        break;
      case RootKind::output:
        model.outputs.push_back({name(root["name"]), value});
        break;
      case RootKind::update:
        model.updates.push_back({ref_of(root["parameter"]), value});
        break;
    }
  }
  if (size_of(trace, "sources")) {
    const Constant source = trace["sources"][std::size_t{0}];
    model.data_kind = source["kind"].literal();
    model.data_name = source["name"].literal();
    model.data_file = source["file"].literal();
    model.data_schema = source["schema"].literal();
    model.data_train = source["train"].real();
    model.data_scaled = source["scaled"].integer() != 0;
    model.epochs = static_cast<int>(source["epochs"].integer());
  }
  return model;
}

/// What is left of a spec after parsing: the model, or a mistake that Clang itself does not see.
struct Outcome {
  bool includes_dsl = false;
  std::optional<TracedModel> model;
  std::vector<SpecOption> options;
  std::string mistake;
  SourceLocation location;
};

bool is_model(const clang::Decl* declaration) {
  const auto* annotation = declaration->getAttr<clang::AnnotateAttr>();
  return annotation && annotation->getAnnotation() == "lathe::model";
}

SourceLocation place_of(clang::SourceLocation at, const clang::ASTContext& context) {
  const clang::SourceManager& sources = context.getSourceManager();
  const auto place = sources.getPresumedLoc(sources.getFileLoc(at));
  return {place.getFilename(), place.getLine(), place.getColumn()};
}

SourceLocation place_of(const clang::Decl* declaration) {
  return place_of(declaration->getLocation(), declaration->getASTContext());
}

/// The constant that lathe::detail::traced<Spec>(), which initialises a model's variable, holds.
const clang::VarDecl* trace_variable(const clang::VarDecl* model) {
  const auto* call =
      llvm::dyn_cast_or_null<clang::CallExpr>(model->getInit() ? model->getInit()->IgnoreImplicit() : nullptr);
  const clang::FunctionDecl* function = call ? call->getDirectCallee() : nullptr;
  const auto* body = function ? llvm::dyn_cast_or_null<clang::CompoundStmt>(function->getBody()) : nullptr;
  if (!body) return nullptr;
  for (const clang::Stmt* statement : body->body())
    if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl* d : declaration->decls())
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(d); variable && variable->getName() == "trace")
          return variable;
  return nullptr;
}

class ModelFinder : public clang::ASTConsumer {
 public:
  ModelFinder(Outcome& outcome, FirstError& error) : outcome_(outcome), error_(error) {}

  bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
    for (clang::Decl* declaration : group) {
      collect(declaration);
      const clang::ASTContext& context = declaration->getASTContext();
      if (context.getSourceManager().isInSystemHeader(declaration->getLocation())) continue;
      if (const clang::CallExpr* call = find_options(declaration, context, outcome_.options)) {
        outcome_.mistake = "option: one of this name stands above, with another value or other choices";
        outcome_.location = place_of(call->getExprLoc(), context);
      }
    }
    return true;
  }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    if (context.getDiagnostics().hasErrorOccurred()) return error_.explain(context);
    if (!outcome_.mistake.empty()) return;
    if (models_.empty()) {
      outcome_.mistake = "no model: the spec has no LATHE_MODEL(name) { ... }";
      return;
    }
    if (models_.size() > 1) {
      outcome_.mistake = "two models: a spec has one LATHE_MODEL";
      outcome_.location = place_of(models_[1]);
      return;
    }
    const clang::VarDecl* variable = trace_variable(models_[0]);
    const clang::APValue* value = variable ? variable->evaluateValue() : nullptr;
    if (!value) {
      outcome_.mistake = "the model cannot be evaluated";
      return;
    }
    const Constant trace(*value, variable->getType());
    if (size_of(trace, "errors")) {
      const Constant error = trace["errors"][std::size_t{0}];
      outcome_.mistake = text_of(error["message"]);
      outcome_.location = location_of(error["location"]);
      return;
    }
    outcome_.model = model_of(trace);
    outcome_.model->options = std::move(outcome_.options);
    if (context.Idents.get(outcome_.model->name).isKeyword(context.getLangOpts())) {
      outcome_.mistake = "LATHE_MODEL: '" + outcome_.model->name + "' is no name for a model, as C++ has it";
      outcome_.location = place_of(models_[0]);
      outcome_.model.reset();
    }
  }

 private:
  void collect(const clang::Decl* declaration) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration); variable && is_model(variable))
      models_.push_back(variable);
    else if (const auto* scope = llvm::dyn_cast<clang::NamespaceDecl>(declaration))
      for (const clang::Decl* inner : scope->decls()) collect(inner);
  }

  Outcome& outcome_;
  FirstError& error_;
  std::vector<const clang::VarDecl*> models_;
};

class IncludeWatch : public clang::PPCallbacks {
 public:
  explicit IncludeWatch(Outcome& outcome) : outcome_(outcome) {}
  void InclusionDirective(clang::SourceLocation, const clang::Token&, llvm::StringRef name, bool,
                          clang::CharSourceRange, clang::OptionalFileEntryRef, llvm::StringRef, llvm::StringRef,
                          const clang::Module*, bool, clang::SrcMgr::CharacteristicKind) override {
    if (name == "lathe/dsl.hpp") outcome_.includes_dsl = true;
  }

 private:
  Outcome& outcome_;
};

class ReadAction : public clang::ASTFrontendAction {
 public:
  ReadAction(Outcome& outcome, FirstError& error) : outcome_(outcome), error_(error) {}
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    compiler.getPreprocessor().addPPCallbacks(std::make_unique<IncludeWatch>(outcome_));
    return std::make_unique<ModelFinder>(outcome_, error_);
  }

 private:
  Outcome& outcome_;
  FirstError& error_;
};

void parse(const std::string& path, const ReadOptions& options, bool precompiled, FirstError& error, Outcome& outcome) {
  std::vector<std::string> arguments = {"lathe", "-fsyntax-only", "-x", "c++", "-std=c++2c", "-Wno-everything",
                                        "-Werror=reorder-init-list", "-Werror=c++11-narrowing", "-DLATHE_SPEC_READER",
                                        "-resource-dir", options.resource_directory, "-isystem", options.dsl_directory,
                                        // Steps for some 5,000 nodes, and an endless loop is found in seconds; every
                                        // frame of a backtrace is wanted, for one of them is in the spec.
                                        "-fconstexpr-steps=5000000", "-fconstexpr-depth=4096",
                                        "-fconstexpr-backtrace-limit=0", "-ftemplate-backtrace-limit=0"};
  if (precompiled) arguments.insert(arguments.end(), {"-include-pch", options.precompiled_dsl});
  llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> file_system(
      new llvm::vfs::OverlayFileSystem(llvm::vfs::getRealFileSystem()));
  if (!options.settings.empty()) {
    llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> memory(new llvm::vfs::InMemoryFileSystem);
    memory->addFile("/lathe-settings.hpp", 0, llvm::MemoryBuffer::getMemBufferCopy(options_header(options.settings)));
    file_system->pushOverlay(memory);
    arguments.insert(arguments.end(), {"-include", "/lathe-settings.hpp"});
  }
  arguments.push_back(path);
  llvm::IntrusiveRefCntPtr<clang::FileManager> files(new clang::FileManager(clang::FileSystemOptions(), file_system));
  clang::tooling::ToolInvocation invocation(arguments, std::make_unique<ReadAction>(outcome, error), files.get());
  invocation.setDiagnosticConsumer(&error);
  // The constant evaluator recurses; its depth is limited above, but takes more than an ordinary stack.
  llvm::thread parser(std::optional<unsigned>(512u << 20), [&] { invocation.run(); });
  parser.join();
}

/// Why the file cannot be a spec, or nothing.
std::string unreadable(const std::string& path) {
  if (!llvm::sys::fs::exists(path)) return "no such file";
  if (llvm::sys::fs::is_directory(path)) return "this is a folder, not a spec";
  if (const auto buffer = llvm::MemoryBuffer::getFile(path); !buffer)
    return "cannot be read: " + buffer.getError().message();
  return "";
}

/// What is wrong with a value is said before what follows from it. A spec with a mistake may not show all its options.
void check_settings(const std::vector<std::string>& settings, Outcome& outcome, const FirstError& error) {
  std::vector<SpecOption>& options = outcome.model ? outcome.model->options : outcome.options;
  const bool complete = !error.message() && outcome.mistake.empty();
  for (const std::string& setting : settings) {
    const std::string name = setting.substr(0, setting.find('='));
    const bool known = std::any_of(options.begin(), options.end(), [&](const SpecOption& o) { return o.name == name; });
    if (!known && !complete) continue;
    if (const std::string wrong = set_option(setting, options); !wrong.empty()) throw WrongSetting(wrong);
  }
}

}  // namespace

ReadOptions options_for_tool(const std::string& tool_path) {
  ReadOptions options{LATHE_DSL_DIRECTORY, LATHE_CLANG_RESOURCE_DIRECTORY, LATHE_PRECOMPILED_DSL};
  llvm::SmallString<256> installed;
  if (llvm::sys::fs::real_path(tool_path, installed)) installed = tool_path;
  llvm::sys::path::remove_filename(installed);
  llvm::sys::path::append(installed, "..", "include");
  if (llvm::sys::fs::exists(installed + "/lathe/dsl.hpp")) {
    options.dsl_directory = installed.str().str();
    options.precompiled_dsl = "";
  }
  return options;
}

std::string render(SourceLocation at, const std::string& message) {
  std::ifstream file(at.file);
  std::string line;
  for (unsigned i = 0; i < at.line && std::getline(file, line); ++i) continue;
  if (line.ends_with('\r')) line.pop_back();
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  if (at.column > 1 && at.column <= line.size() && line[at.column - 1] == '(')
    while (at.column > 1 && is_name(line[at.column - 2])) --at.column;

  std::string text = at.file;
  if (at.line) text.append(":").append(std::to_string(at.line)).append(":").append(std::to_string(at.column));
  text.append(": error: ").append(message).append("\n");
  const bool printable = line.size() <= 400 &&
                         std::none_of(line.begin(), line.end(), [](char c) { return c >= 0 && c < ' ' && c != '\t'; });
  if (at.line == 0 || !printable) return text;
  std::string caret;  // keeps the line's tabs
  for (unsigned i = 0; i + 1 < at.column; ++i) caret += i < line.size() && line[i] == '\t' ? '\t' : ' ';
  return text.append(line).append("\n").append(caret).append("^\n");
}

std::optional<TracedModel> read_spec(const std::string& path, const ReadOptions& options, std::ostream& diagnostics) {
  if (const std::string why = unreadable(path); !why.empty()) {
    diagnostics << render({path}, why);
    return std::nullopt;
  }
  for (const bool precompiled : {true, false}) {
    if (precompiled && !llvm::sys::fs::exists(options.precompiled_dsl)) continue;
    FirstError error;
    Outcome outcome;
    parse(path, options, precompiled, error, outcome);
    // A spec that does not include the DSL itself must not get it from the precompiled header.
    if (precompiled && (error.precompiled_rejected() || !outcome.includes_dsl)) continue;
    check_settings(options.settings, outcome, error);
    if (error.message()) {
      outcome.mistake = *error.message();
      outcome.location = error.location();
      if (!outcome.includes_dsl && !outcome.mistake.ends_with("file not found"))
        outcome.mistake = "lathe/dsl.hpp is not included, a spec begins with #include <lathe/dsl.hpp>";
    } else if (outcome.model) {
      outcome.model->file = path;
      return std::move(outcome.model);
    }
    if (outcome.location.line == 0) outcome.location.file = path;
    diagnostics << render(outcome.location, outcome.mistake);
    break;
  }
  return std::nullopt;
}

}  // namespace lathe::frontend

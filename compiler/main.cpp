// The command line of `lathe`.
#include <llvm/Support/CommandLine.h>
#include <sys/wait.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <limits>
#include <optional>
#include <sstream>

#include "emit/emit.hpp"
#include "frontend/spec_options.hpp"
#include "frontend/spec_reader.hpp"
#include "lathe/error.hpp"
#include "lathe/plot_logs.hpp"
#include "module.hpp"
#include "pipeline.hpp"
#include "schema.hpp"
#include "show/show.hpp"
#include "version.hpp"

#if defined(__SANITIZE_ADDRESS__)
// Clang keeps constants for as long as it runs, and does not say so to the leak sanitizer.
extern "C" const char* __lsan_default_suppressions() { return "leak:clang::\n"; }
#endif

namespace cl = llvm::cl;
namespace fs = std::filesystem;
using namespace lathe;

namespace {

cl::OptionCategory category("Lathe options");

cl::SubCommand check_command("check", "Read a spec and print what is wrong with it");
cl::SubCommand show_command("show", "Print a model's layers, graph or memory plan");
cl::SubCommand emit_command("emit", "Write a model's trainer as C++ (and CUDA) sources");
cl::SubCommand build_command("build", "Write the sources and compile them to a trainer");
cl::SubCommand train_command("train", "Build the trainer and run it: lathe train SPEC -- --epochs 3");
cl::SubCommand schema_command("schema", "Describe a table or a text in a header for specs to include");
cl::SubCommand plot_command("plot", "Draw the curves of several trainers' logs in one picture");
cl::SubCommand opt_command("opt", "Run passes on textual IR and print the result");

cl::opt<std::string> spec(cl::Positional, cl::Required, cl::desc("SPEC"), cl::cat(category), cl::sub(check_command),
                          cl::sub(show_command), cl::sub(emit_command), cl::sub(build_command), cl::sub(train_command));
cl::opt<std::string> ir_file(cl::Positional, cl::Required, cl::desc("FILE.ir (- for standard input)"),
                             cl::cat(category), cl::sub(opt_command));

cl::opt<std::string> data_file(cl::Positional, cl::Required, cl::desc("FILE.csv or FILE.txt (or their .gz)"),
                               cl::cat(category), cl::sub(schema_command));
cl::opt<std::string> target_column("target", cl::desc("of a table: the column to predict"), cl::value_desc("COLUMN"),
                                   cl::cat(category), cl::sub(schema_command));
cl::list<std::string> dropped("drop", cl::CommaSeparated, cl::desc("of a table: columns to leave out"),
                              cl::value_desc("COLUMNS"), cl::cat(category), cl::sub(schema_command));
cl::opt<double> train_share("train",
                            cl::desc("of a table: the share of the rows that trains, a seeded choice (default: 0.7)"),
                            cl::init(0.7), cl::value_desc("SHARE"), cl::cat(category), cl::sub(schema_command));
cl::opt<bool> words("words", cl::desc("of a text: take it apart into words (default: characters)"), cl::cat(category),
                    cl::sub(schema_command));
cl::opt<std::string> without("without", cl::desc("of a text: characters to leave out, as ,.!"),
                             cl::value_desc("CHARACTERS"), cl::cat(category), cl::sub(schema_command));
cl::opt<int> at_least("at-least", cl::desc("of a text: leave rarer tokens to <UNK> (default: 1)"), cl::init(1),
                      cl::value_desc("TIMES"), cl::cat(category), cl::sub(schema_command));
cl::opt<std::string> header_file("o", cl::desc("the file to write (default: standard output)"),
                                 cl::value_desc("FILE.hpp"), cl::cat(category), cl::sub(schema_command));

cl::list<std::string> logs(cl::Positional, cl::OneOrMore,
                           cl::desc("[LABEL=]LOG… (what trainers write with --log; by itself a log is labelled by its "
                                    "file's name)"),
                           cl::cat(category), cl::sub(plot_command));
cl::opt<std::string> plot_file("o", cl::desc("the SVG file to write (default: plot.svg)"), cl::init("plot.svg"),
                               cl::value_desc("FILE"), cl::cat(category), cl::sub(plot_command));
cl::opt<std::string> plot_title("title", cl::desc("what to write above the curves (default: the labels)"),
                                cl::value_desc("TEXT"), cl::cat(category), cl::sub(plot_command));

cl::list<std::string> settings("set", cl::desc("an option of the spec, as its option(NAME, …) asks for it"),
                               cl::value_desc("NAME=VALUE"), cl::cat(category), cl::sub(check_command),
                               cl::sub(show_command), cl::sub(emit_command), cl::sub(build_command),
                               cl::sub(train_command));
cl::opt<std::string> output("o", cl::desc("the folder to write to (default: build/MODEL)"), cl::value_desc("DIR"),
                            cl::cat(category), cl::sub(emit_command), cl::sub(build_command), cl::sub(train_command));
cl::list<std::string> targets("target", cl::CommaSeparated,
                              cl::desc("cpu, cuda or both: cpu,cuda (default: cpu); cuda adds MODEL.cu"),
                              cl::value_desc("TARGETS"), cl::cat(category), cl::sub(emit_command),
                              cl::sub(build_command));
cl::opt<std::string> max_memory(
    "max-memory",
    cl::desc("fail if parameters and intermediate values need more: 64MiB, 2GiB, 500000; what matrix "
             "products pack their operands in is not counted"),
    cl::value_desc("SIZE"), cl::cat(category), cl::sub(emit_command), cl::sub(build_command), cl::sub(check_command));
cl::opt<std::string> after(
    "after", cl::desc("show the graph after this pass; trace: before the first (default: after the last)"),
    cl::value_desc("PASS"), cl::cat(category), cl::sub(show_command));
cl::opt<std::string> format(
    "format", cl::desc("table, layers, text, dot, svg or json (default: table; text when --after is given)"),
    cl::value_desc("FORMAT"), cl::cat(category), cl::sub(show_command));
cl::opt<std::string> function(
    "function",
    cl::desc("step, loss, evaluate, gradients, update, predict or all (default: step, or predict for layers and for a "
             "model without loss)"),
    cl::value_desc("FUNCTION"), cl::cat(category), cl::sub(show_command));
cl::list<std::string> passes_option("passes", cl::CommaSeparated,
                                    cl::desc("passes to run, in this order; --passes=? names them all"),
                                    cl::value_desc("a,b,…"), cl::cat(category), cl::sub(opt_command));
cl::opt<std::string> compiler("cxx", cl::desc("the C++ compiler (default: c++)"), cl::init("c++"),
                              cl::value_desc("COMPILER"), cl::cat(category), cl::sub(build_command),
                              cl::sub(train_command));
cl::opt<bool> verbose("v", cl::desc("say what runs, and how long each step takes"), cl::cat(category),
                      cl::sub(emit_command), cl::sub(build_command), cl::sub(train_command));
cl::list<std::string> trainer_options(cl::Positional, cl::desc("[-- trainer options]"), cl::cat(category),
                                      cl::sub(train_command));

/// A mistake of the user: one sentence, exit 1, or 2 where it is the command line that is wrong.
struct UserMistake {
  std::string sentence;
  int status = 1;
};
UserMistake usage(const std::string& sentence) { return {sentence, 2}; }

std::string tool_path;

std::string pass_names() {
  std::string names;
  for (const auto& p : passes::all()) names += (names.empty() ? "" : ", ") + std::string(p.name);
  return names;
}

Module read_module() {
  frontend::ReadOptions options = frontend::options_for_tool(tool_path);
  options.settings.assign(settings.begin(), settings.end());
  std::optional<frontend::TracedModel> model;
  try {
    model = frontend::read_spec(spec, options, std::cerr);
  } catch (const frontend::WrongSetting& e) {
    throw usage(e.what());
  }
  if (!model) throw UserMistake{""};  // the diagnostic is out already
  Module module = make_module(*model);
  const auto& nodes = model->nodes;
  const auto minimize = std::find_if(nodes.begin(), nodes.end(), [&](const frontend::TracedNode& n) {
    return n.op == "gradient" && n.operands[0].node == model->loss.node;
  });
  if (model->loss.node >= 0 && minimize != nodes.end() && !passes::has_gradient(module.traced)) {
    std::cerr << frontend::render(minimize->location,
                                  "minimize: the loss has no gradient, so nothing can be learned; step, detach, "
                                  "comparisons and what is made of them, as accuracy, have none");
    throw UserMistake{""};
  }
  return module;
}

std::uintmax_t parse_size(const std::string& text) {
  std::uintmax_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  const std::string unit(end, text.data() + text.size());
  if (end == text.data() || error != std::errc())
    throw usage("--max-memory: '" + text + "' is not a size; write 64MiB, 2GiB or a number of bytes");
  int shift = 0;
  for (const auto& [name, bits] : {std::pair{"", 0}, {"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"-", -1}}) {
    shift = bits;
    if (unit == name) break;
  }
  if (shift < 0) throw usage("--max-memory: '" + unit + "' is not a unit; there are B, KiB, MiB and GiB");
  if (n > std::numeric_limits<std::uintmax_t>::max() >> shift)
    throw usage("--max-memory: " + text + " is more than there can be");
  return n << shift;
}

void check_memory(const Module& module) {
  if (max_memory.empty()) return;
  const std::uintmax_t limit = parse_size(max_memory);
  Module optimised = module;
  for (ir::Graph& g : optimised.functions) optimise(g);
  const emit::MemoryNeed need = emit::memory_need(optimised);
  if (need.parameters + need.arena > limit)
    throw UserMistake{module.file + ": needs " + std::to_string(need.parameters + need.arena) + " bytes (" +
                      std::to_string(need.parameters) + " of parameters, " + std::to_string(need.arena) +
                      " of intermediate values), more than the limit of " + std::to_string(limit)};
}

bool wants_cuda() {
  bool cuda = false;
  for (const std::string& t : targets) {
    if (t == "cuda")
      cuda = true;
    else if (t != "cpu")
      throw usage("--target: '" + t + "' is not a target; there are cpu and cuda");
  }
  return cuda;
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The whole file or none of it.
void write_file(const fs::path& file, const std::string& text) {
  const fs::path temporary = file.string() + ".tmp";
  std::ofstream out(temporary, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) fs::rename(temporary, file, error);
  if (out && !error) return;
  const std::string why = error ? error.message() : std::strerror(errno);
  fs::remove(temporary, error);
  throw UserMistake{file.string() + ": cannot be written: " + why};
}

fs::path write_sources(const Module& module, bool cuda) {
  const fs::path folder = output.empty() ? fs::path("build") / module.name : fs::path(std::string(output));
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw UserMistake{"-o " + folder.string() + ": is a file but should be a folder"};
  fs::create_directories(folder, error);
  if (error) throw UserMistake{"-o " + folder.string() + ": cannot be made: " + error.message()};
  const auto files = emit::emit(module, cuda);
  for (const auto& [name, text] : files)
    if (contents(folder / name) != text)
      write_file(folder / name, text);  // else the time stamp stays, nothing is compiled again
  // What an earlier emit for other targets has left.
  for (const char* suffix : {".cu", "_cuda.hpp"})
    if (const fs::path file = folder / (module.name + suffix);
        !files.contains(file.filename()) && contents(file).starts_with("// Code generated by lathe"))
      fs::remove(file, error);
  return folder;
}

/// A path in single quotes for the shell.
std::string shell_quoted(const fs::path& path) {
  std::string s = "'";
  for (char c : path.string()) s += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return s + "'";
}

/// Text as a string literal of C++.
std::string cpp_quoted(const std::string& text) {
  std::string s = "\"";
  for (char c : text) s += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return s + "\"";
}

int run(const std::string& command) {
  if (verbose) std::cerr << command + "\n";
  const auto start = std::chrono::steady_clock::now();
  const int status = std::system(command.c_str());
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (verbose) std::cerr << std::to_string(seconds.count()).substr(0, 5) + " s: " + command + "\n";
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// A compiler that is none is a mistake of the user, code that does not compile is ours.
void check_compiler() {
  const std::string version = "(" + std::string(compiler) + " --version) 2>/dev/null | grep -q .";
  if (std::system(version.c_str()) != 0)
    throw UserMistake{"--cxx: " + std::string(compiler) + " is no C++ compiler that can be run here"};
}

fs::path build(const Module& module) {
  check_compiler();
  const fs::path folder = write_sources(module, wants_cuda());
  const BuildPlace place = build_place(tool_path);
  if (!fs::exists(place.runtime_library))
    throw UserMistake{place.runtime_library + ": is not there; build Lathe's target lathe_runtime first"};
  const std::string common = std::string(compiler) +
                             " -std=c++20 -march=native -fno-math-errno -fno-trapping-math -ffp-contract=fast -I " +
                             shell_quoted(place.runtime_headers) + " ";
  const auto compile = [&](const std::string& part, const std::string& options) {
    return run(common + options + " -c " + shell_quoted(folder / (module.name + part + ".cpp")) + " -o " +
               shell_quoted(folder / (module.name + part + ".o")));
  };
  auto check = std::async(std::launch::async, [&] { return compile("_check", "-O1"); });
  const std::string folder_of_spec = fs::absolute(std::string(spec)).parent_path().lexically_normal().string();
  int status = compile("_main", "-O1 -DLATHE_SPEC_FOLDER=" + shell_quoted(cpp_quoted(folder_of_spec)));
  if (!status) status = compile("", "-O3");
  const int check_status = check.get();
  const fs::path program = folder / module.name;
  std::string objects;
  for (const char* part : {"", "_check", "_main"}) objects += shell_quoted(folder / (module.name + part + ".o")) + " ";
  std::string libraries = " -Wl,--as-needed";
  for (const std::string& library : runtime_libraries()) libraries += " -l" + library;
  if (!status && !check_status)
    status = run(common + objects + shell_quoted(place.runtime_library) + libraries + " -o " + shell_quoted(program));
  if (status || check_status)
    throw ir::InternalError("the generated code in " + folder.string() + " does not compile with " +
                            std::string(compiler));
  return program;
}

int do_check() {
  check_memory(read_module());
  return 0;
}

int do_show() {
  try {
    std::cout << show::show(read_module(), format, after, function);
  } catch (const std::invalid_argument& e) {
    throw usage(e.what());
  }
  return 0;
}

int do_emit() {
  const Module module = read_module();
  const bool cuda = wants_cuda();
  check_memory(module);
  const fs::path folder = write_sources(module, cuda);
  Module optimised = module;
  for (ir::Graph& g : optimised.functions)
    optimise(g, [&](std::string_view pass, const ir::Graph& graph, bool changed, double seconds) {
      if (verbose)
        std::cerr << graph.name << ": " << pass << " " << static_cast<long>(seconds * 1e6) << " us"
                  << (changed ? "" : " (unchanged)") << "\n";
    });
  const emit::MemoryNeed need = emit::memory_need(optimised);
  std::cout << folder.string() << ": " << module.name << (cuda ? " for cpu and cuda; " : " for cpu; ")
            << need.parameters << " bytes of parameters, " << need.arena << " bytes of intermediate values ("
            << need.unplanned << " without planning)\n";
  return 0;
}

int do_build() {
  const Module module = read_module();
  check_memory(module);
  std::cout << build(module).string() << "\n";
  return 0;
}

int do_train() {
  const fs::path program = build(read_module());
  std::string command = shell_quoted(fs::absolute(program)) + " train";
  for (const std::string& o : trainer_options) command += " " + shell_quoted(o);
  return run(command);
}

int do_schema() {
  const std::string file = data_file;
  const bool text = is_text(file);
  if (!text && target_column.empty())
    throw usage("schema: --target is missing, the column to predict (see lathe schema --help)");
  for (const auto& [name, given] : {std::pair{"--target", target_column.getNumOccurrences()},
                                    {"--drop", dropped.getNumOccurrences()},
                                    {"--train", train_share.getNumOccurrences()}})
    if (text && given) throw usage(std::string("schema: ") + name + " is for tables but " + file + " is a text");
  for (const auto& [name, given] : {std::pair{"--words", words.getNumOccurrences()},
                                    {"--without", without.getNumOccurrences()},
                                    {"--at-least", at_least.getNumOccurrences()}})
    if (!text && given) throw usage(std::string("schema: ") + name + " is for texts but " + file + " is a table");
  if (!(train_share > 0 && train_share <= 1)) throw usage("--train: the share should be more than 0 and at most 1");
  SchemaOptions options;
  options.file = file;
  options.command = "lathe schema " + fs::path(file).filename().string();
  if (text) {
    if (words) options.command += " --words";
    if (!without.empty()) options.command += " --without=" + without;
    if (at_least != 1) options.command += " --at-least=" + std::to_string(at_least);
  } else {
    options.command += " --target=" + target_column;
    for (const std::string& name : dropped) options.command += " --drop=" + name;
    std::ostringstream share;
    share << train_share;
    options.command += " --train=" + share.str();
  }
  options.target = target_column;
  options.drop.assign(dropped.begin(), dropped.end());
  options.train = train_share;
  options.words = words;
  options.without = without;
  options.at_least = at_least;
  const std::string header = schema_header(options);
  if (header_file.empty())
    std::cout << header;
  else
    write_file(std::string(header_file), header);
  return 0;
}

int do_plot() {
  std::vector<LabelledLog> labelled;
  for (const std::string& log : logs) {
    const std::size_t equals = log.find('=');
    // A file may have "=" in its name.
    if (equals == std::string::npos || fs::exists(log))
      labelled.push_back({fs::path(log).stem().string(), log});
    else
      labelled.push_back({log.substr(0, equals), log.substr(equals + 1)});
  }
  write_file(std::string(plot_file), plot_logs(plot_title, labelled));
  return 0;
}

int do_opt() {
  if (passes_option.empty())
    throw usage("opt: --passes is missing, the passes to run: --passes=a,b (see lathe opt --help)");
  for (const std::string& pass : passes_option)
    if (std::none_of(passes::all().begin(), passes::all().end(), [&](const auto& p) { return p.name == pass; }))
      throw usage("--passes: there is no pass '" + pass + "'; there are " + pass_names());
  std::stringstream text;
  if (ir_file == "-") {
    text << std::cin.rdbuf();
  } else {
    std::ifstream in(ir_file);
    if (fs::is_directory(std::string(ir_file))) throw UserMistake{ir_file + ": is a folder but should be a file of IR"};
    if (!in) throw UserMistake{ir_file + ": cannot be read: " + std::strerror(errno)};
    text << in.rdbuf();
  }
  std::vector<ir::Graph> graphs;
  try {
    graphs = ir::parse(text.str());
  } catch (const ir::ParseError& e) {
    throw UserMistake{std::string(ir_file) + ":" + std::to_string(e.line) + ": error: " + e.what()};
  }
  for (ir::Graph& g : graphs) {
    if (const auto wrong = ir::verify(g); !wrong.empty())
      throw UserMistake{std::string(ir_file) + ": error: @" + g.name + ": " + wrong.front()};
    for (const std::string& pass : passes_option) {
      const bool changed = run_pass(pass, g);
      std::cerr << pass << (changed ? "" : " (unchanged)") << "\n";
    }
    std::cout << ir::print(g);
  }
  return 0;
}

/// What LLVM says of a wrong command line, as a sentence of ours.
std::string in_our_words(const std::string& complaint, const std::vector<std::string>& arguments) {
  const std::string command = arguments.size() > 1 ? arguments[1] : "";
  const auto says = [&](const char* words) { return complaint.find(words) != std::string::npos; };
  const auto quoted = [&] {
    const std::size_t first = complaint.find('\'') + 1;
    return complaint.substr(first, complaint.find('\'', first) - first);
  };
  const std::string what = command == "opt"      ? "FILE.ir"
                           : command == "plot"   ? "LOG"
                           : command == "schema" ? "FILE"
                                                 : "SPEC",
                    see = " (see lathe " + command + " --help)";
  if (says("Unknown subcommand"))
    return "there is no command '" + quoted() +
           "'; there are check, show, emit, build, train, schema, plot and opt (see lathe --help)";
  if (says("Not enough positional")) return command + ": " + what + " is missing" + see;
  if (says("Too many positional")) return command + " takes one " + what + see;
  if (says("Unknown command line argument")) {
    const std::size_t guess = complaint.find("Did you mean '");
    const std::string meant =
        guess == std::string::npos ? "" : complaint.substr(guess + 14, complaint.find('\'', guess + 14) - guess - 14);
    return command + " takes no argument " + quoted() + (meant.empty() ? "" : ", did you mean " + meant + "?") + see;
  }
  std::string first = complaint.substr(0, complaint.find('\n'));
  if (first.starts_with("lathe: ")) first.erase(0, 7);
  return first + see;
}

/// Keeps what shows a bug of ours again, and says how.
void report(const ir::InternalError& e) {
  std::cerr << "lathe: internal error: " << e.what() << "\nlathe: this is a bug in Lathe, not in your spec\n";
  if (e.before.empty()) return;
  const fs::path file = fs::temp_directory_path() / ("lathe-" + e.pass + ".ir");
  std::ofstream(file) << e.before;
  std::cerr << "lathe: to see it again: lathe opt " << file.string() << " --passes=" << e.pass << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  tool_path = fs::exists("/proc/self/exe") ? fs::read_symlink("/proc/self/exe").string() : argv[0];
  cl::HideUnrelatedOptions(category);
  for (auto* c : {&check_command, &show_command, &emit_command, &build_command, &train_command, &schema_command,
                  &plot_command, &opt_command})
    cl::HideUnrelatedOptions(category, *c);
  cl::SetVersionPrinter([](llvm::raw_ostream& out) { out << "lathe " << LATHE_VERSION << "\n"; });
  std::string complaint;
  llvm::raw_string_ostream complaints(complaint);
  if (!cl::ParseCommandLineOptions(argc, argv,
                                   "Lathe: a neural network as a C++ spec becomes a trainer of its own\n\n"
                                   "  lathe check models/digits/digits.cpp\n"
                                   "  lathe show  models/digits/digits.cpp --format=svg > digits.svg\n"
                                   "  lathe build models/digits/digits.cpp && build/digits/digits train\n",
                                   &complaints)) {
    std::cerr << "lathe: " << in_our_words(complaints.str(), {argv, argv + argc}) << "\n";
    return 2;
  }
  const std::pair<cl::SubCommand*, int (*)()> commands[] = {
      {&check_command, do_check}, {&show_command, do_show},     {&emit_command, do_emit}, {&build_command, do_build},
      {&train_command, do_train}, {&schema_command, do_schema}, {&plot_command, do_plot}, {&opt_command, do_opt},
  };
  try {
    for (auto [command, action] : commands)
      if (*command) {
        const int status = action();
        if (!std::cout.flush())
          throw UserMistake{std::string("standard output: cannot be written: ") + std::strerror(errno)};
        return status;
      }
    std::cerr << "lathe: no command; there are check, show, emit, build, train, schema, plot and opt (lathe --help)\n";
    return 2;
  } catch (const UserMistake& e) {
    if (!e.sentence.empty())
      std::cerr << (e.sentence.find(": error: ") == std::string::npos ? "lathe: " : "") << e.sentence << "\n";
    return e.status;
  } catch (const UserError& e) {  // of the runtime
    std::cerr << "lathe: " << e.what() << "\n";
    return 1;
  } catch (const ir::InternalError& e) {
    report(e);
    return 70;
  } catch (const std::exception& e) {
    report(ir::InternalError(e.what()));
    return 70;
  }
}

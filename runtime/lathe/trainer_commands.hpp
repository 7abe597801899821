// The commands of a generated trainer: one function and one file each. trainer_main reads the command line, fills in
// the options and calls them. Each returns the exit code; what the user can mend is thrown as UserError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "lathe/model.hpp"

namespace lathe {

/// Options that several commands share; "" where a file or folder was not given.
struct CommonOptions {
  std::string data;         // a folder, see find_data_folder
  std::string spec_folder;  // see trainer_main
  std::string weights;      // a safetensors file to start from
  bool scaled = false;      // the values of the first input are scaled already
  int threads = 1;
  std::uint64_t seed = 1;
};

struct TrainOptions : CommonOptions {
  int epochs = 1;
  int early_stop = 0;                   // stop after this many epochs in a row that are not the best so far; 0: never
  std::vector<double> hyperparameters;  // one for each of ModelInfo::hyperparameters
  std::string save;                     // the best weights so far
  std::string log;
  std::string plot;
  bool quiet = false;
  bool numeric_gradient = false;
  std::size_t limit = 0;        // train on this many rows at most; 0: all
  int save_every = 0;           // write a checkpoint after so many epochs; 0: never
  std::string resume;           // a checkpoint to go on from
  std::set<std::string> given;  // the options that the user gave: "--epochs"
};

struct EvaluateOptions : CommonOptions {
  bool confusion = false;  // print the confusion matrix of many classes, too
  std::string wrong;       // a PNG file for pictures of wrong answers
};

struct PredictOptions : CommonOptions {
  std::string input;  // rows on the command line, in place of data
  std::string out;    // .npz, .npy, else CSV; "": CSV on standard output
};

struct CheckGradientsOptions : CommonOptions {
  std::size_t samples = 50;  // elements checked per parameter
};

struct SampleOptions : CommonOptions {
  std::string start;           // what the text begins with
  int lines = 4, length = 7;   // tokens up to each mark
  std::string marks = "，。";  // a line has so many parts, each of which ends with its mark
  double temperature = 1;      // 0: always the likeliest token
  bool only_check = false;     // that the options suit the model
};

int train(const ModelFamily& family, const TrainOptions& options);
int evaluate(const ModelFamily& family, const EvaluateOptions& options);
int predict(const ModelFamily& family, const PredictOptions& options);
int check_gradients(const ModelFamily& family, const CheckGradientsOptions& options);
/// DataInfo::sample for texts: writes one, token by token, with the state carried along. The model's first input is one
/// token; an output of another input's name is what that input gets next; one output has a score for each token.
int sample(const ModelFamily& family, const SampleOptions& options);
int self_test(const ModelFamily& family, const CommonOptions& options);
int info(const ModelInfo& model, const CommonOptions& options);

/// What there is to say to someone who asked for --device=cuda: "no CUDA device: <why>", or which device was found and
/// that this trainer cannot use it.
std::string cuda_refusal();

}  // namespace lathe

#!/usr/bin/env bash
# make_cuda_model.sh MODEL FOLDER: prints the header that puts a model's .cu file, its launch tables and its kernels by
# name before cuda_test.cpp.
set -euo pipefail
model=$1 folder=$2
cat <<END
#pragma once
#include "emulated_model.hpp"
#include "$model.hpp"
#include "${model}_cuda.hpp"
namespace generated = $model;
namespace kernels_of_$model {
#include "$model.cu"
}
inline lathe::test::CudaModel cuda_model() {
  lathe::test::CudaModel m;
  m.arena_bytes = $model::cuda::arena_bytes;
END
sed -n 's/^extern "C" __global__ void \([a-z_A-Z0-9]*\)(.*/  m.kernels["\1"] = lathe::test::kernel(kernels_of_'"$model"'::\1);/p' "$folder/$model.cu"
sed -n "s/^inline lathe::Launches \([a-z]*\)() {/  m.functions[\"\1\"] = $model::cuda::\1();/p" "$folder/${model}_cuda.hpp"
cat <<END
  return m;
}
END

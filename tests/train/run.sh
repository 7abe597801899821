# ./run: which command line a model's program gets. The build is played by a ninja that does nothing.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir -p tree/models/{plain,shown} tree/build/models/{plain,shown} bin elsewhere
cp "$SOURCE/run" tree/
echo bash >tree/packages.txt
touch tree/models/plain/plain.cpp tree/models/shown/shown.cpp tree/build/build.ninja
printf '%s\n' '# a comment' evaluate '--weights={model}/data/w' '--log={build}/log' >tree/models/shown/run.args
printf '#!/bin/sh\n' >bin/ninja
for model in plain shown; do printf '#!/bin/sh\necho "${0##*/}" "$@"\n' >tree/build/models/$model/$model; done
chmod +x bin/ninja tree/build/models/*/*
PATH=$work/bin:$PATH

# runs FOLDER COMMAND-LINE ARGUMENTS…: what ./run, called in a folder, runs at last.
runs() {
  local got
  got=$(cd "$1" && "$work/tree/run" "${@:3}" | tail -1)
  [[ $got == "$2" ]] || fail "./run ${*:3} in $1" "expected: $2" "runs:     $got"
}

plain=build/models/plain
usual="--save=$plain/plain.safetensors --log=$plain/plain.jsonl --plot=$plain/plain.svg"
runs tree "plain train $usual" plain
runs tree "plain train $usual --epochs 3" plain --epochs 3
runs tree "plain train $usual --epochs 3" plain train --epochs 3
runs tree "plain train $usual --log x" plain train --log x
runs tree "plain info" plain info
runs tree "plain evaluate" plain evaluate
touch tree/$plain/plain.safetensors
runs tree "plain evaluate --weights=$plain/plain.safetensors" plain evaluate
runs tree "plain predict --weights=$plain/plain.safetensors --out x" plain predict --out x
runs tree "plain evaluate --weights=$plain/plain.safetensors --weights x" plain evaluate --weights x
runs elsewhere "plain evaluate --weights=$work/tree/$plain/plain.safetensors" plain evaluate
runs tree "shown evaluate --weights=models/shown/data/w --log=build/models/shown/log" shown
runs tree "shown train" shown train

# A folder with a script of its own; the other commands of its program are as for any model.
mkdir tree/models/scripted tree/build/models/scripted
printf '#!/bin/sh\necho "$(basename "$LATHE") $MODEL $BUILD" "$@"\n' >tree/models/scripted/run.sh
chmod +x tree/models/scripted/run.sh
runs tree "lathe models/scripted build/models/scripted" scripted
runs tree "lathe models/scripted build/models/scripted --epochs=3 --quiet --lr=-1" scripted --epochs 3 --quiet --lr=-1
got=0
tree/run scripted --save x >out 2>err || got=$?
[[ $got == 2 ]] || fail "exit status $got instead of 2: run scripted --save x"
expect_line err "run: scripted leaves its weights, log and curves in "
got=0
tree/run scripted info >out 2>err || got=$?
[[ $got == 2 ]] || fail "exit status $got instead of 2: run scripted info"
expect_line err "run: scripted is shown by ./run scripted, its models are programs in "
printf '#!/bin/sh\necho "${0##*/}" "$@"\n' >tree/build/models/scripted/scripted
chmod +x tree/build/models/scripted/scripted
runs tree "scripted info" scripted info
tree/run --help >out
for model in plain shown scripted; do expect_line out "  $model"; done
expect 2 "run: no model is named \"other\", the models are: plain scripted shown" tree/run other

#!/usr/bin/env bash
# A sentence's words and a table of vectors for them; then vectors of characters learned from poems, and who are
# neighbours there. Options go to the trainer.
set -euo pipefail

"$BUILD/table" "$MODEL/data/sentence.txt"
echo
"$BUILD/word_embedding" train --save="$BUILD/word_embedding.safetensors" --log="$BUILD/word_embedding.jsonl" \
  --plot="$BUILD/word_embedding.svg" "$@"
echo
"$BUILD/neighbours" "$BUILD/word_embedding.safetensors" 春 月 山 水 酒 一

#!/usr/bin/env bash
# A sentence's words and a table of vectors for them; then vectors of characters learned from poems, and who are
# neighbours there. Options go to the trainer.
set -euo pipefail

"$BUILD/table" "$MODEL/data/sentence.txt"
echo
"$BUILD/word_embedding" train --data="$MODEL/../poetry/data" --save="$BUILD/word_embedding.safetensors" --log="$BUILD/log.jsonl" \
  --plot="$BUILD/curves.svg" "$@"
echo
"$BUILD/neighbours" "$BUILD/word_embedding.safetensors" 春 月 山 水 酒 一

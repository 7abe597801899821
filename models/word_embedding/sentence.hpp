// What is in sentence.txt. Made by: lathe schema sentence.txt --words --without=的是而由，。、
#pragma once

#include <lathe/schema.hpp>

inline constexpr lathe::Corpus sentence{.name = "sentence", .file = "sentence.txt", .tokens = R"schema(
words without 的是而由，。、
单词
含义
语言
构成
理解
自然
让
为了
单位
即
因此
它
文字
最小
机
要
计算
首先
<UNK>
)schema"};

// How an article record is kept: text apart from facts, so that a follower that
// needs no text is served without touching it.
#pragma once

#include <string>

#include "impactwire/v1/record.pb.h"

namespace impactwire::record_log {

// Takes ArticleRecord.text out of `record` and answers it; with it the text of
// every mention that says what the text says there.
std::string TakeText(v1::ArticleRecord* record);

// Puts back what TakeText took.
void PutText(std::string text, v1::ArticleRecord* record);

// Differs where the content or the extractor's version does.
std::string Fingerprint(const v1::ArticleRecord& record);

}  // namespace impactwire::record_log

#!/usr/bin/env python3
"""Make the seeds of a fuzz target from the example articles.

    make_seeds.py TARGET ARTICLES OUTPUT

Pages go to html_page_fuzzer whole. Of texts, and of pages without their tags, the
others get each paragraph, article_fuzzer also the whole, so that both short
inputs, which are tried often, and long ones are there.
"""
import hashlib
import html
import os
import re
import sys


def text_of(page):
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", "", page)
    page = re.sub(r"</?(p|h[1-6]|li|div|tr|td)\b[^>]*>", "\n\n", page)
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def paragraphs(text):
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [part for part in parts if part]


def seeds(target, name, article):
    is_page = name.endswith(".html")
    if target == "html_page_fuzzer":
        # The last byte chooses the charset; 0: the one the page names.
        return [article + b"\0"] if is_page else []
    text = article.decode("utf-8", errors="replace")
    parts = paragraphs(text_of(text) if is_page else text)
    if target == "article_fuzzer":
        parts.append("\n\n".join(parts))
    return [part.encode() for part in parts]


def main():
    target, articles, output = sys.argv[1:]
    os.makedirs(output, exist_ok=True)
    for name in sorted(os.listdir(articles)):
        with open(os.path.join(articles, name), "rb") as f:
            article = f.read()
        for seed in seeds(target, name, article):
            digest = hashlib.sha256(seed).hexdigest()[:16]
            with open(os.path.join(output, digest), "wb") as f:
                f.write(seed)


if __name__ == "__main__":
    main()

// Reads articles with one library: node peer.js wink|compromise ARTICLES.jsonl
// Sentences, tokens, names and numbers are asked for, as far as it has them. A
// line of JSON on standard output: words, seconds (start of the library left
// out), and how much was found.
'use strict';
const fs = require('fs');

function wink() {
  const model = require('wink-eng-lite-web-model');
  const nlp = require('wink-nlp')(model, ['sbd', 'pos', 'ner']);
  return (text) => {
    const doc = nlp.readDoc(text);
    return doc.sentences().out().length + doc.entities().out(nlp.its.detail).length;
  };
}

function compromise() {
  const nlp = require('compromise');
  return (text) => {
    const doc = nlp(text);
    return doc.sentences().out('array').length + doc.organizations().out('array').length +
        doc.people().out('array').length + doc.places().out('array').length +
        doc.numbers().out('array').length;
  };
}

const read = {wink, compromise}[process.argv[2]]();
const texts = fs.readFileSync(process.argv[3], 'utf8').trim().split('\n').map(
    (line) => JSON.parse(line).text);
read(texts[0]);
const started = process.hrtime.bigint();
let found = 0;
for (const text of texts) found += read(text);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
console.log(JSON.stringify({words, seconds, found}));

// Readability on the pages named on the command line, as bench_pages does it: in a DOM of jsdom or of linkedom, named first.
const fs = require('fs');
const {Readability} = require('@mozilla/readability');
const kind = process.argv[2];
const pages = process.argv.slice(3).map(name => fs.readFileSync(name, 'utf8'));
const open = kind === 'jsdom'
  ? page => { const {JSDOM} = require('jsdom'); return new JSDOM(page, {url: 'https://example.org/news/1'}).window; }
  : page => ({document: require('linkedom').parseHTML(page).document, close() {}});
let count = 0, bytes = 0, text = 0;
const used = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };
const round = () => {
  for (const page of pages) {
    const window = open(page);
    const found = new Readability(window.document).parse();
    window.close();
    count++;
    bytes += Buffer.byteLength(page);
    if (found) text += Buffer.byteLength(found.textContent);
  }
};
round();  // the compiler's warming up is not counted
count = bytes = text = 0;
const begin = used();
while (used() - begin < 8) round();
console.log(JSON.stringify({pages: count, bytes, text, seconds: used() - begin}));

// The bytes of a whole file around or between its objects, changed before it is sealed.

/** As the bytes of the whole file, which is then sealed. */
export const otherBytes: Readonly<Record<string, (text: string) => string>> = {
  'more behind the end': (text) => `${text}NO FINDINGS`,
  'a blank behind the end': (text) => `${text} `,
  'the end twice': (text) => text + text.slice(text.lastIndexOf('startxref')),
  'more before the beginning': (text) => `NO FINDINGS${text}`,
  'another file before it': (text) => `%PDF-1.7\n${text}`,
  'another version of the language': (text) => text.replace('%PDF-1.7', '%PDF-2.0'),
  'a comment between objects': (text) => text.replace(/(?<=\n)\d+ 0 obj/, '% NO FINDINGS\n$&'),
  'another generation of an object': (text) => text.replace(/(?<=\n\d+) 0 obj/, ' 1 obj'),
  'a length that ends before its stream does': (text) =>
    text.replace(/(?<=\/Length \d*)[2-9](?=\n)/, (digit) => `${Number(digit) - 1}`),
  'an object a second time': (text) =>
    `${text.slice(0, text.lastIndexOf('startxref'))}14 0 obj\n<<>>\nendobj\n${text.slice(text.lastIndexOf('startxref'))}`,
  'a cross-reference of the older form': (text) =>
    text.replace(/startxref(?=\n\d+\n%%EOF\n$)/, 'xref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref'),
};

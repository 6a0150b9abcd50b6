// What some programs read, draw or read aloud otherwise than others: each once, and what `verify` names of it.
import { link } from '../change.ts';
import type { Change } from '../change.ts';
import { catalog, content, element, instead, seal } from './places.ts';

const room = /\/ByteRange \[[^\]]*\]\n\/Contents <0+>/;

/** In no version: refused whatever version the report names. */
export const readOtherwise: readonly Change[] = [
  {
    name: 'a signature whose bytes stand in another object',
    forge: (pdf) => {
      const [bytes = ''] = room.exec(pdf.text(seal(pdf))) ?? [];
      pdf.edit(content(pdf), instead('/Params <<', `/Params <<\n/K [${bytes}]`));
      pdf.edit(seal(pdf), (text) => text.replace(room, ''));
    },
    told: /\(Sig\).*another signature than the one that seals the file/,
  },
  {
    name: 'a signature that shows others, under names that a search misses',
    forge: (pdf) => {
      const [bytes = ''] = room.exec(pdf.text(seal(pdf))) ?? [];
      pdf.edit(content(pdf), instead('/Params <<', `/Params <<\n/K [${bytes}]`));
      pdf.edit(seal(pdf), (text) => text.replace(room, '/Byte#52ange [0 1 2 3]\n/Co#6Etents <3000>'));
    },
    told: /a name in another writing: .*Byte#52ange/,
  },
  {
    name: 'a name in another writing',
    forge: (pdf) => pdf.edit(catalog(pdf), instead('/Lang', '/L#61ng')),
    told: /a name in another writing: .*L#61ng/,
  },
  {
    name: 'a link with a line around it that covers the page',
    forge: (pdf) => pdf.edit(link(pdf), instead(/\/Border \[0 0 0\]/, '/Border [0 0 900]')),
    told: /Annot Link.*the key \/Border with 0 0 900/,
  },
  {
    name: 'what is read aloud in place of a heading',
    forge: (pdf) => pdf.edit(element(pdf), instead(/>>$/, '/Alt (No findings)\n>>')),
    told: /the key \/Alt of \/H1/,
  },
];

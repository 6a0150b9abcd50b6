// What some programs read, draw or read aloud otherwise than others: each once, and what `verify` names of it.
import type { Change } from '../change.ts';
import { content, instead, seal } from './places.ts';

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
];

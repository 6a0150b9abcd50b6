// Stands in for the decoder of WOFF2 fonts, half a megabyte of tables: the fonts beside the bundle are TrueType.
export default function decompress(): never {
  throw new Error('fonts in WOFF2 cannot be read here; the fonts beside the bundle are TrueType');
}

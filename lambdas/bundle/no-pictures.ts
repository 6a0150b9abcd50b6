// Stands in for the reader of PNG that pdfkit brings: reports are drawn of text, lines and areas.
export default function PNG(): never {
  throw new Error('pictures cannot be drawn here; reports hold none');
}

// Stands in for the ciphers that pdfkit brings for files with a password: whoever has a report may read it.

export function cbc(): never {
  throw new Error('files with a password cannot be written here; reports have none');
}

export { cbc as ecb };

// Reads whatever an administrator uploads as an export, by what the file is and not by what it is called.
import { application } from '../../core/application/applications.ts';
import type { ExportReader, TakenBefore } from '../../core/ports/inputs.ts';
import type { Table } from '../../core/inputs/table.ts';
import { refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { csvTables } from './csv.ts';
import { otherKind } from './other-kinds.ts';

const zipMagic = Buffer.from('PK');
/** Compound File Binary, MS-CFB 2.2: old workbooks, and new ones inside an encryption envelope. */
const compoundMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** MS-OFFCRYPTO 2.3.4.4: the stream that an encrypted workbook is kept in. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le');
const notReadable = 'neither a CSV nor an .xlsx workbook';
const readable = 'the CSV as exported, or a workbook saved as .xlsx without a password';
const blank = /^[\s\uFEFF]*$/;

/**
 * @example
 * const tables = await exportReader().tables(bytes, 'users.csv');
 */
export function exportReader(): ExportReader {
  return { tables };
}

async function tables(bytes: Uint8Array, fileName: string, taken?: TakenBefore): Promise<Result<readonly Table[]>> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 1024 && blank.test(file.toString('utf8'))) {
    return refused({
      what: 'the file is empty',
      where: fileName,
      found: `${file.length} bytes without any text`,
      expected: `a user export of ${application.name}`,
    });
  }
  if (startsWith(file, compoundMagic)) return refusedCompound(file, fileName);
  // What a version before read as a CSV is one.
  const other = taken === 'taken before' ? null : otherKind(file);
  if (other !== null) return refused({ what: notReadable, where: fileName, found: other, expected: readable });
  if (!startsWith(file, zipMagic) || !isZip(file)) return csvTables(bytes, fileName, taken);
  // Loaded only for workbooks: the usual export is a CSV, and start-up time counts on the terminal and in Lambda.
  const { xlsxTables } = await import('./xlsx.ts');
  return xlsxTables(file, fileName, taken);
}

function startsWith(file: Buffer, magic: Buffer): boolean {
  return file.subarray(0, magic.length).equals(magic);
}

/** A local header, or the end of an archive without entries; a text may begin with `PK` too. */
function isZip(file: Buffer): boolean {
  return (file[2] === 3 && file[3] === 4) || (file[2] === 5 && file[3] === 6);
}

function refusedCompound(file: Buffer, fileName: string): Result<never> {
  const expected = readable;
  return file.includes(encryptedStream)
    ? refused({ what: 'the workbook is encrypted', where: fileName, found: 'a workbook with a password', expected })
    : refused({ what: notReadable, where: fileName, found: 'an old Excel file (.xls)', expected });
}

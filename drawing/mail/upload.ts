// The mail that answers an upload: what could be read, or what has to be mended and where it stands.
import { application } from '../../core/application/applications.ts';
import type { ReadableExport, ReadableLeavers, UploadResult } from '../../core/inputs/upload-result.ts';
import { instantText } from '../../core/values/time-text.ts';
import type { ComposedMail } from '../../core/ports/telling.ts';
import { refusalText } from '../../core/values/result.ts';
import { grouped } from '../../core/values/text.ts';
import { notice } from './short-mail.ts';
import { counted } from '../wording.ts';

/** More are of no use in a mail. */
const mostRefusals = 20;

export function uploadMail(result: UploadResult): ComposedMail {
  switch (result.kind) {
    case 'accepted-export':
      return readableExportMail(result);
    case 'accepted-leavers':
      return readableLeaversMail(result);
    case 'refused':
      return refusedMail(result);
    default:
      return result satisfies never;
  }
}

function readableLeaversMail({ name, people, sha256 }: ReadableLeavers): ComposedMail {
  return notice({
    subject: `${application.name} access review: leavers file taken in`,
    paragraphs: [
      `${name} was taken in, with ${people === 1 ? '1 person' : `${grouped(people)} people`} who left or will leave.`,
      'The runs of this period use it until another is uploaded. It outranks every directory.',
    ],
    lines: [`SHA-256 ${sha256}`],
  });
}

function readableExportMail(result: ReadableExport): ComposedMail {
  const { rows, exportedAt, countShown } = result;
  const declared = exportedAt.declared ? 'as declared' : 'not declared: the time of the upload is used';
  const left = [
    ...(rows.rejected > 0 ? [`${counted(rows.rejected, 'row')} rejected: the report lists each with its reason.`] : []),
    ...(rows.duplicates > 0 ? [`${counted(rows.duplicates, 'row')} of logins that stand in the file twice.`] : []),
    ...result.editedSigns.map((sign) => `The file was edited after it was exported: ${sign}.`),
    ...(countShown !== null && countShown !== rows.read
      ? [
          `The page of ${application.name} showed ${counted(countShown, 'user')}, and the file has ${counted(rows.read, 'row')}: that holds the run.`,
        ]
      : []),
  ];
  return notice({
    subject: `${application.name} access review: export taken in`,
    paragraphs: [
      `${result.name} was taken in, with ${counted(rows.accounts, 'account')} in ${counted(rows.read, 'row')}.`,
      `Exported at ${instantText(exportedAt.at)} (${declared}). The next run compares it with the directories.`,
    ],
    lines: [...left, `SHA-256 ${result.sha256}`],
  });
}

function refusedMail(result: UploadResult & { readonly kind: 'refused' }): ComposedMail {
  const { refusals } = result;
  const more = refusals.length + (result.moreRefusals ?? 0) - mostRefusals;
  const [what, again] =
    result.as === 'export' ? ['export', 'export the users again,'] : ['leavers file', 'ask HR for the file again,'];
  return notice({
    subject: `${application.name} access review: ${what} refused`,
    paragraphs: [
      `${result.name} was refused: no run uses it. The file is kept as it was uploaded.`,
      `Mend what is named here, or ${again} and upload the file once more.`,
    ],
    lines: [...refusals.slice(0, mostRefusals).map(refusalText), ...(more > 0 ? [`And ${more} more.`] : [])],
  });
}

// What an administrator does in People.ai, or in Salesforce, to carry a work order out.
import type { ImportOrder } from '../application.ts';
import { plural } from '../../values/text.ts';

export function removalSteps(order: ImportOrder): readonly string[] {
  return order.userManagement === 'manual' ? importSteps(order) : salesforceSteps;
}

function importSteps({ files, formulaRows, editedSigns }: ImportOrder): readonly string[] {
  return [
    'What to do, as an administrator of People.ai:',
    `  1. Open Admin Panel, User Management, Users and Teams, and import ${plural(files.length, 'file')}: ${files.map(({ name, rows }) => `${name} (${plural(rows, 'row')})`).join(', ')}.`,
    '  2. Take a new export afterwards and upload it for the review.',
    'Import the files as they are. Do not open them in a spreadsheet: it changes dates, numbers and formulas when it saves.',
    'Each row overwrites the whole user. If users were edited since the export, take a new export and run the review again first.',
    ...(editedSigns.length === 0
      ? []
      : [
          `The export is not as People.ai wrote it: ${editedSigns.join('; ')}. What a spreadsheet changed in a row, such as a date or a number, overwrites the user as well: better take a new export, use it unopened, run the review again, and issue the order by that.`,
        ]),
    ...(formulaRows.length === 0
      ? []
      : [
          `Rows of the export with cells that a spreadsheet would run as a formula: ${formulaRows.join(', ')}. They are in the files as exported.`,
        ]),
  ];
}

const salesforceSteps: readonly string[] = [
  'Users of this environment are managed from Salesforce, so People.ai takes no import.',
  'What to do, as an administrator of Salesforce:',
  '  1. Deactivate each user below, or take away the permission that brings them to People.ai.',
  '  2. Wait until People.ai has followed (about 30 minutes), then take a new export for the review.',
];

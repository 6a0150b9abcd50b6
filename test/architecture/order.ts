// The rooms of the house, from the ground up: a room imports only what stands before it in its list.

/** Rooms of one list that stand side by side know nothing of one another. */
export type Order = Readonly<Record<string, readonly (string | readonly string[])[]>>;

/** By folder; the folder '' is the root, and its rooms are the floors. */
export const order: Order = {
  '': ['core', ['steps', 'adapters', 'drawing'], 'homes', 'mcp', 'portal', ['cli', 'lambdas']],
  core: [
    'values',
    'application',
    'names',
    'config',
    'run.ts',
    'versions.ts',
    'inputs',
    'findings',
    'review',
    'report',
    'verification',
    'formats',
    'ports',
  ],
  'core/findings': [
    'finding.ts',
    'stored-finding.ts',
    'collect',
    'judge',
    'rules',
    'continuity',
    ['mixed-rows.ts', 'proposals.ts', 'totals.ts', 'views.ts'],
    'assess.ts',
    'self-test',
  ],
  'core/review': ['events', 'lines', 'decisions', 'removals', 'changes', 'signatures', 'notices'],
  steps: [
    ['bytes.ts', 'lazy.ts', 'in-turn.ts'],
    'history-text.ts',
    'runs-of-review.ts',
    'unrecorded-runs.ts',
    'witnessed-reviews.ts',
    'noted-reviews.ts',
    'kept-reviews.ts',
    'change-review.ts',
    'read',
    'intake',
    'run',
    'remove',
    'review',
    ['tell', 'verify', 'show'],
    ['answer', 'schedule'],
  ],
  adapters: [
    'heap.ts',
    ['lasting-names.ts', 'old-drafts.ts'],
    [
      'calls',
      'directories',
      'events',
      'evidence',
      'files',
      'mail',
      'objects',
      'secrets',
      'sign-in',
      'signing',
      'stores',
      'tickets',
    ],
  ],
  'adapters/directories': ['reading', 'http', ['entra', 'okta'], ['open.ts', 'aws-federation.ts']],
  drawing: [
    'pdf',
    'text',
    'layout',
    'wording.ts',
    'pages',
    'csv',
    ['archive', 'graph', 'workbook', 'mail', 'report-pdf.ts', 'not-performed-pdf.ts', 'closing-pdf.ts'],
  ],
  cli: [
    'terminal',
    ['run', 'intake', 'review', 'verify', 'serve', 'doctor.ts'],
    'answer',
    'program.ts',
    'access-review.js',
    ['main.ts', 'write-schema.ts'],
  ],
};

/** What the lists name before it is built. */
export const toCome: readonly string[] = [];

/** Beside the house: what is deployed, which points at handlers by path. Of the house it imports only these. */
export const deployed = { floor: 'cdk', mayImport: ['core/application/applications.ts', 'core/names', 'core/config'] };

/** They import everything, and no floor imports them. */
export const besideTheHouse: readonly string[] = ['test', 'bench', 'sample'];

/** More files side by side than these, and nobody sees any longer what a room is for. */
export const filesInARoom = 13;

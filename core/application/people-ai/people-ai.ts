// People.ai, which is now sold as Backstory.
import type { Application, ExportForm, ImportForm } from '../application.ts';
import { defaultWords, headers } from './columns.ts';
import { editedSigns } from './editing.ts';
import { filesOf, operationHeader } from './import-form.ts';
import { removalSteps } from './removal-steps.ts';

export const peopleAi: Application = {
  id: 'people.ai',
  name: 'People.ai',
  nameInFull: 'People.ai (Backstory)',
  kindPrefix: 'PeopleAI',
  vendorDomains: ['people.ai', 'backstory.ai'],
};

export const peopleAiExport: ExportForm = { headers, statusWords: defaultWords, operationHeader, editedSigns };

export const peopleAiImport: ImportForm = { filesOf, removalSteps };

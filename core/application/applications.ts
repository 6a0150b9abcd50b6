// The application under review: it is named here alone, and everything that is read, said or drawn takes its words from
// here.
import type { Application, ExportForm, ImportForm } from './application.ts';
import { peopleAi, peopleAiExport, peopleAiImport } from './people-ai/people-ai.ts';

export const application: Application = peopleAi;
export const exportForm: ExportForm = peopleAiExport;
export const importForm: ImportForm = peopleAiImport;

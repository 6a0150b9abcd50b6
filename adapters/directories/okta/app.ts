// The app of the application in an Okta org: whether it is on, whether assignment gates it, and which name it sends.
import * as z from 'zod/mini';
import { optionalText, presentId } from '../reading/words.ts';
import type { SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { orNotFound } from '../reading/call-failure.ts';
import type { OktaApi } from './api.ts';

const appNeeds = 'the scope okta.apps.read (or an API token of an administrator who may read applications)';

const flag = z.optional(z.nullable(z.boolean()));

const appSchema = z.object({
  id: presentId,
  label: optionalText,
  status: optionalText,
  implicitAssignment: flag,
  settings: z.optional(
    z.nullable(
      z.object({
        implicitAssignment: flag,
        signOn: z.optional(z.nullable(z.object({ subjectNameIdTemplate: optionalText }))),
      }),
    ),
  ),
});

/** Okta's own default: the NameID is the user name that each app user shows. */
const defaultTemplate = '${user.userName}';

export interface OktaApp {
  readonly header: NonNullable<SnapshotHeader['app']>;
  /** Whether the app user's name is what the application gets to see. */
  readonly nameIdIsUserName: boolean;
}

function appPath(appId: string): string {
  return `/api/v1/apps/${encodeURIComponent(appId)}`;
}

/** @returns `null`, with the reason in the journal, when the app cannot be read */
export async function readApp(okta: OktaApi, appId: string): Promise<OktaApp | null> {
  const entry = okta.begin(appPath(appId), `the app ${appId}`, appNeeds);
  const read = await okta.journal.attempt(entry, async () =>
    orNotFound(
      okta.object(entry, appPath(appId), appSchema),
      `the id of an app in this org as appId of directory "${okta.config.id}"`,
    ),
  );
  if (read.kind === 'unread') return null;
  entry.page(1);
  entry.ok = true;
  const app = read.value;
  if (typeof app.status !== 'string') {
    okta.journal.incomplete(`limited-information: the app ${appId} came without its status; this needs ${appNeeds}.`);
  }
  const template = app.settings?.signOn?.subjectNameIdTemplate ?? null;
  const nameIdIsUserName = template === null || template === defaultTemplate;
  if (!nameIdIsUserName) {
    okta.journal.note(
      `The app sends the NameID ${template} instead of ${defaultTemplate}: it is not matched by, only logins are.`,
    );
  }
  return {
    header: {
      id: appId,
      name: app.label ?? null,
      enabled: (app.status ?? 'ACTIVE') === 'ACTIVE',
      assignmentRequired: !(app.settings?.implicitAssignment ?? app.implicitAssignment ?? false),
      nameId: template ?? defaultTemplate,
    },
    nameIdIsUserName,
  };
}

// The app of the application in an Okta org: whether it is on, whether assignment gates it, and which name it sends.
import * as z from 'zod/mini';
import { application } from '../../../core/application/applications.ts';
import { optionalText, presentId } from '../reading/words.ts';
import type { SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { orNotFound } from '../reading/call-failure.ts';
import type { OktaApi } from './api.ts';
import type { OtherApp } from '../reading/other-apps.ts';

const appNeeds = 'the scope okta.apps.read (or an API token of an administrator who may read applications)';

const flag = z.optional(z.nullable(z.boolean()));

const appSchema = z.object({
  id: presentId,
  label: optionalText,
  status: optionalText,
  signOnMode: optionalText,
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

const otherSchema = z.object({ id: presentId, label: optionalText, status: optionalText, signOnMode: optionalText });

/** Okta's own default: the NameID is the user name that each app user shows. */
const defaultTemplate = '${user.userName}';

export interface OktaApp {
  readonly header: NonNullable<SnapshotHeader['app']>;
  /** Whether the app user's name is what the application gets to see. */
  readonly nameIdIsUserName: boolean;
  /** `SAML_2_0`, `OPENID_CONNECT` or another word. */
  readonly signOnMode: string | null;
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
    signOnMode: app.signOnMode ?? null,
  };
}

/**
 * The apps of the org that look like the application, without those that are named.
 *
 * @param named ids of the app that is read, and of the app that reads
 * @throws CallFailure when they cannot be read
 */
export async function readOtherApps(
  okta: OktaApi,
  app: OktaApp,
  named: readonly string[],
): Promise<readonly OtherApp[]> {
  const path = `/api/v1/apps?q=${encodeURIComponent(application.name)}&limit=200`;
  const entry = okta.begin(path, `the apps called ${application.name}`, appNeeds);
  const others: OtherApp[] = [];
  for await (const rows of okta.rows({ entry, path, row: otherSchema })) {
    for (const { id, label, status, signOnMode } of rows) {
      if (named.includes(id) || status !== 'ACTIVE' || (signOnMode ?? null) !== app.signOnMode) continue;
      others.push({ id, name: label ?? id });
    }
  }
  return others;
}

// Answers about what is on record: who is signed in, every event, every access, and the settings.
import { application } from '../../../core/application/applications.ts';
import { policyChanges, policyDigest, settingsListed } from '../../../core/config/approval.ts';
import { todayOf } from '../../../core/config/calendar.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';
import { ok } from '../../../core/values/result.ts';
import { lastSigned } from '../../../steps/review/standing/last-signed.ts';
import { storedRuns } from '../../../steps/run/stored-runs.ts';
import { byOf, eventText } from '../../../steps/show/events.ts';
import type { Handlers } from '../call.ts';
import { cursorOf, placeIn } from '../cursor.ts';
import { freshMs } from '../session.ts';
import { periodsOf } from './periods.ts';

const pageSize = 50;

export const recordHandlers: Handlers<'me' | 'trail' | 'accessRecord' | 'settings'> = {
  async me({ caller, ports }) {
    const config = await ports.config();
    const { login, name, roles, periods, until, signedInAt, endsAt, groupsOverage } = caller;
    return ok({
      login,
      name,
      roles,
      periods,
      until,
      signedInAt,
      sessionEndsAt: endsAt,
      groupsOverage,
      freshUntil: instantFromMs(msOf(signedInAt) + freshMs),
      localIssuer: ports.assurance === 'asserted',
      organisation: config.organisation,
      timeZone: config.calendar.timeZone,
      today: todayOf(ports.clock.now(), config),
      application: application.name,
      version: ports.tool.version,
    });
  },

  async trail({ params: { period }, query, ports }) {
    const events = await ports.reviews.load(period);
    const end = placeIn(query.cursor, `trail ${period}`) ?? events.length;
    const first = Math.max(0, end - pageSize);
    return ok({
      total: events.length,
      events: events
        .slice(first, end)
        .toReversed()
        .map(({ sequence, event, sha256, previous }) => ({
          sequence,
          at: event.at,
          kind: event.kind,
          by: byOf(event),
          sha256,
          previous,
          assurance: 'assurance' in event ? event.assurance : null,
          says: eventText(event),
        })),
      next: first === 0 ? null : cursorOf(first, `trail ${period}`),
    });
  },

  async accessRecord({ query: { cursor, by = null }, ports }) {
    const about = `access ${by ?? ''}`;
    const before = placeIn(cursor, about);
    const entries = await ports.access.page({ before, by, most: pageSize });
    const last = entries.at(-1);
    return ok({ entries, next: entries.length < pageSize || last === undefined ? null : cursorOf(last.number, about) });
  },

  async settings({ caller, ports }) {
    const shown = new Set(await periodsOf(ports, caller));
    const stored = storedRuns(ports);
    const run = (await stored.accepted()).findLast(({ record }) => shown.has(record.period)) ?? null;
    const config = run === null ? await ports.config() : await run.config();
    const sha256 = policyDigest(config);
    const periods = (await ports.reviews.list()).filter((one) => shown.has(one));
    const approvals = [];
    for (const period of periods) {
      const found = foldReview(await ports.reviews.load(period))?.approval ?? null;
      if (found !== null) approvals.push({ by: found.by, at: found.at, period, ofThis: found.sha256 === sha256 });
    }
    const reviews = { ...ports.reviews, list: async () => periods };
    const signed = await lastSigned({ reviews, stored }, ports.clock.now());
    return ok({
      run: run?.record.id ?? null,
      sha256,
      settings: settingsListed(config),
      approval: approvals.findLast(({ ofThis }) => ofThis) ?? approvals.at(-1) ?? null,
      changes: signed === null ? null : policyChanges(await signed.run.config(), config),
      version: ports.tool.version,
    });
  },
};

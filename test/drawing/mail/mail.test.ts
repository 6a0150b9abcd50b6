import { describe, expect, test } from 'vitest';
import { reportMail } from '../../../drawing/mail/report.ts';
import { repeatedMail } from '../../../drawing/mail/intake.ts';
import { reviewMail } from '../../../drawing/mail/review.ts';
import { notPerformedMail } from '../../../drawing/mail/not-performed.ts';
import { watchMail } from '../../../drawing/mail/watch.ts';
import { conclusionOf } from '../../../core/report/told/conclusion.ts';
import { aFinding, aPopulationRow, aReport } from '../../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../../support/reports/signed-report.ts';
import { at, onDay } from '../../support/time.ts';

const options = { location: 'runs/20261005T080000Z-1a2b3c4d/report.pdf', attached: true };

const receivedAt = at('2026-10-05T08:00:00Z');

const opening = { kind: 'opening', lines: 3, dueDay: onDay('2027-01-15') } as const;
const notices = [{ review: '2026-Q4', to: 'ann@acme.com', key: 'opening', notice: opening, report: null }];

describe('the mail', () => {
  test.each([
    ['the report', reportMail(aReport(), options), 'People.ai access review 2026-Q4, Acme Corp'],
    ['a review', reviewMail({ organisation: 'Acme Corp', notices }), 'People.ai access review, Acme Corp'],
  ])('about %s has the same title in the text, in the page and over it', (_what, { text, html }, title) => {
    expect(text.split('\n')[0]).toBe(title);
    expect(html).toContain(`<title>${title}</title>`);
    expect(html).toMatch(new RegExp(`<h1 [^>]*>${title}</h1>`));
  });

  test('about a file that came again has its subject as its title', () => {
    const { subject, html } = repeatedMail({ receivedAt, from: 'hr@acme.com', files: ['leavers.csv'] });
    expect(html).toContain(`<title>${subject}</title>`);
  });

  test('says the conclusion and counts in its subject', () => {
    const report = aReport({ findings: [aFinding(), aFinding({ code: 'LEAVER_ACCOUNT' })] });
    expect(reportMail(report, options).subject).toBe(
      'People.ai access review 2026-Q4: IN PROGRESS (draft), 1 critical and 1 high finding open',
    );
  });

  test('names nobody, in the subject or in the bodies', () => {
    const population = [aPopulationRow({ login: 'secret.person@acme.com', name: 'Secret Person' })];
    const findings = [aFinding({ login: 'secret.person@acme.com', reason: 'Secret Person left.' })];
    const { subject, text, html } = reportMail(aReport({ population, findings }), options);
    expect(subject).toContain('0 critical and 1 high finding open');
    for (const body of [subject, text, html]) expect(body.toLowerCase()).not.toContain('secret');
  });

  test.each([
    ['the report', reportMail(aReport(), options).html],
    ['a file that came again', repeatedMail({ receivedAt, from: 'hr@acme.com', files: ['leavers.csv'] }).html],
  ])('about %s has a light ground under its dark words, and breaks what is wider than a telephone', (_what, html) => {
    expect(html).toContain('<meta name="color-scheme" content="light">');
    expect(html).toMatch(/<body style="[^"]*background-color:#ffffff/);
    const words = html.match(/style="[^"]*font-size:14px[^"]*"/g) ?? [];
    expect(words.length).toBeGreaterThan(0);
    for (const style of words) expect(style).toContain('overflow-wrap:anywhere');
  });

  test('says what held the run, and that it has to be run again', () => {
    const report = aReport({ status: 'held', reasons: ['The export has 40 % fewer rows than the last one.'] });
    const { subject, text, html } = reportMail(report, options);
    expect(subject).toContain('HELD');
    for (const body of [text, html]) {
      expect(body).toContain('The export has 40 % fewer rows than the last one.');
      expect(body).toContain('Set right what the first page names, then run it again. When: before step 3.');
      expect(body).not.toContain('sign as reviewer');
    }
  });

  test('says the words of the first page, and never a name', () => {
    for (const report of [aReport(), aSignedReport(), aCleanReport()]) {
      const { word, meaning, reasons } = conclusionOf(report);
      const { text, html } = reportMail(report, options);
      for (const said of [word, meaning, ...reasons]) expect(text).toContain(said);
      expect(html).toContain(word);
      expect(text).not.toMatch(/@acme\.com|Lovelace/);
    }
  });

  test('shows each count and where the report is, in both bodies', () => {
    const { text, html } = reportMail(aReport({ findings: [aFinding()] }), options);
    expect(text).toMatch(/^Open findings, high +1$/m);
    expect(html).toContain('>Open findings, high</td>');
    for (const body of [text, html]) {
      expect(body).toContain('The report is attached.');
      expect(body).toContain(options.location);
    }
  });

  test('leads who signs in to the report where it is kept, beside the attachment or in its place', () => {
    const location = 'https://sign-in.acme.com/?RelayState=https%3A%2F%2Feu-central-1.console.aws.amazon.com%2Fs3';
    const beside = reportMail(aReport(), { location, attached: true });
    const instead = reportMail(aReport(), { location, attached: false });
    for (const { text, html } of [beside, instead]) {
      expect(text).toMatch(/signs? in as auditor .+:$/im);
      expect(text).toContain(`\n${location}\n`);
      expect(html).toMatch(/<a href="https:\/\/sign-in[^"]+" [^>]+>Report 2026-Q4 and its evidence<\/a>/);
    }
    for (const body of [beside.text, beside.html]) expect(body).toContain('The report is attached.');
    for (const body of [instead.text, instead.html]) {
      expect(body).toContain('The report is too large for a mail.');
      expect(body).not.toContain('attached');
    }
  });

  test('asks nobody to sign in for a path', () => {
    for (const attached of [true, false])
      expect(reportMail(aReport(), { ...options, attached }).text).not.toMatch(/signs? in/i);
  });

  test('links to an address of the web, and to nothing else', () => {
    const address = { location: 'https://review.acme.com/?run=1&file="x"', attached: false };
    expect(reportMail(aReport(), address).html).toContain(
      '<a href="https://review.acme.com/?run=1&amp;file=&quot;x&quot;"',
    );
    expect(reportMail(aReport(), { location: 'javascript:alert(1)', attached: false }).html).not.toContain('href');
  });

  test('shows markup as text', () => {
    const markup = `<img src=x onerror="alert('1')"> R&D`;
    const { html, text } = reportMail(aReport({ organisation: markup, reasons: [markup] }), options);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; R&amp;D');
    expect(text).toContain(markup);
  });
});

describe('the mail of a run that found no export', () => {
  const missed = {
    organisation: 'Acme Corp',
    period: aReport().period,
    occasion: { kind: 'run', asOf: at('2026-10-05T08:00:00Z') },
    at: at('2026-10-05T08:00:00Z'),
    controlOwner: null,
    paper: 'A4',
    day: onDay('2026-10-05'),
    reason: 'No export was uploaded for 2026-Q4.',
    attempts: [],
    tool: aReport().tool,
  } as const;

  test('leads who signs in to the report that says so', () => {
    const location = 'https://eu-central-1.console.aws.amazon.com/s3/object/evidence?region=eu-central-1&prefix=a';
    const { text, html } = notPerformedMail(missed, { location });
    expect(text).toContain(`Whoever signs in as auditor finds it here:\n${location}\n`);
    expect(html).toContain(`<a href="${location.replace('&', '&amp;')}"`);
  });

  test('says until when it can be made up for, and after the due day that it is late', () => {
    const location = 'report.pdf';
    expect(notPerformedMail(missed, { location }).text).toContain('It is due on 15 January 2027.');
    expect(notPerformedMail({ ...missed, day: onDay('2027-01-16') }, { location }).text).toContain(
      'It was due on 15 January 2027.',
    );
  });

  test('says the path of the report on a laptop', () => {
    const { text, html } = notPerformedMail(missed, { location: '.access-review/report.pdf' });
    expect(text).toContain('It is also kept here:\n.access-review/report.pdf\n');
    expect(html).not.toContain('href');
  });
});

describe('the mail of a watch run', () => {
  test('leads to the new findings whoever may read them, and not auditors, who may not', () => {
    const instant = at('2026-10-05T08:00:00Z');
    const news = { organisation: 'Acme Corp', asOf: instant, exportedAt: instant, fresh: [], open: 0, incomplete: [] };
    const { text, html } = watchMail({ ...news, location: 'https://eu-central-1.console.aws.amazon.com/s3' });
    expect(text).toMatch(/\nhttps:\/\/eu-central-1\.console\.aws\.amazon\.com\/s3\n/);
    expect(html).toContain('<a href="https://eu-central-1.console.aws.amazon.com/s3"');
    expect(text).not.toContain('auditor');
  });
});

// The mail that carries a report: what its status is, what was found, what to do next, and where the report is.
import { dayText, instantText } from '../../core/values/time-text.ts';
import type { ComposedMail } from '../../core/ports/telling.ts';
import { asksOf } from '../../core/report/told/asks.ts';
import { conclusionOf } from '../../core/report/told/conclusion.ts';
import { openCounts, removalCounts, timelinessOf } from '../../core/report/told/progress.ts';
import type { Outcome } from '../../core/report/told/conclusion.ts';
import { exportAgeText } from '../../core/report/told/timeline.ts';
import { toSuspendOf } from '../../core/report/told/to-suspend.ts';
import { isDraft } from '../../core/report/report.ts';
import type { Report } from '../../core/report/report.ts';
import type { Severity } from '../../core/names/codes.ts';
import { grouped, onOneLine } from '../../core/values/text.ts';
import { escaped } from './escaped.ts';
import { columnHtml, inlineStyles } from './frame.ts';
import { counted } from '../wording.ts';
import { placeHtml, placeText } from './place.ts';
import type { Place } from './place.ts';

export interface MailOptions {
  /** Where the report is found: its path, or the address of a page that asks to sign in. */
  readonly location: string;
  /** Whether the report travels with the mail; otherwise the mail only says where it is. */
  readonly attached: boolean;
  /** `false` of a run that drew no report: its findings lie at the location. */
  readonly drawn?: boolean;
}

/**
 * Subject and bodies of the mail. They hold counts, never a name or a login: mail is forwarded and shown on locked screens.
 *
 * @example reportMail(report, { location: 'runs/1/report.pdf', attached: true }).subject
 * // 'People.ai access review 2026-Q4: COMPLETE (draft), 2 critical and 5 high findings open'
 */
export function reportMail(report: Report, options: MailOptions): ComposedMail {
  const content = contentOf(report, options);
  return { subject: subjectOf(report), text: textOf(content), html: htmlOf(content) };
}

interface Content {
  readonly title: string;
  readonly status: string;
  readonly band: string;
  readonly meaning: string;
  readonly reasons: readonly string[];
  readonly counts: readonly (readonly [label: string, value: string])[];
  readonly next: readonly string[];
  readonly place: Place;
  readonly foot: string;
}

/** The colours of the pages. */
const bands: Readonly<Record<Outcome, string>> = {
  effective: '#125c45',
  exceptions: '#995205',
  'in-progress': '#174066',
  held: '#800f1f',
  incomplete: '#800f1f',
  'not-performed': '#800f1f',
};

function subjectOf(report: Report): string {
  const [critical, high] = [openOf(report, 'critical'), openOf(report, 'high')];
  const draft = isDraft(report) ? ' (draft)' : '';
  const findings = `${grouped(critical)} critical and ${counted(high, 'high finding')} open`;
  return `${report.application} access review ${report.period.id}: ${conclusionOf(report).word}${draft}, ${findings}`;
}

function openOf(report: Report, severity: Severity): number {
  return openCounts(report).find((entry) => entry.severity === severity)?.open ?? 0;
}

function contentOf(report: Report, options: MailOptions): Content {
  const { outcome, word, note, meaning, reasons } = conclusionOf(report);
  return {
    title: `${report.application} access review ${report.period.id}, ${report.organisation}`,
    status: `${word}, ${note}`,
    band: bands[outcome],
    meaning,
    reasons,
    counts: [
      ['Accounts', grouped(report.totals.accounts)],
      ...openCounts(report).map(({ severity, open }) => [`Open findings, ${severity}`, grouped(open)] as const),
      ...suspensionCounts(report),
      ['Export taken', `${instantText(report.export.exportedAt)} (${exportAgeText(report)})`],
      ['Due', `${dayText(report.period.dueDay)} (${timelinessOf(report).text})`],
    ],
    next: nextSteps(report),
    place: placeOf(options, report.period.id),
    foot: `Run ${report.run.id}, as of ${instantText(report.run.asOf)}.`,
  };
}

/** Before all stages signed: how many accounts are to be suspended. Afterwards: how many were revoked. */
function suspensionCounts(report: Report): Content['counts'] {
  if (!isDraft(report)) {
    const { revoked, done } = removalCounts(report);
    return [['Revoked, and shown as gone', `${grouped(revoked)}, ${grouped(done)}`]];
  }
  const { now, proposed } = toSuspendOf(report);
  return [
    ...(now.length === 0 ? [] : [['To suspend now', grouped(now.length)] as const]),
    [`${now.length === 0 ? 'Proposed' : 'Others proposed'} for suspension`, grouped(proposed.length)],
  ];
}

function placeOf({ location, attached, drawn = true }: MailOptions, period: string): Place {
  if (!drawn)
    return {
      location,
      page: 'The run drew no report. Sign in as auditor to open its findings:',
      path: 'The run drew no report. Its findings are kept here:',
      link: `Findings of ${period}`,
    };
  return {
    location,
    page: attached
      ? 'The report is attached. Whoever signs in as auditor finds it here, with its evidence:'
      : 'The report is too large for a mail. Sign in as auditor to open it:',
    path: attached ? 'The report is attached. It is also kept here:' : 'The report is kept here:',
    link: `Report ${period} and its evidence`,
  };
}

function nextSteps(report: Report): readonly string[] {
  return asksOf(report).map(({ who, what, when }) => `${who}: ${what} When: ${when}.`);
}

function textOf(content: Content): string {
  const widest = Math.max(...content.counts.map(([label]) => label.length));
  return [
    onOneLine(content.title),
    content.status,
    onOneLine(content.meaning),
    ...content.reasons.map((reason) => `- ${onOneLine(reason)}`),
    '',
    ...content.counts.map(([label, value]) => `${label.padEnd(widest)}  ${value}`),
    '',
    'What to do next',
    ...content.next.map((step, index) => `${index + 1}. ${onOneLine(step)}`),
    '',
    placeText(content.place),
    '',
    content.foot,
    '',
  ].join('\n');
}

function htmlOf(content: Content): string {
  const { band, cell, foot, heading, paragraph } = inlineStyles;
  const counts = content.counts.map(
    ([label, value]) =>
      `<tr><td style="${cell}">${escaped(label)}</td><td align="right" style="${cell};font-weight:bold">${escaped(value)}</td></tr>`,
  );
  return columnHtml(content.title, [
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">',
    `<tr><td bgcolor="${content.band}" style="background-color:${content.band};padding:12px 16px;${band}">${escaped(content.status)}</td></tr></table>`,
    `<p style="${paragraph};padding-top:12px">${escaped(content.meaning)}</p>`,
    ...content.reasons.map((reason) => `<p style="${paragraph};font-weight:bold">${escaped(reason)}</p>`),
    `<table width="100%" cellpadding="0" cellspacing="0" border="0">${counts.join('')}</table>`,
    `<h2 style="${heading}">What to do next</h2>`,
    ...content.next.map((step, index) => `<p style="${paragraph}">${index + 1}. ${escaped(step)}</p>`),
    `<p style="${paragraph};padding-top:12px">${placeHtml(content.place)}</p>`,
    `<p style="${foot}">${escaped(content.foot)}</p>`,
  ]);
}

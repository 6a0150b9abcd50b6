// The command `tick`: once a day, from a scheduler, moves all reviews on and sends what people are to be told.
import { plural } from '../../core/values/text.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { dayText } from '../../core/values/time-text.ts';
import { notPerformedPdf } from '../../drawing/not-performed-pdf.ts';
import { reviewMail } from '../../drawing/mail/review.ts';
import { tick } from '../../steps/schedule/tick.ts';
import type { Ticked } from '../../steps/schedule/tick.ts';
import { systemClock } from '../../homes/laptop.ts';
import { instantArgument, tellZones } from '../terminal/arguments.ts';
import { reviewing } from './reviewing.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

export interface TickOptions {
  readonly asOf?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

export async function tickCommand(options: TickOptions, terminal: Terminal): Promise<ExitCode> {
  tellZones(terminal, { '--as-of': options.asOf });
  const asOf = options.asOf === undefined ? null : instantArgument('--as-of', options.asOf);
  if (asOf?.kind === 'refused') return refuse(terminal, asOf.refusals);
  return reviewing({ home: options.home, terminal }, async (home) => {
    const mailer = await home.mailer();
    if (mailer.kind === 'refused') return refuse(terminal, mailer.refusals);
    const done = await tick({
      ...home,
      clock: asOf === null ? home.clock : { now: () => asOf.value },
      mailer: mailer.value,
      sealer: await home.sealer(),
      compose: reviewMail,
      drawNotPerformed: (report) => notPerformedPdf(asOf === null ? report : { ...report, atSetByOperator: true }),
    });
    if (options.json) terminal.out(JSON.stringify({ schema: 1, ticked: done }, null, 2));
    else for (const line of tickedLines(done, { objects: home.objects, asOf: asOf?.value ?? null })) terminal.out(line);
    const unsent = done?.unsent ?? [];
    for (const { to, why } of unsent) terminal.err(`Not sent to ${to}: ${why}\n`);
    if (unsent.length > 0)
      terminal.err('Mend that, and give the command again: who was not told is told then, and nobody else again.\n');
    if (done !== null && done.withheld.length > 0) return refuse(terminal, done.withheld);
    return unsent.length === 0 ? exitCodes.done : exitCodes.unexpected;
  });
}

/** What `tick` did, for whoever sits before the terminal; `null` where no run was made yet. */
function tickedLines(done: Ticked | null, { objects, asOf }: Told): readonly string[] {
  if (done === null) return ['No run yet, so nothing is due.'];
  const { day, notPerformed, mails, issued } = done;
  const lines = [
    `${dayText(day)}: ${plural(mails.length, 'mail')} sent.`,
    ...issued.map((key) => `Issued, as promised: ${objects.location(key)}`),
    ...notPerformed.map((period) => `${period}: control not performed; a signed report says so.`),
  ];
  const now = systemClock.now();
  if (notPerformed.length > 0 && asOf !== null && isBefore(now, asOf))
    lines.push(`--as-of ${asOf} has not come: it is ${now} now, and what is signed cannot be taken back.`);
  return lines;
}

interface Told {
  readonly objects: Pick<Objects, 'location'>;
  /** The moment that `--as-of` names; `null` without it. */
  readonly asOf: Instant | null;
}

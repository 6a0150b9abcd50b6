// What another product is told of a work order: who asks, how many accounts, until when, where; no names unless configured.
import { sha256Of } from '../../values/digest.ts';
import { application } from '../../application/applications.ts';
import type { HandOverConfig } from '../../config/hand-over.ts';
import type { Day } from '../../values/instant.ts';
import { dayText } from '../../values/time-text.ts';
import { onOneLine, plural, shortened, visibleLine } from '../../values/text.ts';
import type { IssuedWorkOrder } from '../events/state.ts';

export interface OrderNotice {
  /** The same for the same order at the same place: whoever gets it twice can tell. */
  readonly key: string;
  readonly title: string;
  /** Sentences, one a line. */
  readonly lines: readonly string[];
  readonly period: string;
  readonly order: number;
  readonly accounts: number;
  readonly dueDay: Day;
  /** All of them; empty unless the destination is to know them. */
  readonly logins: readonly string[];
  readonly link: string | null;
}

/** Products refuse what is too long: a description of ServiceNow takes 4,000 characters, a card of Teams 28 KB. */
const mostNamed = 30;
const longestSaid = 100;

function said(text: string): string {
  return shortened(visibleLine(onOneLine(text)), longestSaid);
}

export interface OrderToTell {
  readonly organisation: string;
  readonly period: string;
  readonly issued: Pick<IssuedWorkOrder, 'number' | 'by' | 'logins'>;
  readonly dueDay: Day;
}

export function orderNotice({ organisation, period, issued, dueDay }: OrderToTell, to: HandOverConfig): OrderNotice {
  const { number, by, logins } = issued;
  const digest = sha256Of([organisation, period, number, to.id].join('\0'));
  const told = to.logins ? logins : [];
  return {
    key: `access-review-${digest.slice(0, 24)}`,
    title: `Suspend ${plural(logins.length, 'account')} in ${application.name}: work order ${number} of ${period}`,
    lines: [
      `${said(organisation)}: ${plural(logins.length, 'account')} of ${application.name} ${logins.length === 1 ? 'is' : 'are'} to be suspended by ${dayText(dueDay)}.`,
      `Issued by ${said(by ?? 'nobody named')} in the access review ${period}. The files to import are with the order.`,
      'Only a later export proves that the access is gone; closing this proves nothing.',
      ...told.slice(0, mostNamed).map((login) => `Account: ${said(login)}`),
      ...(told.length > mostNamed ? [`And ${told.length - mostNamed} more, who stand in the files of the order.`] : []),
    ],
    period,
    order: number,
    accounts: logins.length,
    dueDay,
    logins: told,
    link: to.link ?? null,
  };
}

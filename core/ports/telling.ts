// What goes out: mail, tickets, events.
import type { OcsfEvent } from '../formats/ocsf/compliance-finding.ts';
import type { OrderNotice } from '../review/removals/order-notice.ts';

/** Where events about findings go, at least once: whoever takes them knows a repetition by its uid. */
export interface FindingEvents {
  /** @throws when not all were taken */
  put(events: readonly OcsfEvent[]): Promise<void>;
}

export interface Mail {
  /** Stable: sending the same mail twice is recognisable by it. */
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly body: Uint8Array }[];
}

/** What a mail says, before it is known who gets it. */
export type ComposedMail = Pick<Mail, 'subject' | 'text' | 'html'>;

export interface Mailer {
  /**
   * @param reached told of some recipients as soon as they have it, where they do not all get it at once
   * @returns where the mail went, for people: an address or a path.
   */
  send(mail: Mail, reached?: (some: ReachedRecipients) => Promise<void>): Promise<string>;
}

export interface ReachedRecipients {
  readonly to: readonly string[];
  readonly where: string;
}

/** One place to which work orders are handed over. */
export interface TicketDesk {
  /** Whether it tells by the key that a notice came before: then one whose sending was cut short is sent again. */
  readonly knowsRepeats: boolean;
  /**
   * @param again whether an earlier sending was cut short, so that it may be there already
   * @throws DeskRefused when it certainly did not take the notice; any other error leaves open whether it did
   */
  send(notice: OrderNotice, again: boolean): Promise<Ticket>;
  /** How its ticket stands, in its own words: never a proof. `null` where it has none. */
  status(ticket: Ticket): Promise<string | null>;
}

export interface Ticket {
  /** As the other side calls it, or the path in the outbox; `null` where it gives no name. */
  readonly reference: string | null;
  readonly where: string;
}

export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
}

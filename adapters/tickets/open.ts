// Opens the desk of a destination with its secrets; without them, the outbox.
import type { HandOverConfig } from '../../core/config/hand-over.ts';
import type { TicketDesk } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { slackDesk, teamsDesk } from './chat.ts';
import { jiraDesk } from './jira.ts';
import type { JiraOptions } from './jira.ts';
import { outboxDesk } from './outbox.ts';
import { serviceNowDesk } from './servicenow.ts';
import { webhookDesk } from './webhook.ts';

export interface DeskSurroundings {
  /** `null` when they are not all set. */
  readonly secrets: Readonly<Record<string, string>> | null;
  readonly outbox: string;
  readonly clock: Clock;
  readonly sleep?: JiraOptions['sleep'];
}

export function openDesk(to: HandOverConfig, { secrets, outbox, clock, sleep }: DeskSurroundings): TicketDesk {
  if (secrets === null) return outboxDesk(outbox);
  const secret = (name: string): string => secrets[name] ?? '';
  switch (to.kind) {
    case 'jira': {
      const { url, project, issueType } = to;
      return jiraDesk({ url, project, issueType, email: secret('EMAIL'), apiToken: secret('API_TOKEN'), sleep });
    }
    case 'servicenow':
      return serviceNowDesk({ url: to.url, table: to.table, user: secret('USER'), password: secret('PASSWORD') });
    case 'webhook':
      return webhookDesk({ url: to.url, secret: secret('SECRET'), clock });
    case 'slack':
      return slackDesk(secret('URL'));
    case 'teams':
      return teamsDesk(secret('URL'));
    default:
      return to satisfies never;
  }
}

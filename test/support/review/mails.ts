// Mails as tests send them, of which a test names only what it is about.
import type { Mail } from '../../../core/ports/telling.ts';

export function aMail(mail: Partial<Mail> = {}): Mail {
  return {
    id: 'run-20261005T080000Z-1a2b3c4d',
    from: 'access-review@acme.com',
    to: ['grc@acme.com'],
    subject: 'Access review 2026-Q4',
    text: 'Nothing to decide.',
    html: '<p>Nothing to decide.</p>',
    attachments: [],
    ...mail,
  };
}

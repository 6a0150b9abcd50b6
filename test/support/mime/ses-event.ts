// What SES hands over of a message that it took in, as it documents it: "Contents of notifications for Amazon SES email receiving".

export interface SesSays {
  readonly messageId?: string;
  readonly receivedAt?: string;
  /** `null` where SES leaves the verdict out. */
  readonly dmarcVerdict?: string | null;
  readonly spamVerdict?: string;
  readonly virusVerdict?: string;
  /** As SES read them; by default those of the message. */
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly recipient?: string;
}

export function sesEvent(raw: Buffer, says: SesSays): object {
  const { messageId = 'o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1', receivedAt = '2026-10-05T08:01:00.000Z' } = says;
  const { dmarcVerdict = 'PASS', spamVerdict = 'PASS', virusVerdict = 'PASS' } = says;
  const { headers = headersOf(raw), recipient = 'access-review@intake.acme.com' } = says;
  const from = headers.filter(({ name }) => name.toLowerCase() === 'from').map(({ value }) => value);
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: {
            timestamp: receivedAt,
            source: 'jane@acme.com',
            messageId,
            destination: [recipient],
            headersTruncated: true,
            headers: headers.slice(0, 2),
            commonHeaders: { from, subject: 'Users of People.ai' },
          },
          receipt: {
            timestamp: receivedAt,
            processingTimeMillis: 574,
            recipients: [recipient],
            spamVerdict: { status: spamVerdict },
            virusVerdict: { status: virusVerdict },
            spfVerdict: { status: 'PASS' },
            dkimVerdict: { status: 'PASS' },
            ...(dmarcVerdict === null ? {} : { dmarcVerdict: { status: dmarcVerdict } }),
            action: {
              type: 'Lambda',
              functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:x',
              invocationType: 'Event',
            },
          },
        },
      },
    ],
  };
}

function headersOf(raw: Buffer): readonly { readonly name: string; readonly value: string }[] {
  const [head = ''] = raw.toString('utf8').split(/\r?\n\r?\n/);
  return head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .map((line) => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1).trim() }));
}

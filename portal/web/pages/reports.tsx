// Every period's reports and evidence: downloaded with their digests checked, and verified on the server.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Fragment, useState } from 'react';
import type { ReactNode } from 'react';
import type { AnswerOf, Outcome } from '../api/client.ts';
import { addressOf, write } from '../api/client.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { FileTaken } from '../shown/files.tsx';
import { PageFrame } from '../shown/page.tsx';
import { ProblemTold, RefusalList, Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { counted } from '../shown/words.ts';

type Report = AnswerOf<'reports'>['periods'][number]['reports'][number];

const kinds: Readonly<Record<Report['kind'], string>> = {
  run: 'Report of the run',
  review: 'Report of the review',
  closing: 'Closing report',
  'not-performed': 'Control not performed',
};

export default function ReportsPage(): ReactNode {
  const { state } = useReading('reports', {}, 30);
  return (
    <PageFrame
      title="Reports"
      says="Each file is checked in your browser against the digest on record before it is saved. Every download is recorded."
    >
      <Shown state={state}>
        {({ fingerprint, periods }) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Fingerprint of the signing certificate</Header>}>
              {fingerprint === null ? (
                periods.some(({ reports }) => reports.some(({ report }) => report !== null)) ? (
                  'Reports are sealed elsewhere: the operator tells you the fingerprint of the certificate.'
                ) : (
                  'Nothing was sealed yet.'
                )
              ) : (
                <SpaceBetween size="xs">
                  <Fingerprint text={fingerprint} />
                  <Box color="text-body-secondary">
                    SHA-256, as viewers of PDF show it. Hold it against what you were told by another way.
                  </Box>
                </SpaceBetween>
              )}
            </Container>
            {periods.length === 0 ? <Box>There is no report yet: the first run writes one.</Box> : null}
            {periods.map(({ period, reports }) => (
              <Container
                key={period}
                header={
                  <Header variant="h2" actions={<AllEvidence period={period} />}>
                    {period}
                  </Header>
                }
              >
                <SpaceBetween size="l">
                  {reports.map((report) => (
                    <ReportShown key={`${report.kind} ${report.run} ${report.issuedAt}`} report={report} />
                  ))}
                </SpaceBetween>
              </Container>
            ))}
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

/** Broken between bytes only, because people compare it by eye. */
function Fingerprint({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="mono">
      {text.split(/(?<=:)/).map((byte, index) => (
        <Fragment key={index}>
          {byte}
          <wbr />
        </Fragment>
      ))}
    </div>
  );
}

/** A link and no request, so that the browser saves the archive as it comes, whatever its size. */
function AllEvidence({ period }: { readonly period: string }): ReactNode {
  return (
    <Button
      iconName="download"
      href={addressOf('evidenceZip', { params: { period } })}
      download={`evidence-${period}.zip`}
      ariaLabel={`Download all evidence of ${period} as a zip archive`}
    >
      All evidence (zip)
    </Button>
  );
}

function ReportShown({ report }: { readonly report: Report }): ReactNode {
  const { timeZone } = usePerson();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<AnswerOf<'verify'>> | null>(null);
  const { report: file } = report;
  const verify = async (key: string) => {
    setBusy(true);
    setOutcome(await write('verify', { body: { key } }));
    setBusy(false);
  };
  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        description={`Issued ${when(report.issuedAt, timeZone)}${report.final ? '' : ', not final: a stage has not signed'}`}
        actions={
          file === null ? null : (
            <Button loading={busy} onClick={() => void verify(file.key)} ariaLabel={`Verify ${file.name}`}>
              Verify
            </Button>
          )
        }
      >
        {kinds[report.kind]}
      </Header>
      {file === null ? (
        <Box>There is no PDF of it: none was asked for, or it is still being drawn.</Box>
      ) : (
        <FileTaken file={file} />
      )}
      <div aria-live="polite">{outcome === null ? null : <Verified outcome={outcome} />}</div>
      {report.evidence.length === 0 ? null : (
        <ExpandableSection headerText={`Evidence (${counted(report.evidence.length, 'file')})`}>
          <SpaceBetween size="s">
            {report.evidence.map((one) => (
              <FileTaken key={one.key} file={one} />
            ))}
          </SpaceBetween>
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

const standings = { error: 'Error', warning: 'Warning', success: 'Success' } as const;

function Verified({ outcome }: { readonly outcome: Outcome<AnswerOf<'verify'>> }): ReactNode {
  if (outcome.kind === 'refused') return <ProblemTold problem={outcome.problem} />;
  if (outcome.kind !== 'answered') return <Box>The server did not answer.</Box>;
  const { holds, held, notes, refusals } = outcome.answer;
  const typeHeld = notes.length > 0 ? 'warning' : 'success';
  const type = holds ? typeHeld : 'error';
  return (
    <Alert
      type={type}
      statusIconAriaLabel={standings[type]}
      header={holds ? 'The report holds' : 'The report does not hold'}
    >
      <RefusalList refusals={refusals} />
      <ul>
        {[...held, ...notes].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Alert>
  );
}

// Exports and leavers files are taken in here, judged row by row, counted by two people, and compared.
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/routes/values.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { send } from '../api/sending.ts';
import { PageFrame } from '../shown/page.tsx';
import { ProblemTold, Shown } from '../shown/told.tsx';
import { Runs } from '../uploads/runs.tsx';
import { UploadShown } from '../uploads/upload-shown.tsx';

const cut: Problem = {
  type: 'about:blank',
  title: 'The upload was cut',
  status: 0,
  detail: 'The server did not answer. Nothing is taken in of a file that arrives in part; send it again.',
};

export default function UploadPage(): ReactNode {
  const person = usePerson();
  const { state, again } = useReading('uploads', {}, 10);
  return (
    <PageFrame
      title="Upload"
      says={`The user list of ${person.application}, and HR’s leavers file. Every row is judged at once.`}
    >
      {mayCall(person, 'uploadExport') ? <Drop again={again} /> : null}
      <Shown state={state}>
        {({ uploads }) => (
          <SpaceBetween size="l">
            <Runs uploads={uploads} />
            {uploads.length === 0 ? (
              <Container header={<Header variant="h2">No file yet</Header>}>
                In {person.application}, open the list of users and export it as CSV. Then drop the file above.
              </Container>
            ) : null}
            {uploads.map((upload) => (
              <UploadShown key={upload.id} upload={upload} again={again} />
            ))}
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

function Drop({ again }: { readonly again: () => Promise<void> }): ReactNode {
  const { application } = usePerson();
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<'export' | 'leavers'>('export');
  const [countShown, setCountShown] = useState('');
  const [percent, setPercent] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined || percent !== null) return;
    setProblem(null);
    setPercent(0);
    const outcome = await send({ file, kind, countShown: countShown.trim(), progress: setPercent });
    setPercent(null);
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else if (outcome.kind !== 'answered') setProblem(cut);
    await again();
  };
  return (
    <Container header={<Header variant="h2">Hand a file in</Header>}>
      <SpaceBetween size="m">
        <SegmentedControl
          label="Kind of file"
          selectedId={kind}
          options={[
            { id: 'export', text: 'Export' },
            { id: 'leavers', text: 'Leavers file' },
          ]}
          onChange={({ detail }) => setKind(detail.selectedId === 'leavers' ? 'leavers' : 'export')}
        />
        {kind === 'export' ? (
          <FormField
            label={`Number of users that the page of ${application} shows`}
            description="You type it now, and a second person confirms it."
          >
            <Input inputMode="numeric" value={countShown} onChange={({ detail }) => setCountShown(detail.value)} />
          </FormField>
        ) : null}
        <div
          className="drop"
          onDragOver={(event) => {
            event.preventDefault();
          }}
          onDrop={(event) => {
            event.preventDefault();
            void take(event.dataTransfer.files[0]);
          }}
        >
          <SpaceBetween size="xs">
            <span>Drop a CSV or XLSX file here, or</span>
            <Button iconName="upload" disabled={percent !== null} onClick={() => input.current?.click()}>
              Choose a file
            </Button>
            <input
              ref={input}
              type="file"
              hidden
              aria-label="File to upload"
              accept=".csv,.xlsx"
              onChange={(event) => {
                void take(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
          </SpaceBetween>
        </div>
        {percent === null ? null : (
          <ProgressBar value={percent} label="Sending" description="Judged as soon as it is there." />
        )}
        {problem === null ? null : <ProblemTold problem={problem} />}
        <Alert type="info" statusIconAriaLabel="Information">
          Your browser works out the digest of the file before it is sent; the same digest stands in the report.
        </Alert>
      </SpaceBetween>
    </Container>
  );
}

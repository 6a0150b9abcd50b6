// The form that hands a file in: what it is, when it was exported and by whom, and the number of users beside it.
import Alert from '@cloudscape-design/components/alert';
import ColumnLayout from '@cloudscape-design/components/column-layout';
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
import { exportDraft, useDraft } from '../api/draft.ts';
import type { ExportDraft } from '../api/draft.ts';
import { usePerson } from '../api/person.ts';
import { send } from '../api/sending.ts';
import { ProblemTold } from '../shown/told.tsx';
import { instantTyped } from '../shown/when.ts';
import { FileButton } from './file-button.tsx';

const cut: Problem = {
  type: 'about:blank',
  title: 'The upload was cut',
  status: 0,
  detail: 'The server did not answer. Nothing is taken in of a file that arrives in part; send it again.',
};

const oneAtATime: Problem = {
  type: 'about:blank',
  title: 'Several files were dropped',
  status: 0,
  detail: 'None was taken. Drop one file: each is declared with a time and a number of its own.',
};

type Kind = 'export' | 'leavers';

export function HandIn({ again }: { readonly again: () => Promise<void> }): ReactNode {
  const { login, timeZone } = usePerson();
  const [kind, setKind] = useState<Kind>('export');
  const draft = useDraft({ login, period: 'upload', line: 'Hand a file in', what: 'export' }, exportDraft);
  const said = draft.value ?? { exportedAt: '', exportedBy: login, countShown: '' };
  const typed = useRef(said);
  typed.current = said;
  const [tried, setTried] = useState(false);
  const [percent, setPercent] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const exportedAt = instantTyped(said.exportedAt, timeZone);
  const take = async ([file, ...others]: readonly File[]) => {
    if (file === undefined || percent !== null) return;
    if (others.length > 0) {
      setProblem(oneAtATime);
      return;
    }
    setTried(true);
    if (kind === 'export' && exportedAt === null) return;
    setProblem(null);
    setPercent(0);
    const [countShown, exportedBy] = [said.countShown.trim(), said.exportedBy.trim()];
    const outcome = await send({ file, kind, countShown, exportedAt, exportedBy, progress: setPercent });
    setPercent(null);
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else if (outcome.kind !== 'answered') setProblem(cut);
    else {
      setTried(false);
      // The next file has a time and a number of its own.
      if (typed.current === said) draft.keep({ ...said, exportedAt: '', countShown: '' });
    }
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
          <AboutExport said={said} say={draft.keep} isMissing={tried && exportedAt === null} />
        ) : null}
        <Drop busy={percent !== null} take={take} />
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

interface AboutExportProps {
  readonly said: ExportDraft;
  readonly say: (said: ExportDraft) => void;
  readonly isMissing: boolean;
}

function AboutExport({ said, say, isMissing }: AboutExportProps): ReactNode {
  const { application, timeZone } = usePerson();
  return (
    <ColumnLayout columns={3}>
      <FormField
        label="Exported at"
        description={`Day and time by the clock of ${timeZone}, such as 2026-10-05 08:00. Without it nobody can sign.`}
        {...(isMissing
          ? { errorText: 'Say when it was exported, not later than now, and choose the file again.' }
          : {})}
      >
        <Input
          value={said.exportedAt}
          placeholder="YYYY-MM-DD HH:MM"
          onChange={({ detail }) => say({ ...said, exportedAt: detail.value })}
        />
      </FormField>
      <FormField label="Exported by" description="The login of whoever took it out.">
        <Input value={said.exportedBy} onChange={({ detail }) => say({ ...said, exportedBy: detail.value })} />
      </FormField>
      <FormField
        label={`Number of users that the page of ${application} shows`}
        description="You type it now, and a second person confirms it."
      >
        <Input
          inputMode="numeric"
          value={said.countShown}
          onChange={({ detail }) => say({ ...said, countShown: detail.value })}
        />
      </FormField>
    </ColumnLayout>
  );
}

interface DropProps {
  readonly busy: boolean;
  readonly take: (files: readonly File[]) => Promise<void>;
}

function Drop({ busy, take }: DropProps): ReactNode {
  return (
    <div
      className="drop"
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        void take([...event.dataTransfer.files]);
      }}
    >
      <SpaceBetween size="xs">
        <span>Drop a CSV or XLSX file here, or</span>
        <FileButton
          label="File to upload"
          accept=".csv,.xlsx"
          disabled={busy}
          take={async (file) => take(file === undefined ? [] : [file])}
        >
          Choose a file
        </FileButton>
      </SpaceBetween>
    </div>
  );
}

// The number of users that the application's page shows: typed by one person, confirmed by another, with its picture.
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { UploadShown } from '../../api/routes/uploads.ts';
import type { Problem } from '../../api/routes/values.ts';
import { write } from '../api/client.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { sendPicture } from '../api/sending.ts';
import { Act } from '../shown/act.tsx';
import { ProblemTold } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { bytesSay, counted } from '../shown/words.ts';
import { FileButton } from './file-button.tsx';

const cut: Problem = {
  type: 'about:blank',
  title: 'The upload was cut',
  status: 0,
  detail: 'The server did not answer. Attach the picture again.',
};

interface CountProps {
  readonly upload: UploadShown;
  readonly again: () => Promise<void>;
}

export function Count({ upload, again }: CountProps): ReactNode {
  const { count } = upload;
  if (count.shown === null) return <StatusIndicator type="info">No number of users was typed.</StatusIndicator>;
  return (
    <SpaceBetween size="xs">
      <Standing upload={upload} again={again} />
      <Picture upload={upload} again={again} />
    </SpaceBetween>
  );
}

function Standing({ upload, again }: CountProps): ReactNode {
  const person = usePerson();
  const [typed, setTyped] = useState('');
  const { count } = upload;
  if (count.confirmedBy !== null)
    return (
      <StatusIndicator type="success">
        {counted(count.shown ?? 0, 'user')} shown by the page: typed by {count.typedBy}, confirmed by{' '}
        {count.confirmedBy}, {when(count.confirmedAt, person.timeZone)}
      </StatusIndicator>
    );
  const own = count.typedBy === person.login;
  return (
    <SpaceBetween size="xs">
      <StatusIndicator type="pending">
        {own
          ? 'You typed the number of users; a second person confirms it.'
          : `${count.typedBy} typed the number of users; it waits for a second person.`}
      </StatusIndicator>
      {own || !mayCall(person, 'confirmCount') ? null : (
        <Act
          label="Confirm the number"
          says={
            <FormField
              label={`Number of users that the page of ${person.application} shows`}
              description="Look at the page yourself."
            >
              <Input inputMode="numeric" value={typed} onChange={({ detail }) => setTyped(detail.value)} />
            </FormField>
          }
          run={async () =>
            write('confirmCount', { params: { id: upload.id }, body: { countShown: wholeNumber(typed) } })
          }
          done={() => void again()}
        />
      )}
    </SpaceBetween>
  );
}

/** A blank is no number, and neither is one with words behind it: the server refuses both. */
function wholeNumber(typed: string): number {
  return /^\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
}

function Picture({ upload: { id, count }, again }: CountProps): ReactNode {
  const person = usePerson();
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const outcome = await sendPicture(id, file);
    const unanswered = outcome.kind === 'refused' ? outcome.problem : cut;
    setProblem(outcome.kind === 'answered' ? null : unanswered);
    await again();
  };
  return (
    <SpaceBetween size="xs">
      {count.picture === null ? (
        <StatusIndicator type="info">No picture of the page is attached.</StatusIndicator>
      ) : (
        <StatusIndicator type="success">
          Picture of the page: {count.picture.name}, {bytesSay(count.picture.bytes)}, by {count.picture.by},{' '}
          {when(count.picture.at, person.timeZone)}, SHA-256 <span className="mono">{count.picture.sha256}</span>
        </StatusIndicator>
      )}
      {mayCall(person, 'attachPicture') ? (
        <FileButton label="Picture of the page" accept=".png,.jpg,.jpeg,.pdf" take={take}>
          {count.picture === null ? 'Attach a picture of the page' : 'Attach another picture'}
        </FileButton>
      ) : null}
      {problem === null ? null : <ProblemTold problem={problem} />}
    </SpaceBetween>
  );
}

// What people said about a line, with the files that they attached; and a form to say more.
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/routes/values.ts';
import { addressOf, write } from '../api/client.ts';
import type { AnswerOf } from '../api/client.ts';
import { textDraft, useDraft } from '../api/draft.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { attachFile } from '../api/sending.ts';
import { ProblemTold } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { bytesSay, counted } from '../shown/words.ts';

const lost: Problem = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server did not answer. What you wrote is kept here; look at the comments before you send it again.',
};

export interface CommentsProps {
  readonly period: string;
  readonly story: Pick<AnswerOf<'lineStory'>, 'login' | 'comments'>;
  readonly again: () => Promise<void>;
}

export function Comments({ period, story, again }: CommentsProps): ReactNode {
  const person = usePerson();
  const { comments, login } = story;
  return (
    <ExpandableSection defaultExpanded={comments.length > 0} headerText={`Comments and files (${comments.length})`}>
      <SpaceBetween size="m">
        {comments.map(({ by, at, assurance, text, files }) => (
          <div key={`${at} ${by} ${text}`}>
            <Box color="text-body-secondary" fontSize="body-s">
              {by}
              {assurance === 'oidc' ? '' : ' (name typed, not signed in)'}, {when(at, person.timeZone)}
            </Box>
            <Box>{text}</Box>
            {files.length === 0 ? null : (
              <ul>
                {files.map(({ name, bytes, sha256 }) => (
                  <li key={sha256}>
                    <a href={addressOf('attached', { params: { period, sha256 } })} download={name}>
                      {name}
                    </a>
                    , {bytesSay(bytes)}
                    <div className="mono">SHA-256 {sha256}</div>
                  </li>
                ))}
              </ul>
            )}
          </div>
        ))}
        {mayCall(person, 'commentOn') ? <Say key={login} period={period} login={login} again={again} /> : null}
      </SpaceBetween>
    </ExpandableSection>
  );
}

interface SayProps extends Pick<CommentsProps, 'period' | 'again'> {
  readonly login: string;
}

function Say({ period, login, again }: SayProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const person = usePerson();
  const draft = useDraft({ login: person.login, period, line: login, what: 'comment' }, textDraft);
  const text = draft.value ?? '';
  const [files, setFiles] = useState<readonly File[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const typed = useRef(text);
  typed.current = text;
  const send = async (): Promise<Problem | null> => {
    const kept = [];
    for (const file of files) {
      const outcome = await attachFile(period, file);
      if (outcome.kind !== 'answered') return outcome.kind === 'refused' ? outcome.problem : lost;
      kept.push({ name: outcome.answer.name, sha256: outcome.answer.sha256 });
    }
    const outcome = await write('commentOn', { params: { period, login }, body: { text: text.trim(), files: kept } });
    if (outcome.kind === 'answered') return null;
    return outcome.kind === 'refused' ? outcome.problem : lost;
  };
  const go = async () => {
    setBusy(true);
    const found = await send();
    setBusy(false);
    setProblem(found);
    if (found !== null) return;
    // What was typed while the comment was on its way belongs to the next one.
    if (typed.current === text) draft.keep(null);
    setFiles((now) => (now === files ? [] : now));
    await again();
  };
  return (
    <SpaceBetween size="s">
      <FormField label="Comment" description="Recorded, and printed in the report.">
        <Textarea
          value={text}
          onChange={({ detail }) => draft.keep(detail.value === '' ? null : detail.value)}
          rows={2}
        />
      </FormField>
      <FormField label="Files" description="Up to 5, each up to 10 MB: PDF, PNG, JPEG, text or CSV. Kept as evidence.">
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".pdf,.png,.jpg,.jpeg,.txt,.eml,.csv"
          aria-label={`Files for the comment on ${login}`}
          onChange={({ currentTarget }) => setFiles([...(currentTarget.files ?? [])])}
        />
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Button iconName="upload" formAction="none" onClick={() => input.current?.click()}>
            Choose files
          </Button>
          <span aria-live="polite">
            {files.length === 0 ? '' : `${counted(files.length, 'file')}: ${files.map(({ name }) => name).join(', ')}`}
          </span>
        </SpaceBetween>
      </FormField>
      {problem === null ? null : <ProblemTold problem={problem} />}
      <Button formAction="none" loading={busy} disabled={text.trim() === ''} onClick={() => void go()}>
        Record the comment
      </Button>
    </SpaceBetween>
  );
}

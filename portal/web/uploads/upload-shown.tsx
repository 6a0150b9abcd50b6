// One uploaded file: its digest, its verdict row by row, and the number that two people typed.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { UploadShown as Upload } from '../../api/routes/uploads.ts';
import { usePerson } from '../api/person.ts';
import { DataTable } from '../shown/data-table.tsx';
import { when } from '../shown/when.ts';
import { bytesSay, counted } from '../shown/words.ts';
import { Count } from './count.tsx';

export function UploadShown({
  upload,
  again,
}: {
  readonly upload: Upload;
  readonly again: () => Promise<void>;
}): ReactNode {
  const { timeZone } = usePerson();
  const { verdict } = upload;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${upload.kind === 'export' ? 'Export' : 'Leavers file'}, ${bytesSay(upload.bytes)}, by ${upload.uploadedBy}, ${when(upload.uploadedAt, timeZone)}`}
        >
          {upload.name}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: 'Verdict',
              value: (
                <StatusIndicator type={verdict.accepted ? 'success' : 'error'}>
                  {verdict.accepted ? 'accepted' : 'refused'}, {counted(verdict.rows, 'row')}
                </StatusIndicator>
              ),
            },
            { label: 'Exported', value: when(upload.exportedAt, timeZone) },
            { label: 'SHA-256', value: <span className="mono">{upload.id}</span> },
          ]}
        />
        {upload.kind === 'export' ? <Count upload={upload} again={again} /> : null}
        {verdict.refusals.length === 0 ? null : (
          <DataTable
            title={`What is wrong in ${upload.name}`}
            rows={verdict.refusals}
            empty="Nothing."
            columns={[
              { header: 'Where', text: ({ where }) => where },
              { header: 'What', text: ({ what }) => what, width: 200 },
              { header: 'Found', text: ({ found }) => found },
              { header: 'Expected', text: ({ expected }) => expected, width: 200 },
            ]}
          />
        )}
        {verdict.moreRefusals === 0 ? null : <Box>And {counted(verdict.moreRefusals, 'more refusal')}.</Box>}
        {verdict.rejected.length === 0 ? null : (
          <DataTable
            title={`Rows left out of ${upload.name}`}
            rows={verdict.rejected}
            empty="None."
            columns={[
              { header: 'Row', text: ({ row }) => String(row), number: ({ row }) => row },
              { header: 'Why', text: ({ why }) => why, width: 260 },
            ]}
          />
        )}
        {verdict.mapping === null ? null : <Mapping text={verdict.mapping} />}
      </SpaceBetween>
    </Container>
  );
}

function Mapping({ text }: { readonly text: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Alert
      type="info"
      statusIconAriaLabel="Information"
      header="Unknown headers or status words"
      action={<Button onClick={() => void copy()}>{copied ? 'Copied' : 'Copy'}</Button>}
    >
      Complete this piece of configuration, have it approved, and upload the file again.
      <pre className="mapping mono">{text}</pre>
    </Alert>
  );
}

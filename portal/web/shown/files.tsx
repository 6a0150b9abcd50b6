// Stored files: taken with their digest worked out in the browser and held against the one on record.
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type * as z from 'zod/mini';
import type { file } from '../../api/routes/values.ts';
import { addressOf } from '../api/client.ts';
import { digestOf, saveAs } from '../api/digest.ts';
import { bytesSay } from './words.ts';

export type StoredFile = z.output<typeof file>;

type Taken = 'not-yet' | 'taking' | 'same' | 'other' | 'lost';

/** A file is handed to the person only when its digest is the one on record. */
export function FileTaken({ file }: { readonly file: StoredFile }): ReactNode {
  const [taken, setTaken] = useState<Taken>('not-yet');
  const take = async () => {
    setTaken('taking');
    try {
      const response = await fetch(addressOf('download', { query: { key: file.key } }));
      if (!response.ok) return setTaken('lost');
      const bytes = await response.arrayBuffer();
      const same = (await digestOf(bytes)) === file.sha256;
      if (same) saveAs(file.name, new Blob([bytes], { type: file.mediaType }));
      setTaken(same ? 'same' : 'other');
    } catch {
      setTaken('lost');
    }
  };
  return (
    <SpaceBetween size="xxxs">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button
          iconName="download"
          variant="inline-link"
          loading={taken === 'taking'}
          ariaLabel={`Download ${file.name} and check its digest`}
          onClick={() => void take()}
        >
          {file.name}
        </Button>
        <span>{bytesSay(file.bytes)}</span>
        <span aria-live="polite">
          <TakenTold taken={taken} />
        </span>
      </SpaceBetween>
      <Box color="text-body-secondary" fontSize="body-s">
        {file.says}
      </Box>
      <div className="mono">SHA-256 {file.sha256}</div>
    </SpaceBetween>
  );
}

function TakenTold({ taken }: { readonly taken: Taken }): ReactNode {
  switch (taken) {
    case 'not-yet':
    case 'taking':
      return null;
    case 'same':
      return <StatusIndicator type="success">digest checked: it is the file on record</StatusIndicator>;
    case 'other':
      return <StatusIndicator type="error">other bytes than on record: not saved</StatusIndicator>;
    case 'lost':
      return <StatusIndicator type="error">not downloaded</StatusIndicator>;
    default:
      return taken satisfies never;
  }
}

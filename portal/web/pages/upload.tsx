// Exports and leavers files are taken in here, judged row by row, counted by two people, and compared.
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { PageFrame } from '../shown/page.tsx';
import { counted } from '../shown/words.ts';
import { Shown } from '../shown/told.tsx';
import { HandIn } from '../uploads/hand-in.tsx';
import { Runs } from '../uploads/runs.tsx';
import { UploadShown } from '../uploads/upload-shown.tsx';

export default function UploadPage(): ReactNode {
  const person = usePerson();
  const { state, again } = useReading('uploads', {}, 10);
  return (
    <PageFrame
      title="Upload"
      says={`The user list of ${person.application}, and HR’s leavers file. Every row is judged at once.`}
    >
      {mayCall(person, 'uploadExport') ? <HandIn again={again} /> : null}
      <Shown state={state}>
        {({ uploads, earlier }) => (
          <SpaceBetween size="l">
            <Runs uploads={uploads} />
            {uploads.length === 0 ? (
              <Container header={<Header variant="h2">No file yet</Header>}>
                {mayCall(person, 'uploadExport')
                  ? `In ${person.application}, open the list of users and export it as CSV. Then drop the file above.`
                  : 'An administrator hands the export in; it is shown here with its verdict.'}
              </Container>
            ) : null}
            {uploads.map((upload) => (
              <UploadShown key={`${upload.id} ${upload.kind} ${upload.uploadedAt}`} upload={upload} again={again} />
            ))}
            {earlier === 0 ? null : <Box>{counted(earlier, 'earlier file')} not shown.</Box>}
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

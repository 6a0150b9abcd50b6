// A button that asks for one file of this computer.
import Button from '@cloudscape-design/components/button';
import { useRef } from 'react';
import type { ReactNode } from 'react';

interface FileButtonProps {
  readonly children: string;
  /** What the file is, for whoever cannot see the button. */
  readonly label: string;
  /** Endings, such as `.csv,.xlsx`. */
  readonly accept: string;
  readonly disabled?: boolean;
  readonly take: (file: File | undefined) => Promise<void>;
}

export function FileButton({ children, label, accept, disabled = false, take }: FileButtonProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button iconName="upload" disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // Emptied, because a browser tells nothing when the same file is chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}

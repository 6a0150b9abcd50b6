// Light or dark: as the system says, until the person says otherwise.
import { Mode, applyMode } from '@cloudscape-design/global-styles';

const key = 'access-review.mode';

export function isDark(): boolean {
  return storedMode() === Mode.Dark;
}

function storedMode(): Mode {
  const stored = localStorage.getItem(key);
  if (stored === 'dark' || stored === 'light') return stored === 'dark' ? Mode.Dark : Mode.Light;
  return matchMedia('(prefers-color-scheme: dark)').matches ? Mode.Dark : Mode.Light;
}

export function applyStoredMode(): void {
  applyMode(storedMode());
}

/** Whether it is dark now. */
export function switchMode(): boolean {
  const mode = storedMode() === Mode.Dark ? Mode.Light : Mode.Dark;
  localStorage.setItem(key, mode);
  applyMode(mode);
  return mode === Mode.Dark;
}

// Starts the portal in the browser.
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has nothing to name
import '@cloudscape-design/global-styles/index.css';
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has nothing to name
import './portal.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { App } from './app.tsx';
import { applyStoredMode } from './shown/mode.ts';

// The content security policy forbids to make code of text.
z.config({ jitless: true });
applyStoredMode();
// A page that the browser kept, and brings back by Back, may be of somebody who has signed out since.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  document.body.replaceChildren();
  location.reload();
});
const place = document.querySelector('#app');
if (place === null) throw new Error('the page has no place for the portal');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

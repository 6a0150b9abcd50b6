// `npm run openapi`: writes the committed document of the API anew after a change of the table of routes.
import { writeFileSync } from 'node:fs';
import { openApiText } from './api/openapi.ts';

writeFileSync(new URL('openapi.json', import.meta.url), openApiText());

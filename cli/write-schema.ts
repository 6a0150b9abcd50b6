// Writes review.schema.json anew after a change of the configuration: `npm run schema`.
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../core/config/parse.ts';

writeFileSync(new URL('../review.schema.json', import.meta.url), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);

// Loaded before a command of the sample (`node --import`): its clock begins in the days that the sample plays in.
import { msOf } from '../core/values/instant.ts';
import { at } from './world/time.ts';

const now = Date.now.bind(Date);
const ahead = msOf(at(process.env['SAMPLE_CLOCK'] ?? '')) - now();
Date.now = () => now() + ahead;

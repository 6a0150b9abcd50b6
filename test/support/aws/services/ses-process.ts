// SES's stand-in as a process of its own, which is how its package wants to be loaded: tells its port in a line.
import { writeSync } from 'node:fs';
import ses from 'aws-ses-v2-local';

const server = await ses.default({ host: '127.0.0.1', port: 0 });
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
writeSync(1, `${address.port}\n`);

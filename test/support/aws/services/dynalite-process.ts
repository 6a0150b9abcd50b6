// DynamoDB's stand-in as a process of its own, because a client that breaks off can crash it: tells its port in a line.
import { writeSync } from 'node:fs';
import dynalite from 'dynalite';

const server = dynalite({ createTableMs: 0 });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  writeSync(1, `${address.port}\n`);
});

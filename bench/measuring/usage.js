// Preloaded into a measured program: tells its CPU time and peak memory when it ends, on the third channel or the one
// that the environment names. It has no types, because to take them out Node loads a compiler first, which takes 20 MB
// that the program itself does not.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 };
  writeSync(Number(process.env['USAGE_CHANNEL'] ?? 3), JSON.stringify(usage));
});

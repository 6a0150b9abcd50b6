// The templates of two stages, for the tests that read them. To synthesize one takes ten seconds, nearly all of them CDK's.
import { beforeAll } from 'vitest';
import { templateAlone } from '../support/aws/deployment/assemblies.ts';
import { templateOf } from '../support/aws/deployment/synthesis.ts';
import type { SynthesizedTemplate } from '../support/aws/deployment/synthesis.ts';

type Stage = 'prod' | 'dev';

interface Stages {
  readonly template: (stage: Stage) => SynthesizedTemplate;
  readonly ofType: (stage: Stage, type: string) => readonly SynthesizedTemplate['Resources'][string][];
}

/** Synthesizes both before the tests of the file that calls it. */
export function bothStages(): Stages {
  const templates = new Map<Stage, SynthesizedTemplate>();

  beforeAll(async () => {
    for (const stage of ['prod', 'dev'] as const) {
      templates.set(stage, templateOf(await templateAlone(stage), `AccessReview-${stage}`));
    }
  }, 300_000);

  const template = (stage: Stage): SynthesizedTemplate => {
    const found = templates.get(stage);
    if (found === undefined) throw new Error(`${stage} was not synthesized`);
    return found;
  };
  return {
    template,
    ofType: (stage, type) => Object.values(template(stage).Resources).filter((resource) => resource.Type === type),
  };
}

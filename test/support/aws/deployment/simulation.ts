// Asks the roles of a synthesized template what they may do, by the same rules as IAM.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import * as z from 'zod/mini';
import { templateAlone } from './assemblies.ts';
import { account, namer, readTemplate } from './template.ts';
import type { NameOf, Resource } from './template.ts';

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | string[]>;
}

const policySchema = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) });
const bucketPolicySchema = z.object({ Bucket: z.string(), PolicyDocument: z.unknown() });
const topicPolicySchema = z.object({ Topics: z.array(z.string()), PolicyDocument: z.unknown() });
const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The stage `prod` as it would be deployed, and what those in it may do. */
export class SimulatedStage {
  readonly #resources: readonly Resource[];
  readonly #names: NameOf;

  private constructor(assembly: string) {
    this.#names = namer();
    this.#resources = readTemplate(assembly, 'AccessReview-prod', this.#names);
  }

  static async synthesized(): Promise<SimulatedStage> {
    return SimulatedStage.of(await templateAlone('prod'));
  }

  /** @param assembly folder of an assembly that was synthesized with other settings */
  static of(assembly: string): SimulatedStage {
    return new SimulatedStage(assembly);
  }

  ofType(type: string): readonly Resource[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type whose id holds this text. */
  only(type: string, part: string): Resource {
    const found = this.ofType(type).filter(({ id }) => id.includes(part));
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`${found.length} resources are ${part}`);
    return only;
  }

  arn(type: string, part: string): string {
    return this.#names(this.only(type, part), 'Arn');
  }

  /** Whether a role of the template may, by its own policies and those of the resource. */
  async roleMay(role: string, question: Question): Promise<boolean> {
    const policies = [...this.ofType('AWS::IAM::Policy'), ...this.ofType('AWS::IAM::ManagedPolicy')]
      .map(({ properties }) => z.parse(policySchema, properties))
      .filter(({ Roles }) => Roles.some((one) => role.endsWith(`/${one}`)));
    const identityPolicies = policies.map(({ PolicyDocument }) => PolicyDocument);
    return isAllowed(role, { ...question, identityPolicies, resourcePolicy: this.#policyOf(question.resource) });
  }

  /** Whether an administrator may, to whom the account allows everything. */
  async administratorMay(question: Question): Promise<boolean> {
    const administrator = `arn:aws:iam::${account}:role/administrator`;
    const resourcePolicy = this.#policyOf(question.resource);
    return isAllowed(administrator, { ...question, identityPolicies: [allowAll], resourcePolicy });
  }

  /** Whether a service of AWS may, by the policy of the resource alone. */
  async serviceMay(service: string, question: Question): Promise<boolean> {
    return isAllowed(service, { ...question, identityPolicies: [], resourcePolicy: this.#policyOf(question.resource) });
  }

  /** Whether a principal may assume a role, by the trust policy of the role alone. */
  async mayBecome(principal: string, question: Question): Promise<boolean> {
    const role = this.ofType('AWS::IAM::Role').find((one) => this.#names(one, 'Arn') === question.resource);
    const resourcePolicy = role?.properties['AssumeRolePolicyDocument'];
    return isAllowed(principal, { ...question, identityPolicies: [], resourcePolicy });
  }

  /** The policy of the bucket, topic or key itself. */
  #policyOf(resource: string): unknown {
    for (const { properties } of this.ofType('AWS::S3::BucketPolicy')) {
      const { Bucket, PolicyDocument } = z.parse(bucketPolicySchema, properties);
      const bucket = `arn:aws:s3:::${Bucket}`;
      if (resource === bucket || resource.startsWith(`${bucket}/`)) return PolicyDocument;
    }
    for (const { properties } of this.ofType('AWS::SNS::TopicPolicy')) {
      const { Topics, PolicyDocument } = z.parse(topicPolicySchema, properties);
      if (Topics.includes(resource)) return PolicyDocument;
    }
    const key = this.ofType('AWS::KMS::Key').find((one) => this.#names(one, 'Arn') === resource);
    return key?.properties['KeyPolicy'];
  }
}

interface Asked extends Question {
  readonly identityPolicies: readonly unknown[];
  readonly resourcePolicy: unknown;
}

async function isAllowed(
  principal: string,
  { action, resource, context = {}, identityPolicies, resourcePolicy }: Asked,
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': principal, ...context },
      },
      identityPolicies: identityPolicies.map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [{ orgIdentifier: 'all', policies: [{ name: 'all', policy: allowAll }] }],
      resourceControlPolicies: [],
      resourcePolicy,
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === 'Allowed';
}

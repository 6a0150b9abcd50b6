// A synthesized template with every reference resolved, by names such as CloudFormation would give.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z._default(z.record(z.string(), z.unknown()), {}) }),
  ),
});

export interface Resource {
  readonly id: string;
  readonly type: string;
  /** With every reference resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Answers what a resource is called once it exists: by `Ref`, or by an attribute. */
export type NameOf = (resource: Resource, attribute: string | null) => string;

export const account = '123456789012';
const region = 'eu-central-1';

/** @throws Error naming the first function of CloudFormation that is not known here */
export function readTemplate(folder: string, stack: string, nameOf: NameOf): readonly Resource[] {
  const read: unknown = JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8'));
  const { Resources: resources } = z.parse(templateSchema, read);
  const resolve = resolver((id, attribute) => {
    const found = resources[id];
    if (found === undefined) throw new Error(`the template refers to ${id}, which is not in it`);
    return nameOf({ id, type: found.Type, properties: resolvedWhenRead(found.Properties, resolve) }, attribute);
  });
  return Object.entries(resources).map(([id, { Type: type, Properties }]) => ({
    id,
    type,
    properties: Object.fromEntries(Object.entries(Properties).map(([key, value]) => [key, resolve(value)])),
  }));
}

/**
 * Resolves properties when they are read: a name may be a property that refers to another resource, whose properties
 * refer to others in turn.
 */
function resolvedWhenRead(
  properties: Readonly<Record<string, unknown>>,
  resolve: (value: unknown) => unknown,
): Readonly<Record<string, unknown>> {
  const lazy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(properties)) {
    Object.defineProperty(lazy, key, { enumerable: true, get: () => resolve(value) });
  }
  return lazy;
}

/** Properties that name a resource for good. */
const nameProperties = ['FunctionName', 'EmailIdentity'] as const;

/** The name that the template gives, one of the id, or a random one where AWS gives random ones. */
export function namer(): NameOf {
  const keyIds = new Map<string, string>();
  return ({ id, type, properties }, attribute) => {
    const given = nameProperties.map((property) => properties[property]).find((value) => typeof value === 'string');
    const name = given ?? id.toLowerCase();
    if (type === 'AWS::KMS::Key') {
      const keyId = keyIds.get(id) ?? randomUUID();
      keyIds.set(id, keyId);
      return attribute === null ? keyId : `arn:aws:kms:${region}:${account}:key/${keyId}`;
    }
    if (type === 'AWS::Lambda::Version' && attribute === 'Version') return '1';
    if (type === 'AWS::Lambda::Url') {
      const { TargetFunctionArn: target } = properties;
      return attribute === 'FunctionUrl' ? `https://${id.toLowerCase()}.lambda-url.${region}.on.aws/` : String(target);
    }
    if (attribute === 'RegionalDomainName') return `${name}.s3.${region}.amazonaws.com`;
    if (type === 'AWS::CloudFront::Function') return `arn:aws:cloudfront::${account}:function/${name}`;
    if (type.startsWith('AWS::CloudFront::')) return name;
    if (type === 'AWS::Lambda::Alias') return `${arnOf(type, name)}:${String(properties['Name'])}`;
    return attribute === null && !namedByArn.has(type) ? name : arnOf(type, name);
  };
}

const namedByArn: ReadonlySet<string> = new Set([
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
]);

function arnOf(type: string, name: string): string {
  switch (type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account}:role/${name}`;
    case 'AWS::DynamoDB::Table':
      return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
    case 'AWS::Lambda::Alias':
    case 'AWS::Lambda::Function':
    case 'AWS::Lambda::Version':
      return `arn:aws:lambda:${region}:${account}:function:${name}`;
    case 'AWS::SecretsManager::Secret':
      return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-a1b2c3`;
    default:
      return `arn:aws:${type.split('::')[1]?.toLowerCase()}:${region}:${account}:${name}`;
  }
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
};

function resolver(named: (id: string, attribute: string | null) => string): (value: unknown) => unknown {
  const functions: Readonly<Record<string, (given: unknown) => unknown>> = {
    Ref: (given) => pseudo[String(given)] ?? named(String(given), null),
    'Fn::GetAtt': (given) => {
      const [id, attribute] = z.parse(z.tuple([z.string(), z.string()]), given);
      return named(id, attribute);
    },
    'Fn::Join': (given) => {
      const [separator, parts] = z.parse(z.tuple([z.string(), z.array(z.unknown())]), given);
      return parts.map((part) => String(resolve(part))).join(separator);
    },
    'Fn::Split': (given) => {
      const [separator, text] = z.parse(z.tuple([z.string(), z.unknown()]), given);
      return String(resolve(text)).split(separator);
    },
    'Fn::Select': (given) => {
      const [index, list] = z.parse(z.tuple([z.coerce.number(), z.unknown()]), given);
      return z.parse(z.array(z.unknown()), resolve(list))[index];
    },
    'Fn::Sub': (given) =>
      String(given).replaceAll(/\$\{([^}]+)\}/g, (_all, name: string) => String(resolve({ Ref: name }))),
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    const call = only === undefined || entries.length > 1 ? undefined : functions[only[0]];
    if (call !== undefined && only !== undefined) return call(only[1]);
    for (const [key] of entries) {
      if (key.startsWith('Fn::')) throw new Error(`${key} is not known here`);
    }
    return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item)]));
  };
  return resolve;
}

// What the functions of the stage `prod` may, asked of its roles by their names: for tests of who may do what.
import * as z from 'zod/mini';
import { SimulatedStage } from '../../support/aws/deployment/simulation.ts';
import type { Question } from '../../support/aws/deployment/simulation.ts';
import { account } from '../../support/aws/deployment/template.ts';

export const stage = await SimulatedStage.synthesized();

export const functionNames = [
  'start',
  'run',
  'pull-entra',
  'pull-okta',
  'pull-contractors',
  'reconcile',
  'publish',
  'deliver',
  'watch',
  'tick',
  'ingest-export',
  'portal',
  'verify',
  'assistants',
];

const functionSchema = z.object({ FunctionName: z.string(), Role: z.string() });

function roleOf(name: string): string {
  const functions = stage.ofType('AWS::Lambda::Function').map(({ properties }) => z.parse(functionSchema, properties));
  const found = functions.find(({ FunctionName }) => FunctionName === `access-review-prod-${name}`);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found.Role;
}

/** Whether the function may, by its role's own policies and those of the resource. */
export async function may(name: string, question: Question): Promise<boolean> {
  return stage.roleMay(roleOf(name), question);
}

export async function whoMay(question: Question): Promise<readonly string[]> {
  const able = await Promise.all(functionNames.map(async (name) => ((await may(name, question)) ? [name] : [])));
  return able.flat();
}

export const evidence = (key = ''): string =>
  `${stage.arn('AWS::S3::Bucket', 'Evidence')}${key === '' ? '' : `/${key}`}`;
export const exports = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Exports')}${key === '' ? '' : `/${key}`}`;
export const table = (): string => stage.arn('AWS::DynamoDB::Table', 'Table');
export const secret = (id: string): string => stage.arn('AWS::SecretsManager::Secret', id);
export const sevenYears = { 's3:object-lock-mode': 'COMPLIANCE', 's3:object-lock-remaining-retention-days': '2562' };

/** Of a put that asks that nothing be there. */
export const once = { 's3:if-none-match': '*' };

export function invoking(name: string): Question {
  const resource = `arn:aws:lambda:eu-central-1:${account}:function:${name}`;
  return { action: 'lambda:InvokeFunction', resource };
}

/** @param partition of the record that is asked for */
export function onRecords(action: string, partition: string): Question {
  return { action: `dynamodb:${action}`, resource: table(), context: { 'dynamodb:LeadingKeys': partition } };
}

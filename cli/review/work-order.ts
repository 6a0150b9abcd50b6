// The action `review work-order`: hands the revoked accounts over and says where the files are.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { dirname, join } from 'node:path';
import { reviewKey } from '../../core/names/object-keys.ts';
import type { Refusal } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { instantText } from '../../core/values/time-text.ts';
import { issueWorkOrder } from '../../steps/remove/issue-work-order.ts';
import type { IssuedOrder, WorkOrdersIssued } from '../../steps/remove/issue-work-order.ts';
import { strangerIn } from '../../steps/review/standing/actor.ts';
import { copyFiles, notOurs } from '../terminal/copy-out.ts';
import type { ReviewOptions, ReviewRequest } from './request.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode } from '../terminal/terminal.ts';

type WorkOrderRequest = ReviewRequest<
  ReviewOptions & { readonly out?: string | undefined; readonly overwrite?: boolean | undefined }
>;

export async function workOrder(request: WorkOrderRequest): Promise<ExitCode> {
  const { home, options, terminal } = request;
  const { review: period, by = null } = options;
  const stranger = by === null ? null : await strangerIn(home, { period, by, act: 'work order' });
  if (stranger !== null) return refuse(terminal, [stranger]);
  const issued = await issueWorkOrder(home, { period, by });
  if (issued.kind === 'refused') return refuse(terminal, issued.refusals);
  const { orders, left, standing } = issued.value;
  const lost = await lostBy(orders, request);
  if (lost.length > 0) {
    terminal.err('The work order is issued and kept in the home; nothing was copied.\n');
    return refuse(terminal, lost);
  }
  const placed = [];
  for (const order of orders) placed.push({ ...order, folder: await placeOf(order, orders.length, request) });
  if (options.json) {
    const [first = null] = placed;
    const order = first === null ? null : { number: first.number, accounts: first.accounts, names: first.names };
    const folder = first?.folder ?? null;
    terminal.out(JSON.stringify({ schema: 1, review: period, order, folder, left, orders: placed, standing }, null, 2));
    return exitCodes.done;
  }
  if (placed.length === 0) {
    terminal.out('No revoked account is left to hand over.');
    for (const order of standing) terminal.out(standingText(order, request));
  }
  for (const { number, accounts, names, folder } of placed)
    terminal.out(`Work order ${number}: ${plural(accounts, 'account')}, ${names.join(', ')}\nFiles: ${folder}`);
  for (const { login, why } of left) terminal.out(`  not handed over: ${login} ${why}`);
  return exitCodes.done;
}

/** An order that a process was killed after, or whose copy failed, stands, and is not issued a second time. */
function standingText(
  { number, at, by, logins, laid }: WorkOrdersIssued['standing'][number],
  { home, options: { review: period, out } }: WorkOrderRequest,
): string {
  const whose = by === null ? '' : `, issued by ${by}`;
  const text = reviewKey(period, `work-order-${number}/${evidenceFiles.workOrder.name}`);
  return [
    `Work order ${number} stands since ${instantText(at)}${whose}: ${plural(logins.length, 'account')}, not all of them proven gone yet`,
    ...(laid ? ['Its files were missing, and are laid down now.'] : []),
    `Files: ${dirname(home.objects.location(text))}${out === undefined ? '' : '; nothing was copied'}`,
  ].join('\n');
}

/**
 * The files in `--out` that copies of the orders would replace. Which files an order has is known only once it is
 * issued: it is then kept in the home, and only the copies are refused.
 */
async function lostBy(
  orders: readonly IssuedOrder[],
  { home, options }: WorkOrderRequest,
): Promise<readonly Refusal[]> {
  const { out, overwrite } = options;
  if (out === undefined) return [];
  const lost = [];
  for (const { number, names } of orders) {
    const folder = orders.length === 1 ? out : join(out, `work-order-${number}`);
    lost.push(...(await notOurs(home.objects, { out: folder, names, overwrite })));
  }
  return lost;
}

/**
 * Copies an order to `--out`, and says where its files lie. Of several orders each gets a folder, because their files
 * have the same names.
 */
async function placeOf(
  { number, names }: IssuedOrder,
  orders: number,
  { home, options: { review: period, out: folderNamed }, terminal }: WorkOrderRequest,
): Promise<string> {
  const folder = `work-order-${number}`;
  if (folderNamed === undefined)
    return dirname(home.objects.location(reviewKey(period, `${folder}/${evidenceFiles.workOrder.name}`)));
  const out = orders === 1 ? folderNamed : join(folderNamed, folder);
  const files = names.map((name) => ({ key: reviewKey(period, `${folder}/${name}`), name }));
  await copyFiles(home.objects, files, { folder: out, terminal });
  return out;
}

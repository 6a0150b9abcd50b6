// What an export has proven done is handed over to no place that was not told before.
import { expect, test } from 'vitest';
import type { HandOverConfig } from '../../../core/config/hand-over.ts';
import type { OrderNotice } from '../../../core/review/removals/order-notice.ts';
import { handOverEverything } from '../../../steps/remove/hand-over-orders.ts';
import { decided, first, newExport, openedWorld, ordered, second } from '../review/year/opened.ts';
import { ticked } from '../review/year/year.ts';
import type { World } from '../review/world.ts';

const place: HandOverConfig = {
  kind: 'servicenow',
  id: 'servicenow',
  url: 'https://acme.example',
  table: 'incident',
  logins: false,
};

/** @returns the numbers of the orders of which a ticket was opened */
async function ticketsOf(world: World): Promise<readonly number[]> {
  const opened: number[] = [];
  const desk = {
    knowsRepeats: true,
    send: async ({ order }: OrderNotice) => {
      opened.push(order);
      return { reference: `INC${opened.length}`, where: 'https://acme.example' };
    },
    status: async () => 'New',
  };
  const alone = { handingOverAlone: async <Done>(act: () => Promise<Done>) => ({ value: await act() }) };
  await handOverEverything({ ...world.dependencies, ...alone, deskOf: () => desk }, [place]);
  return opened;
}

test('an order that an export has proven carried out opens no ticket, and one that is still to be does', async () => {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke' });
  await ordered(world);
  await newExport(world, '2026-04-01T09:00:00Z', [first]);
  await ticked(world, '2026-04-02T09:00:00Z');
  await decided(world, { [second]: 'revoke' });
  await ordered(world);
  expect(await ticketsOf(world)).toEqual([2]);
  expect(await ticketsOf(world), 'told once').toEqual([]);
});

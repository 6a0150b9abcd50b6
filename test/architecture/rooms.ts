// The order of rooms: which file may import which, and the lowest room in which a file may stand.
import { posix } from 'node:path';
import { besideTheHouse, deployed, filesInARoom, order } from './order.ts';
import { floorOf, importsOf } from './sources.ts';
import type { SourceFile } from './sources.ts';
import { mayUse } from './packages.ts';

export function isOfTheHouse(path: string): boolean {
  return floorOf(path) === deployed.floor || placeIn('', floorOf(path)) !== null;
}

/** 0 is the ground; rooms side by side have one place. `null` in a folder without a list, or for who is not in it. */
function placeIn(folder: string, child: string): number | null {
  const at = order[folder]?.findIndex((rooms) => (typeof rooms === 'string' ? rooms === child : rooms.includes(child)));
  return at === undefined || at < 0 ? null : at;
}

/** Where two paths part: the folder that holds both, and what of it leads to each. */
function parting(from: string, to: string): { readonly folder: string; readonly children: readonly [string, string] } {
  const [one, other] = [from.split('/'), to.split('/')];
  const at = one.findIndex((part, index) => part !== other[index]);
  return { folder: one.slice(0, at).join('/'), children: [one[at] ?? '', other[at] ?? ''] };
}

/** Why one file may not import another: `which stands above it`; `null` when it may. */
function against(from: string, to: string): string | null {
  if (from === to || besideTheHouse.includes(floorOf(from))) return null;
  if (!isOfTheHouse(to)) return 'which no floor may import';
  const [floor, target] = [floorOf(from), floorOf(to)];
  if (floor === deployed.floor && target !== deployed.floor)
    return deployed.mayImport.some((room) => to === room || to.startsWith(`${room}/`))
      ? null
      : `but of the house ${deployed.floor} imports only ${deployed.mayImport.join(' and ')}`;
  if (target === deployed.floor && floor !== deployed.floor) return 'which no floor may import';
  const { folder, children } = parting(from, to);
  const [place, above] = children.map((child) => placeIn(folder, child));
  if (typeof place !== 'number' || typeof above !== 'number' || above < place) return null;
  return above === place ? 'which stands beside it' : 'which stands above it';
}

/** Imports against the order, each with the room where the file belongs. */
export function importsAgainstTheOrder(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    targetsOf(file).flatMap((target) => {
      const why = against(file.path, target);
      if (why === null) return [];
      const advice = isOfTheHouse(target) && floorOf(file.path) !== deployed.floor ? whereTo(file, files) : '';
      return [`${file.path} imports ${target}, ${why}${advice}`];
    }),
  );
}

function targetsOf(file: SourceFile): readonly string[] {
  return [...new Set(importsOf(file).flatMap(({ target }) => target ?? []))];
}

/** The lowest room that allows all its imports and everybody who imports it; or why there is none. */
function whereTo(file: SourceFile, files: readonly SourceFile[]): string {
  const importers = files.filter((other) => targetsOf(other).includes(file.path)).map(({ path }) => path);
  const rooms = roomsOf([...files.map(({ path }) => path), ...targetsOf(file)]);
  const byImports = rooms.filter((room) => allowsImports(room, file));
  const lowest = byImports.find((room) =>
    importers.every((importer) => against(importer, moved(file.path, room)) === null),
  );
  if (lowest !== undefined) return `: the lowest room it may stand in is ${lowest}`;
  const [first] = byImports;
  return first === undefined
    ? ': no room may import all that it imports, so take it apart'
    : `: the lowest room it may stand in is ${first}, but ${some(importers)} could not import it there, so take it apart`;
}

function some(paths: readonly string[]): string {
  return paths.length > 2 ? `${paths[0]} and ${paths.length - 1} more` : paths.join(' and ');
}

function allowsImports(room: string, file: SourceFile): boolean {
  const path = moved(file.path, room);
  return importsOf(file).every(({ specifier, target, what }) =>
    target === null ? mayUse(floorOf(room), specifier, what) : against(path, target) === null,
  );
}

function moved(path: string, room: string): string {
  return `${room}/${posix.basename(path)}`;
}

/** Every folder in which a new file may stand without asking a list, from the ground up. */
function roomsOf(paths: readonly string[]): readonly string[] {
  const folders = [...new Set(paths.map((path) => posix.dirname(path)))];
  return folders
    .filter((folder) => order[folder] === undefined && placeIn('', floorOf(folder)) !== null)
    .toSorted(fromTheGround);
}

function fromTheGround(one: string, other: string): number {
  if (one === other || one.startsWith(`${other}/`)) return one === other ? 0 : 1;
  if (other.startsWith(`${one}/`)) return -1;
  const { folder, children } = parting(one, other);
  const [place, otherPlace] = children.map((child) => placeIn(folder, child) ?? 0);
  return (place ?? 0) - (otherPlace ?? 0) || (one < other ? -1 : 1);
}

/** Files and folders that no list knows although their folder has one. */
export function withoutAPlace(files: readonly SourceFile[]): readonly string[] {
  const unknown = files.flatMap((file) => {
    const parts = file.path.split('/');
    const at = parts.findIndex((part, index) => {
      const folder = parts.slice(0, index).join('/');
      return index > 0 && order[folder] !== undefined && placeIn(folder, part) === null;
    });
    return at < 0 ? [] : [{ folder: parts.slice(0, at).join('/'), room: parts[at] ?? '' }];
  });
  const sentences = unknown.map(({ folder, room }) => {
    const below = roomsBelow(folder, room, files);
    const where =
      below === null
        ? 'it imports none of them, so it may stand first'
        : `it imports ${below}, so its place is after that`;
    return `${folder}/${room} is not in the list of ${folder} (test/architecture/order.ts): ${where}`;
  });
  return [...new Set(sentences)];
}

/** The highest room of a folder that a room without a place imports. */
function roomsBelow(folder: string, room: string, files: readonly SourceFile[]): string | null {
  const path = `${folder}/${room}`;
  const imported = files
    .filter((file) => file.path === path || file.path.startsWith(`${path}/`))
    .flatMap(targetsOf)
    .filter((target) => target.startsWith(`${folder}/`) && !target.startsWith(path))
    .map((target) => target.slice(folder.length + 1).split('/')[0] ?? '')
    .filter((child) => placeIn(folder, child) !== null);
  return imported.toSorted((one, other) => (placeIn(folder, other) ?? 0) - (placeIn(folder, one) ?? 0))[0] ?? null;
}

/** Sources that stand on no floor, and so would be held against nothing. */
export function withoutAFloor(files: readonly SourceFile[]): readonly string[] {
  const outside = files.filter(
    ({ path }) => path.includes('/') && !isOfTheHouse(path) && !besideTheHouse.includes(floorOf(path)),
  );
  return outside.map(({ path }) => `${path} stands on no floor that test/architecture/order.ts knows`);
}

/** Files and folders of one folder that import one another in a ring. */
export function ringsIn(files: readonly SourceFile[]): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  const folders = new Map<string, Map<string, Map<string, string>>>();
  for (const file of files)
    for (const target of targetsOf(file)) {
      if (!known.has(target) || target === file.path) continue;
      const { folder, children } = parting(file.path, target);
      const [from, to] = children;
      const arrows = folders.get(folder) ?? new Map<string, Map<string, string>>();
      const fromHere = arrows.get(from) ?? new Map<string, string>();
      folders.set(folder, arrows.set(from, fromHere.set(to, fromHere.get(to) ?? `${file.path} imports ${target}`)));
    }
  // Where a list stands, the list is the order, and an import against it is said already.
  return [...folders].flatMap(([folder, arrows]) => (order[folder] === undefined ? ringsOf(folder, arrows) : []));
}

function ringsOf(folder: string, arrows: ReadonlyMap<string, ReadonlyMap<string, string>>): readonly string[] {
  const done = new Set<string>();
  const visit = (child: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(child)) {
      const ring = [...trail.slice(trail.indexOf(child)), child];
      const because = ring.slice(1).map((to, index) => arrows.get(ring[index] ?? '')?.get(to));
      return [`${ring.join(' -> ')} is a ring in ${folder}: ${because.join(', ')}`];
    }
    if (done.has(child)) return [];
    const found = [...(arrows.get(child)?.keys() ?? [])].flatMap((to) => visit(to, [...trail, child]));
    done.add(child);
    return found;
  };
  return [...arrows.keys()].flatMap((child) => visit(child, []));
}

/** Rooms with so many files that nobody sees what they are for. */
export function crowdedRooms(files: readonly SourceFile[]): readonly string[] {
  const rooms = Map.groupBy(files, ({ path }) => posix.dirname(path));
  return [...rooms].flatMap(([room, inRoom]) =>
    inRoom.length > filesInARoom
      ? [`${room} holds ${inRoom.length} files, more than ${filesInARoom}: give an idea in it a room of its own`]
      : [],
  );
}

/** What a list names and nobody built. */
export function listedButMissing(files: readonly SourceFile[]): readonly string[] {
  return Object.entries(order).flatMap(([folder, rooms]) =>
    rooms.flat().flatMap((room) => {
      const path = folder === '' ? room : `${folder}/${room}`;
      return files.some((file) => file.path === path || file.path.startsWith(`${path}/`)) ? [] : [path];
    }),
  );
}

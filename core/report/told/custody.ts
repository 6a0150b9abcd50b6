// The way of each file from where it was taken to this report, link by link, and where the chain does not hold.
import { application } from '../../application/applications.ts';
import type { Custody, Receipt } from '../../inputs/custody.ts';
import { evidenceFiles } from '../../names/evidence-files.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import type { Report } from '../report.ts';

export type LinkName = 'taken' | 'received' | 'ingested' | 'frozen' | 'compared' | 'printed';

/**
 * How far a link can be believed. `declared`: somebody said so. `recorded`: whoever took the file in wrote it down when
 * it happened. `proven`: it can be worked out again from what is attached.
 */
export type LinkStanding = 'declared' | 'recorded' | 'proven';

export interface CustodyLink {
  readonly link: LinkName;
  /** `null` when nobody said. */
  readonly at: Instant | null;
  /** A person, a server or this program; `null` when nobody said. */
  readonly by: string | null;
  readonly means: string;
  /** Of the file as it was at this link; `null` where there is none. */
  readonly sha256: string | null;
  readonly standing: LinkStanding;
  /** What is shown by what, and what was only said. */
  readonly says: string;
}

export interface CustodyChain {
  readonly file: 'export' | 'leavers';
  readonly name: string;
  readonly links: readonly CustodyLink[];
  /** What does not hold, a sentence each; empty when every link ties to the next one. */
  readonly breaks: readonly string[];
}

/** @returns one chain for each file that people handed in; none for a report whose run recorded nothing of it */
export function chainsOf(report: Report): readonly CustodyChain[] {
  const { custody, export: source, leaversFile } = report;
  if (custody === undefined) return [];
  const { record } = custody;
  const ofExport = [takenLink(report, record), ...record.export.receipts.map(receivedLink)];
  const chains = [chainOf('export', report, { ...source, rows: report.totals.rowsRead, before: ofExport })];
  if (leaversFile === null || record.leavers === null) return chains;
  return [...chains, chainOf('leavers', report, { ...leaversFile, before: record.leavers.receipts.map(receivedLink) })];
}

interface ChainFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly rows: number;
  readonly before: readonly CustodyLink[];
}

function chainOf(file: CustodyChain['file'], report: Report, source: ChainFile): CustodyChain {
  const links = [...source.before, ...ownLinks(report, source)];
  return { file, name: source.fileName, links, breaks: breaksIn(links) };
}

function takenLink({ export: source }: Report, { export: { toldSha256 } }: Custody): CustodyLink {
  const digest = toldSha256 === null ? '' : ' Whoever took it told the digest by another way.';
  return {
    link: 'taken',
    at: source.exportedAtDeclared ? source.exportedAt : null,
    by: source.exportedBy,
    means: `The list of users, exported from ${application.name}`,
    sha256: toldSha256,
    standing: 'declared',
    says: `As somebody said: ${application.name} hands out neither a log nor a digest of it. Until it was received, nothing watched it.${digest}`,
  };
}

function receivedLink(receipt: Receipt): CustodyLink {
  const { at, sha256 } = receipt;
  return { link: 'received', at, sha256, standing: 'recorded', ...receivedBy(receipt) };
}

function receivedBy(receipt: Receipt): Pick<CustodyLink, 'by' | 'means' | 'says'> {
  const { name } = receipt;
  switch (receipt.kind) {
    case 'by-hand':
      return {
        by: receipt.by,
        means: 'Named on the command line of the run, which read it',
        says: 'The digest is of the bytes that were read; the person was typed.',
      };
    case 'folder':
      return {
        by: receipt.by,
        means: `${name}, taken out of a folder`,
        says: 'The digest is of the bytes that lay there; who laid them there was not seen.',
      };
    case 'portal':
      return {
        by: `${receipt.by} (${receipt.assurance})`,
        means: `${name}, uploaded in the portal`,
        says:
          receipt.assurance === 'oidc'
            ? 'The person signed in; browser and server worked the digest out, each by itself.'
            : 'The person chose their name without a password; browser and server worked the digest out, each by itself.',
      };
    case 'bucket':
      return {
        by: receipt.by,
        means: `${receipt.place.key}, version ${receipt.place.version}${receipt.etag === null ? '' : `, ETag ${receipt.etag}`}`,
        says: 'Version and time are those of the object store; the person is who the upload said.',
      };
    case 'mail':
      return { by: receipt.from, ...mailed(receipt) };
    case 'pull':
      return {
        by: receipt.server,
        means: `${receipt.path}, fetched on schedule${receipt.place === null ? '' : `, kept as ${receipt.place.key}, version ${receipt.place.version}`}`,
        says: 'The server proved itself by its key; who wrote the file there was not seen.',
      };
    default:
      return receipt satisfies never;
  }
}

function mailed(receipt: Extract<Receipt, { readonly kind: 'mail' }>): Pick<CustodyLink, 'means' | 'says'> {
  const { name, messageId, messageSha256, verdicts, signedBy, tls, place } = receipt;
  const domain = signedBy === null ? '' : ` by ${signedBy}`;
  const hop = tls === null ? '' : `, ${tls ? 'over TLS' : 'without TLS'}`;
  return {
    means:
      `${name}, attached to the mail ${messageId ?? 'without an id'}; raw message ` +
      `${place === null ? '' : `${place.key}, version ${place.version}, `}SHA-256 ${messageSha256}`,
    says:
      `The receiving server found DMARC ${verdicts.dmarc}, DKIM ${verdicts.dkim}${domain}, SPF ${verdicts.spf}, ` +
      `virus scan ${verdicts.virus}, spam scan ${verdicts.spam}${hop}.`,
  };
}

/** From here on everything is this program's own doing, and can be done again. */
function ownLinks(
  { run, tool, signOffs, files }: Report,
  { fileName, sha256, rows }: ChainFile,
): readonly CustodyLink[] {
  const own = { at: run.asOf, by: `${tool.name} ${tool.version}`, sha256, standing: 'proven' } as const;
  const printed = files.find(({ name }) => name === fileName)?.sha256 ?? sha256;
  return [
    {
      ...own,
      link: 'ingested',
      means: `Read to its end: ${plural(rows, 'row')}`,
      says: 'The attached file has this digest, and yields the same rows when it is read again.',
    },
    {
      ...own,
      link: 'frozen',
      means: `Kept byte for byte as ${fileName}`,
      says: `${evidenceFiles.manifest.name} names the digest.`,
    },
    {
      ...own,
      link: 'compared',
      means: 'Compared with the directories, in this run',
      says: 'The digest is among its inputs; done again from what is attached, it is the same run.',
    },
    {
      ...own,
      link: 'printed',
      at: signOffs.at(-1)?.at ?? run.asOf,
      sha256: printed,
      means: 'Printed under "Files of the evidence", and attached',
      says: 'The signature of this document covers both.',
    },
  ];
}

function breaksIn(links: readonly CustodyLink[]): readonly string[] {
  return [...gaps(links), ...backwards(links), ...altered(links)];
}

/** A link that should be there. */
function gaps(links: readonly CustodyLink[]): readonly string[] {
  const found = links.flatMap(({ link, at, by }) => {
    const lacks = [...(at === null ? ['when'] : []), ...(by === null ? ['by whom'] : [])];
    return lacks.length === 0 ? [] : [`Nobody said ${lacks.join(' and ')} it was ${link}.`];
  });
  if (links.some(({ link }) => link === 'received')) return found;
  return [...found, 'How it was received is not recorded.'];
}

function backwards(links: readonly CustodyLink[]): readonly string[] {
  const timed = links.flatMap(({ link, at }) => (at === null ? [] : [{ link, at }]));
  return timed.flatMap(({ link, at }, index) => {
    const before = timed[index - 1];
    if (before === undefined || !isBefore(at, before.at)) return [];
    return [`It was ${link} at ${instantText(at)}, before it was ${before.link} at ${instantText(before.at)}.`];
  });
}

function altered(links: readonly CustodyLink[]): readonly string[] {
  const digested = links.flatMap(({ link, sha256 }) => (sha256 === null ? [] : [{ link, sha256 }]));
  return digested.flatMap(({ link, sha256 }, index) => {
    const before = digested[index - 1];
    if (before === undefined || before.sha256 === sha256) return [];
    return [`When it was ${link}, its SHA-256 was ${sha256}; when it was ${before.link}, ${before.sha256}.`];
  });
}

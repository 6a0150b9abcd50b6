// The portal as this machine serves it: its ports on the embedded home, who lets people in, and the assistants beside it.
import type { Config } from '../../core/config/config.ts';
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import type { AccessTokens } from '../../core/ports/sign-in.ts';
import { openCompanyTokens } from '../../homes/assistants.ts';
import { openVerifying, systemClock } from '../../homes/laptop.ts';
import type { HomeServices, ReadingServices } from '../../homes/laptop.ts';
import { localPeople, openCompanySignIn, openLocalSignIn, runStarter } from '../../homes/laptop-portal.ts';
import type { LocalSignIn } from '../../homes/laptop-portal.ts';
import { rolesIn } from '../../portal/api/access.ts';
import { openApi } from '../../portal/api/openapi.ts';
import type { Ports } from '../../portal/api/ports.ts';
import type { ReportError } from '../../portal/api/problem.ts';
import { portalApp } from '../../portal/app.ts';
import { keptReviews } from '../../steps/kept-reviews.ts';
import { inTurn } from '../../steps/in-turn.ts';
import { lazy } from '../../steps/lazy.ts';
import { lookAt } from '../../steps/show/look.ts';
import type { LookDependencies } from '../../steps/show/look.ts';
import type { VerifyDependencies } from '../../steps/verify/verify.ts';
import { documents } from '../terminal/documents.ts';
import { silentProgress } from '../terminal/progress.ts';
import { toolVersion } from '../terminal/tool.ts';
import { isOfAssistants } from './door.ts';

export interface PortalPlace {
  readonly home: HomeServices;
  readonly reading: ReadingServices;
  /** `http://localhost:8484` */
  readonly origin: string;
  /** The issuer that the command names; `null` where it names none, and the configuration may. */
  readonly issuer: string | null;
  /** The configuration at the start: the issuer and the roles of groups stay as it says. */
  readonly first: Config;
  /** The present configuration: a later run may have brought another one. */
  readonly config: () => Promise<Config>;
  readonly report: ReportError;
}

export interface ServedPortal {
  /** Answers the API, the sign-in and the assistants. */
  readonly answer: (request: Request) => Promise<Response>;
  /** `null` where people sign in at the company's issuer. */
  readonly localIssuer: LocalSignIn['issuer'] | null;
}

export function servedPortal(place: PortalPlace): ServedPortal {
  const { home, reading, report, config } = place;
  const tool = toolVersion();
  const services = { ...home, ...reading, clock: systemClock, progress: silentProgress, tool };
  const kept = { reviews: keptReviews(home.reviews), kept: new Map(), looks: new Map() };
  const { tokens: tokensOf, localIssuer, ...entrance } = entranceOf(place, { ...home, ...kept, tool });
  const verifying = lazy(async (): Promise<VerifyDependencies> => ({
    ...(await openVerifying(reading)),
    progress: silentProgress,
    selfTest: await selfTested(),
    tool,
  }));
  const verifyingInTurn = inTurn();
  const ports: Ports = {
    ...services,
    ...kept,
    ...entrance,
    origin: place.origin,
    issuing: async () => {
      const tested = await selfTested();
      return { ...home, sealer: await home.sealer(), tool, selfTest: tested };
    },
    openApi: () => JSON.stringify(openApi(tool.version)),
    config,
    fingerprint: async () => (await (await home.sealer()).certificate()).fingerprint,
    verifyReport: async (key) => {
      const { proveStored } = await import('../../steps/verify/prove-stored.ts');
      const proving = { ...(await verifying()), objects: home.objects };
      return verifyingInTurn(() => proveStored(proving, key));
    },
    runStarter: runStarter({ ...services, config }),
  };
  const app = portalApp(ports, report);
  // Loaded by the first program that asks: most people who open the portal have none.
  const assistants = lazy(async () => {
    const asked = portalApp(ports, report);
    const tokens = tokensOf();
    if (tokens === null) return asked;
    const { serveAssistants } = await import('../../portal/assistants.ts');
    const { rememberedRuns } = await import('../../steps/answer/answering.ts');
    const open = rememberedRuns(services);
    const asking = { tokens, open, verifying, verifyingInTurn, documents: documents() };
    serveAssistants(asked, ports, asking);
    return asked;
  });
  return {
    answer: async (request) =>
      (isOfAssistants(new URL(request.url).pathname) ? await assistants() : app).fetch(request),
    localIssuer,
  };
}

interface Entrance extends Pick<Ports, 'signIn' | 'assurance' | 'rolesOf'>, Pick<ServedPortal, 'localIssuer'> {
  /** `null` where the company lets no assistant ask. */
  readonly tokens: () => AccessTokens | null;
}

/**
 * How people sign in: at the company's issuer where one is named together with the id of its client, otherwise by
 * choosing their name.
 */
function entranceOf(place: PortalPlace, looking: LookDependencies): Entrance {
  const { origin, first } = place;
  const { portal } = first;
  const issuer = place.issuer ?? portal?.issuer;
  if (issuer === undefined || portal?.clientId === undefined) {
    const { signIn, tokens, issuer: localIssuer } = openLocalSignIn(origin, () => peopleToChoose(place, looking));
    // A name that was chosen without a password proves nothing, and the report says so.
    return {
      signIn,
      tokens: () => tokens,
      localIssuer,
      assurance: 'asserted',
      rolesOf: (groups) => rolesIn(groups, null),
    };
  }
  const { clientId, claim } = portal;
  return {
    signIn: openCompanySignIn({ issuer, clientId, claim, origin }),
    tokens: () => openCompanyTokens({ portal, issuer, origin, clock: systemClock }),
    localIssuer: null,
    assurance: 'oidc',
    rolesOf: (groups) => rolesIn(groups, first),
  };
}

/**
 * The people to choose from: those whom the configuration names, and those who have lines in the latest review or were
 * handed some.
 */
async function peopleToChoose(
  { home, config }: PortalPlace,
  looking: LookDependencies,
): ReturnType<typeof localPeople> {
  const current = await config();
  const period = (await home.runs.list()).findLast(({ accepted }) => accepted)?.period;
  const review = period === undefined ? null : await lookAt(looking, period);
  if (review?.kind !== 'ok') return localPeople(current, []);
  const { frozen, state } = review.value;
  const named = [...frozen.lines.map(({ reviewer }) => reviewer), ...state.delegations.values()];
  return localPeople(current, [...new Set(named.filter((one) => one !== null))]);
}

async function selfTested(): Promise<SelfTest> {
  const { passedSelfTest } = await import('../../core/findings/self-test/self-test.ts');
  return passedSelfTest();
}

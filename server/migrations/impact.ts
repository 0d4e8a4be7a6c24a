import { setImmediate as breathe } from 'node:timers/promises';
import type { Static } from '@sinclair/typebox';
import { addMonths, localDate, startOfDay } from '../../definitions/calendar/index.ts';
import { compile, type Compiled, definitionHash } from '../../definitions/index.ts';
import { blastRadius } from '../../definitions/versions/blast-radius.ts';
import { fateOf } from '../../definitions/versions/fate.ts';
import type { Fate, Mapping } from '../../definitions/versions/types.ts';
import { checkedAs, versionOf } from '../definitions/versions.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { AdminCall } from '../http/route.ts';
import { draftById, latestVersion, type LiveInstance, liveInstances, openCounts } from '../store/index.ts';
import type { BlastRadiusView, DryRunBody, DryRunView, ImpactBody } from './schema.ts';

type ImpactCall = AdminCall<unknown, Static<typeof ImpactBody>>;

const mostInstances = 2000;
/** Looking ahead is a simulation of months, twice: some of every state are enough to see who is told what. */
const mostLookedAhead = 100;
const mostLookedAheadPerState = 25;
const page = 100;

interface Target {
  compiled: Compiled;
  hash: string;
  /** Null for what has not been published. */
  version: number | null;
}

/** The text that is asked about: given, a draft's, a version's, or the running one. */
async function targetOf(call: ImpactCall): Promise<Target> {
  const { scope, params, body, services } = call;
  const definitionId = params.definitionId!;
  const given = [body.text, body.draft, body.version].filter((one) => one !== undefined);
  if (given.length > 1) throw new Problem(422, 'body_invalid', 'Give one of text, draft and version.');
  if (body.text !== undefined || body.draft !== undefined) {
    const draft = body.draft === undefined ? null : await draftById(scope, body.draft);
    if (body.draft !== undefined && draft?.definitionId !== definitionId) throw notFound();
    const definition = checkedAs(definitionId, body.text ?? draft!.text);
    return { compiled: compile(definition), hash: definitionHash(definition), version: null };
  }
  const running = await latestVersion(services.store, scope.tenantId, definitionId);
  const version = body.version === undefined ? running : await versionOf(scope, definitionId, body.version);
  if (!version) throw notFound();
  return { compiled: await compiledByHash(services.store, version.hash), hash: version.hash, version: version.version };
}

/** Looks at one instance after another and lets other requests in between. */
class Examiner {
  readonly #call: ImpactCall;
  readonly #target: Target;
  readonly #until: string | null;

  constructor(call: ImpactCall, target: Target) {
    const months = call.body.months ?? 6;
    this.#call = call;
    this.#target = target;
    this.#until = months === 0 ? null : startOfDay(addMonths(localDate(call.now), months));
  }

  async fateOf({ hash, state }: LiveInstance, ahead: boolean): Promise<Fate> {
    await breathe();
    const { services, now, body } = this.#call;
    const { compiled: to, hash: toHash, version } = this.#target;
    const from = await compiledByHash(services.store, hash);
    // What has not been published has no number yet; the same text is the same version.
    const number = version ?? (toHash === hash ? state.input.definition.version : 0);
    const mapping = (body.mapping ?? {}) as Mapping;
    const migration = { from, to, target: { version: number, hash: toHash }, mapping, actor: null };
    return fateOf(migration, state, { now, until: ahead ? this.#until : null });
  }
}

export async function blastRadiusOf(call: ImpactCall): Promise<BlastRadiusView> {
  const { scope, params, services, now } = call;
  const definitionId = params.definitionId!;
  const target = await targetOf(call);
  const running = await latestVersion(services.store, scope.tenantId, definitionId);
  const counts = (await openCounts(scope, definitionId)).get(definitionId);
  const open = [...(counts?.values() ?? [])].reduce((sum, n) => sum + n, 0);
  const examiner = new Examiner(call, target);
  const fates: Fate[] = [];
  const perState = new Map<string, number>();
  let ahead = 0;
  for (let after = ''; fates.length < mostInstances;) {
    const rows = await liveInstances(scope, { definitionId, limit: page, after });
    for (const row of rows) {
      const place = row.state.activeStates.join();
      const sofar = perState.get(place) ?? 0;
      const look = ahead < mostLookedAhead && sofar < mostLookedAheadPerState;
      const fate = await examiner.fateOf(row, look);
      if (fate.lookedAhead) {
        ahead += 1;
        perState.set(place, sofar + 1);
      }
      fates.push(fate);
    }
    if (rows.length < page) break;
    after = rows.at(-1)!.id;
  }
  const before = running ? await compiledByHash(services.store, running.hash) : null;
  const radius = blastRadius(before, target.compiled, fates);
  const months = call.body.months ?? 6;
  return {
    ...radius,
    instances: { open, ...radius.instances },
    hash: target.hash,
    running: running?.version ?? null,
    at: now,
    bounds: { months, mostInstances, mostLookedAhead, leftOut: leftOut(open, radius.instances, months) },
  };
}

function leftOut(
  open: number,
  { examined, lookedAhead, move }: { examined: number; lookedAhead: number; move: number },
  months: number,
): BlastRadiusView['bounds']['leftOut'] {
  const sentences: BlastRadiusView['bounds']['leftOut'] = [];
  if (open > examined) {
    sentences.push({
      sv: `${open - examined} av ${open} pågående ärenden undersöktes inte.`,
      en: `${open - examined} of ${open} open cases were not looked at.`,
    });
  }
  if (move > lookedAhead) {
    sentences.push({
      sv: `Mejl och kommande datum jämfördes för ${lookedAhead} av ${move} ärenden, några ur varje läge, ${months} månader framåt.`,
      en: `Mails and dates to come were compared for ${lookedAhead} of ${move} cases, some of every state, ${months} months ahead.`,
    });
  }
  sentences.push({
    sv: 'Framåt i tiden antas att ingen svarar och att inga externa händelser kommer.',
    en: 'Ahead in time, nobody is taken to answer and no event to come from outside.',
  });
  return sentences;
}

export async function dryRunOf(
  call: AdminCall<unknown, Static<typeof DryRunBody>>,
  after: string,
): Promise<Omit<DryRunView, 'nextCursor'> & { last: string | null }> {
  const { scope, params, body } = call;
  const definitionId = params.definitionId!;
  const target = await targetOf(call);
  const examiner = new Examiner(call, target);
  const query = { definitionId, limit: page + 1, after, ...(body.instances ? { ids: body.instances } : {}) };
  const rows = await liveInstances(scope, query);
  const items: DryRunView['items'] = [];
  for (const row of rows.slice(0, page)) {
    const { mailCounts: _counts, status: _status, ...fate } = await examiner.fateOf(row, true);
    items.push(fate);
  }
  const last = rows.length > page ? items.at(-1)!.instanceId : null;
  return { to: { version: target.version, hash: target.hash }, items, last };
}

// Sends what is queued, once each, and lets the server know which drafts there are. The pages and the service
// worker do this alike; only one of them at a time.
import { compare, setRight } from './clock.js';
import { announce, change, forget, isUnsent, list, meet, UNSENT } from './drafts.js';
import { keepLately } from './lately.js';
import { alone, put } from './store.js';

const PATIENCE = 30_000;
const DAY = 24 * 3600_000;

/** The network, or the server, is not there: nothing changed, and it is worth another try. */
export class AwayError extends Error {}

/** Nobody is signed in: what is queued stays, and is sent after the next sign-in. */
export class SignedOutError extends Error {}

/** Ask the server; raises AwayError or SignedOutError. */
export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...options });
  } catch (error) {
    throw new AwayError(error.name);
  }
  if (answer.type === 'opaqueredirect' || [401, 403].includes(answer.status)) throw new SignedOutError();
  if (answer.status === 429 || answer.status >= 500) throw new AwayError(String(answer.status));
  return answer;
}

/** Ask who is signed in, with which token to send, and how far this clock is off (milliseconds). */
export async function session() {
  const before = Date.now();
  const { owner, token, now } = await (await ask('/reports/unsent/session')).json();
  if (!await meet(owner)) throw new SignedOutError();
  return { token, offset: await compare(now, before) };
}

const age = since => Math.max(0, Math.round((Date.now() - since) / 1000));

async function tell(token, drafts) {
  const told = drafts.filter(each => each.state !== 'sent').map(each => ({
    draft_id: each.id, ...each.set, state: each.state === 'sending' ? 'queued' : each.state,
    begun_ago: age(each.begun), changed_ago: age(each.changed) }));
  const answer = await ask('/reports/unsent/sync', {
    method: 'POST', body: JSON.stringify({ drafts: told.slice(-200) }),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token } });
  if (!answer.ok) throw new AwayError(String(answer.status));
  return answer.json();
}

/** What was sent is shown for a day; longer if a file of it was refused, so that it can be mended. */
function isOver(draft, days) {
  const isMended = (draft.files ?? []).every(each => each.is_taken);
  return draft.state === 'sent' && !isUnsent(draft) && age(draft.changed) * 1000 > (isMended ? 1 : days) * DAY;
}

/** Bring the drafts here in line with what the server says of them. */
async function settle(standing, drafts) {
  for (const each of drafts) {
    const receipt = standing.filed[each.id];
    if (each.state === 'deleted') await forget(each.id);
    else if (standing.expired.includes(each.id)) await forget(each.id);
    else if (receipt && UNSENT.includes(each.state)) await markFiled(each.id, receipt);
    else if (isOver(each, standing.draft_days)) await forget(each.id);
  }
  const { missing, expired, draft_days } = standing;
  const expiredAt = expired.map(id => drafts.find(each => each.id === id)?.begun);
  if (expiredAt.length) await put('facts', 'expired', expiredAt);
  await put('facts', 'standing', { missing, draft_days, at: Date.now() });
  await keepLately(standing.lately ?? []);
}

/** What was sent is in; what was typed after that is not, and stays. */
const markFiled = async (id, receipt) => change(id, draft => {
  const isSame = draft.attempt && draft.attempt === attemptOf(draft);
  return isSame ? sent(receipt) : { state: 'refused', problem: 'filed', receipt, findings: [] };
});

const sent = receipt => ({
  state: 'sent', receipt, changed: Date.now(), pairs: [], findings: [], problem: '', attempt: '' });

const attemptOf = draft => JSON.stringify([draft.pairs, draft.told_at ?? '']);

async function send(id, { token, offset }) {
  const draft = await change(id, each => ['queued', 'sending'].includes(each?.state) && {
    // Settled before the first try: a second try must say the very same.
    told_at: each.told_at ?? setRight(each.told, offset), state: 'sending' });
  if (draft?.state !== 'sending') return;
  await change(id, each => ({ attempt: attemptOf(each) }));
  const body = new URLSearchParams([...draft.pairs.filter(([name]) => name !== 'key'), ['key', draft.key]]);
  if (draft.told_at) body.append('occurred.told_at', draft.told_at);
  const answer = await ask('/reports/queued', { method: 'POST', body, headers: { 'X-CSRFToken': token } });
  if (answer.status === 201) {
    const { receipt } = await answer.json();
    await change(id, () => sent(receipt));
  } else if (answer.status === 422) {
    const { findings } = await answer.json();
    await change(id, () => ({ state: 'refused', problem: 'findings', findings }));
  } else {
    await change(id, () => ({ state: 'refused', problem: String(answer.status), findings: [] }));
  }
}

/**
 * Tell the server of the drafts and send what is queued. Returns how far this clock is off, in milliseconds.
 * Raises AwayError or SignedOutError; what was not sent is queued still. Photos and files go by themselves
 * (uploading.js): no text waits for them.
 */
export const syncAndSend = () => alone('sending', async () => {
  const known = await session();
  const drafts = await list();
  await settle(await tell(known.token, drafts), drafts);
  for (const { id } of (await list()).filter(each => ['queued', 'sending'].includes(each.state))) {
    await send(id, known);
  }
  announce({ synced: true });
  return known.offset;
});

// Drafts on this phone. In the clear: id, owner, set, times, state. Sealed: all that was typed, the key of
// sending, what the server found, the receipt, the names of its photos and files (their bytes: attached.js).
//   draft -> queued -> sending -> sent        refused: the server found something to mend
//   deleted: only to tell the server that nobody misses it
import * as store from './store.js';
import { canKeep, destroyKey, digest, randomText, seal, unseal } from './sealing.js';

export { canKeep };

/** States in which something would be lost if the phone were. */
export const UNSENT = ['draft', 'queued', 'sending', 'refused'];

/** Tell whether a file of a draft waits to be sent. */
export const isWaiting = file => file.is_taken === undefined;

/** Tell whether something of a draft would be lost if the phone were. */
export const isUnsent = draft => UNSENT.includes(draft.state)
  || (draft.state === 'sent' && (draft.files ?? []).some(isWaiting));

/** Return where the bytes of a draft's files are kept. */
export const placeOf = ({ owner: whose, id }, fileId = '') => `${whose}/${id}/${fileId}`;

/** Return whose drafts these are: the person who was signed in here last; '' for nobody. */
export const owner = async () => await store.get('facts', 'owner') ?? '';

// Who is signed in, as the server calls them for this purpose.
const setOwner = name => store.put('facts', 'owner', name);

// By then the server has signed them out, too: what it says of who is signed in counts again.
const LEAVING = 60_000;

const isLeaving = async () => Math.abs(Date.now() - await store.get('facts', 'left')) < LEAVING;

/** Note who is signed in, as an answer says; returns false if somebody is just signing out here. */
export const meet = name => store.alone('owner', async () => {
  if (await isLeaving()) return false;
  await setOwner(name);
  return true;
});

const leave = () => store.alone('owner', async () => {
  await store.put('facts', 'left', Date.now());
  await setOwner('');
});

/** Note who is signed in, as a page says that the server made for them. */
export async function arrive(name) {
  await store.drop('facts', 'left');
  await setOwner(name);
}

/** Return a fresh key of sending. */
export const newKey = randomText;

/** Return the id of the draft with this key of sending; the server can find a filed report by it. */
export const idOf = digest;

async function opened(record) {
  if (!record || record.owner !== await owner()) return undefined;
  const { box, ...clear } = record;
  if (record.state === 'deleted') return clear;
  const secret = await unseal(record.owner, record.id, box);
  return secret && { ...clear, ...secret };
}

/** Return a draft of the present owner, undefined if there is none that opens. */
export const read = async id => opened(await store.get('drafts', id));

/** List the drafts of the present owner, the oldest first. */
export async function list() {
  const found = await Promise.all((await store.all('drafts')).map(opened));
  return found.filter(Boolean).sort((one, other) => one.begun - other.begun);
}

async function keep(draft) {
  const { id, owner: whose, set, begun, changed, state, ...secret } = draft;
  if (state === 'deleted') await store.dropAll('files', placeOf(draft));
  const box = state === 'deleted' ? null : await seal(whose, id, secret);
  await store.put('drafts', id, { id, owner: whose, set, begun, changed, state, box });
  announce({ changed: id });
  return draft;
}

/**
 * Change a draft, or begin it: `edit` gets the draft as it is kept now (undefined if there is none) and
 * returns what it becomes, or undefined to leave everything as it is. Returns the draft as kept.
 */
export const change = (id, edit) => store.alone('drafts', async () => {
  const before = await read(id);
  const after = edit(before);
  if (!after) return before;
  const whose = before?.owner ?? await owner();
  if (!whose) return undefined;
  return keep({ begun: Date.now(), findings: [], ...before, ...after, id, owner: whose });
});

/** Throw away what a draft says; that it was deleted is kept until the server knows. */
export const remove = id => change(id, before => before
  && { state: 'deleted', changed: Date.now(), set: before.set });

/** Throw away the last trace of a draft of the present owner. */
export async function forget(id) {
  await store.dropAll('files', placeOf({ owner: await owner(), id }));
  await store.drop('drafts', id);
  announce({ changed: id });
}

/** Destroy everything of the present owner on this phone; from the first step on nothing more is sealed. */
export async function destroy() {
  const whose = await owner();
  await leave();
  await destroyKey(whose);
  await store.alone('lately', () => store.drop('facts', 'lately'));
  await store.dropAll('files', `${whose}/`);
  for (const each of await store.all('drafts')) if (each.owner === whose) await store.drop('drafts', each.id);
}

let mouth, ear;

/** Tell every tab, this one too, and the worker what happened. */
export function announce(news) {
  mouth ??= new BroadcastChannel('sar-drafts');
  mouth.postMessage(news);
}

/** Hear what is announced. Returns what stops the hearing. */
export function hear(listener) {
  // Not the channel that speaks, which does not hear itself.
  ear ??= new BroadcastChannel('sar-drafts');
  const listen = ({ data }) => listener(data);
  ear.addEventListener('message', listen);
  return () => ear.removeEventListener('message', listen);
}

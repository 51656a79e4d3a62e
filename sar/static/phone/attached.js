// Photos and files of a draft: named in it, their bytes sealed beside it under the same key. Each has a key of its
// own, so that sending it twice is harmless; `is_taken` says what the server did: nothing yet, took it, refused it.
import { change, placeOf, read } from './drafts.js';
import { randomText, sealBytes, unsealBytes } from './sealing.js';
import { drop, get, put } from './store.js';

/** This phone has no room for a file. */
export class NoRoomError extends Error {}

/** Raises NoRoomError if the browser says that so many bytes do not fit. */
async function makeSure(bytes) {
  const { quota = Infinity, usage = 0 } = await navigator.storage?.estimate?.() ?? {};
  if (bytes > quota - usage) throw new NoRoomError();
}

const without = (draft, fileId) => draft.files.filter(each => each.file_id !== fileId);

/**
 * Keep a file with a draft: its name before its bytes, so that nothing lies here that no draft knows of. Raises
 * NoRoomError, and leaves the draft as it was; returns undefined if there is no such draft.
 */
export async function attach(id, { name, type, bytes, file_id = randomText() }) {
  const whose = (await read(id))?.owner;
  if (!whose) return undefined;
  await makeSure(bytes.byteLength);
  const place = placeOf({ owner: whose, id }, file_id);
  const box = await sealBytes(whose, place, bytes);
  const entry = { file_id, name, type, size: bytes.byteLength };
  const kept = await change(id, before => before
    && { files: [...before.files ?? [], entry], changed: Date.now() });
  if (!kept) return undefined;
  try {
    await put('files', place, box);
  } catch (error) {
    await change(id, before => before && { files: without(before, file_id) });
    throw error.name === 'QuotaExceededError' ? new NoRoomError() : error;
  }
  return entry;
}

/** Return the bytes of a file of a draft; undefined if the browser threw them away. */
export async function bytesOf(draft, fileId) {
  const place = placeOf(draft, fileId);
  const box = await get('files', place);
  return box && unsealBytes(draft.owner, place, box);
}

/** Throw the bytes of a file away, and its name unless `more` says what became of it. */
export async function settleFile(id, fileId, more) {
  const draft = await read(id);
  if (!draft) return;
  if (!more || more.is_taken) await drop('files', placeOf(draft, fileId));
  await change(id, before => before?.files && { files: more
    ? before.files.map(each => (each.file_id === fileId ? { ...each, ...more } : each))
    : without(before, fileId) });
}

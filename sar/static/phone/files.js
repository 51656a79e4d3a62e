// An unsent report as an encrypted file, and back. The format is described in docs/unsent_files.md.
import { attach, bytesOf as attachedBytes } from './attached.js';
import { change, idOf } from './drafts.js';

const FORMAT = 'sar-unsent-report';
// OWASP Password Storage Cheat Sheet: PBKDF2 with HMAC-SHA-256.
const ROUNDS = 600_000;
const KEPT = ['key', 'set', 'pairs', 'told', 'told_at', 'attempt', 'begun', 'changed', 'files'];

/** Return bytes in base 64; the browser's own way, as a photo has millions of them. */
const text64 = bytes => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(new Blob([bytes]));
});
const bytes64 = text => Uint8Array.from(atob(text), each => each.charCodeAt(0));
const bytesOf = text => new TextEncoder().encode(text);

async function keyFrom(passphrase, salt, iterations) {
  const material = await crypto.subtle.importKey('raw', bytesOf(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function sealed(key, kind, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(kind) }, key, plain);
  return { iv: await text64(iv), data: await text64(data) };
}

const opened = (key, kind, { iv, data }) =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes64(iv), additionalData: bytesOf(kind) }, key, bytes64(data));

/** Return the text of a file that holds a draft with its photos and files, sealed with a passphrase. */
export async function pack(draft, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keyFrom(passphrase, salt, ROUNDS);
  const files = [];
  for (const each of draft.files ?? []) {
    const bytes = await attachedBytes(draft, each.file_id);
    if (bytes) files.push({ ...await sealed(key, `${FORMAT} ${each.file_id}`, bytes), file_id: each.file_id });
  }
  const plain = JSON.stringify(Object.fromEntries(KEPT.map(name => [name, draft[name]])));
  return JSON.stringify({
    format: FORMAT, version: 2, kdf: 'PBKDF2-HMAC-SHA-256', iterations: ROUNDS, salt: await text64(salt),
    cipher: 'AES-256-GCM', ...await sealed(key, FORMAT, bytesOf(plain)), files }, null, 1);
}

/**
 * Take the draft of such a file into this phone, as a draft; raises an error if it does not open, and NoRoomError
 * if its photos and files do not fit.
 */
export async function unpack(text, passphrase) {
  const file = JSON.parse(text);
  if (file.format !== FORMAT || ![1, 2].includes(file.version) || !(file.iterations <= 10 * ROUNDS)) throw new Error('format');
  const key = await keyFrom(passphrase, bytes64(file.salt), file.iterations);
  const { files = [], ...draft } = JSON.parse(new TextDecoder().decode(await opened(key, FORMAT, file)));
  const id = await idOf(draft.key);
  const kept = await change(id, before => before?.pairs?.length ? undefined
    : { ...draft, files: [], state: 'draft', changed: Date.now() });
  for (const each of files) {
    const box = file.files.find(({ file_id }) => file_id === each.file_id);
    const isHere = kept?.files?.some(({ file_id }) => file_id === each.file_id);
    if (box && !isHere) await attach(id, { ...each, bytes: await opened(key, `${FORMAT} ${each.file_id}`, box) });
  }
}

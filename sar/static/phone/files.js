// An unsent report as an encrypted file, and back. The format is described in docs/unsent_files.md.
import { change, idOf } from './drafts.js';

const FORMAT = 'sar-unsent-report';
// OWASP Password Storage Cheat Sheet: PBKDF2 with HMAC-SHA-256.
const ROUNDS = 600_000;
const KEPT = ['key', 'set', 'pairs', 'told', 'told_at', 'attempt', 'begun', 'changed'];

const text64 = bytes => btoa(Array.from(new Uint8Array(bytes), each => String.fromCharCode(each)).join(''));
const bytes64 = text => Uint8Array.from(atob(text), each => each.charCodeAt(0));
const bytesOf = text => new TextEncoder().encode(text);

async function keyFrom(passphrase, salt, iterations) {
  const material = await crypto.subtle.importKey('raw', bytesOf(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Return the text of a file that holds a draft, sealed with a passphrase. */
export async function pack(draft, passphrase) {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const key = await keyFrom(passphrase, salt, ROUNDS);
  const plain = JSON.stringify(Object.fromEntries(KEPT.map(name => [name, draft[name]])));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(FORMAT) }, key, bytesOf(plain));
  return JSON.stringify({
    format: FORMAT, version: 1, kdf: 'PBKDF2-HMAC-SHA-256', iterations: ROUNDS, salt: text64(salt),
    cipher: 'AES-256-GCM', iv: text64(iv), data: text64(data) }, null, 1);
}

/** Take the draft of such a file into this phone, as a draft; raises an error if it does not open. */
export async function unpack(text, passphrase) {
  const file = JSON.parse(text);
  if (file.format !== FORMAT || file.version !== 1 || !(file.iterations <= 10 * ROUNDS)) throw new Error('format');
  const key = await keyFrom(passphrase, bytes64(file.salt), file.iterations);
  const how = { name: 'AES-GCM', iv: bytes64(file.iv), additionalData: bytesOf(FORMAT) };
  const draft = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytes64(file.data))));
  return change(await idOf(draft.key), before => before?.pairs?.length ? undefined
    : { ...draft, state: 'draft', changed: Date.now() });
}

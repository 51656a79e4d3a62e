// Seals what is kept: AES-GCM with a key per signed-in person that no script can read out of the browser.
// Destroying the key makes everything that it sealed unreadable.
import { alone, drop, get, put } from './store.js';

const bytesOf = text => new TextEncoder().encode(text);

/** Return the SHA-256 of a text, in hex. */
export async function digest(text) {
  const found = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text)));
  return [...found].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Return a fresh random text of 192 bits that fits into an address. */
export function randomText() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}

const keyOf = owner => alone('key', async () => {
  const found = await get('keys', owner);
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await put('keys', owner, made);
  return made;
});

/** Seal a plain value for `owner`; it opens only under the same `id`. */
export async function seal(owner, id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: 'AES-GCM', iv, additionalData: bytesOf(id) };
  return { iv, bytes: await crypto.subtle.encrypt(how, await keyOf(owner), bytesOf(JSON.stringify(value))) };
}

/** Open what `seal` made; undefined if the key is gone or it was tampered with. */
export async function unseal(owner, id, box) {
  const key = await get('keys', owner);
  if (!key) return undefined;
  const how = { name: 'AES-GCM', iv: box.iv, additionalData: bytesOf(id) };
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, box.bytes)));
  } catch {
    return undefined;
  }
}

/** Destroy the key of `owner`. */
export const destroyKey = owner => alone('key', () => drop('keys', owner));

/** Tell whether this browser can keep anything at all: it must be a secure context (HTTPS). */
export const canKeep = () => isSecureContext && Boolean(crypto.subtle && indexedDB && navigator.locks);

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
  // Whoever signed out meanwhile gets no new key.
  if (await get('facts', 'owner') !== owner) throw new Error('signed out');
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await put('keys', owner, made);
  return made;
});

/** Seal bytes for `owner`; they open only under the same `id`. */
export async function sealBytes(owner, id, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: 'AES-GCM', iv, additionalData: bytesOf(id) };
  return { iv, bytes: await crypto.subtle.encrypt(how, await keyOf(owner), plain) };
}

/** Open what `sealBytes` made; undefined if the key is gone or it was tampered with. */
export async function unsealBytes(owner, id, { iv, bytes }) {
  const key = await get('keys', owner);
  if (!key) return undefined;
  const how = { name: 'AES-GCM', iv, additionalData: bytesOf(id) };
  return crypto.subtle.decrypt(how, key, bytes).catch(() => undefined);
}

/** Seal a plain value for `owner`; it opens only under the same `id`. */
export const seal = (owner, id, value) => sealBytes(owner, id, bytesOf(JSON.stringify(value)));

/** Open what `seal` made; undefined if the key is gone or it was tampered with. */
export async function unseal(owner, id, box) {
  const plain = await unsealBytes(owner, id, box);
  return plain && JSON.parse(new TextDecoder().decode(plain));
}

/** Destroy the key of `owner`. */
export const destroyKey = owner => alone('key', () => drop('keys', owner));

/** Tell whether this browser can keep anything at all: it must be a secure context (HTTPS). */
export const canKeep = () => isSecureContext && Boolean(crypto.subtle && indexedDB && navigator.locks);

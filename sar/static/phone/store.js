// What this browser keeps: sealed drafts, the keys that open them, and a few facts about itself; and the sealed
// bytes of photos and files. Shared by the pages and the service worker; every promise settles once the disk has it.

// A database of their own for the bytes: one more store in the first would need a newer version of it, and shut
// out a page that still runs the scripts of yesterday.
const STORES = { sar: ['drafts', 'keys', 'facts'], 'sar-files': ['files'] };
const opened = {};

function open(name) {
  opened[name] ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => STORES[name].forEach(each => asked.result.createObjectStore(each));
    asked.onerror = () => { delete opened[name]; reject(asked.error); };
    asked.onsuccess = () => {
      const database = asked.result;
      // The browser closes it when it evicts what is kept; the next use begins a new one.
      database.onclose = () => { delete opened[name]; };
      database.onversionchange = () => { delete opened[name]; database.close(); };
      resolve(database);
    };
  });
  return opened[name];
}

async function run(store, mode, work) {
  const database = await open(Object.keys(STORES).find(name => STORES[name].includes(store)));
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Return the value under a key, undefined if there is none. */
export const get = (store, key) => run(store, 'readonly', on => on.get(key));

/** Return every value of a store, in no order that means anything. */
export const all = store => run(store, 'readonly', on => on.getAll());

/** Keep a value under a key, in place of the one before. */
export const put = (store, key, value) => run(store, 'readwrite', on => on.put(value, key));

/** Throw the value under a key away. */
export const drop = (store, key) => run(store, 'readwrite', on => on.delete(key));

/** Throw away every value whose key begins like this. */
export const dropAll = (store, begin) =>
  run(store, 'readwrite', on => on.delete(IDBKeyRange.bound(begin, `${begin}\uffff`)));

/** Run `work` while nobody else of this site (another tab, the worker) runs anything under `name`. */
export const alone = (name, work) => navigator.locks.request(`sar-${name}`, work);

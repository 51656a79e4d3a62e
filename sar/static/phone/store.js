// What this browser keeps, in one database: sealed drafts, the keys that open them, and a few facts about
// itself. Shared by the pages and the service worker; every promise settles once the disk has it.
const STORES = ['drafts', 'keys', 'facts'];
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('sar', 1);
    asked.onupgradeneeded = () => STORES.forEach(name => asked.result.createObjectStore(name));
    asked.onerror = () => { opened = undefined; reject(asked.error); };
    asked.onsuccess = () => {
      const database = asked.result;
      // The browser closes it when it evicts what is kept; the next use begins a new one.
      database.onclose = () => { opened = undefined; };
      database.onversionchange = () => { opened = undefined; database.close(); };
      resolve(database);
    };
  });
  return opened;
}

async function run(store, mode, work) {
  const database = await open();
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

/** Run `work` while nobody else of this site (another tab, the worker) runs anything under `name`. */
export const alone = (name, work) => navigator.locks.request(`sar-${name}`, work);

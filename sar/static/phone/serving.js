// The service worker: opens the form without a network, and sends what is queued when the page is gone.
// What it keeps is nobody's in particular: the form with every question, the page of unsent reports, their
// files. Pages of a person are never kept.
import { change, idOf, UNSENT } from './drafts.js';
import { syncAndSend } from './sending.js';
import { all } from './store.js';
import { sendFiles } from './uploading.js';

const CACHE = 'sar-pages-';
// Forms of every version under which something is unsent, by the address that names the version.
const FORMS = 'sar-forms';
// Buttons of the form that send nothing yet: what they were to show is not there without a network.
const GOES_ON = ['check', 'add', 'change', 'carry'];
const OPEN = ['draft', 'refused'];

/** Serve `kept`: version, the addresses of form, pinned form, pages and files, and where files are. */
export function serve(kept) {
  const name = CACHE + kept.version;
  addEventListener('install', event => event.waitUntil(fill(name, kept).then(() => skipWaiting())));
  addEventListener('activate', event => event.waitUntil(clear(name, kept).then(() => clients.claim())));
  addEventListener('fetch', event => {
    const answer = answerTo(event, kept, name);
    if (answer) event.respondWith(answer);
  });
  addEventListener('sync', event => event.waitUntil(syncAndSend().then(sendFiles)));
}

async function fill(name, { form, pinned, pages, files }) {
  const cache = await caches.open(name);
  // Past the browser's own cache: what is kept must be of the same state as this script.
  await cache.addAll([...pages, ...files].map(each => new Request(each, { cache: 'reload', redirect: 'error' })));
  await (await caches.open(FORMS)).put(pinned, await cache.match(form));
}

async function clear(name, { form, pinned }) {
  const old = (await caches.keys()).filter(each => each.startsWith(CACHE) && each !== name);
  await Promise.all(old.map(each => caches.delete(each)));
  const unsent = (await all('drafts')).filter(({ state }) => UNSENT.includes(state));
  const sets = unsent.map(({ set }) => `${form}/${set.set_id}/${set.version}`);
  const forms = await caches.open(FORMS);
  for (const { url } of await forms.keys()) {
    if (![...sets, pinned].includes(new URL(url).pathname)) await forms.delete(url);
  }
}

function answerTo({ request, clientId }, kept, name) {
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return undefined;
  if (request.mode === 'navigate') {
    if (request.method === 'GET' && kept.pages.includes(pathname)) return keptOr(request, name);
    if (request.method === 'GET' && pathname.startsWith(`${kept.form}/`)) return keptOr(request, FORMS);
    if (request.method === 'GET') return withoutNetwork(request, kept);
    // What another site sends is none of ours to send on.
    const isOurs = request.referrer.startsWith(`${location.origin}/`);
    return isOurs && pathname === '/reports/new' ? withoutNetwork(request, kept) : undefined;
  }
  const file = ofThisRelease(pathname, kept);
  return kept.files.includes(file) ? fileFor(clientId, request, file, { kept, name }) : undefined;
}

/** A page that was kept before names its files by the release of then; what is here is that of now. */
const ofThisRelease = (pathname, kept) => pathname.replace(/^\/static\/(v-[^/]+\/)?/, kept.static);

// Firefox compares the headers that an answer varies with (language, cookie) and finds nothing; there is one of
// each address here, in the language of the worker.
async function keptOr(request, name) {
  const found = await (await caches.open(name)).match(request, { ignoreSearch: true, ignoreVary: true });
  return found ?? fetch(request);
}

/** A kept page takes its files from here, any other from the network while there is one. */
async function fileFor(clientId, request, file, { kept, name }) {
  const client = clientId && await clients.get(clientId);
  const path = client && new URL(client.url).pathname;
  const isKept = client && (kept.pages.includes(path) || path.startsWith(`${kept.form}/`));
  const found = async () => (await caches.open(name)).match(file, { ignoreVary: true });
  if (isKept) return await found() ?? fetch(request);
  try {
    return await fetch(request);
  } catch {
    return await found() ?? Response.error();
  }
}

/**
 * Without a network a new report begins on the kept form, and one that is being written goes on there;
 * everything else leads to what is unsent.
 */
async function withoutNetwork(request, { form, pages }) {
  const typed = request.method === 'POST' ? request.clone() : undefined;
  try {
    return await fetchOrAgain(request);
  } catch {
    const isNew = !typed && new URL(request.url).pathname === '/reports/new';
    const place = isNew ? form : typed && await placeToGoOn(await typed.formData(), form);
    return Response.redirect(place || `${pages[1]}?away=1`, 303);
  }
}

/** A browser that goes back asks its own cache alone, where no page of a person is kept: then the server. */
async function fetchOrAgain(request) {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.method !== 'GET' || !['force-cache', 'only-if-cached'].includes(request.cache)) throw error;
    return fetch(request.url, { redirect: 'manual' });
  }
}

/**
 * Return where what was typed goes on: the receipt of what was sent meanwhile (a browser that goes back asks
 * for such a page without the network), or the kept form of its version; '' if it was to be sent.
 */
async function placeToGoOn(typed, form) {
  const place = `${form}/${typed.get('set.set_id')}/${typed.get('set.version')}`;
  const isKept = await (await caches.open(FORMS)).match(place, { ignoreVary: true });
  const goesOn = isKept && GOES_ON.some(each => typed.has(each));
  const id = await idOf(typed.get('key') ?? '');
  const pairs = [...typed].filter(([name]) => !['csrf_token', ...GOES_ON].includes(name));
  const draft = await change(id, before =>
    (goesOn && OPEN.includes(before?.state) ? { state: 'draft', pairs } : undefined));
  if (draft?.state === 'sent') return `/reports/${draft.receipt}`;
  return goesOn && OPEN.includes(draft?.state) ? `${place}?away=1#${id}` : '';
}

// On every page of somebody who files reports: who it is, the service worker, sending what waits, and signing
// out, which destroys what is kept here.
import { arrive, canKeep, change, destroy, hear, idOf, isUnsent, list } from './drafts.js';
import { syncAndSend } from './sending.js';
import { get } from './store.js';

const HOUR = 3600_000;
// So long the note of a sending may take before it is sent without one.
const PATIENCE = 2000;

/** Send what is queued, if there is anything to tell; a failure waits for the next occasion. */
async function settle() {
  const { at } = await get('facts', 'standing') ?? {};
  // A browser that threw everything away knows of no meeting with the server either.
  const hasMet = Math.abs(Date.now() - at) < HOUR;
  if (!hasMet || (await list()).length) await syncAndSend().then(sendWaiting).catch(() => {});
}

/** Send photos and files, if there are any: most pages need no script for that. */
async function sendWaiting() {
  if (!(await list()).some(each => each.files?.length)) return;
  await (await import('./uploading.js')).sendFiles();
}

/** Say in the menu how many reports are unsent here, or gone from here. */
async function count() {
  const link = document.querySelector('.nav a[href="/reports/unsent"]');
  const unsent = (await list()).filter(isUnsent);
  const { missing = [] } = await get('facts', 'standing') ?? {};
  const number = unsent.length + missing.filter(each => each.was_here).length;
  link?.querySelector('.nav-count')?.remove();
  if (link && number) {
    link.append(' ', Object.assign(document.createElement('span'), { className: 'nav-count', textContent: number }));
  }
}

function watchSignOut() {
  const form = document.querySelector('form[action$="/sign-out"]');
  form?.addEventListener('submit', async event => {
    event.preventDefault();
    const unsent = (await list()).filter(isUnsent);
    if (unsent.length) return location.assign('/reports/unsent?leaving=1');
    await destroy();
    form.submit();
  });
}

/** Let the worker keep the form, in the language of the server's pages. */
async function install(isOfServer) {
  const container = navigator.serviceWorker;
  if (!container || !location.pathname.startsWith('/reports')) return;
  if (!isOfServer && await container.getRegistration()) return;
  container.register(`/worker.js?language=${document.documentElement.lang}`, { type: 'module' }).catch(() => {});
}

/** What is being read back has not been sent: it waits until its officer says so, and then goes as it was read. */
async function waitForReading(form) {
  const id = await idOf(form.elements.key.value);
  await change(id, draft => (draft?.state === 'sending' ? { state: 'draft' } : undefined));
  // After site.js, which lets a form be sent once.
  document.addEventListener('submit', async event => {
    if (event.target !== form || event.submitter?.name || event.defaultPrevented) return;
    event.preventDefault();
    await Promise.race([noteSending(id, form), new Promise(done => setTimeout(done, PATIENCE))]).catch(() => {});
    form.submit();
  });
  form.dataset.kept = 'yes';
}

/** Let the phone send what is sent now, exactly as it was read, if the browser cannot. */
function noteSending(id, form) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== 'csrf_token');
  const attempt = JSON.stringify([pairs, '']);
  return change(id, draft => draft && { state: 'sending', pairs, told_at: undefined, attempt });
}

async function begin() {
  const { phone } = document.body.dataset;
  watchSignOut();
  if (phone) await arrive(phone);
  const read = document.querySelector('[data-report-check]');
  if (read?.elements.key) await waitForReading(read);
  await install(phone);
  if (document.querySelector('[data-report-form]')) await import('./keeping.js');
  if (document.querySelector('[data-unsent]')) await import('./unsent.js');
  const adding = document.querySelector('[data-add-files]');
  if (adding) await (await import('./adding.js')).addFiles(adding);
  addEventListener('online', settle);
  hear(news => { if (!news.file) count(); });
  // What is being sent this moment is not called unsent yet.
  const soon = setTimeout(count, 1500);
  await settle();
  clearTimeout(soon);
  await count();
}

if (canKeep()) await begin();
else if (document.querySelector('[data-shell]')) location.replace('/reports/new');

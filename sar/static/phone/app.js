// On every page of somebody who files reports: who it is, the service worker, sending what waits, and signing
// out, which destroys what is kept here.
import { canKeep, destroy, list, setOwner, UNSENT } from './drafts.js';
import { syncAndSend } from './sending.js';

/** Send what is queued, if there is anything to tell; a failure waits for the next occasion. */
async function settle() {
  const isNew = !sessionStorage.getItem('sar-synced');
  if (!isNew && !(await list()).length) return;
  await syncAndSend().then(() => sessionStorage.setItem('sar-synced', 'yes'), () => {});
}

function watchSignOut() {
  const form = document.querySelector('form[action$="/sign-out"]');
  form?.addEventListener('submit', async event => {
    event.preventDefault();
    const unsent = (await list()).filter(each => UNSENT.includes(each.state));
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

async function begin() {
  const { phone } = document.body.dataset;
  watchSignOut();
  if (phone) await setOwner(phone);
  await install(phone);
  if (document.querySelector('[data-report-form]')) await import('./keeping.js');
  if (document.querySelector('[data-unsent]')) await import('./unsent.js');
  addEventListener('online', settle);
  await settle();
}

if (canKeep()) await begin();
else if (document.querySelector('[data-shell]')) location.replace('/reports/new');

// What its owner reported lately, sealed like the drafts: the form that a phone keeps is itself nobody's.
import { owner } from './drafts.js';
import { seal, unseal } from './sealing.js';
import { alone, get, put } from './store.js';

const MOST = 6;
const ID = 'lately';

/** Keep the ids of behaviors that the present owner reported, the latest first. */
export const keepLately = behaviours => alone('lately', async () => {
  const whose = await owner();
  if (whose) await put('facts', ID, { owner: whose, box: await seal(whose, ID, behaviours) });
});

/** Move what was reported lately to the top of the choices, where one tap finds it. */
export async function offerLately(form) {
  const found = await get('facts', ID);
  const whose = await owner();
  if (!whose || found?.owner !== whose) return;
  // Nothing moves under a thumb that was faster.
  if (form.contains(document.activeElement) || form.querySelector('[name="behaviours"]:checked')) return;
  const rows = (await unseal(whose, ID, found.box) ?? [])
    .map(each => document.getElementById(each)?.closest('.choice')).filter(Boolean).slice(0, MOST);
  const group = form.querySelector('[data-lately]');
  group.hidden = !rows.length;
  group.querySelector('.choices').append(...rows);
}

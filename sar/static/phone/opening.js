// Opens a draft: on the server's page while there is a network, which asks what changed and what to mend; else
// on the form that this phone keeps.
import { session } from './sending.js';

const hidden = (name, value) => Object.assign(document.createElement('input'), { type: 'hidden', name, value });

/** Return where this phone keeps the form of the draft's version. */
export const keptForm = ({ id, set }) => `/reports/write/${set.set_id}/${set.version}#${id}`;

/** Show a draft in the form, all that was typed in it. */
export async function openDraft(draft) {
  let token;
  try {
    ({ token } = await session());
  } catch {
    return location.assign(keptForm(draft));
  }
  // "add" only shows the form; something refused is sent once more, for the page to say what to mend.
  const how = draft.state === 'refused' && draft.problem === 'findings' ? [] : [['add', '']];
  const told = draft.told_at ? [['occurred.told_at', draft.told_at]] : [];
  const pairs = draft.pairs.filter(([name]) => !['key', 'occurred.told_at'].includes(name));
  post('/reports/new', [...pairs, ...told, ['key', draft.key], ...how, ['csrf_token', token]]);
}

/** Send pairs as a page of this site would. */
export function post(action, pairs) {
  const form = Object.assign(document.createElement('form'), { method: 'post', action, hidden: true });
  form.append(...pairs.map(([name, value]) => hidden(name, value)));
  document.body.append(form);
  form.submit();
}

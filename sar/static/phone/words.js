// The words of this page that scripts say; they stand in its markup, in the language of the page.
import { offset } from './clock.js';

/** Return a sentence by its name, with `{name}` filled in. */
export function word(name, values = {}) {
  const found = document.getElementById('phone-words').content.querySelector(`[data-word="${name}"]`);
  return found.textContent.replace(/\{(\w+)\}/g, (_, each) => values[each] ?? '');
}

/** Say a sentence to whoever cannot see the page. */
export const say = text => { document.getElementById('page-status').textContent = text; };

/** Write a moment of this phone's clock as people do, set right by the server's. */
export async function when(moment) {
  const how = { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' };
  const right = moment + (await offset() ?? 0);
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(right);
}
